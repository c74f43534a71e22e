"""State machines as data: a table of steps.

Pages ask it what may be done, operations ask it whether this may be done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class StepRefused(Exception):
    """The step cannot be taken; the message is a Chinese sentence for the person who tried."""


@dataclass(frozen=True)
class Step:
    """One arrow of a state machine.

    ``label``: the verb on the button; ``sources``: states it starts from; ``target``: the state it leads to,
    "" for one that leaves the state as it is; ``permission``: who may; ``requires``: names of what must be
    given (comment, document).
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    requires: tuple[str, ...] = ()


def find_step(table: Iterable[Step], name: str, state: str) -> Step:
    """Return the step ``name`` that may be taken from ``state``; one name may stand for several arrows.

    Raises StepRefused when there is none. A ``state`` from TextChoices is named by its label.
    """
    named = [step for step in table if step.name == name]
    for step in named:
        if state in step.sources:
            return step
    act = named[0].label if named else "进行这一操作"
    raise StepRefused(
        f"当前状态为“{getattr(state, 'label', state)}”，不能{act}。可能已有他人处理，请刷新页面查看。"
    )


def steps_from(table: Iterable[Step], state: str) -> tuple[Step, ...]:
    """Return the steps that may be taken from ``state``, in the order of the table."""
    return tuple(step for step in table if state in step.sources)


def missing(step: Step, given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names that ``step`` requires and ``given`` lacks (absent, None or blank)."""
    return tuple(name for name in step.requires if _blank(given.get(name)))


def unreachable(table: Iterable[Step], initial: str, states: Iterable[str]) -> set[str]:
    """Return the states that no chain of steps from ``initial`` reaches: for the test of every table."""
    table, reached, waiting = tuple(table), {initial}, [initial]
    while waiting:
        onward = {step.target for step in steps_from(table, waiting.pop()) if step.target} - reached
        reached |= onward
        waiting.extend(onward)
    return set(states) - reached


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
