"""Words by which a step uses already what a later one makes: "from this phase on it prints what phase fill writes"."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Step, Unit
    from guard.prose.edges import Edges

_STAGE = r"(?:phase|step|stage|release|landing|deploy(?:ment)?|version|commit|migration|pull request)"
_NAMES = r"(?:(?:phase|step|stage)s?\s+#?(?P<{0}>[\w-]{{1,40}})|the (?P<{0}_>[\w-]{{1,40}}) (?:phase|step|stage))"
_USES = (
    r"(?:reads?|prints?|shows?|uses?|queries|query|skips?|takes?|joins?|filters?|selects?|displays?|returns?|relies|rely"
    r"|depends?|looks? (?:up|at)|serves?|sends?|exports?|calls?|compares?|sorts?|needs?|requires?|expects?"
    r"|(?:is|are) (?:read|queried|used|shown|printed|served|called|joined|compared|returned|searched))"
)
_MAKES = (
    r"(?:fills?|writes?|creates?|builds?|makes?|adds?|sets?|populates?|computes?|introduces?|loads?|copies|generates?"
    r"|backfills?|deploys?|registers?|installs?|provisions?|brings?)"
)
_MADE = (
    r"(?:filled|written|created|built|made|added|set|populated|computed|introduced|loaded|copied|generated"
    r"|backfilled|deployed|registered|installed|provisioned|comes?|arrives?|exists?|appears?)"
)
_MAKER = (
    rf"(?:{_MADE}\b[^.;,]{{0,30}}?\b(?:by|in|with|during|from)\s+{_NAMES.format('by')}"
    rf"|{_NAMES.format('maker')}\s+(?:\w+ ){{0,2}}?{_MAKES}\b)"
)
_NOW = Cued(
    rf"\bfrom (?:this|the same) {_STAGE} on(?:wards?)?\b|\bfrom (?:now|here) on(?:wards?)?\b|\bas of (?:this|now)\b"
    rf"|\b(?:in|with|within) (?:this|the same|that same|the very same) {_STAGE}\b|\bfrom day one\b|\balready\b"
    r"|\bfrom the (?:very )?(?:first (?:day|minute|row|request|moment)|start|beginning|outset)\b"
    r"|\b(?:right|straight) away\b|\bimmediately\b|\bat once\b",
    re.I,
)
_LATER = Cued(
    r"\b(?:not|yet|until|later|will|would|once|after|afterwards|then|before|next|old|still|as before|unchanged|empty"
    r"|nothing|nobody|never|unused|ignored|null|optional|dormant|behind)\b",
    re.I,
)
_MAKER_SAID = Cued(rf"\b{_MAKER}", re.I)
_USES_SAID = Cued(rf"\b{_USES}\b", re.I)
# between a use and who makes it: "the value", ", which", "the index that"
_BETWEEN = r"[^.;,]{0,60}(?:,? (?:that|which|whose)\b[^.;,]{0,40})?"
_DIRECT = Cued(rf"\b{_USES}\b{_BETWEEN}$", re.I)
_LINK = Cued(_BETWEEN, re.I)
_ITS_THING = Cued(
    r"\bthe (?!owners?|approv|author|gate|start|end|date|name|rollback|way|query|check|result|output|plan|rest|work"
    rf"|people)[\w-]+(?: [\w-]+)? (?:of|from) {_NAMES.format('by')}",
    re.I,
)
_HERE = Cued(rf"\b(?:is|are|gets?|we|here|this {_STAGE})\b[^.;]{{0,40}}?\b(?:{_MADE}|{_MAKES})\b[^.;]{{0,120}}", re.I)
_USED_EARLIER = Cued(
    rf"\b(?:read|use|query|call|join|serve|need|show|print)(?:s|ing)? (?:it|them|this)\b[^.;,]{{0,20}}?"
    rf"\b(?:in|from|since|during|as of) {_NAMES.format('by')}"
    r"|\b(?:it|they|this|which) (?:is|are) (?:already )?(?:read|used|queried|called|needed|joined|shown)\b"
    rf"[^.;,]{{0,20}}?\b(?:in|from|since|during|by) {_NAMES.format('at')}"
    rf"|{_NAMES.format('maker')} (?:already )?{_USES} (?:it|them|this)\b",
    re.I,
)
_STEP_USES = Cued(rf"{_NAMES.format('at')}\s+(?:already )?{_USES}\b", re.I)
_NEW_THING = Cued(
    r"\b(?:new|second) (?:\w+ )?(?:index|table|column|store|topic|queue|service|path|cluster|schema|field|database"
    r"|bucket|view|copy|cache|format|endpoint)\b",
    re.I,
)
_IS_READ = Cued(
    r"\b(?:(?:is|are) (?:read|queried|searched|served|used|asked|shown)|reads?|quer(?:y|ies)|search(?:es)?|serves?"
    r"|answers? from|uses?)\b",
    re.I,
)
_GUARDED = Cued(r"\b(?:flags?|shadow|dark|dry|compar\w+|canary|staging|tests?)\b", re.I)
_FILLS = ("data.backfill", "data.copy", "code.read.switch", "data.insert_select")
_FILLING = frozenset(("fill", "backfill", "copy", "switch", "cutover", "read", "switch-reads", "reads", "load"))


class Ahead(NamedTuple):
    """One place that uses what a later step makes."""

    unit: Unit
    quote: str
    early: Step
    late: Step


def ahead(prose: Prose, edges: Edges) -> Iterator[Ahead]:
    """At most one a unit."""
    if prose.language == "other" or len(prose.steps) < 2:
        return
    filled = edges.next_of([step for step in prose.steps if _fills(step)])
    for unit in prose.units:
        if unit.kind in ("heading", "comment", "field") or unit.quoted:
            continue
        found = _over_all(unit, edges) or (_in_step(unit, edges, filled) if unit.step else None)
        if found is not None:
            yield found


def _over_all(unit: Unit, edges: Edges) -> Ahead | None:
    """`Step 3 reads the index that step 4 builds`, wherever it stands."""
    head = _STEP_USES.search(unit.text)
    maker = _MAKER_SAID.search(unit.text, head.end()) if head is not None else None
    if head is None or maker is None or not _LINK.fullmatch(unit.text, head.end(), maker.start()):
        return None
    early, late = _named(edges, head, "at"), _maker(edges, maker)
    if early is None or late is None or not edges.before(early.name, late.name) or _LATER.search(unit.text):
        return None
    return Ahead(unit, unit.text[head.start() : maker.end()], early, late)


def _in_step(unit: Unit, edges: Edges, filled: dict[str, Step]) -> Ahead | None:
    step = edges.step(unit.step)
    if step is None or _LATER.search(unit.text):
        return None
    now = _NOW.search(unit.text) is not None
    late = _made_later(edges, unit, now)
    if late is not None and edges.before(step.name, late.name):
        return Ahead(unit, unit.text, step, late)
    used = _USED_EARLIER.search(unit.text) if _HERE.search(unit.text) else None
    early = (_named(edges, used, "by") or _named(edges, used, "at") or _named(edges, used, "maker")) if used else None
    if early is not None and edges.before(early.name, step.name):
        return Ahead(unit, unit.text, early, step)
    return _new_thing(unit, step, filled) if now else None


def _made_later(edges: Edges, unit: Unit, now: bool) -> Step | None:
    """The step that makes what the sentence uses."""
    made = _MAKER_SAID.search(unit.text)
    if made is not None:
        before = unit.text[max(0, made.start() - 120) : made.start()]
        if _DIRECT.search(before) or (now and _USES_SAID.search(unit.text)):
            return _maker(edges, made)
    thing = _ITS_THING.search(unit.text) if now else None
    return _named(edges, thing, "by") if thing is not None else None


def _new_thing(unit: Unit, step: Step, filled: dict[str, Step]) -> Ahead | None:
    """`The new index is queried from this release on`, and a later phase fills it, or moves the reads."""
    if not step.declared or _fills(step) or _GUARDED.search(unit.text):
        return None
    if not (_NEW_THING.search(unit.text) and _IS_READ.search(unit.text)):
        return None
    late = filled.get(step.name)
    return Ahead(unit, unit.text, step, late) if late is not None and late is not step else None


def _fills(step: Step) -> bool:
    return step.name.casefold() in _FILLING or any([does in _FILLS for does in step.does])


def _maker(edges: Edges, found: re.Match[str] | None) -> Step | None:
    return (_named(edges, found, "maker") or _named(edges, found, "by")) if found is not None else None


def _named(edges: Edges, found: re.Match[str] | None, group: str) -> Step | None:
    """The step that words such as `phase fill`, `step 3` name."""
    groups = found.groupdict() if found is not None else {}
    said = (groups.get(group) or groups.get(f"{group}_") or "").casefold()
    return edges.numbered.get(int(said)) if said.isdecimal() else edges.named.get(said) if said else None
