"""Answers recorded in a folder, to be played again without a network: for evaluations, tests, and a second look.

A folder has a seed of its own, from which marks follow, so that it can be handed on; no secret of a clone is in it. A
reading that was played again is nobody's reading of this plan, and is not kept as one.
"""

from __future__ import annotations

import json
import os

from guard.digest import canonical_json
from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown
from guard.model.inquiry import Miss, Reply
from guard.model.opinion_form import as_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.inquiry import Inquiry
    from guard.opinions.reading import Ask

SEED = "seed"
LARGEST = 16 << 20


def seed(folder: str, make: bool = False) -> bytes:
    """What marks of its requests are drawn from; made with the folder where it may be."""
    path = os.path.join(folder, SEED)
    try:
        if make and not os.path.lexists(path):
            os.makedirs(folder, exist_ok=True)
            with open(path, "xb") as file:
                file.write(os.urandom(32).hex().encode() + b"\n")
        drawn = content(path, 100).strip()
    except OSError as error:
        what = f"no recordings can be had here: {error.strerror}"
        mend = "name a folder that guard plan read --record has written"
        raise GuardError("G813", what, shown(os.fsencode(folder)), mend) from error
    return drawn


def recorder(folder: str, ask: Ask) -> Ask:
    """Asks, and writes down every answer."""

    def recorded(inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        replies = ask(inquiries)
        for inquiry, reply in zip(inquiries, replies, strict=True):
            if isinstance(reply, Reply):
                _write(folder, inquiry, reply)
        return replies

    return recorded


def _write(folder: str, inquiry: Inquiry, reply: Reply) -> None:
    data = {**as_data(reply), "body": reply.body.decode("utf-8", "backslashreplace"), "model": inquiry.model}
    path = os.path.join(folder, f"{inquiry.digest}.json")
    try:
        with open(path, "wb") as file:
            file.write(canonical_json(data) + b"\n")
    except OSError as error:
        what = f"an answer could not be recorded: {error.strerror}"
        raise GuardError(
            "G820", what, shown(os.fsencode(path)), "name a folder you can write to: --record DIR"
        ) from error


def player(folder: str) -> Ask:
    """Answers from what was recorded; what was not is no answer."""

    def played(inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        return [_played(folder, inquiry) for inquiry in inquiries]

    return played


def _played(folder: str, inquiry: Inquiry) -> Reply | Miss:
    try:
        data = json.loads(content(os.path.join(folder, f"{inquiry.digest}.json"), LARGEST))
        words = [data[of] for of in ("id", "host", "sdk")]
        if data["digest"] != inquiry.digest or not all([isinstance(word, str) for word in words]):
            raise ValueError("of another request")
        return Reply(inquiry.digest, data["body"].encode(), *words)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Miss("no-recording", "", inquiry.digest)
