"""Words that order something to be done: what a step is where no heading says so."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.prose import Prose, Role, Span, Unit

_VERBS_TEXT = (
    "add alter announce apply archive back backfill backup block bring build bump call cancel change check clean clear "
    "close commit compare configure contract convert copy count create cut deactivate decommission delete deploy "
    "destroy detach disable drain drop dump empty enable erase expand export fill finish fix flip flush freeze give "
    "grant import insert install introduce kill let list load lock log make mark measure merge migrate move notify "
    "open pause point populate promote publish pull purge push put raise rebuild record redirect redeploy reindex "
    "release reload remove rename repeat replace replay report restart restore resume retire revoke rewrite roll "
    "rotate run scale send set ship shred shut sign skip snapshot split start stop swap switch sync tag take tear tell "
    "terminate test truncate turn unlock unset update upgrade upload verify wait watch wipe write"
)
VERBS = frozenset(_VERBS_TEXT.split())
_BEFORE = Cued(
    r"\W*(?:\[[ x]\]\s*)?(?:(?:first|then|next|now|finally|afterwards|lastly|also|and|please|we|i|we will|we'll|we then"
    r"|(?:on|by|at|in|after|before|once|when|if|as soon as|until) (?:[\w`-]+ ){0,9}?[\w`-]+(?=,)),?\s+)*",
    re.I,
)
_STATEMENT = Cued(
    r"\s*(?:\$ )?(?:ALTER|DROP|TRUNCATE|DELETE|UPDATE|INSERT|CREATE|GRANT|REVOKE|RENAME|terraform|tofu|aws|gcloud|az"
    r"|kubectl|helm|psql|mysql|redis-cli|vault|dropdb|docker|make|git|gh|python|manage\.py|\./manage\.py)\s+\S",
    re.I,
)
_FIRST = Cued(r"[A-Za-z]+(?![\w'-])")
_ENDS = r"(?:drop|delete|destroy|purge|truncate|wipe|erase|shred|revoke|decommission|remove|tear down|get rid of)"
_DOES = Cued(
    rf"\b(?:we|i|(?:we|i) will|we'll|i'll|we shall|(?:is|are) going to|then|finally|afterwards),? "
    rf"(?:(?:then|also|finally|now|will|we|and) ){{0,2}}{_ENDS}\b",
    re.I,
)
_HEADER = Cued(r"\W*(?:steps?|phases?|stages?|actions?|tasks?|commands?|what (?:we|to) do)\W*", re.I)
_NEVER = frozenset(("rollback", "questions", "references", "owners", "gate"))
_ASIDE = frozenset(("background", "assumptions"))
OTHERS = frozenset((*_ASIDE, "questions", "references", "owners"))  # headings of what is not carried out


def orders(text: str, spans: Iterable[Span] = ()) -> bool:
    """Whether it begins with a verb that orders something, or with a statement or command in code."""
    before = _BEFORE.match(text[:200])
    start = before.end() if before is not None else 0
    code = next((span for span in spans if span.kind == "code" and span.start <= start < span.end), None)
    if code is not None:
        return _STATEMENT.match(text[code.start : code.end][:200]) is not None
    first = _FIRST.match(text, start)
    return first is not None and first[0].lower() in VERBS


def does_away(text: str, spans: Iterable[Span] = ()) -> bool:
    """Whether a sentence orders it or says that we do it: "and then drop", "we delete"."""
    return orders(text, spans) or _DOES.search(text) is not None


def listed(role: Role, ordering: list[bool]) -> bool:
    """Whether the items of a numbered list are steps: half of them order something, or all where the heading tells
    of what was or could be."""
    if role in _NEVER:
        return False
    return all(ordering) if role in _ASIDE else 2 * sum(ordering) >= len(ordering)


def row_of_steps(prose: Prose, row: Unit) -> bool:
    """Whether the header of its table says that its rows are steps."""
    return any([_HEADER.fullmatch(title) for title in prose.tables[row.table - 1].header]) if row.table else False


def whole(prose: Prose) -> bool:
    """Whether no part of the text says that it is its steps, so that all of it may be."""
    return not prose.steps and not any([unit.role == "steps" and unit.kind != "heading" for unit in prose.units])
