"""The reading process: detectors at work on one file after another, within limits. guard.doors.reader starts it.

What is read here was written by anybody. A parser that crashes, hangs or takes all memory ends this process and never
guard: the file it was at counts as not readable. Requests come as marshalled tuples, replies go back as lines of JSON.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import marshal
import os
import signal
import time

from guard.model.reading import Context, Pattern, Reading, Source, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

MEMORY = 2 << 30  # of address space; shared libraries take part of it
SECONDS = 30  # of processor time for one file; one that needs more is not read
ALONE = 600  # seconds after which one that waits in a file ends by itself, should nobody be left to end it
OPERATIONS = 10_000  # told of one file; of one that does more it is told that it does
BYTES = 2 << 20  # of an answer
LENGTH = 8  # bytes that say how long a request is
CHUNK = 1 << 18  # bytes of requests taken at a time
READY = b"ready\n"  # the first line, once all that belongs to the start is done


def main() -> None:
    """Answer every request in order; the end of input is the end of it.

    The first request says whether to be careful: then every answer goes out before the next file is read, so that it is
    known at which one this process died; otherwise answers go out together. It names who will be asked, the context,
    and pipes for others: each gets a process forked off this one, when all is loaded and before any file is read.
    """
    out, requests = begun()
    careful, names, told, others = next(requests)
    context = _context(told)
    ready(out)
    for name in names:  # while the first files are fetched; one that cannot be loaded is told with the file it is for
        with contextlib.suppress(Exception):
            importlib.import_module(f"guard.operations.{name}")
    serve(requests, out, careful, others, lambda job: _line(read(job[0], Source(*job[1]), context)))


def begun() -> tuple[int, Iterator[Any]]:
    """Within its limits: where the answers go, and the requests."""
    gc.set_threshold(50_000)  # a short life, and mostly values that refer to no other
    out = os.dup(1)
    os.dup2(2, 1)  # nowhere, by the one who started this: whatever a parser prints is nobody's answer
    _limit()
    return out, _requests(0)


def ready(out: int) -> None:
    """All that belongs to the start is done."""
    _write(out, READY)


def serve(
    requests: Iterator[Any], out: int, careful: bool, others: Sequence[tuple[int, int]], answer: Callable[[Any], bytes]
) -> None:
    """A line for each file, in order; by this process and by those that are forked off it, each for its own pipes."""
    gc.freeze()
    for in_, its_out in others:
        if os.fork() == 0:
            os.dup2(in_, 0)
            os.dup2(its_out, out)
            requests = _requests(0)
            break
    for descriptor in [end for pair in others for end in pair]:
        os.close(descriptor)
    answers: list[bytes] = []
    for request in requests:
        if request is not None:
            _give_time()
            answers.append(answer(request))
        else:
            signal.alarm(0)
        if answers and (careful or request is None):
            _write(out, b"".join(answers))
            answers.clear()


def _requests(descriptor: int) -> Iterator[Any]:
    """Each as it comes; None where there is nothing more to read for now."""
    held = bytearray()
    while chunk := os.read(descriptor, CHUNK):
        held += chunk
        at = 0
        while len(held) - at >= LENGTH:
            size = int.from_bytes(held[at : at + LENGTH], "big")
            if len(held) - at - LENGTH < size:
                break
            yield marshal.loads(memoryview(held)[at + LENGTH : at + LENGTH + size].tobytes())
            at += LENGTH + size
        del held[:at]
        yield None


def _write(out: int, text: bytes) -> None:
    view = memoryview(text)
    while view:
        view = view[os.write(out, view) :]


def _line(reading: Reading) -> bytes:
    """An answer, never longer than guard wants to hold."""
    if len(reading.operations) > OPERATIONS:
        reading = unread(f"more than {OPERATIONS:,} operations")
    line = json.dumps(reading).encode() + b"\n"
    return line if len(line) <= BYTES else _line(unread(f"what it does takes more than {BYTES:,} bytes to tell"))


def read(detectors: tuple[str, ...], source: Source, context: Context) -> Reading:
    """What all detectors that want a file say of it, as one."""
    readings = [found for name in detectors if (found := _asked(name, source, context)) is not None]
    operations = tuple([operation for reading in readings for operation in reading.operations])
    return Reading(operations, any([reading.accounted and bool(reading.operations) for reading in readings]))


def _asked(name: str, source: Source, context: Context) -> Reading | None:
    """One detector. Parsers fail in ways of their own, even outside Exception: all of them mean it was not read."""
    try:
        module: Any = importlib.import_module(f"guard.operations.{name}")
        found: Reading | None = module.detect(source, context)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return unread(f"its reader failed ({type(error).__name__})", name)
    return found


def _context(told: Any) -> Context:
    patterns, *rest = told
    return Context(tuple([Pattern(*pattern) for pattern in patterns]), *rest)


def _limit() -> None:
    """No more memory than any honest file needs, no byte written into any file, no core left behind."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # whoever started guard may have it ignored
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _bound(what, most, firmly=True)
    _give_time()


def _give_time() -> None:
    """From now on so many seconds, however many files were read before; also the end of one whose guard is gone."""
    import resource

    signal.alarm(ALONE)
    _bound(resource.RLIMIT_CPU, int(time.process_time()) + 1 + SECONDS, firmly=False)


def _bound(what: int, most: int, firmly: bool) -> None:
    """Firmly: it can never be raised again."""
    import resource

    try:
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least if firmly else hard))
    except (OSError, ValueError):  # a system that cannot limit this one; the time a file may take is kept outside
        pass
