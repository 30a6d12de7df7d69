"""Markdown as it is told: by bytes, with what is raw in one piece, and never silently left unread."""

from __future__ import annotations

import pytest

from guard.errors import GuardError
from guard.grammar.markdown import events

TOLD = {
    "words": (
        "\u00e4 *b*\n",
        [
            ("Start Paragraph", None, 0, 7),
            ("Text", "\u00e4 ", 0, 3),
            ("Start Emphasis", None, 3, 6),
            ("Text", "b", 4, 5),
            ("End Emphasis", None, 3, 6),
            ("End Paragraph", None, 0, 7),
        ],
    ),
    "code": ("```sql x\na\n\nb\n```\n", [("CodeBlock", ("sql x", "a\n\nb\n"), 0, 17)]),
    "code set in": ("    a\n", [("CodeBlock", (None, "a\n"), 4, 6)]),
    "HTML": ("<div>\n  a\n</div>\n", [("HtmlBlock", "<div>\n  a\n</div>\n", 0, 17)]),
    "code without lines": ("```\n```", [("CodeBlock", ("", ""), 0, 7)]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", TOLD)
def test_is_told(name: str) -> None:
    text, wanted = TOLD[name]
    assert list(events(text)) == wanted


class PanicException(BaseException):
    """As code in Rust raises it."""


def _gives_up(text: str, options: int) -> object:
    yield "Rule", {"start": 0, "end": 3}
    raise PanicException("called `Option::unwrap()` on a `None` value")


def test_a_parser_that_gives_up_is_not_a_page_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyromark.events_with_range", _gives_up)
    with pytest.raises(GuardError, match=r"G813: the page cannot be read: .* \(plan\.md\)"):
        list(events("---", "plan.md"))


def test_who_stops_guard_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(text: str, options: int) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("pyromark.events_with_range", stopped)
    with pytest.raises(KeyboardInterrupt):
        list(events("a"))
