"""A way back: a file of the repository and a heading in it, such as docs/runbook.md#restore."""

from __future__ import annotations

from guard.escape import invisible

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
    """The anchors a Markdown file offers: its headings as forges spell them."""
    found: dict[str, int] = {}
    fence = ""
    for line in markdown.splitlines():
        bare = line.strip()
        if bare.startswith(("```", "~~~")) and (not fence or bare.startswith(fence)):
            fence = "" if fence else bare[:3]
        elif not fence and line.startswith("#") and bare.lstrip("#").startswith((" ", "\t")):
            slug = _slug(bare.lstrip("#").strip())
            found[slug] = found.get(slug, -1) + 1
    numbered = {f"{slug}-{number}" for slug, last in found.items() for number in range(1, last + 1)}
    return frozenset(found) | numbered


def _slug(heading: str) -> str:
    """As GitHub and GitLab make it: lower case, blanks to hyphens, punctuation gone."""
    kept = "".join(char for char in heading.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")
