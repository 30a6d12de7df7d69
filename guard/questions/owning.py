"""Who answers for it (G734): nobody named, somebody whom nobody knows, an empty cell under Owner."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.prose.beside import Beside
from guard.prose.cued import Cued
from guard.prose.destroying import acts
from guard.prose.duties import BY_NOBODY, SPEAKS, TEAM_AFTER, TEAM_BEFORE, TEAM_DOES, THE_TEAM
from guard.prose.evidence import weighs
from guard.prose.groups import acting, strange
from guard.prose.owners import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guard.model.doubt import Paper
    from guard.model.prose import Table, Unit

_ASIDE = frozenset(("background", "references"))
_NO_TEAM_TEXT = (
    "a the this that whole entire same other each every owning responsible our your their respective affected "
    "new current wider right development engineering product project full core small red blue next first second "
    "one any"
)
_NO_TEAM = frozenset(_NO_TEAM_TEXT.split())
_TEAM = Cued(
    r"\b[Tt]he ((?:[A-Za-z][\w&-]{1,30} ){1,3})(team|folks|people|guys|crew|squad|desk|guild|department|office)\b"
)
_HANDLE = Cued(r"(?<![\w@/.`])@([A-Za-z][\w-]{0,38}(?:/[A-Za-z][\w-]{0,60})?)(?![\w@/.-]*[(:@])")
_NOT_PEOPLE_TEXT = (
    "here channel everyone all param return returns media import override deprecated test types todo latest"
)
_NOT_PEOPLE = frozenset(_NOT_PEOPLE_TEXT.split())
_LABEL = Cued(
    r"(?<![\w-])(?:Owners?|Owned by|DRI|Responsible|Accountable|Assignee|Executed by|Run by|Approvers?"
    r"|Approved by)\s*:\s*(.{1,160})",
    re.I,
)
_ENDS = Cued(r"\.(?:\s|$)|;|\s[\u2013\u2014-]\s|\||\(")
_NOBODY = Cued(
    r"\W*(?:tbd|tba|tbc|todo|n/?a|none|unassigned|unknown|nobody|no one|to be (?:\w+)|\?+|-+|\u2014|\u2013|us"
    r"|we|everyone|everybody|anyone|anybody"
    r"|all|(?:the|our) team|team|someone.*|somebody.*|whoever.*|.{0,20}\bfolks|tbd.*)?\W*",
    re.I,
)
_HEADER = Cued(
    r"\W*(?:step |phase )?(?:owners?|owned by|responsible|accountable|dri|assignee|who(?: does it)?|run by"
    r"|executed by|approvers?)\W*",
    re.I,
)
_PARTS = Cued(r"\s*(?:,|/|&|\+|\band\b|\bwith\b|\bthen\b|\bor\b|\(|\)|;)\s*")
_TOTAL = Cued(
    r"\W*(?:(?:sub)?totals?|sum|all|overall|both|together|altogether|in all|average|mean|median|grand total|\u03a3"
    r"|\u2211)\b",
    re.I,
)
_FIGURE = Cued(r"[\W_]*(?:[~<>\u2248]? ?\d[\d.,' ]*(?: ?(?:%|[kKMG]?B|s|ms|min|h|d|minutes|hours|days))?)[\W_]*")
_BESIDE_NAME = Cued(
    r"^(?:the|team|@)\s*|\s+(?:team|for .{0,60}|from .{0,60}|on .{0,60}|of .{0,60}|in .{0,60}|as .{0,60})$|'s$", re.I
)
ASK = "Who answers for this, by name?"
MEND = "name a person, or a team that the policy or CODEOWNERS knows, and ask them before you write their name down"


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each unit once, then the steps that name nobody where the others do."""
    names = {_plain(name) for name in paper.known.of("owner").names}
    missing = paper.known.of("owner").missing
    if missing:
        names = set()
        yield Unasked("G734", "whether the owners it names are known", missing)
    columns, asked = _columns(paper), False
    for unit in paper.prose.units:
        if unit.quoted or unit.kind == "comment" or (unit.kind == "heading" and unit.table):
            continue
        found = _wrong(unit, columns, names)
        if found is not None:
            asked, (quote, what) = True, found
            yield Doubt("G734", unit.number, quote, what, ASK, MEND)
    yield from _in_brackets(paper, names) if names else ()
    yield from _declared(paper, names)
    yield from _without(paper)
    yield from _nobody(paper, asked) if names else ()


def _declared(paper: Paper, names: set[str]) -> Iterator[Doubt]:
    """Owners that the front matter of a page names; those of a plan are held to the policy by the plan's own rules."""
    lines = paper.prose.declared.lines
    told = [("/owner", paper.prose.declared.owner)] if lines else []
    told += [(f"/phases/{step.name}/owner", step.owner) for step in paper.prose.steps if step.declared]
    for pointer, owner in told if paper.prose.where.endswith((".md", ".markdown")) else ():
        if names and owner and _plain(owner) not in names:
            what = f"nobody here is called {shown(owner)}"
            yield Doubt("G734", 0, owner, what, ASK, MEND, lines.get(pointer, 1), f"{pointer}: {owner}")


def _in_brackets(paper: Paper, names: set[str]) -> Iterator[Doubt]:
    """A group behind a step or a person, where the text names groups that are known in the same way."""
    others = {name for kind, register in paper.known.registers.items() if kind != "owner" for name in register.names}
    for unit, quote, name in strange(paper.prose, names, others):
        yield Doubt("G734", unit.number, quote, f"nobody here is called {shown(name)}", ASK, MEND)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().lstrip("@").rpartition("/")[2].casefold())


def _columns(paper: Paper) -> Mapping[int, tuple[int, ...]]:
    """Which cells of which tables name owners. A table of people is about something else."""
    found = {}
    for table in paper.prose.tables:
        cells = tuple([at for at, title in enumerate(table.header) if _HEADER.fullmatch(title)])
        if cells and cells != (0,) and _of_work(table):
            found[table.number] = tuple([at for at in cells if at])
    return found


def _sums(unit: Unit) -> bool:
    """A row that sums up the others: a word for it, or figures alone behind what it begins with."""
    rest = [cell for cell in unit.cells[1:] if cell.strip()]
    alone = len(unit.cells) - len(rest) > 2 and bool(rest) and all([_FIGURE.fullmatch(cell[:80]) for cell in rest])
    return _TOTAL.match(unit.text) is not None or alone


def _of_work(table: Table) -> bool:
    return bool(table.header) and not re.match(r"\W*(?:team|person|name|people)\b", table.header[0], re.I)


def _wrong(unit: Unit, columns: Mapping[int, tuple[int, ...]], names: set[str]) -> tuple[str, str] | None:
    """The words, and what is the matter."""
    for at in columns.get(unit.table, ()) if unit.kind == "row" else ():
        cell = unit.cells[at] if at < len(unit.cells) else ""
        if _NOBODY.fullmatch(cell) and not _sums(unit) and any(unit.cells):
            return cell.strip() or unit.text[:80].strip(" |"), "nobody is named in the column of owners"
        if names and not _NOBODY.fullmatch(cell) and not _known(cell, names) and _namelike(cell):
            return cell.strip(), f"nobody here is called {shown(cell.strip())}"
    plain = unit.plain()
    several = listed(plain) if names else ()
    odd = [name for name in several if _plain(name) not in names]
    if odd and len(odd) < len(several) and len(odd) <= len(several) / 2:
        return odd[0], f"nobody here is called {shown(odd[0])}"
    label = _LABEL.search(plain)
    if label is not None:
        end = _ENDS.search(plain, label.start(1), label.end(1))
        told = unit.text[label.start(1) : end.start() if end else label.end(1)].strip().rstrip(".")
        if _NOBODY.fullmatch(told):
            return unit.text[label.start() : label.end(1)].strip()[:80], "nobody is named as owner"
        if names and not _known(told, names) and _namelike(told):
            return told, f"nobody here is called {shown(told)}"
    if (unit.role in _ASIDE and not unit.step) or weighs(unit):
        return None
    for words in (BY_NOBODY, THE_TEAM):
        found = words.search(plain)
        if found is not None and not _grouped(found[0], names):
            return unit.text[found.start() : found.end()].strip(), "this is left to nobody in particular"
    return _stranger(unit, plain, names) if names else None


def _known(told: str, names: set[str]) -> bool:
    """Whether one of those who are named is known."""
    parts = [_BESIDE_NAME.sub("", part.strip(" .*_`")) for part in _PARTS.split(told)]
    words = [word for part in parts for word in (part, *part.split())]
    return any([_plain(word.strip(".,:;`*_'\"")) in names for word in words if word])


def _namelike(told: str) -> bool:
    """Names and teams are a few words; a whole sentence behind a label says more than who."""
    return not SPEAKS.match(told.strip()) and 0 < len(told.split()) <= 6 and any([char.isalpha() for char in told])


def _grouped(said: str, names: set[str]) -> bool:
    """Somebody of a team that is known is one of a few people who can be asked."""
    of = re.search(r"\b(?:of|from|in|on) (?:the )?([\w@/-]+(?: [\w-]+)?)", said)
    return of is not None and any([_plain(word) in names for word in (of[1], of[1].split()[0])])


def _stranger(unit: Unit, plain: str, names: set[str]) -> tuple[str, str] | None:
    """A handle or a team that nobody knows, where it has something to do."""
    for handle in _HANDLE.finditer(plain):
        if handle[1].casefold() not in _NOT_PEOPLE and _plain(handle[1]) not in names:
            return handle[0], f"nobody here is called {shown(handle[0])}"
    for team in _TEAM.finditer(plain):
        words = [word for word in team[1].split() if word.casefold() not in _NO_TEAM]
        named = {_plain("-".join(words[at:])) for at in range(len(words))} | {_plain(word) for word in words}
        named |= {f"{name}-team" for name in named} | {f"team-{name}" for name in named}
        if words and not named & names:
            before, after = plain[: team.start()], plain[team.end() : team.end() + 60]
            begins = bool(unit.step or unit.role == "steps") and not before.strip(" *_`-")
            if TEAM_BEFORE.search(before[-60:]) or TEAM_AFTER.match(after) or (begins and TEAM_DOES.match(after)):
                return team[0], f"no team here is called {shown(' '.join(words))}"
    for quote, group in acting(plain):
        parts = {part for name in names for part in name.split("-")}
        if _plain(group) not in names and parts.isdisjoint(_plain(group).split("-")):
            return quote, f"nobody here is called {shown(group)}"
    return None


def _without(paper: Paper) -> Iterator[Doubt]:
    """Steps that name nobody, where the text names somebody for most of the others and for none as a whole."""
    steps = paper.prose.steps
    named = {step.name for step in steps if step.owner}
    for unit in paper.prose.units:
        if unit.step and (_LABEL.search(unit.plain()) or _owner_row(paper, unit)):
            named.add(unit.step)
    if paper.prose.declared.owner or len(named) < 2 or any([_for_all(unit) for unit in paper.prose.units]):
        return
    rows = {_plain(cell) for unit in paper.prose.units for cell in unit.cells[:1]}
    for step in steps:
        if step.name not in named and _plain(step.name) not in rows and not _in_rows(step.number, rows):
            what = "the other steps have an owner, and this one has none"
            yield Doubt("G734", 0, step.title, what, ASK, MEND, step.line, step.title)


def _nobody(paper: Paper, asked: bool) -> Iterator[Doubt]:
    """A text with steps, or with what cannot be taken back, that names nobody whom we know, nor says whose it is."""
    prose = paper.prose
    told = [name for step in prose.steps for name in (step.owner, step.gate)] + [prose.declared.owner]
    if any([step.owner for step in prose.steps]) or prose.declared.owner:
        return
    people = {_plain(name) for name in paper.known.of("owner").names}
    for unit in prose.units:
        if _LABEL.search(unit.plain()) or (unit.cells and _owner_row(paper, unit)):
            return
        told.append(unit.text)
    words = {_plain(word) for text in told for word in re.findall(r"[@\w/-]+", text)}
    known, several = "nobody whom the policy or CODEOWNERS knows is named", len(prose.steps) > 1
    if several and people.isdisjoint(words):
        first = prose.steps[0]
        yield Doubt("G734", 0, first.title, f"{known} for any of the steps", ASK, MEND, first.line, first.title)
    elif not several and not asked and people.isdisjoint(words) and (act := next(acts(paper, Beside(prose)), None)):
        yield Doubt("G734", act.unit, act.quote, f"{known} for this", ASK, MEND, act.line, act.anchor)


def _owner_row(paper: Paper, unit: Unit) -> bool:
    return bool(unit.table) and any([_HEADER.fullmatch(title) for title in paper.prose.tables[unit.table - 1].header])


def _for_all(unit: Unit) -> bool:
    return not unit.step and _LABEL.search(unit.plain()) is not None


def _in_rows(number: int, rows: set[str]) -> bool:
    return bool(number) and not rows.isdisjoint({str(number), f"phase-{number}", f"step-{number}"})
