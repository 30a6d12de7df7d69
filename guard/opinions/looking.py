"""Whether the names in a quote are known: a model that doubts a name that is there has doubted nothing."""

from __future__ import annotations

import re

from guard.model.lookup import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.known import Known
    from guard.opinions.answer import Looked

_WORD = re.compile(r"[A-Za-z_][\w./:-]{1,200}")
_NAME = re.compile(r"[a-z0-9]_[a-z0-9]|[A-Z]_|_[A-Z]|\w[./]\w|[a-z][A-Z]|\d[A-Za-z]")


def _known(known: Known, name: str) -> bool:
    """Under exactly this name, of whatever kind."""
    return any([register.has(name) for register in known.registers.values() if not register.missing])


def look_up(known: Known) -> Callable[[str], Looked]:
    """Of every name in a quote: `there` where each is known. What is absent the rules tell; they know how to look."""
    if not known.registers:
        return lambda quote: "unknown"
    index = Names(known)

    def looked(quote: str) -> Looked:
        words = [word.rstrip(".:/-") for word in _WORD.findall(quote)]
        names = [word for word in words if _NAME.search(word)]
        return "there" if names and all([_known(known, name) or index.anywhere(name) for name in names]) else "unknown"

    return looked
