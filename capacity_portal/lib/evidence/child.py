"""The drawing child: ``python -m capacity_portal.lib.evidence.child photo|document``, started by ``drawing`` only.

Reads one file from standard input and writes a line of JSON (``content_type`` and ``pages``, or ``error``) and the copy to standard
output. It knows nothing of the portal, gives way to its other work, and may use only so much memory and processor time.
"""

import json
import os
import resource
import sys

from capacity_portal.lib.evidence import redrawn

MEMORY, SECONDS, NICE = 1 << 30, 18, 10


def main() -> int:
    """Answer the one request; exit status 1 when the portal is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    confine()
    answer, copy = drawn(sys.argv[1], sys.stdin.buffer.read())
    try:
        answers.write(json.dumps(answer).encode() + b"\n" + copy)
        answers.close()
    except BrokenPipeError:
        return 1
    return 0


def confine() -> None:
    """Take from this process everything that drawing does not need."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the evidence
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def drawn(task: str, content: bytes) -> tuple[dict, bytes]:
    """(what came of it, copy); the copy is empty where ``error`` says why."""
    try:
        copy, content_type, pages = redrawn.photo(content) if task == "photo" else redrawn.document(content)
    except redrawn.NotDrawn as refused:
        return {"error": str(refused)}, b""
    except (MemoryError, RecursionError):
        return {"error": "memory"}, b""
    return {"content_type": content_type, "pages": pages}, copy


if __name__ == "__main__":
    sys.exit(main())
