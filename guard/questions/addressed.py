"""Texts that speak to whoever checks them (G741): orders to a reader, replies in its name, and what nobody can see."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.prose.cued import Cued, OneOf
from guard.prose.spoken import HEADED, SPOKEN, TONGUES, WHISPERED
from guard.prose.spoken.disguise import coded, decoded, mixed, plain, readings, unseen, worn_by
from guard.prose.spoken.matter import values, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from guard.model.doubt import Added, Paper
    from guard.model.prose import Prose, Span, Unit

    Seek = Callable[[str], tuple[str, str] | None]

_LONGEST = 120  # characters of a quotation
_MANY = 10  # lines of a file that are asked about one by one
_LINES = 40  # of code that are read as one text
_FIXTURES = Cued(
    r"\b(?:examples?|fixtures?|test (?:data|cases|texts|strings)|samples?|quotations?|verbatim|utterances"
    r"|what (?:people|users|customers|patients|callers|they) (?:type|write|say|send|ask|answer))\b",
    re.I,
)
_QUOTED = Cued(r'"[^"]{0,400}"')
_SIGNS = " \t#/*-;<!'\"`|>%"
_EVERY = OneOf((*SPOKEN.patterns, *TONGUES.patterns))
WHO = "Who wrote this, and whom is it to tell what?"
LEAVE = (
    "take it out; where the code needs these very words, a person who has seen them there accepts the question by its "
    "name"
)
ASK = "Who wrote this, and what is it to do in a plan?"
MEND = (
    "take it out; a plan says what happens and who does it, and nothing to the one who reads it. Where it is "
    "an example "
    "that the work needs, it stands in a file of its own, and the plan names that file"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit at most. What is quoted as a fixture is the matter of the text; what is hidden never is."""
    matter = values(paper.prose)
    asked = [(unit, _asked(unit, matter.get(unit.number, ()))) for unit in paper.prose.units]
    page = _Page(_whole(paper, [text for _, text in asked]))
    for unit, text in asked:
        found = page.hidden(unit.text) or page.seek(text, {"comment": WHISPERED, "heading": HEADED}.get(unit.kind))
        if found is not None:
            quote, what = found
            yield Doubt("G741", unit.number, quote, what, ASK, MEND)
    for fence in paper.prose.fences:
        lines = [(fence.line + at, line) for at, line in enumerate(fence.text.split("\n"))]
        yield from _lines(lines, page.hidden if _fixture(fence.under) else page.seek)
    yield from _declared(paper, page.seek)
    if paper.added:
        yield from _added(paper.added, page)


def arrives(paper: Paper) -> Iterator[Doubt]:
    """Of lines that come with a change, and the names of their files; in tests what code holds is their matter."""
    from guard.prose.coming import files  # loaded where lines come

    lines = [line.text for line in paper.added]
    names = [path.decode("utf-8", "replace") for path in files(paper.added)]
    joined = " ".join([line.strip(_SIGNS) for line in lines])
    page = _Page("\n".join([*lines, *names, *map(_apart, names), joined]))
    yield from _added(paper.added, page)


def _asked(unit: Unit, matter: tuple[Span, ...]) -> str:
    """What of a unit may speak to a reader."""
    if unit.kind not in ("comment", "heading") and _fixture(unit.under):
        return _unquoted(unit)
    text = without(unit, matter) if matter else unit.text
    return "\n".join((text, *[span.target for span in unit.spans if span.target]))


def _whole(paper: Paper, asked: Iterable[str]) -> str:
    """All that it says, anywhere; lines of code joined too, as parts of them are joined below."""
    lines = [line for fence in paper.prose.fences for line in fence.text.split("\n")]
    lines += [line.text for line in paper.added]
    names = list(dict.fromkeys([line.path.decode("utf-8", "replace") for line in paper.added]))
    told = dict.fromkeys(
        [*asked, *[unit.text for unit in paper.prose.units], *[text for _, text in _said(paper.prose)]]
    )
    joined = " ".join([line.strip(_SIGNS) for line in lines])
    return "\n".join([*told, *lines, *names, *map(_apart, names), joined])


def _fixture(under: tuple[str, ...]) -> bool:
    return any([_FIXTURES.search(heading) for heading in under])


def _unquoted(unit: Unit) -> str:
    """Its own words, with what it quotes and what stands in code left out."""
    return "" if unit.quoted else " ".join(_QUOTED.sub(" ", unit.plain()).split())


class _Page:
    """All of it at once: what may match somewhere in it, and how any of it is disguised. Parts are asked about."""

    def __init__(self, whole: str) -> None:
        self.worn = worn_by(whole)
        self.likely = _EVERY.among("\n".join(readings(whole, self.worn)))

    def seek(self, text: str, more: OneOf | None = None) -> tuple[str, str] | None:
        return self.hidden(text) or self._spoken(text, more)

    def spoken(self, text: str) -> tuple[str, str] | None:
        return self._spoken(text, None)

    def hidden(self, text: str) -> tuple[str, str] | None:
        """What no reader sees as it is."""
        found = self.masked(text)
        told = decoded(text) if found is None and coded in self.worn else ()
        if told:
            return text.strip()[:_LONGEST], f"a sentence stands here in a code: {shown(told[0][:_LONGEST])}"
        return found

    def masked(self, text: str) -> tuple[str, str] | None:
        """Letters that nobody sees, or takes for others."""
        char = unseen(text)
        if char:
            return _around(text, text.index(char)), f"a character stands here that nobody sees ({shown(char)})"
        word = mixed(text)
        if word:
            return word, f"the word {shown(word)} is put together from letters of two scripts that look alike"
        return None

    def told_in_code(self, text: str) -> tuple[str, str] | None:
        """A sentence in a code that speaks to a reader; files hold many that do not."""
        for told in decoded(text) if coded in self.worn else ():
            if self.likely.search(plain(told)) is not None:
                return text.strip()[:_LONGEST], f"a sentence stands here in a code: {shown(told[:_LONGEST])}"
        return None

    def _spoken(self, text: str, more: OneOf | None) -> tuple[str, str] | None:
        """The words, and what is the matter with them."""
        for number, said in enumerate(readings(text, self.worn)):
            found = self.likely.search(said)
            found = found or (more.search(said) if more is not None else None)
            if found is not None:
                quote = _around(text, found.start(), found.end()) if not number and len(said) == len(text) else text
                plainly = "" if not number else ", once their disguise is off"
                return quote.strip()[:_LONGEST], f"these words speak to whoever checks the text{plainly}"
        return None


def _around(text: str, start: int, end: int | None = None) -> str:
    """What was found, verbatim; of one character the words about it."""
    if end is None:
        return text[max(0, start - 20) : start + 20].strip() or text[start]
    return text[start:end]


def _lines(lines: list[tuple[int, str]], seek: Seek) -> Iterator[Doubt]:
    """Lines of code: each alone, and some together as one text, for a comment runs over several."""
    seen = False
    for at, line in lines:
        found = seek(line)
        if found is not None:
            seen = True
            yield Doubt("G741", 0, found[0], found[1], ASK, MEND, at, line.strip() or line)
    for first in range(0, 0 if seen else len(lines), _LINES // 2):
        piece = lines[first : first + _LINES]
        joined = " ".join([line.strip(_SIGNS) for _, line in piece])
        found = seek(joined) if len(piece) > 1 else None
        if found is not None:
            yield Doubt("G741", 0, found[0], found[1], ASK, MEND, piece[0][0], joined[:_LONGEST])
            return


def _declared(paper: Paper, seek: Seek) -> Iterator[Doubt]:
    """What the document declares and no unit says."""
    said = {unit.text for unit in paper.prose.units}
    for line, text in dict.fromkeys(_said(paper.prose)):
        found = seek(text) if text and text not in said else None
        if found is not None:
            yield Doubt("G741", 0, found[0], found[1], ASK, MEND, line, text)


def _said(prose: Prose) -> list[tuple[int, str]]:
    """Every text that it declares, with its line."""
    declared = prose.declared
    told = [(one.line, text) for one in declared.assumes for text in (one.name, one.says, one.settled_by)]
    told += [(declared.lines.get("/owner", 1), declared.owner)]
    told += [(declared.lines.get("/creates", 1), name) for name in (*declared.creates, *declared.counts)]
    for step in prose.steps:
        texts = (step.name, step.title, step.gate, step.rollback, step.irreversible, step.owner, *step.files)
        told += [(step.line, text) for text in (*texts, *step.creates, *step.drops)]
    return told


def _apart(name: str) -> str:
    """The words of a path."""
    return " ".join(name.replace("/", " ").replace("-", " ").replace("_", " ").split())


def _added(added: Iterable[Added], page: _Page) -> Iterator[Doubt]:
    """Lines that come with the change, and the names of their files."""
    from guard.prose.coming import files

    for path, lines in files(added).items():
        name = path.decode("utf-8", "replace")
        found = page.spoken(name) or page.spoken(_apart(name))  # of letters nobody sees others tell
        if found is not None:
            what = f"{found[1]}, in the name of a file"
            yield Doubt("G741", 0, found[0], what, WHO, LEAVE, lines[0].line, name, path=path)
        every = [one._replace(ask=WHO, mend=LEAVE, path=path) for one in _in_file(path, lines, page)]
        yield from every if len(every) <= _MANY else [_together(every)]


def _together(every: list[Doubt]) -> Doubt:
    """Of a file that is full of it one question, which is another one with each line that comes or goes."""
    quotes = " ".join([one.quote for one in every])
    return every[0]._replace(what=f"{every[0].what}, as do {len(every) - 1:,} more of this file", anchor=quotes)


def _in_file(path: bytes, lines: list[Added], page: _Page) -> Iterator[Doubt]:
    """What nobody sees, on any line; words in what is no code, and of code in comments and texts, in tests in comments.

    What runs over several lines is read as one where they follow on each other.
    """
    from guard.prose.coming import by_name, halves, of_tests, runs, signs, speech

    signed, tests = signs(by_name(lines[0])), of_tests(path)
    for run in runs(lines):
        whole = [(line.line, _as_read(line)) for line in run]
        words = whole if not tests else []
        if signed:
            words = [(at, halves(text, signed)[1] if tests else speech(text, signed)) for at, text in whole]
        for at, line in whole:
            found = page.masked(line) or (None if tests else page.told_in_code(line))
            if found is not None:
                yield Doubt("G741", 0, found[0], found[1], ASK, MEND, at, line.strip() or line)
        yield from _lines([one for one in words if one[1].strip(_SIGNS)], page.spoken)


def _as_read(line: Added) -> str:
    """Without the mark that a file may begin with, and what only parts its pages; of patterns of dots the empty one."""
    text = line.text.replace("\f", " ")
    if "\u2800" in text and any(["\u2800" < char <= "\u28ff" for char in text]):
        text = text.replace("\u2800", " ")
    return text.removeprefix("\ufeff") if line.line == 1 else text
