"""What goes to a model and what comes back: bytes each way, and why nothing came."""

from __future__ import annotations

from guard.value import NamedTuple


class Inquiry(NamedTuple):
    """One request: exactly the bytes that are sent."""

    digest: str  # of these bytes, in hexadecimal
    body: bytes
    model: str
    most: int = 0  # what it may cost at most, in millionths of a dollar


class Reply(NamedTuple):
    """One answer: exactly the bytes that came, without anything that let us in."""

    digest: str  # of the request
    body: bytes
    id: str = ""  # what the other side calls it
    host: str = ""
    sdk: str = ""


class Miss(NamedTuple):
    """No answer: a word of guard.model.cause.CAUSES, and what more is known, in letters that nothing takes for more."""

    cause: str
    detail: str = ""
    digest: str = ""
