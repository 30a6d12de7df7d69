"""Where one sentence ends and the next begins: not at e.g., v1.2, users.py, No. 5, nor within code or a quotation."""

from __future__ import annotations

from bisect import bisect_right

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.prose import Span

_END = Cued(r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\]*_]{0,4}+(?=\s)|[\u3002\uff01\uff1f]+")
_NEXT = Cued(r"\s+([\"'\u201c\u2018(\[*_]{0,4})(\S)")
_WORD = Cued(r"[^\s(\[\"'\u201c]{1,40}$")
# never the end of a sentence, whatever comes next
_INSIDE_TEXT = (
    "e.g i.e vs cf approx ca resp viz fig figs sec eq ref refs eg ie al mr mrs ms dr prof st dept incl excl est "
    "appx ver vol ch pp ed eds esp"
)
_INSIDE = frozenset(_INSIDE_TEXT.split())
# the end of one where the next word begins with a capital letter
_OFTEN_TEXT = "etc inc ltd co corp a.m p.m am pm"
_OFTEN = frozenset(_OFTEN_TEXT.split())
_BEFORE_NUMBERS_TEXT = "no nos p pp art para nr vol fig sec"
_BEFORE_NUMBERS = frozenset(_BEFORE_NUMBERS_TEXT.split())
_LABEL = Cued(r"(?:[A-Z][\w/&() -]{0,40}|\[\^[^\[\]\s]{1,80}\]):(?=\s|$)")
LONG_QUOTATION = 300


def cuts(text: str, spans: Iterable[Span], breaks: Iterable[int], softly: Iterable[int] = ()) -> list[tuple[int, int]]:
    """The sentences of a block, each by where it begins and ends; blanks between them belong to none.

    At `breaks` the page itself begins a new line. At those of `softly` the source does: there a label such as
    "Owner:" begins a new statement.
    """
    shut = bytearray(len(text) + 1)
    names = set()  # a sentence may begin with a name in code, whatever its first letter
    for span in spans:
        if span.kind == "code":
            names.add(span.start)
        if span.kind != "quote" or span.end - span.start <= LONG_QUOTATION:
            shut[span.start + 1 : span.end] = b"\x01" * max(0, span.end - span.start - 1)
    ends = {at for at in breaks if not shut[at]}
    ends.update(at for at in softly if not shut[at] and _LABEL.match(text, at))
    for found in _END.finditer(text):
        end = found.end()
        if shut[found.start()] or shut[min(end, len(text))]:
            continue
        if found[0][0] in "\u3002\uff01\uff1f" or _ends(text, found.start(), end, names, bool(shut[found.start() - 1])):
            ends.add(end)
    pieces = []
    start = 0
    for end in [*sorted(ends), len(text)]:
        first, last = _trimmed(text, start, end)
        if first < last and (end == len(text) or _says(text, first, last)):
            pieces.append((first, last))
            start = end
        elif first >= last:
            start = end
    return pieces


def _ends(text: str, stop: int, end: int, names: set[int], within: bool) -> bool:
    """Whether the sentence ends with the stop here."""
    after = _NEXT.match(text, end)
    if after is None:
        return True
    first = after[2]
    if first.islower() and after.start(2) not in names:
        return False
    if text[stop] in "!?":
        return True
    if within:
        return True  # a name in code is no abbreviation
    before = _WORD.search(text, max(0, stop - 40), stop)
    word = before[0].lower().lstrip("*_") if before else ""
    if word in _INSIDE or (len(word) == 1 and word.isalpha() and before is not None and before[0].isupper()):
        return False
    if word in _BEFORE_NUMBERS and (first.isdigit() or first == "#"):
        return False
    if word in _OFTEN:
        following = text[after.start(2) : after.start(2) + 12].split(" ")[0].strip(".,;:)")
        return not first.isdigit() and not (len(following) > 1 and following.isupper())
    return True


def _says(text: str, start: int, end: int) -> bool:
    """A number alone, or a mark, is the beginning of the sentence behind it."""
    letters = 0
    for at in range(start, end):
        letters += text[at].isalpha() or ord(text[at]) > 0x2000
        if letters > 1 or at - start > 12:
            return True
    return False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def shared(spans: list[Span], pieces: list[tuple[int, int]]) -> list[list[Span]]:
    """Of each sentence those that are its own, by its own letters."""
    ends = [last for _, last in pieces]
    found: list[list[Span]] = [[] for _ in pieces]
    for span in spans:
        at = bisect_right(ends, span.start)
        while at < len(pieces) and pieces[at][0] < span.end:
            first, last = pieces[at]
            found[at].append(span._replace(start=max(span.start, first) - first, end=min(span.end, last) - first))
            at += 1
    return found
