"""The words of one block put together: what a reader sees on one line, with its spans, and the line of every letter."""

from __future__ import annotations

from bisect import bisect_right

from guard.model.prose import Span
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import SpanKind

# of every width: a reader sees one as good as another; between digits one that does not break parts thousands
_BLANKS = Cued(r"[ \t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_THOUSANDS = Cued(r"(?<=\d)[\xa0\u2009\u202f](?=\d{3}(?!\d))")
_QUOTATION = Cued(
    r"(?<![\w\"])\"(?=[^\s\"])([^\"]{1,400})(?<=[^\s\"])\"(?!\w)"
    r"|\u201c([^\u201c\u201d]{1,400})\u201d|\u00ab([^\u00ab\u00bb]{1,400})\u00bb|\u201e([^\u201e\u201c]{1,400})\u201c"
    r"|(?<![\w'])'(?=[^\s'])([^']{1,60})(?<=[^\s'])'(?!\w)|\u2018([^\u2018\u2019]{1,60})\u2019(?!\w)"
)
_ADDRESS = Cued(r"https?://[^\s<>\"`|]{1,2000}")
_FOOTNOTE = Cued(r"\[\^([^\[\]\s^]{1,80})\]")
_HYPHENS = str.maketrans("\u2010\u2011", "--")  # as a printer sets them
_STOPS = frozenset(".!?:;\u2026")
_TRAILING = ".,;:!?'\"*_~)]"


class Words:
    """Grows from left to right; nothing here is taken back."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._last = ""
        self._starts: list[int] = []
        self._lines: list[int] = []
        self.spans: list[Span] = []
        self.breaks: list[int] = []  # where the page breaks the line, whatever the punctuation says
        self.softly: list[int] = []  # where the source does, and a page does not
        self.hidden: list[tuple[int, str]] = []  # comments: line and words

    def add(self, text: str, line: int, verbatim: bool = False) -> None:
        """Words that begin on this line. Blanks that follow each other are one, in code they are as they stand."""
        text = text if text.isascii() else text.translate(_HYPHENS)
        if not verbatim:
            text = _one_width(text)
            if self._last in ("", " "):
                text = text.removeprefix(" ")
        if text:
            self._starts.append(self.length)
            self._lines.append(line)
            self._parts.append(text)
            self.length += len(text)
            self._last = text[-1]

    def broken(self, line: int, hard: bool = True) -> None:
        """A block ends here (`hard`), or a line: in the source, or on the page as well."""
        self.add(" ", line)
        (self.breaks if hard else self.softly).append(self.length)

    def line_ends(self, line: int) -> None:
        """On the page: where a sentence may end it does, and nothing ends within one."""
        last = "".join(self._parts[-2:]).rstrip()[-1:]
        self.broken(line, hard=last in _STOPS)

    def span(self, start: int, kind: SpanKind, target: str = "") -> None:
        if start < self.length:
            self.spans.append(Span(start, self.length, kind, target))

    def line_of(self, at: int) -> int:
        """The line of the letter at this place."""
        if not self._starts:
            return 0
        return self._lines[max(0, bisect_right(self._starts, at) - 1)]

    def text(self) -> str:
        return "".join(self._parts)

    def complete(self) -> str:
        """The text; what its letters alone tell is marked: addresses, footnotes, quotations."""
        text = self.text()
        shut = _masked(text, [span for span in self.spans if span.kind == "code" or span.target])
        for found in _ADDRESS.finditer(shut):
            address = _trimmed(found[0])
            self.spans.append(Span(found.start(), found.start() + len(address), "link", address))
        for found in _FOOTNOTE.finditer(shut):
            self.spans.append(Span(found.start(), found.end(), "link", f"#^{found[1]}"))
        # what stands in code is no mark of a quotation; the quotation may hold code all the same
        shut = _masked(text, [span for span in self.spans if span.kind == "code"])
        at = shut.find("<!--")
        if at >= 0:  # a comment that nothing closes: some readers see it, others do not
            self.hidden.append((self.line_of(at), text[at + 4 :].strip()))
            text, shut = text[:at], shut[:at]
            self.spans = [span._replace(end=min(span.end, at)) for span in self.spans if span.start < at]
            self.breaks = [at for at in self.breaks if at < len(text)]
            self.softly = [at for at in self.softly if at < len(text)]
        for found in _QUOTATION.finditer(shut):
            which = found.lastindex or 1
            self.spans.append(Span(found.start(which), found.end(which), "quote"))
        self.spans.sort()
        return text


def _one_width(text: str) -> str:
    """With one blank for all that follow each other."""
    if text.isascii() or not _THOUSANDS.search(text):
        return _BLANKS.sub(" ", text)
    return _BLANKS.sub(lambda run: run[0] if _THOUSANDS.match(text, run.start()) else " ", text)


def _masked(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = "\x00" * (span.end - span.start)
    return "".join(letters)


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence it stands in."""
    while (
        address and address[-1] in _TRAILING and not (address[-1] == ")" and address.count("(") >= address.count(")"))
    ):
        address = address[:-1]
    return address


def joined(cells: list[Words]) -> tuple[str, tuple[Span, ...], tuple[str, ...]]:
    """A row: its cells on one line, their spans there, and each by itself."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for cell in cells:
        own = cell.complete().rstrip()
        length += 3 if parts else 0
        for span in cell.spans:
            if span.end <= len(own):
                spans.append(span._replace(start=span.start + length, end=span.end + length))
        parts.append(own)
        length += len(own)
    return " | ".join(parts), tuple(spans), tuple(parts)
