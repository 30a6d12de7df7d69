"""Sites of plans: new places (G411), other than they should become (G412), of what must be absent (G413); the manifest
(G414), files that cannot be read (G415), and places that go outside of the phase that works them off (G416).

Only patterns that bind the landing come here, whoever wrote it.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.site import Site
    from guard.model.site_facts import SiteFacts

SHOWN = 3  # places of one file that are named


def check(case: Case) -> Iterator[Finding]:
    """Each file once for each rule."""
    for facts in case.sites:
        at_work = _at_work(case, facts)
        if facts.fault and (at_work or facts.brought):
            yield _manifest(facts)
        for path, why in facts.unread:
            yield _unread(facts, path, why)
        for path, sites in _by_path(facts.came):
            yield _absent(facts, path, sites) if facts.absent else _grown(facts, path, sites)
        if not facts.absent:
            yield from _gone(facts, at_work)


def _gone(facts: SiteFacts, at_work: bool) -> Iterator[Finding]:
    """Places that went: as something else, out of sight, or outside of their phase."""
    for path, sites in _by_path(facts.other) if facts.pattern.becomes else ():
        yield _other(facts, path, sites)
    for path, why in facts.hidden:
        yield _hidden(facts, path, why)
    if not at_work:
        told = () if facts.pattern.becomes else facts.other
        for path, sites in _by_path((*[pair.old for pair in facts.done], *told, *facts.removed)):
            yield _slack(facts, path, sites)


def _at_work(case: Case, facts: SiteFacts) -> bool:
    """The landing may be of a phase that works through these sites."""
    plan = case.binding.plan
    phases = case.binding.phases
    return plan is not None and plan.id == facts.plan and any([phase.name in facts.phases for phase in phases])


def _by_path(sites: Iterable[Site]) -> list[tuple[bytes, list[Site]]]:
    found: dict[bytes, list[Site]] = {}
    for site in sites:
        found.setdefault(site.path, []).append(site)
    return sorted(found.items())


def _named(facts: SiteFacts) -> str:
    return f"{'absent' if facts.absent else 'sites'} {facts.plan}/{facts.pattern.name}"


def _told(sites: list[Site], lines: bool = True) -> str:
    """The places, by line where they stand now, else by what they stand in."""
    words = []
    for site in sites[:SHOWN]:
        within = f" in {shown(site.within)}" if site.within else ""
        words.append(f"{shown(site.text[:60])}{f' at line {site.line}' if lines and site.line else ''}{within}")
    more = f" and {len(sites) - SHOWN} more" if len(sites) > SHOWN else ""
    return f"{', '.join(words)}{more}"


def _owner(facts: SiteFacts, run: str) -> Next:
    return Next(facts.owner, run)


def _again(facts: SiteFacts) -> Next:
    what = "looks whether the places were worked off, and builds the manifest again in a landing of its own"
    return _owner(facts, f"{what}: guard sites build {facts.plan} {facts.pattern.name}")


def _grown(facts: SiteFacts, path: bytes, sites: list[Site]) -> Finding:
    name = facts.pattern.name
    becomes = facts.pattern.becomes
    mend = f"write it as the plan has it: {shown(becomes)}" if becomes else "do without it, as the plan does"
    return finding(
        "G411",
        f"{shown(path)} adds {_many(len(sites))} of {_named(facts)}: {_told(sites)}",
        f"the plan works these off, and its manifest lists every one there is, and not this one  ({facts.where})",
        (
            Next("you", mend),
            _owner(
                facts, f"if it has to come: guard sites build {facts.plan} {name}, and land plan and manifest first"
            ),
        ),
        path,
        sites[0].line or None,
    )


def _absent(facts: SiteFacts, path: bytes, sites: list[Site]) -> Finding:
    since = f"from phase {facts.pattern.since} on " if facts.pattern.since else ""
    return finding(
        "G413",
        f"{shown(path)} adds {_many(len(sites))} of {_named(facts)}: {_told(sites)}",
        f"{since}none may stand, whoever writes it  ({facts.where})",
        (
            Next("you", "take it out; the plan says what is done in its place"),
            _owner(facts, "says what is done instead"),
        ),
        path,
        sites[0].line or None,
    )


def _other(facts: SiteFacts, path: bytes, sites: list[Site]) -> Finding:
    becomes = shown(facts.pattern.becomes or "")
    return finding(
        "G412",
        f"{shown(path)} changes {_many(len(sites))} of {_named(facts)} to something else: {_told(sites, lines=False)}",
        f"every one becomes {becomes}, so that nobody has to read them one by one  ({facts.where})",
        (Next("you", f"write what it becomes: {becomes}"), _again(facts)),
        path,
    )


def _hidden(facts: SiteFacts, path: bytes, why: str) -> Finding:
    gone = facts.removed if facts.pattern.becomes else (*facts.removed, *facts.other)
    form = f"becomes {shown(facts.pattern.becomes)}" if facts.pattern.becomes else "is worked off"
    return finding(
        "G412" if facts.pattern.becomes else "G416",
        f"{_many(len(gone))} of {_named(facts)} {'go' if len(gone) > 1 else 'goes'} out of sight: {shown(path)} {why}",
        f"every one {form} where it stands, or is deleted: what is taken out of sight is neither  ({facts.where})",
        (
            Next("you", "work the places off in the files they stand in; what is only deleted lands by itself"),
            _again(facts),
        ),
        path,
    )


def _manifest(facts: SiteFacts) -> Finding:
    path = f".guard/manifests/{facts.plan}.{facts.pattern.name}.json".encode()
    return finding(
        "G414",
        f"the manifest of {_named(facts)} is {facts.fault}",
        f"what is not on the list can be left behind, and what is on it cannot be counted  ({facts.where})",
        (
            Next("you", f"guard sites build {facts.plan} {facts.pattern.name}"),
            _owner(facts, "reads the difference (guard sites diff), and lands plan and manifest"),
        ),
        path,
    )


def _unread(facts: SiteFacts, path: bytes, why: str) -> Finding:
    return finding(
        "G415",
        f"{shown(path)} may hold places of {_named(facts)} and cannot be read: {shown(why)}",
        f"what cannot be read is never taken for a file without them  ({facts.where})",
        (
            Next("you", "mend the file so that it can be read, or split it"),
            _owner(facts, "says where it is looked for"),
        ),
        path,
    )


def _slack(facts: SiteFacts, path: bytes, sites: list[Site]) -> Finding:
    phases = " or ".join(facts.phases) or "no phase"
    return finding(
        "G416",
        f"{shown(path)} takes {_many(len(sites))} of {_named(facts)} away: {_told(sites, lines=False)}",
        f"they go in {phases}, and nowhere else: what goes unseen leaves room for new ones  ({facts.where})",
        (Next("you", f"land it in its phase: guard next {facts.plan}"), _again(facts)),
        path,
    )


def _many(number: int) -> str:
    return "a place" if number == 1 else f"{number:,} places"
