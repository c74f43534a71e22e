import json
import subprocess
import sys

import pytest

from capacity_portal.lib.evidence import child, drawing, redrawn
from tests import evidence_makers as make

# Without its limits, which would not let the measuring of the lines be written.
FREE = """
import sys
from capacity_portal.lib.evidence import child
child.confine = lambda: None
sys.argv = ["child", sys.argv[1]]
sys.exit(child.main())
"""
CONFINED = """
import os, resource
from capacity_portal.lib.evidence import child
child.confine()
print(os.nice(0), resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])
try:
    bytearray(2 << 30)
except MemoryError:
    print("refused")
"""


def run(code: str, *words: str, **values):
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, cwd=drawing.PROJECT, check=False, **values)


def test_answers():
    done = run(FREE, "photo", input=make.jpeg())
    line, _, copy = done.stdout.partition(b"\n")
    assert (done.returncode, json.loads(line)) == (0, {"content_type": "image/jpeg", "pages": 1})
    assert copy[:3] == b"\xff\xd8\xff"
    assert run(FREE, "document", input=b"x").stdout == b'{"error": "damaged"}\n'


def test_a_portal_that_is_gone():
    command = [sys.executable, "-c", FREE, "photo"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=drawing.PROJECT, **pipes) as process:
        process.stdout.close()
        process.stdin.write(make.jpeg((900, 900)))
        process.stdin.close()
        assert process.wait(30) == 1


def test_limits():
    words = run(CONFINED).stdout.split()
    assert int(words[0]) >= child.NICE
    assert words[1:] == [str(child.MEMORY).encode(), b"0", b"refused"]


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_what_takes_too_much(monkeypatch, error):
    def greedy(content):
        raise error

    monkeypatch.setattr(redrawn, "photo", greedy)
    assert child.drawn("photo", b"") == ({"error": "memory"}, b"")
    assert child.drawn("document", make.pdf())[0] == {"content_type": "application/pdf", "pages": 1}
