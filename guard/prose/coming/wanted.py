"""What a line of code says of a variable that it asks for: that it sets it, and what holds where nobody has."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Wanted

_SETS = Cued(r"(?:setenv|unsetenv|set_var|remove_var|setdefault|delenv|unset|pop)\W{0,9}$", re.I)
_GIVEN = Cued(r"[\"'`]?\s{0,9}\]\s{0,9}(?:\|\|)?=(?!=)|\s{0,9}=(?![=>])")
_NOTHING = r"(?:[\"'`]{2}|None\b|nil\b|null\b|undefined\b)"
_INSTEAD = Cued(
    rf"[\"'`]?\s{{0,9}}(?:,\s{{0,9}}(?:default\w{{0,9}}\s{{0,9}}[=:]\s{{0,9}})?(?!{_NOTHING})[^\s)]"
    rf"|[\])]{{0,2}}\s{{0,9}}(?:\?\?|\|\||\bor\b)\s{{0,9}}(?!{_NOTHING}|throw\b|raise\b|panic\b)\S"
    r"|\)?\s{0,9}(?:\.unwrap_or|\.or_else|\.orElse|\{|do\b))"
)


def sets(line: str, one: Wanted) -> bool:
    """Whether the line gives the variable a value, or takes it away: then it asks nobody for one."""
    at = line.find(one.name)
    return at >= 0 and (_SETS.search(line[:at]) is not None or _GIVEN.match(line, at + len(one.name)) is not None)


def instead(line: str, one: Wanted) -> bool:
    """Whether the line says what holds where nobody sets it; an empty text is nothing."""
    at = line.find(one.name)
    return at >= 0 and _INSTEAD.match(line, at + len(one.name)) is not None
