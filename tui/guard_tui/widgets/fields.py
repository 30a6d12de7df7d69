"""What may be said of evidence beside the fact: a line each, filled with what its row knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from guard.grammar.edge import FACTS
from guard_tui.widgets.facts import Page
from guard_tui.widgets.line import Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

SEEN = {"yes": "--observed", "no": "--attested"}


class Field(NamedTuple):
    """One of them: the option of `guard attest`, and what it is called."""

    option: str
    label: str
    hint: str


FIELDS = (
    Field("--env", "environment", "else that of the policy"),
    Field("--service", "service", "at which it was seen, of those that the policy names"),
    Field("--commit", "commit", "what runs there; else the tip of the trusted branch"),
    Field("--at", "at", "when it was so, such as 2026-12-01T08:00:00Z; else now"),
    Field("", "seen", "yes: you saw it yourself; no: you were told (else no)"),
)


def fields(fact: str) -> tuple[Field, ...]:
    """Those of evidence of a fact: with the numbers that it carries, and no others."""
    counted = [Field(f"--{key}", key, "how many, counted") for key in FACTS.get(fact, ())]
    return (*counted, *FIELDS)


def apart(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The words of `guard attest`, and of those what stands in fields."""
    own = {one.option for one in fields(next(iter(words), "")) if one.option}
    rest, known = [], {}
    left = iter(words)
    for word in left:
        option, equals, value = word.partition("=")
        if option in own:
            known[option] = value if equals else next(left, "")
        else:
            rest.append(word)
    return tuple(rest), known


class Fields(Vertical):
    """The lines; Enter goes to the next."""

    def __init__(self, fact: str, known: Mapping[str, str]) -> None:
        super().__init__(id="fields")
        self.every, self.known = fields(fact), known

    def compose(self) -> ComposeResult:
        for one in self.every:
            with Horizontal(classes="field"):
                yield Page(one.label, classes="label")
                known = self.known.get(one.option, "")
                yield Line(known, placeholder=one.hint, id=f"field-{one.label}", compact=True)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    def words(self) -> tuple[str, ...]:
        """As the command takes them; ValueError says in words what is none."""
        said: list[str] = []
        for one in self.every:
            value = self.query_one(f"#field-{one.label}", Line).value.strip()
            if value and one.option:
                said.append(f"{one.option}={value}")  # in one word: what is typed is never an option
            elif value:
                if value.lower() not in SEEN:
                    raise ValueError(f"{one.label} is {' or '.join(SEEN)}, and not {value}")
                said.append(SEEN[value.lower()])
        return tuple(said)
