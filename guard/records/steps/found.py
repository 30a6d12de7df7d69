"""Every finding and what it blocked, the outcome with what it rests on, and what came of judging once more."""

from __future__ import annotations

from guard.acts.words import short
from guard.escape import shown
from guard.grammar import moment
from guard.model.log import Recorded
from guard.model.rule import RULES
from guard.records.replaying import DIFFERENT, GONE, IDENTICAL, SAME
from guard.records.sentences import OUTCOMES
from guard.records.steps.asked import is_unasked
from guard.records.steps.step import Step, fact, left_out
from guard.records.steps.turn import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.model.log import Entry
    from guard.records.replaying import Replayed
    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

WORDS = {IDENTICAL: "identical", SAME: "same", DIFFERENT: "differs", GONE: "gone"}
UNTOLD = "judged with and under the same, and yet not the same: the record does not tell what was so"
AGAIN = {
    IDENTICAL: "it gives the same bytes",
    SAME: "it comes to the same facts and the same outcome, under something else",
    DIFFERENT: "it comes out otherwise [G530]",
    GONE: "what judging it takes is not here any more",
}
BLOCKS = {
    "commit": "it blocks the commit and the merge",
    "merge": "it blocks the merge",
    "run": "it blocks what runs later, not the merge",
    "nothing": "it blocks nothing",
}


def found(then: Then) -> Step:
    """All of them, however many there are: one that is not told is one that nobody asks about."""
    title = "What was found"
    findings = then.outcome["findings"]
    gone = left_out(findings, "findings")
    if gone is not None:
        return Step(title, "left out", (gone,))
    if not findings:
        return Step(title, "nothing", (fact("findings", "none"),))
    stops = len([one for one in findings if then.stopped(one)])
    state = f"{stops:,} blocking" if stops else "none blocks"
    return Step(title, state, tuple([_finding(then, one) for one in findings]))


def _finding(then: Then, one: dict[str, Any]) -> Fact:
    title = RULES[one["rule"]].title if one["rule"] in RULES else "a rule that guard no longer has"
    blocks = BLOCKS[one["blocks"]]
    if then.stopped(one) and _advised(then):
        blocks += ", where guard does not merely advise"
    settled = f"; {text_of(one['settled'])}" if one.get("settled") else ""
    why = f"; {text_of(one['why'])}" if one["why"] else ""
    return fact(shown(one["rule"]), f"{title}: {text_of(one['what'])}{why} ({one['outcome']}: {blocks}{settled})")


def _advised(then: Then) -> bool:
    policy = then.record["documents"]["policy"]
    return bool(policy and policy["shadow"])


def outcome(then: Then) -> Step:
    """Whether it was allowed; what that rests on, and what not."""
    told, report = [], then.outcome
    words = OUTCOMES[report["outcome"]]
    told.append(fact("outcome", words[0].lower() + words[1:] if words.startswith("It ") else words))
    if report["would_exit"] != report["exit_code"]:
        told.append(fact("shadow", f"guard only advised: exit {report['exit_code']}, else {report['would_exit']}"))
    told.append(fact("merge", "it may merge" if report["may_merge"] else "it may not merge"))
    told += [fact("rests on", text_of(one)) for one in report["established"]]
    unknown = [one for one in report["not_established"] if not is_unasked(one)]  # which are told with what was asked
    told += [fact("not on", f"{text_of(one['what'])}: {text_of(one['why'])}") for one in unknown]
    told.append(_recorded(then.entry))
    return Step("What came of it", report["outcome"], tuple(told))


def _recorded(entry: Entry | None) -> Fact:
    if entry is None:
        return fact("recorded", "by nobody yet: the record is not signed")
    return fact("recorded", f"{shown(entry.act.by)}, on {moment.said(entry.act.at)}  (entry {short(entry.id)})")


def again(of: Replayed) -> Step:
    """What judging it here and now comes to, beside the record."""
    told = [fact("now", of.why or AGAIN[of.state])]
    told += [fact("under", one.words()) for one in of.causes]
    told += [fact("differs", one.words()) for one in of.results]
    told += [fact("under", UNTOLD)] if of.state == DIFFERENT and not of.causes and not of.why else []
    told += [fact("next", of.mend)] if of.mend else []
    return Step("Judged once more", WORDS[of.state], tuple(told))


def unread(of: Replayed, entry: Entry | None) -> Iterator[Step]:
    """Of a record that cannot be read, or is not the one that was signed: why, and what the entry itself says."""
    told = [fact("record", f"it cannot be gone by: {of.why}")]
    if entry is not None and isinstance(entry.act, Recorded):
        act = entry.act
        held = f", {act.plan}/{act.phase}" if act.plan else ""
        told.append(fact("entry says", shown(f"{act.commit.decode()}: {act.outcome}{held}")))
        told.append(_recorded(entry))
    yield Step("The record", "unread", tuple(told))
    yield again(of)
