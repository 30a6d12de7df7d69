"""Mutants of how a plan is built: sums that are off by one, no way back, no gate, no owner, a hedge put in."""

from __future__ import annotations

import re

from guard.evaluation.page import ASIDE
from guard.evaluation.sentences import Form, forms
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from guard.evaluation.page import Page
    from guard.model.known import Known

STRUCTURES = ("count", "rollback", "gate", "owner", "hedge")
_BACK = re.compile(
    r"(?i)\broll(?:s|ed|ing)?[ -]?back|\b(?:way|comes?|go|goes) back\b|\brestor|\brevert|\bundo|irreversible"
)
_OWNER = re.compile(r"(?i)\bown(?:s|ed|er|ers)\b|responsible|approve|on call")
_KEY = re.compile(r"\s*(?:rollback|irreversible):")
_OWNS = re.compile(r"\s*owner:")
_COUNTS = re.compile(r"([A-Za-z][^:,{}]*): *(\d+)")
_VERB = re.compile(r"\b(is|are|takes|keeps|reads|writes|holds|has)\b(?= )")
_PROSE = re.compile(r" {0,3}(?:(?:\d+[.)]|[-*]) +)?[A-Za-z`]")


class Cut(NamedTuple):
    """A text with one thing wrong in it."""

    kind: str
    how: str
    text: str
    line: int  # where that is, from 1
    last: int
    quote: str


def wrong_forms(kind: str, page: Page, known: Known, random: Random) -> Iterator[Cut]:
    """Forms of one type put in, wrong."""
    for form, filled in _filled(kind, known, random):
        slots = page.slots()
        if not slots or (kind == "rollback" and any(_BACK.search(page.lines[at]) for at in page.headings())):
            continue  # what stands under such a heading may speak of all that the plan does
        slot = slots[-1] if kind == "rollback" else random.choice(slots)
        paragraph = filled(form.wrong, 1)
        text, line = page.with_paragraph(slot, paragraph)
        yield Cut(form.kind, f"put in: {form.how}", text, line, line + paragraph.count("\n"), paragraph)


def right_forms(kind: str, page: Page, known: Known, random: Random) -> Iterator[Cut]:
    """The same, right: nothing is to be asked about them."""
    for form, filled in _filled(kind, known, random):
        slots = page.slots()
        if slots:
            paragraph = filled(form.right, 0)
            text, line = page.with_paragraph(slots[-1] if kind == "rollback" else random.choice(slots), paragraph)
            yield Cut(form.kind, f"put in: {form.how}", text, line, line + paragraph.count("\n"), paragraph)


def _filled(kind: str, known: Known, random: Random) -> Iterator[tuple[Form, Fill]]:
    """Each form of a type, and what fills it: with names of this world, and a sum that is off by so much."""
    columns = [name for name in known.of("column").names if name.count(".") == 1]
    owners = [name for name in known.of("owner").names if name.isalpha()]
    pages = [name for name in known.of("path").names if name.endswith(".md")]
    for form in forms():
        if form.type != kind or not (columns and owners and pages):
            continue
        column = random.choice(columns)
        table, _, member = column.partition(".")
        names = {"table": table, "column": column, "member": member}
        names |= {"owner": random.choice(owners), "page": random.choice(pages)}
        yield form, Fill(names, random.randint(12, 90), random.randint(3, 40), random.choice((-1, 1)))


class Fill(NamedTuple):
    """What stands in the holes of a form."""

    names: dict[str, str]
    one: int
    other: int
    sign: int

    def __call__(self, form: str, off: int) -> str:
        return form.format(self.one + self.other + off * self.sign, self.one, self.other, **self.names)


def in_place(kind: str, page: Page, random: Random) -> Iterator[Cut]:
    """What can be made wrong in the plan's own words, where the result is wrong beyond doubt."""
    if kind == "count":
        yield from _miscounted(page)
    elif kind == "hedge":
        yield from _hedged(page, random)
    elif kind == "owner":
        yield from _unowned(page)
    elif kind == "rollback":
        yield from _stranded(page)


def _miscounted(page: Page) -> Iterator[Cut]:
    """A number that the front matter counts as well, one more or one less in the text."""
    counted = [found for line in page.lines[: page.body] if "counts:" in line for found in _COUNTS.findall(line)]
    for noun, number in counted:
        said = re.compile(rf"\b{number}(?= {re.escape(noun.split()[0])}\b)")
        for at in range(page.body, len(page.lines)):
            found = None if page.code[at] else said.search(page.lines[at])
            for off in (-1, 1) if found is not None else ():
                assert found is not None
                line = page.lines[at]
                other = f"{line[: found.start()]}{int(number) + off}{line[found.end() :]}"
                text = "\n".join([*page.lines[:at], other, *page.lines[at + 1 :]])
                yield Cut("contradiction", "off by one", text, at + 1, at + 1, f"{int(number) + off} {noun}")


def _hedged(page: Page, random: Random) -> Iterator[Cut]:
    """A word of doubt behind the verb of a sentence, in a section that says what happens."""
    for at in range(page.body, len(page.lines)):
        line = page.lines[at]
        if page.code[at] or not _PROSE.match(line) or ASIDE.search(page.lines[page.section(at)[0]]):
            continue
        plain = re.sub(r"`[^`]*`|\"[^\"]*\"|\[[^]]*\]\([^)]*\)", lambda found: "\0" * len(found[0]), line)
        verb = None if '"' in plain or "`" in plain else _VERB.search(plain)
        if verb is not None:
            word = random.choice(("probably", "presumably", "hopefully", "likely"))
            other = f"{line[: verb.end()]} {word}{line[verb.end() :]}"
            text = "\n".join([*page.lines[:at], other, *page.lines[at + 1 :]])
            yield Cut("unresolved_assumption", f"word put in: {word}", text, at + 1, at + 1, f"{verb[1]} {word}")


def _unowned(page: Page) -> Iterator[Cut]:
    """No owner is declared any more, and the text names none."""
    gone = {at for at in range(page.body) if _OWNS.match(page.lines[at])}
    if gone and not _OWNER.search("\n".join(page.lines[page.body :])):
        text = page.without(gone)
        yield Cut("unclear_ownership", "taken away", text, 1, text.count("\n") + 1, "owner")


def _stranded(page: Page) -> Iterator[Cut]:
    """What drops something has no way back any more, and the text tells none."""
    front = page.lines[: page.body]
    gone = {at for at, line in enumerate(front) if _KEY.match(line)}
    drops = any(re.search(r"\bdrops:|\.drop\b", line) for line in front)
    if gone and drops and not _BACK.search("\n".join(page.lines[page.body :])):
        text = page.without(gone)
        yield Cut("missing_rollback", "taken away", text, 1, text.count("\n") + 1, "rollback")
