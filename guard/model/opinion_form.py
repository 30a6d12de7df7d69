"""An opinion as plain data, and back: a form that is not exactly what guard writes is no opinion."""

from __future__ import annotations

from guard.escape import hidden
from guard.model.cause import CAUSES
from guard.model.opinion import EVIDENCE, KINDS, SEVERITIES, Coverage, Dropped, Flag, Opinion, Usage, flag_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORM = 1  # of what is kept
LONGEST = 4000  # letters of any text in it
MOST = 2000  # flags
LARGEST = 1 << 50  # numbers


def as_data(value: object) -> Any:
    """A value as plain data."""
    if isinstance(value, tuple):
        fields = getattr(value, "_asdict", None)
        return [as_data(one) for one in value] if fields is None else {of: as_data(one) for of, one in fields().items()}
    return value


def opinion_data(opinion: Opinion) -> dict[str, Any]:
    """What is kept of it."""
    return {"form": FORM, **as_data(opinion)}


def opinion_from(data: object) -> Opinion | None:
    """Plain data as a value; None for anything that guard would not have written."""
    if not isinstance(data, dict) or data.get("form") != FORM or type(data["form"]) is not int:
        return None
    flags = data.get("flags")
    if not isinstance(flags, list) or len(flags) > MOST:
        return None
    found: list[Any] = [flag_from(one) for one in flags]
    parts = [_counts(data.get(of), like) for of, like in _PARTS.items()]
    ids = data.get("ids")
    if None in found or None in parts or not isinstance(ids, list) or not all([_text(one) for one in ids]):
        return None
    own = {of: value for of, value in data.items() if of not in ("form", "flags", "ids", *_PARTS)}
    like = Opinion("", "", "")
    if own.keys() != {*Opinion._fields} - {"flags", "ids", *_PARTS} or not _alike(own, like._asdict()):
        return None
    made: Any = dict(zip(_PARTS, parts, strict=True))
    opinion = Opinion(**own, **made, flags=tuple(found), ids=tuple(ids))
    return opinion if _sound(opinion) else None


def flag_from(data: object) -> Flag | None:
    """One flag from plain data; None for anything that guard would not have written."""
    like = Flag("", 0, 0, "", "", "", "", "", "", 0, "")._asdict()
    if not isinstance(data, dict) or data.keys() != like.keys() or not _alike(data, like):
        return None
    flag = Flag(**data)
    known = flag.kind in KINDS and flag.severity in SEVERITIES and flag.evidence in EVIDENCE
    return flag if known and flag.fingerprint == flag_name(flag.kind, flag.sentence, flag.ordinal) else None


_PARTS: dict[str, Any] = {"coverage": Coverage, "dropped": Dropped, "usage": Usage}


def _counts(data: object, of: Any) -> Any:
    like = of()._asdict()
    return of(**data) if isinstance(data, dict) and data.keys() == like.keys() and _alike(data, like) else None


def _sound(opinion: Opinion) -> bool:
    """Read and without a cause, or failed with one, and then without flags."""
    state: str = opinion.state  # whatever stood there
    if state == "read":
        return not opinion.cause and opinion.coverage.whole()
    return state == "failed" and opinion.cause in CAUSES and not opinion.flags


def _alike(data: dict[str, Any], like: dict[str, Any]) -> bool:
    """Each of the kind that stands there, within bounds."""
    return all([_like(data[of], one) for of, one in like.items() if of in data])


def _like(value: object, like: object) -> bool:
    if type(like) is str:
        return _text(value)
    return type(value) is type(like) and (not isinstance(value, int) or 0 <= value <= LARGEST)


def _text(value: object) -> bool:
    return type(value) is str and len(value) <= LONGEST and not hidden(value)
