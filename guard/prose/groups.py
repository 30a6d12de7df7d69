"""Groups of people that a text names without a handle: a team in brackets, a department, ops-oncall."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from guard.model.prose import Prose, Unit

_WORD = r"@?[a-z][a-z0-9]*(?:[/_-][a-z0-9]+){0,4}"
_HEADED = Cued(rf"[^()]{{1,120}} \(({_WORD})\)\s*")
_LABELLED = Cued(rf"(?:\[[ xX]\] )?\w[\w' -]{{0,60}} \(({_WORD})\)[.:]?\s*")
_BESIDE = Cued(rf"(?<![\w@-])([A-Za-z][\w-]{{1,38}}) \(({_WORD})\)")
# what else stands in brackets behind a step or a person
_NO_GROUP_TEXT = """
    optional mandatory required manual manually automatic automated irreversible reversible done new old staging
    production prod dev test tests canary skipped breaking blocking online offline parallel later last first final
    second third revised draft deferred both none read-only dry-run live once twice daily weekly nightly hourly today
    tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night lead deputy
    author owner reviewer approver backup primary secondary on-call oncall dba dbas remote cc he she they him her
    them informed consulted acting interim dri standby stand-in vacation holiday leave experimental deprecated beta
    alpha internal external public private repeatable idempotent expand contract migrate backfill sql code schema
    database db ddl dml config flag rollback gate check checks cleanup unchanged short long small large
"""
_NO_GROUP = frozenset(_NO_GROUP_TEXT.split())
_DEPARTMENT = (
    r"(?:[Cc]ustomer (?:care|support|success|service)|[Ss]upport|[Ff]inance|[Ll]egal|[Mm]arketing|[Ss]ales|[Ss]ecurity"
    r"|[Oo]ps|[Oo]perations|[Dd]ev[Oo]ps|[Ii]nfra(?:structure)?|QA|[Cc]ompliance|[Aa]ccounting|[Pp]rocurement|HR"
    r"|[Hh]elp ?desk|[Ss]ervice desk|[Bb]ack ?office|[Aa]nalytics|[Cc]ontrolling|[Pp]urchasing|[Ee]ditorial|SRE"
    r"|[Rr]elease management|[Dd]ata (?:protection|engineering|science)|[Pp]latform engineering|[Tt]he DBAs)"
)
_DOES = (
    r"(?:approves?|signs? off|runs?|executes?|drops?|checks?|watch(?:es)?|monitors?|confirms?|verif(?:y|ies)|decides?"
    r"|deploys?|reviews?|triggers?|flips?|merges?|handles?|coordinates?|starts?|records?|looks? after|rotates?|deletes?"
    r"|switch(?:es)?|cleans? up|corrects?|fix(?:es)?|resolves?|contacts?|tells?|informs?|clos(?:es?)|moves?|restarts?"
    r"|restores?|compares?|counts?|removes?|does|do|tak(?:es?) care of|repairs?|maps?)"
)
_WHAT = (
    r"(?=[.,;]|$| (?:the|a|an|it|them|this|these|that|those|all|each|every|both|whether|which|what|on|by hand|and)\b)"
)
_DEPARTMENT_DOES = Cued(
    rf"(?:^\W*|[.;:,] (?:then |and )?)({_DEPARTMENT}) (?:then |also |will |must |has to )?{_DOES}{_WHAT}"
)
_BY_DEPARTMENT = Cued(
    r"\b(?:approved|approval|sign(?:ed)?[ -]?off|signature|confirmed|confirmation|checked|done|run|executed|decided"
    r"|merged"
    rf"|cleaned up|corrected|go-ahead|permission|decision) (?:by|from|of) (?:the )?({_DEPARTMENT})\b(?! (?:team"
    rf"|people|dep))"
)
_GROUP = Cued(
    r"(?<![\w@/.-])([a-z][a-z0-9]*(?:-[a-z0-9]+){0,3}-(?:team|squad|oncall|on-call|crew|guild|desk|dbas?|admins|leads))"
    r"(?![\w/-]|\.\w)"
)
_BEFORE = Cued(r"\b(?:by|from|ask|tell|page|call|with|of|to) (?:the )?$", re.I)
_AFTER = Cued(rf"\s(?:then |also |will |must |has to )?{_DOES}{_WHAT}")


def in_brackets(prose: Prose, people: Collection[str]) -> Iterator[tuple[Unit, str, str, str]]:
    """Of which sort, what is quoted, and what stands in the brackets: behind a step, or behind a person."""
    for unit in prose.units:
        if unit.quoted or unit.kind == "comment" or (unit.kind == "heading" and unit.table):
            continue
        label = {"heading": _HEADED, "item": _LABELLED}.get(unit.kind)
        found = label.fullmatch(unit.text) if label is not None and len(unit.text) < 140 else None
        if found is not None:
            yield unit, unit.kind, unit.text.strip(), found[1]
        for beside in _BESIDE.finditer(unit.plain()):
            if beside[1].casefold() in people:
                yield unit, "person", beside[0], beside[2]


def strange(prose: Prose, people: Collection[str], others: Collection[str]) -> Iterator[tuple[Unit, str, str]]:
    """Groups in brackets that nobody knows, where the text has groups that somebody knows in the same place."""
    told = [
        (unit, sort, quote, name, name.lstrip("@").rpartition("/")[2])
        for unit, sort, quote, name in in_brackets(prose, people)
    ]
    steps = {step.name for step in prose.steps}
    usual = {sort for _, sort, _, _, bare in told if bare in people}
    for unit, sort, quote, name, bare in told:
        if sort in usual and bare not in people and bare not in _NO_GROUP and bare not in steps and name not in others:
            yield unit, quote, name


def acting(plain: str) -> Iterator[tuple[str, str]]:
    """Departments and groups that do something or have to agree: what is quoted, and the name."""
    for found in _DEPARTMENT_DOES.finditer(plain):
        yield plain[found.start(1) : found.end()], found[1]
    for found in _BY_DEPARTMENT.finditer(plain):
        yield found[0], found[1]
    for found in _GROUP.finditer(plain):
        if _BEFORE.search(plain[max(0, found.start() - 20) : found.start()]) or _AFTER.match(plain, found.end()):
            yield found[0], found[0]
