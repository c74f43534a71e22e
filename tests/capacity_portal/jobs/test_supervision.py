"""What is told about children without forking any; the worker as processes is tested with its command."""

import threading

from capacity_portal.jobs import supervision
from capacity_portal.jobs.supervision import Child, supervise


class FakeProcess:
    """Stands for a child process; ``lives`` looks long it is found alive."""

    exitcode = 1

    def __init__(self, lives: int, obeys: str = "terminate") -> None:
        self.lives, self.obeys, self.asked = lives, obeys, []

    def is_alive(self) -> bool:
        self.lives -= 1
        return self.lives >= 0

    def start(self) -> None: ...

    def join(self, seconds: float) -> None: ...

    def ask(self, how: str) -> None:
        self.asked.append(how)
        if how == self.obeys:
            self.lives = 0

    def terminate(self) -> None:
        self.ask("terminate")

    def kill(self) -> None:
        self.ask("kill")


def forking(monkeypatch, processes: list[FakeProcess]) -> None:
    class Context:
        def Process(self, **about):
            return processes.pop(0)

    monkeypatch.setattr(supervision, "get_context", lambda method: Context())


def test_pauses_grow_while_a_child_dies_again_and_again():
    child, pauses = Child("x", lambda: None), []
    for child.deaths in range(8):
        pauses.append(child.pause())
    assert pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_child_that_dies_is_started_again_after_a_pause(monkeypatch, caplog):
    clock = [100.0]
    monkeypatch.setattr(supervision.time, "monotonic", lambda: clock[0])
    forking(monkeypatch, [FakeProcess(lives=1), FakeProcess(lives=9)])
    child = Child("jobs 1", lambda: None)
    supervision._look_after(child)
    first = child.process
    supervision._look_after(child)
    assert child.process is first
    supervision._look_after(child)
    assert (child.process, child.deaths) == (None, 1)
    clock[0] += 1.0
    supervision._look_after(child)
    assert child.process.lives == 9
    assert "jobs 1 ended with 1" in caplog.text


def test_child_that_ran_steadily_starts_again_at_once(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(supervision.time, "monotonic", lambda: clock[0])
    second = FakeProcess(lives=9)
    forking(monkeypatch, [FakeProcess(lives=0), second])
    child = Child("jobs 1", lambda: None)
    supervision._look_after(child)
    clock[0] += 3600
    supervision._look_after(child)
    assert (child.process, child.deaths) == (second, 0)


def test_children_are_asked_twice_and_then_killed():
    stop = threading.Event()
    stop.set()
    obedient, busy, stubborn = (FakeProcess(9, obeys) for obeys in ("terminate", "second", "kill"))
    busy.ask = lambda how: (busy.asked.append(how), setattr(busy, "lives", 0 if len(busy.asked) == 2 else 9))
    children = [Child("x", lambda: None, process) for process in (obedient, busy, stubborn)]
    supervise(children, stop, grace=0)
    assert [process.asked for process in (obedient, busy, stubborn)] == [
        ["terminate"],
        ["terminate", "terminate"],
        ["terminate", "terminate", "kill"],
    ]
