"""The typesetting child: ``python -m capacity_portal.lib.typesetting.worker``, started by ``child.py`` only.

Reads requests on standard input, answers on standard output, ends at end of file (the portal is gone), after idling,
when it has grown too large, and by alarm when a document takes longer than the portal waits for it.
"""

import argparse
import gc
import os
import resource
import select
import signal
import sys
from pathlib import Path

from capacity_portal.lib.typesetting import wire
from capacity_portal.lib.typesetting.sanitise import TooDeep

MAX_PIXELS = 40_000_000  # of one picture in a document
GARBAGE = 100_000  # objects after which to collect, about eight documents of two pages
GRACE = 5  # seconds after which a child kills itself that should have been killed


def main() -> None:
    """Serve until nobody is left to serve."""
    options = _options()
    _limit(options.memory)
    requests, answers = _take_over_pipes()
    try:
        engine = _start(options, answers)
        while engine and _someone_asks(requests, options.idle):
            header, parts = wire.receive(requests)
            signal.alarm(header["timeout"] + GRACE)
            answer, blobs = _answer(engine, header, parts)
            signal.alarm(0)
            last = answer.get("error") == "memory" or _resident() > options.retire
            wire.send(answers, wire.pack({**answer, "last": last}, blobs))
            if last:
                return
            if gc.get_count()[0] > GARBAGE:
                gc.collect()  # while the portal reads the answer
    except wire.Closed:
        return


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--styles", type=Path, required=True, help="folder of the style sheets")
    parser.add_argument("--memory", type=int, required=True, help="address space in bytes")
    parser.add_argument(
        "--retire", type=int, required=True, help="resident bytes after which to make room for a successor"
    )
    parser.add_argument("--idle", type=float, required=True, help="seconds without work after which to end")
    return parser.parse_args()


def _limit(memory: int) -> None:
    from PIL import Image  # noqa: PLC0415 - slow import

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow warns at this number and refuses at twice of it
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document
    sys.setrecursionlimit(4000)  # the layout takes about eight calls for each of sanitise.MAX_DEPTH levels
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the portal, which then closes the pipe


def _take_over_pipes() -> tuple[int, int]:
    """Keep the answers' pipe for messages; whatever a library prints goes to standard error."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _start(options: argparse.Namespace, answers: int):
    try:
        from capacity_portal.lib.typesetting.engine import Engine  # noqa: PLC0415 - slow import

        engine = Engine(options.styles)
    except Exception as error:
        wire.send(answers, wire.pack({"error": "start", "detail": repr(error)[:500]}))
        return None
    # What is loaded now stays; a layout leaves no garbage before its end, so looking for it on the way is 20 % lost time
    gc.collect()
    gc.freeze()
    gc.disable()
    wire.send(answers, wire.pack({"ready": os.getpid()}))
    return engine


def _someone_asks(requests: int, idle: float) -> bool:
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    return bool(poll.poll(idle * 1000))


def _answer(engine, header: dict, parts: list[bytes]) -> tuple[dict, list[bytes]]:
    try:
        return _done(engine, header, parts)
    except MemoryError:
        return {"error": "memory"}, []
    except (TooDeep, RecursionError):
        return {"error": "deep"}, []
    except Exception as error:
        return {"error": "failed", "detail": _where(error)}, []


def _done(engine, header: dict, parts: list[bytes]) -> tuple[dict, list[bytes]]:
    if header["task"] == "render":
        answer, content = engine.render(
            parts[0].decode(), header["stylesheets"], header.get("numbering"), header.get("variant") or None
        )
        return answer, [content]
    from capacity_portal.lib.typesetting import finished  # noqa: PLC0415 - slow import

    if header["task"] == "merge":
        return {}, [finished.merged(parts)]
    if header["task"] == "count":
        return {"pages": finished.page_count(parts[0])}, []
    if header["task"] == "text":
        return {}, [finished.text_of(parts[0]).encode(errors="replace")]
    return {}, finished.pages_as_png(parts[0], header["dpi"], header["first"], header["last"])


def _where(error: Exception) -> str:
    """Kind and place of an error, without its message, which may quote the document."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return (
        f"{type(error).__name__} {place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
        if place
        else repr(type(error))
    )


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
