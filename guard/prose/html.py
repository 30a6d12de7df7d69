"""HTML in a page: comments, and what a reader sees between tags."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import SpanKind
    from guard.prose.words import Words

COMMENT = "<!--"
_NAME = Cued(r"</?([A-Za-z][A-Za-z0-9-]*)")
_TAG = Cued(r"<!--|<[/!?]?[A-Za-z][^<>]*>|<\?[^<>]*>")
_LEADS = Cued(r"\b(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)")
# what an attribute says in words; of these they are none
_SAYS = Cued(r"[\s\"']([A-Za-z][\w:.-]{0,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NO_WORDS = frozenset(
    """
    accept class content coords d height href media points rel rev sandbox sizes src srcset style transform viewbox
    width xmlns
    """.split()  # noqa: SIM905  read more easily so
)
_CODE = frozenset(("code", "kbd", "samp", "tt", "pre", "var"))
_QUOTES = frozenset(("q", "del", "s", "strike"))
_BREAKS_TEXT = (
    "br hr p div li ul ol dl dt dd tr td th table thead tbody h1 h2 h3 h4 h5 h6 details summary section blockquote"
)
_BREAKS = frozenset(_BREAKS_TEXT.split())
_UNSEEN = frozenset(("script", "style", "template"))
_HIDDEN = Cued(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\shidden(?:[\s=>]|$)", re.I)
# what stands between < and > and is none of these is a placeholder that somebody wrote: <name>
_OTHERS_TEXT = (
    "a abbr article aside audio b bdi bdo big body button caption center cite col colgroup data em embed figcaption "
    "figure font footer form g head header html i iframe img input ins label legend link main map mark meta nav "
    "noscript object option p param path picture progress ruby rp rt select slot small source span strong sub sup "
    "svg textarea tfoot time title track u video wbr"
)
_OTHERS = frozenset(_OTHERS_TEXT.split())
KNOWN = _CODE | _QUOTES | _BREAKS | _UNSEEN | _OTHERS


class Open:
    """Tags not yet closed that say how their words are meant."""

    __slots__ = ("tags",)

    def __init__(self) -> None:
        self.tags: list[tuple[str, int, SpanKind, str]] = []

    def close(self, found: Words, name: str = "") -> None:
        """The last of this name, or all that are left."""
        for at in range(len(self.tags) - 1, -1, -1):
            tag, start, kind, target = self.tags[at]
            if name in ("", tag):
                found.span(start, kind, target)
                del self.tags[at]
                if name:
                    return


def take(found: Words, opened: Open, html: str, line: int) -> None:
    """One tag, or one comment, as it stands between words."""
    if html.startswith(COMMENT):
        found.hidden.append((line, html[4:].removesuffix("-->").strip()))
        return
    named = _NAME.match(html)
    name = named[1].lower() if named else ""
    if name in KNOWN:
        found.hidden += [(line + html.count("\n", 0, at), text) for at, text in _said(html)]
    if name not in KNOWN:
        found.add(html.replace("\n", " "), line)
    elif name == "br":
        found.line_ends(line)
    elif name in _BREAKS:
        found.broken(line)
    elif html.startswith("</"):
        opened.close(found, name)
    elif len(opened.tags) < 40 and not html.endswith("/>"):
        _open(found, opened, name, html)


def _said(tag: str) -> Iterator[tuple[int, str]]:
    """Where the words of its attributes stand; a reader may see them, or only hear them."""
    from html import unescape

    for one in _SAYS.finditer(tag):
        words = " ".join(unescape(one[2] or one[3] or "").split())
        if " " in words and one[1].lower() not in _NO_WORDS:
            yield one.start(), words


def _open(found: Words, opened: Open, name: str, html: str) -> None:
    leads = _LEADS.search(html) if name == "a" else None
    if name in _CODE:
        opened.tags.append((name, found.length, "code", ""))
    elif name in _QUOTES:
        opened.tags.append((name, found.length, "quote", ""))
    elif leads:
        opened.tags.append((name, found.length, "link", leads[1]))


def block(found: Words, html: str, line: int) -> bool:
    """A block of HTML; whether a comment in it was never closed."""
    from html import unescape

    opened = Open()
    unseen = ""
    unclosed = False
    for kind, text, at in _parts(html):
        tag = _NAME.match(text) if kind == "tag" else None
        name = tag[1].lower() if tag else ""
        if unseen:
            if name == unseen and text.startswith("</"):
                unseen = ""
            elif kind == "text" and text.strip():
                lead = len(text) - len(text.lstrip())
                found.hidden.append((line + at + text.count("\n", 0, lead), text.strip()))
        elif name and not text.startswith("</") and (name in _UNSEEN or _HIDDEN.search(text)):
            unseen = name
            found.hidden += [(line + at + text.count("\n", 0, begun), words) for begun, words in _said(text)]
        elif kind == "unclosed":
            unclosed = True
            found.hidden.append((line + at, text.strip()))
        elif kind != "text":
            take(found, opened, text, line + at)
        else:
            for number, words in enumerate(text.split("\n")):
                if number:
                    found.broken(line + at + number, hard=False)
                found.add(unescape(words), line + at + number)
    opened.close(found)
    return unclosed


def _parts(html: str) -> Iterator[tuple[str, str, int]]:
    """Tags, comments and the text between them, each with the number of lines before it."""
    start = lines = 0
    for found in _TAG.finditer(html):
        if found.start() < start:  # in a comment that was taken already
            continue
        if found.start() > start:
            text = html[start : found.start()]
            yield "text", text, lines
            lines += text.count("\n")
        whole, kind = found[0], "tag"
        if whole == COMMENT:
            end = html.find("-->", found.end())
            kind = "comment" if end >= 0 else "unclosed"
            whole = html[found.start() : end + 3] if end >= 0 else html[found.end() :]
        yield kind, whole, lines
        lines += whole.count("\n")
        start = found.start() + len(whole) + (4 if kind == "unclosed" else 0)
    if start < len(html):
        yield "text", html[start:], lines
