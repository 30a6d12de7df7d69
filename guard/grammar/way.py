"""A way back: a file of the repository and a heading in it, such as docs/runbook.md#restore."""

from __future__ import annotations

from guard.escape import invisible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.grammar.markdown import Event

LARGEST = 8 << 20  # bytes of a page that a way back leads to
FILES = (".md", ".markdown")


def reason(text: object) -> str | None:
    """Why this names no place in a file of the repository."""
    if not isinstance(text, str):
        return "a way back is a file and a heading in it, as text"
    path, sign, anchor = text.partition("#")
    if not sign or not anchor or not path:
        return "a way back names a file and a heading in it: FILE#HEADING"
    if path.startswith("/") or any(part in ("", ".", "..") for part in path.split("/")):
        return "the file is named from the top of the repository, without a leading / and without . or .."
    if not path.endswith(FILES):
        return "the way back stands in a Markdown file (.md)"
    if any(char.isspace() or char in '#\\"' or invisible(char) for char in path + anchor):
        return "neither file nor heading holds a blank, a quote, a backslash or what cannot be seen"
    return None


def split(text: str) -> tuple[bytes, str]:
    """The path and the anchor."""
    path, _, anchor = text.partition("#")
    return path.encode(), anchor


def anchors(markdown: str) -> frozenset[str]:
    """The anchors a Markdown file offers: its headings as forges spell them, and those set by hand in HTML."""
    from guard.grammar.markdown import events

    return offered(events(markdown.removeprefix("\ufeff")))


def offered(events: Iterable[Event]) -> frozenset[str]:
    """The same of a file that is read already."""
    found: dict[str, int] = {}
    by_hand: set[str] = set()
    heading: list[str] | None = None  # what a reader sees of the one that is open: no HTML, and code without its quotes
    for kind, value, _first, _last in events:
        if kind in ("InlineHtml", "HtmlBlock"):
            by_hand.update(_by_hand(value))
        elif kind == "Start Heading":
            heading = []
        elif heading is None:
            continue
        elif kind in ("Text", "Code", "FootnoteReference"):
            heading.append(value)
        elif kind in ("SoftBreak", "HardBreak"):
            heading.append(" ")
        elif kind == "End Heading":
            slug = _slug("".join(heading))
            found[slug] = found.get(slug, -1) + 1
            heading = None
    numbered = {f"{slug}-{number}" for slug, last in found.items() for number in range(1, last + 1)}
    return frozenset(found) | numbered | by_hand


def _by_hand(html: str) -> list[str]:
    """`<a name="x">` and `<a id="x">`; what stands in a comment is none."""
    import re

    if html.lstrip().startswith("<!--"):
        return []
    return re.findall(r"<a\s+(?:name|id)=[\"']([^\"'\s]+)[\"']", html)


def _slug(heading: str) -> str:
    """As GitHub and GitLab make it: lower case, blanks to hyphens, punctuation gone."""
    kept = "".join(char for char in heading.strip().lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")
