"""What a text shows and does not mean: code that nobody is to run, words that are struck out; code of a way back."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.prose import Role, Span, Unit
    from guard.prose.parts import Part

_NOT_TO_BE_RUN = Cued(
    r"\W*(?:not to (?:be )?(?:run|do|done|use|used|executed?|copy|copied)|never (?:do|run|use|execute|type)"
    r"|(?:please )?(?:do not|don't) (?:do|run|use|execute|type|copy)|what not to (?:do|run)|how not to)\b"
    r"[^.;:]{0,60}\W*",
    re.I,
)
_FORBIDS = Cued(
    r"(?:^|[.;,]\s|\b(?:please|so|but) )(?:please )?(?:do not|don't|never)"
    r" (?:(?!\b(?:but|instead|then)\b|, (?:run|do|use|and)\b)[^.;]){1,120}:\s*$"
    r"|\b(?:must|may|should) (?:not|never) be (?:run|used|executed|typed)\b[^.;]{0,80}:\s*$",
    re.I,
)
_GOES_BACK = Cued(
    r"(?:^|[.;]\s)\W*(?:to )?(?:rolling back|roll ?back|go(?:ing)? back|way back|back-?out|undo|revert|reversal|back)\b"
    r"(?! (?:up|fill))[^:.;|]{0,80}:\s*$",
    re.I,
)
_LETTERS = Cued(r"[^\W_]")
MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e"  # a quotation keeps its marks; what is struck out has none


def struck(unit: Unit) -> bool:
    """Whether all of it is struck out: it stays to be seen, and says nothing any more."""
    return _all_in(unit, [span for span in _quotes(unit) if unit.text[max(0, span.start - 1)] not in MARKS])


def quoted(unit: Unit) -> bool:
    """Whether all of it stands between the marks of quotations."""
    return _all_in(unit, [span for span in _quotes(unit) if unit.text[max(0, span.start - 1)] in MARKS])


def _quotes(unit: Unit) -> list[Span]:
    return [span for span in unit.spans if span.kind == "quote"]


def _all_in(unit: Unit, spans: list[Span]) -> bool:
    if not spans:
        return False
    letters = list(unit.text)
    for span in spans:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return _LETTERS.search("".join(letters)) is None


def refused(part: Part, before: Sequence[Unit], under: Sequence[str]) -> bool:
    """Whether the heading above the code, or the words that lead to it, say that it is not to be run."""
    if under and _NOT_TO_BE_RUN.fullmatch(under[-1][:100]):
        return True
    return _FORBIDS.search(_lead(part, before, under)) is not None


def role_of(part: Part, before: Sequence[Unit], under: Sequence[str], role: Role) -> Role:
    """That of its place, but for code behind "Back, with any other answer:"."""
    return "rollback" if _GOES_BACK.search(_lead(part, before, under)) is not None else role


def _lead(part: Part, before: Sequence[Unit], under: Sequence[str]) -> str:
    """The words right above the code that end with a colon."""
    last = before[-1] if before else None
    leads = last is not None and last.text.endswith(":") and last.under == tuple(under) and last.line < part.line
    return last.text[-300:] if last is not None and leads and last.kind in ("sentence", "item") else ""
