"""What in a text takes away what no commit brings back: statements, commands, and the words for them."""

from __future__ import annotations

import re

from guard.model.vocabulary import TRAITS
from guard.prose.above import Above
from guard.prose.cued import Cued
from guard.prose.imperative import OTHERS, does_away, orders, row_of_steps, whole
from guard.prose.taking import taken
from guard.prose.ways_back import cell, without_way
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Fence, Unit
    from guard.prose.beside import Beside

_TEMPORARY = r"(?!\s+(?:IF\s+EXISTS\s+)?[`\"\[]?(?:tmp|temp|scratch|_tmp|pg_temp)[\w.]*)"
_IN_CODE = Cued(
    rf"\b(?:DROP\s+(?:TABLE|DATABASE|SCHEMA){_TEMPORARY}|ALTER\s+TABLE\s[^;]{{1,200}}?\bDROP\s+(?:COLUMN\b"
    r"|(?!CONSTRAINT|INDEX|DEFAULT|NOT|"
    r"PRIMARY|FOREIGN|KEY|EXPRESSION|IDENTITY|CHECK|TRIGGER|PARTITION)(?:IF\s+EXISTS\s+)?[\w\"`]+)"
    rf"|TRUNCATE(?:\s+TABLE)?{_TEMPORARY}\s+[\w\"`]"
    rf"|DELETE\s+FROM{_TEMPORARY}\s+[\w\"`.]+)"
    r"|\bterraform\s+(?:destroy|state\s+rm)\b|\btofu\s+(?:destroy|state\s+rm)\b"
    r"|\baws\s+[\w-]+\s+(?:delete-(?!tags|alarms|message\b)[\w-]+|schedule-key-deletion|purge-queue)"
    r"|\baws\s+s3\s+(?:rb\b|rm\b[^\n]{0,120}--recursive)"
    r"|\b(?:gcloud|az)\s[\w -]{2,60}\b(?:delete|destroy|purge)\b|\bgsutil\s+(?:-m\s+)?rm\s+-r"
    r"|\bkubectl\s+delete\s+(?:pvc|pv|persistentvolume\w*|namespaces?|ns|secrets?|statefulsets?|sts|crds?)\b"
    r"|\bvault\s+(?:kv\s+(?:destroy|metadata\s+delete)|secrets\s+disable|token\s+revoke|lease\s+revoke)\b"
    r"|\bredis-cli\b[^\n]{0,80}\b(?:flushall|flushdb|unlink|del)\b|\bkafka-topics\b[^\n]{0,120}--delete\b"
    r"|\bdropdb\s|\bdropuser\s"
    r"|\bdocker\s+volume\s+(?:rm|prune)\b|\bgh\s+secret\s+(?:delete|remove)\b|\bgpg\s+--delete-secret"
    r"|\bdeleteMany\(|\bdropDatabase\("
    r"|\bpsql\b[^\n]{0,80}\bDROP\s+(?:TABLE|DATABASE|SCHEMA)",
    re.I,
)
_DATA = (
    r"(?:tables?|columns?|rows?|records?|databases?|schemas?|buckets?|volumes?|snapshots?|backups?|dumps?"
    r"|queues?|topics?|streams?"
    r"|(?:api |access |signing |encryption |private |public |old |kms |ssh |service )*keys?|secrets?"
    r"|credentials?|passwords?|(?:access |api )?tokens?"
    r"|roles?|grants?|certificates?|accounts?|users|customers|patients|data|history|archives?|partitions?"
    r"|disks?|holds|values?|prefix|events|logs?"
    r"|storage|drives?|months|years|entries|audiences?|contacts|subscribers|subscriptions|namespaces|mailbox(?:es)?"
    r"|replicas?|datasets?|blobs?|attachments|uploads|recordings|photos|profiles|tenants|permissions|bindings|zones?"
    r"|contents?|collections?|keyspaces?|shards?|segments|recipients|members|copies"
    r"|instances?|clusters?|servers?|offsets|sessions|messages|documents|objects|doubles|duplicates|coupons"
    r"|orders|invoices|host)"
)
_ENDS = r"(?:drop|delete|destroy|purge|truncate|wipe|erase|shred|revoke|decommission)"
_WORDS = (
    r"(?:(?:the|an?|all|every|each|any|its?|their|our|these|those|both|old|former|legacy|previous|unused|stale"
    r"|remaining|expired|duplicate|now|whole|merged-away|original|\x00+|\d[\d,.]*|of|from|in)\s+)"
)
_ACTS = Cued(
    r"(?:^|[.:;,|\u2014\u2013]\s*|\b(?:then|and|we|they|will|finally|afterwards|to)\s+"
    rf"|^\W*\d+[.)]\s*){_ENDS}s?\s+{_WORDS}{{0,5}}(?:\w+\s+){{0,2}}{_DATA}\b",
    re.I,
)
_FROM = (
    r"(?:source|origin|database|warehouse|bucket|archive|cluster|(?:old|former|primary|live|main|production)\s[\w-]+"
    r"|\x00+)"
)
# "delete v1, with its data", "delete the copied months from the source"
_GONE = Cued(
    rf"(?:^|[.:;,|\u2014\u2013]\s*|\b(?:then|and|we|they|will|finally|afterwards|to)\s+|^\W*\d+[.)]\s*){_ENDS}s?\s+"
    rf"(?:(?!not\b|nothing\b)[^.;|]){{1,60}}?(?:,?\s(?:with|including|together with|along with|and)\s(?:all\s)?"
    rf"(?:its|their|the)\s(?:\w+\s)?{_DATA}\b|\sfrom\s(?:the|its|our|their)\s{_FROM})",
    re.I,
)
_NAMED = Cued(
    r"(?:^|[.:;,|\u2014\u2013]\s*|\b(?:then|and|we|will|finally|afterwards|(?:the|a|this|its) (?:migration|script"
    r"|statement|release|job|step|phase))\s+|\x00\s+)(?:drop|delete|purge"
    r"|truncate|destroy|wipe)s?\s+(?:the\s+)?(\x00+)",
    re.I,
)
_DONE = Cued(
    rf"(?:\b{_DATA}|(\x00+))(?: [\w-]+){{0,6}}? (?:is|are|gets?|will be|can be) (?:then |now |finally "
    r"|permanently |also )*"
    r"(dropped|deleted|destroyed|purged|truncated|wiped|erased|shredded|revoked|decommissioned)\b",
    re.I,
)
_STORED = (
    r"(?:tables?|columns?|databases?|schemas?|buckets?|volumes?|topics?|queues?|partitions?|clusters?|instances?|rows"
    r"|records|(?:old |api |kms )*keys?|secrets?)"
)
_REMOVES = Cued(
    rf"(?:(?:^|[.:;,|\u2014\u2013]\s*|\b(?:then|and|we|they|will|finally)\s+)(?:removes?|tears? down"
    rf"|gets? rid of)\s+{_WORDS}{{0,5}}(?:\w+\s+){{0,2}}?{_STORED}\b"
    rf"|\b{_STORED}(?: \x00+)?(?: [\w-]+){{0,4}}? (?:is|are|gets?|will be) (?:then |now |finally )?(?:removed"
    rf"|torn down))"
    r"(?!(?: \x00+)? from (?!vault\b|production\b|the (?:database|schema|cluster|vault)\b))",
    re.I,
)
_FOR_GOOD = frozenset(("destroyed", "purged", "truncated", "wiped", "erased", "shredded", "decommissioned"))
_LABELLED = Cued(r"\b(?:roll ?back|way back|undo|to (?:roll|go) back|back(?=\s*:))\b[^.|]{0,40}[:|]", re.I)
_NOT = Cued(
    r"\b(?:not|never|no|nothing|without|instead of|rather than|before|until|unless|if|when|once|after|nobody"
    r"|don't|doesn't|cannot|must not|whether|who|which"
    r"|that|avoids?|refus\w+|prevents?|would|could|may|might|from being|back|undo\w*|rollback|adds?"
    r"|nor)\b[^.;:|]{0,50}$",
    re.I,
)
_CODE_MARK = "\x00"


class Act(NamedTuple):
    """One place that takes away what no commit brings back."""

    quote: str
    unit: int
    line: int
    step: str
    anchor: str = ""
    above: int = 0  # of code: the line of the words that introduce it
    declared: bool = False  # the phase declares it
    under: str = ""  # of what belongs to no phase and stands in no list: the heading above it


def _code_blanked(unit: Unit) -> str:
    """Names in code as marks; quotations as blanks."""
    letters = list(unit.text)
    for span in unit.spans:
        if span.kind != "link":
            letters[span.start : span.end] = (_CODE_MARK if span.kind == "code" else " ") * (span.end - span.start)
    return "".join(letters)


def acts(paper: Paper, around: Beside) -> Iterator[Act]:
    data, above = _data(paper), Above(paper.prose.units)
    for unit in paper.prose.units:
        if unit.quoted or unit.kind == "comment" or (unit.kind == "heading" and (unit.table or not unit.step)):
            continue
        way = cell(paper, unit) if unit.kind == "row" else None
        if unit.role in ("rollback", "references", "questions") or not (way is not None or _of_steps(paper, unit)):
            continue
        quote = _act(paper, data, unit) or _taken(around, unit, way)
        if quote:
            heading = unit.under[-1] if unit.under and not unit.step and unit.kind == "sentence" else ""
            yield Act(quote, unit.number, unit.line, unit.step, under=heading)
    for fence in paper.prose.fences:
        found = _IN_CODE.search(_statements(fence))
        if found is not None and not fence.quoted and fence.role not in ("rollback", "background", "references"):
            line = fence.line + fence.text.count("\n", 0, found.start())
            heading = fence.under[-1] if fence.under and not fence.step else ""
            anchor = fence.text.split("\n")[line - fence.line].strip()
            yield Act(found[0].strip(), 0, line, fence.step, anchor, above.introduced(fence), under=heading)


def _of_steps(paper: Paper, unit: Unit) -> bool:
    """Whether it stands in a step; under a heading that says nothing, whether its own words order or do away."""
    if unit.step or unit.role or unit.kind not in ("sentence", "item", "row"):
        return bool(unit.step) or unit.role in ("steps", "gate")
    return row_of_steps(paper.prose, unit) if unit.kind == "row" else does_away(unit.text, unit.spans)


def unjudged(paper: Paper) -> Iterator[tuple[Unit | Fence, str]]:
    """Words that take something away in a place where nobody can tell whether they are carried out, and why not."""
    all_of_it, data = whole(paper.prose), _data(paper)
    for unit in paper.prose.units:
        if unit.quoted or unit.kind not in ("sentence", "item", "row") or _of_steps(paper, unit):
            continue
        if unit.role in OTHERS and orders(unit.text, unit.spans) and _act(paper, data, unit):
            yield unit, "its heading says that it tells of something, its words order it"
        elif all_of_it and not unit.role and cell(paper, unit) is None and _act(paper, data, unit):
            yield unit, "no heading says whether this is done, or tells how something works"
    for fence in paper.prose.fences:
        if fence.role in ("background", "references") and not fence.quoted and _IN_CODE.search(_statements(fence)):
            yield fence, "it stands under a heading that says that it tells of something"


def _statements(fence: Fence) -> str:
    """The code without its comments, place by place."""
    return re.sub(r"(?m)(?:--(?=\s|$)|#|(?<![:\w])//)[^\n]*", lambda comment: " " * len(comment[0]), fence.text)


def _act(paper: Paper, data: frozenset[str], unit: Unit) -> str:
    text = without_way(paper, unit, unit.text)
    for span in unit.spans:
        if span.kind == "code":
            found = _IN_CODE.search(text[span.start : span.end])
            if found is not None and not _refused(unit.plain(), span.start):
                return found[0].strip()
    said = _code_blanked(unit)
    for words in (_ACTS, _DONE, _NAMED, _REMOVES):
        for found in words.finditer(said):
            if _refused(said, found.start()):
                continue
            if words in (_DONE, _NAMED) and found[1] and not _of_data(paper, data, unit, found):
                continue
            return unit.text[found.start() : found.end()].strip(" .:;,|-\u2013\u2014")
    return ""


def _taken(around: Beside, unit: Unit, way: str | None) -> str:
    """Where the way back is empty: what it takes away, whatever that is."""
    said = _code_blanked(unit)
    found = taken(around, unit, way, said)
    return unit.text[found.start() : found.end()].strip(" .:;,|-\u2013\u2014") if found is not None else ""


def _of_data(paper: Paper, data: frozenset[str], unit: Unit, found: re.Match[str]) -> bool:
    """Whether the name in code is one of data, or the word says that it is gone for good."""
    for_good = found.re is _DONE.compiled and found[2].lower() in _FOR_GOOD
    return for_good or _holds_data(paper, data, unit.text[found.start(1) : found.end(1)])


def _refused(text: str, at: int) -> bool:
    return _NOT.search(text[max(0, at - 80) : at]) is not None or _in_way_back(text, at)


def _in_way_back(text: str, at: int) -> bool:
    """Whether the words stand behind a label such as "Rollback:" in the same unit."""
    labels = list(_LABELLED.finditer(text, max(0, at - 300), at))
    return bool(labels) and "." not in text[labels[-1].end() : at]


def _data(paper: Paper) -> frozenset[str]:
    """What its phases declare that they drop."""
    return frozenset([drop.partition(":")[2] for step in paper.prose.steps for drop in step.drops])


def _holds_data(paper: Paper, data: frozenset[str], name: str) -> bool:
    bare = name.strip().strip('`"').removeprefix("table:").removeprefix("column:")
    return bare in data or paper.known.of("table").has(bare) or paper.known.of("column").has(bare)


def declared(paper: Paper) -> Iterator[Act]:
    """What a phase declares that it destroys."""
    for step in paper.prose.steps if not paper.prose.where.endswith((".yaml", ".yml")) else ():
        said = [*step.drops, *[does for does in step.does if "*" not in does and "x" in TRAITS.get(does, "")]]
        if said:
            lines = paper.prose.declared.lines
            line = lines.get(f"/phases/{step.name}/drops", step.line) if step.drops else step.line
            yield Act(said[0], 0, line, step.name, f"phase {step.name}", declared=bool(step.drops))
