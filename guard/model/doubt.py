"""A doubt: what one rule asks about one place of a text; and what came of asking all of them."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.model.known import Known
    from guard.model.prose import Prose
    from guard.model.question import Question


class Doubt(NamedTuple):
    """What a rule asks. It never settles anything: it stays until the text, or a person, answers it."""

    rule: str
    unit: int  # the number of the unit it stands in; 0: of the whole text, or of code in a fence
    quote: str  # the words it is about, verbatim
    what: str  # one line: what is the matter
    ask: str  # the question to a person
    mend: str  # what answers it, in words an agent can act on
    line: int = 0  # 0: the line of its unit
    anchor: str = ""  # what names it where no unit does: the heading of a phase, a line of code
    why: str = ""  # what else is known: the file that has it otherwise, the nearest name
    path: bytes = b""  # of a line that comes with a change: its file, for a text says where it stands itself


class Unasked(NamedTuple):
    """A rule, or a part of what it asks, that nobody could ask here, and why."""

    rule: str
    what: str  # "" for all of it, or "symbols of kotlin"
    why: str


class Added(NamedTuple):
    """A line of code that a change set adds."""

    path: bytes
    line: int
    text: str
    stood: bool = False  # the same line goes in another place of the change: it moves, and says nothing new
    copies: int = 0  # how often its file has it beside, of those that come only the ones before it
    tongue: str = ""  # the ending that the #! line of its file stands for, where its name has none that tells


class Wanted(NamedTuple):
    """A name that code which comes with a change asks for while it runs, as the readers of the tree tell it."""

    kind: str  # "environment" or "flag"
    name: str
    path: bytes
    line: int


class Paper(NamedTuple):
    """All that a rule may look at: the text, what the tree knows, and the lines that come with it."""

    prose: Prose
    known: Known
    added: tuple[Added, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    copies: Mapping[tuple[bytes, int], int] = {}  # of lines that come and stand in their file more than once


class Raised(NamedTuple):
    """A question that a document raises which a landing brings: where it stands, and whose it is."""

    doubt: Doubt
    question: Question
    path: bytes  # of the document it stands in
    brought: bytes  # the document of that plan which the landing brings: its approval may accept the question
    plan: str
    owner: str


class Text(NamedTuple):
    """The text of a plan that a landing brings; a policy may ask that a model has read it."""

    plan: str
    owner: str
    brought: bytes  # the document of that plan which the landing brings: its approval may have the reading
    digest: str  # of all that was taken apart


class Examined(NamedTuple):
    """What all rules came to on one paper, in the order of the text."""

    doubts: tuple[Doubt, ...]
    evaluated: tuple[str, ...]  # ids of rules
    unasked: tuple[Unasked, ...]


def sentence(paper: Paper, doubt: Doubt) -> str:
    """What the name of a question is made of: the unit it stands in, or what else names its place."""
    if doubt.anchor or not doubt.unit:
        return doubt.anchor or doubt.quote
    return paper.prose.unit(doubt.unit).text


def questions(paper: Paper, doubts: Iterable[Doubt]) -> tuple[tuple[Doubt, Question], ...]:
    """Each with its name. Of several alike in one sentence each has a name of its own, by their order there.

    A line that comes with a change is another one in another file; where it stands in its own does not matter, but
    how many of it there are: a yes to one is none to the next.
    """
    from guard.model.question import Question, fingerprint

    found: list[tuple[Doubt, Question]] = []
    alike: dict[tuple[str, str], dict[str, int]] = {}
    for doubt in doubts:
        stands = " ".join(sentence(paper, doubt).split())
        place = f"{doubt.path.decode('utf-8', 'backslashreplace')}\n" if doubt.path else ""
        quotes = alike.setdefault((doubt.rule, place + stands), {})
        number = quotes.setdefault(doubt.quote, len(quotes))
        copies = paper.copies.get((doubt.path, doubt.line), 0)
        rule = f"{doubt.rule}, {copies} before it" if copies and place.strip() != stands else doubt.rule
        name = fingerprint(rule, place + (stands if not number else f"{stands}\n{number}"))
        found.append((doubt, Question(name, doubt.rule, doubt.quote, stands, doubt.what)))
    return tuple(found)
