"""The last landings as text and as JSON."""

from __future__ import annotations

from guard.commands._data import dumped
from guard.commands._past import landings
from guard.model.plan import STRICT
from guard.model.rule import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._past import Past, Share, Step
    from guard.model.finding import Finding

SCHEMA_VERSION = 1
MOST = 5
OWNERS = 8  # that are told in text, and of each
SHARES = 3  # so many landings


def text(past: Past) -> str:
    """By rule, then by owner; the JSON report has all of it."""
    steps, under = past.steps, past.under
    lines = [
        f"guard: the last {landings(len(steps))} of {under.trusted.ref}, each by itself, under {under.words()}",
        *[f"  {line}" for line in landed(past)],
        f"  {past.quiet():,} would have passed without a word; {counted(past)}",
    ]
    large = [step for step in steps if len(step.paths) > STRICT["files"]]
    if large:
        widest = max(large, key=lambda step: len(step.paths))
        lines.append(
            f"  {len(large):,} changed more than {STRICT['files']} files, a plan's strict default; "
            f"the widest {widest.commit[:12]}: {len(widest.paths):,} files"
        )
    lines += [*[f"  {line}" for line in beginning(past)], *_rules(past), *_owners(past)]
    if past.under.next:
        lines += ["", f"next   you: {past.under.next}"]
    return "\n".join(lines) + "\n"


def counted(past: Past) -> str:
    """How many lacked a plan, and how many met a rule that stops them with one as well; all told, each landing once."""
    lacking = {step.commit for step in past.steps if step.lacks_plan()}
    stopped = {step.commit for step in past.steps if step.stopped()}
    both, remarked = len(lacking & stopped), past.remarked()
    told = f"{len(lacking):,} would have needed a plan, {len(stopped):,} would have been stopped by another rule"
    told += f" ({both:,} of them both)" if both else ""
    return told + (f"; {remarked:,} would have passed with something said of them" if remarked else "")


def landed(past: Past) -> Iterator[str]:
    """Between which days."""
    if past.days():
        yield f"landed {past.days()} (UTC), as their commits say"


def beginning(past: Past) -> Iterator[str]:
    """Where the history begins: what was found there, which is counted nowhere."""
    step = past.beginning()
    if step is not None:
        rules = ", ".join(dict.fromkeys([found.rule for found in step.verdict.findings]))
        found = f"; found in what was there from the start: {rules}" if rules else ""
        yield f"{step.commit[:12]} is where the history begins: it landed on nothing, and is counted nowhere{found}"


def by_rule(past: Past) -> list[tuple[str, list[tuple[Step, Finding]]]]:
    """Every finding with its landing, but for where the history begins; the rule that is told most often first."""
    told: dict[str, list[tuple[Step, Finding]]] = {}
    start = past.beginning()
    for step in [one for one in past.steps if one is not start]:
        for found in step.verdict.findings:
            told.setdefault(found.rule, []).append((step, found))
    return sorted(told.items(), key=lambda item: -len(item[1]))


def _rules(past: Past) -> Iterator[str]:
    for rule, told in by_rule(past):
        count = landings(len({step.commit for step, _ in told}))
        yield from ("", f"  {rule} {RULES[rule].title}: {count}  ({RULES[rule].outcome}; guard explain {rule})")
        yield from [f"      {step.commit[:12]}  {found.what}" for step, found in told[:MOST]]
        if len(told) > MOST:
            yield f"      and {len(told) - MOST:,} more (all of them: --format json)"


def _owners(past: Past) -> Iterator[str]:
    if past.shares:
        yield from ("", "  whose they are, by the policy, else by CODEOWNERS, else who committed them:")
    if past.unread:
        yield f"      CODEOWNERS counts for nothing here: {past.unread}"
    for share in past.shares[:OWNERS]:
        yield f"    {share.owner.name} ({share.owner.said_by}): {shared(share)}"
        found = {step.commit: step for step, _ in (*share.lacks_plan, *share.stopped)}
        for step in list(found.values())[:SHARES]:
            where = f"  {past.url(step.commit)}" if past.link else ""
            yield f"      {step.commit[:12]}  {step.subject}{where}"
        if len(found) > SHARES:
            yield f"      and {len(found) - SHARES:,} more"
    if past.shares[OWNERS:]:
        yield f"    and {len(past.shares) - OWNERS:,} more (all of them: --format json, or markdown for a page)"


def shared(share: Share) -> str:
    """Of one owner: how many needed a plan, how many were stopped."""
    parts = [(len(share.lacks_plan), "would have needed a plan"), (len(share.stopped), "would have been stopped")]
    return ", ".join([f"{count:,} {words}" for count, words in parts if count])


def json(past: Past) -> str:
    """Every report of a landing, and by owner what of it concerns whom."""
    from guard.formats.json_ import document

    trusted, start = past.under.trusted, past.beginning()
    branch = {"ref": trusted.ref, "id": trusted.oid.decode()}
    told = [{"commit": step.commit, **document(step.verdict, controls=True)} for step in past.steps]
    owners = [
        {
            "name": share.owner.name,
            "said_by": share.owner.said_by,
            "needs_plan": [_step(past, step, found) for step, found in share.lacks_plan],
            "stopped": [_step(past, step, found) for step, found in share.stopped],
        }
        for share in past.shares
    ]
    head = {"schema_version": SCHEMA_VERSION, "trusted": branch, "adopted": trusted.adopted, "policy": past.under.whose}
    rest = {"begins": start and start.commit, "landings": told, "owners": owners}
    return dumped({**head, **rest, "owners_unread": past.unread or None})


def _step(past: Past, step: Step, findings: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "commit": step.commit,
        "link": past.url(step.commit) or None,
        "subject": step.subject,
        "findings": [{"rule": found.rule, "outcome": found.outcome, "what": found.what} for found in findings],
    }
