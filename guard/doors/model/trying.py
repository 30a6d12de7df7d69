"""All requests of one reading, several at once: tried again where that may help, and over at the deadline.

Threads do the asking and may hang; whoever waits for them does not. A thread that is left behind holds up nothing.
"""

from __future__ import annotations

import hmac
import os
import queue
import threading
import time

from guard.model.inquiry import Miss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.doors.model.way import Settings, Way
    from guard.doors.model.wire import Client
    from guard.model.inquiry import Inquiry, Reply


class _Round:
    """One reading: what is still to be asked, and whether anybody still waits for it."""

    def __init__(self, inquiries: Sequence[Inquiry], settings: Settings, leads: Way, deadline: float) -> None:
        self.settings, self.leads, self.deadline = settings, leads, deadline
        self.todo: queue.SimpleQueue[tuple[int, Inquiry]] = queue.SimpleQueue()
        for number, inquiry in enumerate(inquiries):
            self.todo.put((number, inquiry))
        self.told: queue.SimpleQueue[tuple[int, Reply | Miss | BaseException]] = queue.SimpleQueue()
        self.over = threading.Event()


def answers(
    inquiries: Sequence[Inquiry], settings: Settings, leads: Way, on_progress: Callable[[int, int], None]
) -> tuple[Reply | Miss, ...]:
    """One for each. Where one cannot be had the reading has failed, and what was not asked yet is not asked."""
    deadline = time.monotonic() + settings.deadline
    found: dict[int, Reply | Miss] = {}
    lost: Miss | None = None
    one = _Round(inquiries, settings, leads, deadline)
    for _ in range(min(settings.at_once, len(inquiries))):
        threading.Thread(target=_work, args=(one,), daemon=True).start()
    try:
        while len(found) < len(inquiries) and lost is None:
            number, result = one.told.get(timeout=max(deadline - time.monotonic(), 0))
            if isinstance(result, BaseException):
                raise RuntimeError(f"the door to a model: {type(result).__name__}") from None
            found[number] = result
            lost = result if isinstance(result, Miss) else None
            on_progress(len(found), len(inquiries))
    except queue.Empty:
        lost = Miss("timeout")
    finally:
        one.over.set()
    rest = lost or Miss("timeout")
    return tuple([found.get(at, rest._replace(digest=inquiry.digest)) for at, inquiry in enumerate(inquiries)])


def _work(one: _Round) -> None:
    """Answers what is to be asked until there is no more, or nobody waits. What breaks here is told, not raised."""
    number = 0
    client = None
    try:
        while not one.over.is_set():
            try:
                number, inquiry = one.todo.get_nowait()
            except queue.Empty:
                return
            if client is None:
                client = _client(one)
            if isinstance(client, Miss):
                one.told.put((number, client._replace(digest=inquiry.digest)))
            else:
                one.told.put((number, _tried(client, inquiry, one)))
    except BaseException as error:  # whoever waits must hear of it
        one.told.put((number, error))
    finally:
        if client is not None and not isinstance(client, Miss):
            client.close()


_LOADING = threading.Lock()
# What libraries take from the environment while they are loaded: words to log, secrets of a connection to keep.
LOUD = ("ANTHROPIC_LOG", "SSLKEYLOGFILE", "HTTPX_LOG_LEVEL", "HTTPCORE_LOG_LEVEL")


def _client(one: _Round) -> Client | Miss:
    """One for each thread, made one after the other: while it is, the environment is kept quiet."""
    with _LOADING:
        taken = {name: os.environ.pop(name) for name in LOUD if name in os.environ}
        try:
            from guard.doors.model import wire

            return wire.client(one.leads, one.settings, one.deadline)
        except ImportError:
            return Miss("no-sdk")
        finally:
            os.environ.update(taken)


def _tried(client: Client, inquiry: Inquiry, one: _Round) -> Reply | Miss:
    """As often as it may help and time allows."""
    from guard.doors.model.sending import PASSING, send

    last: Reply | Miss = Miss("timeout", "", inquiry.digest)
    for number in range(one.settings.tries):
        sent = send(client, inquiry, one.settings, one.leads, one.deadline)
        last = sent.result
        if not isinstance(last, Miss) or last.cause not in PASSING or number == one.settings.tries - 1:
            break
        wait = sent.wait if sent.wait >= 0 else pause(inquiry, one.settings, number)
        if time.monotonic() + wait >= one.deadline or one.over.wait(wait):
            break
    return last


def pause(inquiry: Inquiry, settings: Settings, number: int) -> float:
    """Longer from try to try, and for each request another time, the same in every run."""
    drawn = hmac.digest(settings.seed, f"{inquiry.digest} {number}".encode(), "sha256")
    share = int.from_bytes(drawn[:4]) / (1 << 32)
    longest = min(settings.first_wait * float(2**number), settings.longest_wait)
    return longest * (0.5 + share / 2)
