"""Comments that nothing closes: they are read to the end of their paragraph, so that they hide nothing behind them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from markdown_it.token import Token

    from guard.prose.parts import Faults

BEGUN = "\ufdd0"  # a character that is none: it stands where such a comment begins
_COMMENT = "<!--"
_MARKS = " \t>-*+.)0123456789"


def marked(text: str, tokens: list[Token], faults: Faults) -> str:
    """The text with their beginnings marked, and nothing else changed."""
    lines: list[str] = []
    for token in tokens:
        left = token.type == "html_block" and token.map and token.content.lstrip().startswith(_COMMENT)
        if left and token.map and "-->" not in token.content:
            lines = lines or text.split("\n")
            faults.append((token.map[0] + 1, "a comment begins here that nothing closes"))
            for at in range(*token.map):
                if lines[at].lstrip(_MARKS).startswith(_COMMENT):
                    lines[at] = lines[at].replace(_COMMENT, BEGUN, 1)
    return "\n".join(lines) if lines else text


def restored(text: str) -> str:
    """As it stood."""
    return text.replace(BEGUN, _COMMENT) if BEGUN in text else text
