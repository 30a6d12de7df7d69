"""A way back: a file of the repository and a heading in it, such as docs/runbook.md#restore."""

from __future__ import annotations

from guard.escape import invisible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

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
    from markdown_it import MarkdownIt

    return offered(MarkdownIt("commonmark").enable("table").parse(markdown.removeprefix("\ufeff")))


def offered(tokens: list[Token]) -> frozenset[str]:
    """The same of a file that is read already."""
    found: dict[str, int] = {}
    by_hand: set[str] = set()
    heading = False
    for token in tokens:
        if token.type == "inline":
            by_hand |= {name for part in token.children or () for name in _by_hand(part)}
            if heading:
                slug = _slug("".join(_text(token.children or ())))
                found[slug] = found.get(slug, -1) + 1
        by_hand |= set(_by_hand(token))
        heading = token.type == "heading_open"
    numbered = {f"{slug}-{number}" for slug, last in found.items() for number in range(1, last + 1)}
    return frozenset(found) | numbered | by_hand


def _text(parts: list[Token] | tuple[()]) -> Iterator[str]:
    """What a reader sees of a heading: the words of a link, the code without its quotes, no HTML."""
    for part in parts:
        if part.type in ("text", "code_inline"):
            yield part.content
        elif part.type in ("softbreak", "hardbreak"):
            yield " "
        elif part.type == "image":
            yield from _text(part.children or ())


def _by_hand(token: Token) -> list[str]:
    """`<a name="x">` and `<a id="x">`; what stands in a comment is none."""
    import re

    if token.type not in ("html_inline", "html_block") or token.content.lstrip().startswith("<!--"):
        return []
    return re.findall(r"<a\s+(?:name|id)=[\"']([^\"'\s]+)[\"']", token.content)


def _slug(heading: str) -> str:
    """As GitHub and GitLab make it: lower case, blanks to hyphens, punctuation gone."""
    kept = "".join(char for char in heading.strip().lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")
