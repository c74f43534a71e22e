import enum

import pytest

from capacity_portal.lib import workflow
from capacity_portal.lib.workflow import Step, StepRefused


class State(enum.StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CLOSED = "closed"

    @property
    def label(self):
        return {"draft": "草稿", "sent": "已报送", "closed": "已办结"}[self.value]


SEND = Step("send", "报送", (State.DRAFT,), State.SENT, "file_return")
BACK = Step("send_back", "退回", (State.SENT,), State.DRAFT, "review_return", requires=("comment",))
CLOSE = Step("close", "办结", (State.SENT,), State.CLOSED, "review_return", requires=("comment", "document"))
REOPEN = Step("send", "重新报送", (State.CLOSED,), State.SENT, "review_return")
NOTE = Step("note", "批注", (State.DRAFT, State.SENT), "", "review_return")
TABLE = (SEND, BACK, CLOSE, REOPEN, NOTE)


@pytest.mark.parametrize(
    ("name", "state", "step"),
    [
        ("send", State.DRAFT, SEND),
        ("send", "draft", SEND),
        ("send", State.CLOSED, REOPEN),
        ("close", State.SENT, CLOSE),
    ],
)
def test_find_step(name, state, step):
    assert workflow.find_step(TABLE, name, state) is step


@pytest.mark.parametrize(
    ("name", "state", "message"),
    [
        ("close", State.DRAFT, "当前状态为“草稿”，不能办结。可能已有他人处理，请刷新页面查看。"),
        ("send", "sent", "当前状态为“sent”，不能报送。可能已有他人处理，请刷新页面查看。"),
        ("burn", State.SENT, "当前状态为“已报送”，不能进行这一操作。可能已有他人处理，请刷新页面查看。"),
    ],
)
def test_refusals(name, state, message):
    with pytest.raises(StepRefused) as refusal:
        workflow.find_step(TABLE, name, state)
    assert str(refusal.value) == message


def test_steps_from():
    assert workflow.steps_from(TABLE, State.SENT) == (BACK, CLOSE, NOTE)
    assert workflow.steps_from(TABLE, "unknown") == ()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, ("comment", "document")),
        ({"comment": " \n", "document": None}, ("comment", "document")),
        ({"comment": "同意", "document": 0}, ()),
        ({"comment": "同意"}, ("document",)),
    ],
)
def test_missing(given, names):
    assert workflow.missing(CLOSE, given) == names


def test_steps_cannot_be_changed():
    with pytest.raises(AttributeError):
        SEND.target = State.CLOSED


def test_unreachable_states():
    assert workflow.unreachable(TABLE, State.DRAFT, State) == set()
    assert workflow.unreachable((SEND, NOTE), State.DRAFT, State) == {State.CLOSED}
