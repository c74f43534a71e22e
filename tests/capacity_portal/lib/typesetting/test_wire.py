import os
import time

import pytest

from capacity_portal.lib.typesetting import wire


@pytest.fixture
def pipe():
    reader, writer = os.pipe()
    ends = {"reader": reader, "writer": writer}
    yield ends
    for end in ends.values():
        os.close(end)


def test_message_arrives_as_it_was_sent(pipe):
    parts = [b"one", b"", "三".encode()]
    wire.send(pipe["writer"], wire.pack({"task": "render", "name": "演示"}, parts))
    assert wire.receive(pipe["reader"]) == ({"task": "render", "name": "演示"}, parts)


def test_end_of_file_is_closed(pipe):
    os.close(pipe.pop("writer"))
    with pytest.raises(wire.Closed):
        wire.receive(pipe["reader"])


def test_cut_off_message_is_closed(pipe):
    wire.send(pipe["writer"], wire.pack({}, [b"abc"])[:-1])
    os.close(pipe.pop("writer"))
    with pytest.raises(wire.Closed):
        wire.receive(pipe["reader"])


def test_writing_to_nobody_is_closed(pipe):
    os.close(pipe.pop("reader"))
    with pytest.raises(wire.Closed):
        wire.send(pipe["writer"], b"x")


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff" * 40,
        wire.pack({})[:4] + b"\0\0\0\x7f\0\0\0\0" + wire.pack({})[12:],
        b"\0\0\0\4" + b"\0" * 8 + b"nope",
        b"\0\0\0\2" + b"\0" * 8 + b"[]",
        b"\0\0\0\2" + b"\0" * 8 + b"{}",
    ],
)
def test_senseless_frame_is_closed(pipe, frame):
    wire.send(pipe["writer"], frame)
    with pytest.raises(wire.Closed):
        wire.receive(pipe["reader"])


def test_reading_stops_at_the_deadline(pipe):
    os.set_blocking(pipe["reader"], False)
    with pytest.raises(wire.DeadlinePassed):
        wire.receive(pipe["reader"], time.monotonic() + 0.05)


def test_writing_to_a_reader_who_does_not_read_stops_at_the_deadline(pipe):
    os.set_blocking(pipe["writer"], False)
    with pytest.raises(wire.DeadlinePassed):
        wire.send(pipe["writer"], b"x" * (4 << 20), time.monotonic() + 0.05)
