"""Approvals held against what asks for one: who may give it, who has, and what is still missing.

Keys and signatures are settled before (guard.trust.log), and so is who was listed when a person signed. Here it is
whose word counts for this: never an agent's, not the owner's own where the owning team has another person with a key,
and of one person, or of one key, once.
"""

from __future__ import annotations

from guard.model.log import Approval
from guard.model.persons import agent_keys, is_person, keyed, persons, spoken_for
from guard.model.said import Said
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.log import Entry
    from guard.model.policy import Policy
    from guard.model.said import About

SKEW = 5 * 60  # seconds that clocks may differ
LEVELS = ("", "touch", "pin")
SHOWS = {"touch": "no touch", "pin": "no PIN"}


class Asked(NamedTuple):
    """What is to be approved, by how many, and which teams must be among them."""

    of: str  # "plan", "phase" or "landing"; of what a landing brings: "document" (a plan), "policy" or "file"
    name: str
    digest: str  # of the phase, also where the approval of its plan is asked for; of the document; of the landing
    need: int
    teams: tuple[str, ...]  # each of them owns something it touches
    owner: str  # the person whose work it is; "" where nobody's
    presence: str = ""  # "touch" or "pin": what each signature must show
    version: int = 0  # of a document: an approval of an older one says nothing of it
    landing: str = ""  # of what a landing brings: its digest, an approval of which covers all it brings


class Given(NamedTuple):
    """What has been given of it."""

    state: str  # "given", "missing", "stale" (for another digest) or "expired"
    by: tuple[str, ...]
    who: tuple[str, ...]  # who could give what is missing
    why: str


class Yes(NamedTuple):
    """One approval, and its entry."""

    act: Approval
    entry: Entry


class Short(NamedTuple):
    """Why an approval of this very digest does not count."""

    kind: str  # "unshown", "early" or "over"
    by: str
    words: str


def given(asked: Asked, entries: Iterable[Entry], policy: Policy, now: int) -> Given:
    """Whether enough people have approved this very digest, and somebody of every team among them."""
    entries = Said.by(entries)
    said = _said(asked, entries, policy)
    fitting = [yes for yes in said if _fits(asked, yes.act)]
    shorts = [_short(asked, yes, policy, now) for yes in fitting]
    counts = [yes for yes, short in zip(fitting, shorts, strict=True) if short is None]
    by = tuple(dict.fromkeys([yes.act.by for yes in counts]))
    one = persons(entries, policy) if len(by) > 1 else {}
    counted = {one.get(name, name) for name in by}
    spoken = {team for yes in counts for team in spoken_for(yes.entry, policy)}
    teams = [team for team in asked.teams if team not in spoken]
    if len(counted) >= asked.need and not teams:
        return Given("given", by, (), "")
    may = tuple([name for name in signers(asked, policy, entries) if one.get(name, name) not in counted])
    who = _who(asked, may, teams, policy)
    left = [short for short in shorts if short is not None and short.by not in by]
    over = [short.words for short in left if short.kind == "over"]
    if over:
        return Given("expired", by, who, over[0])
    if not left and any([one.get(yes.act.by, yes.act.by) not in counted for yes in said]):
        return Given("stale", by, who, "it was approved as it stood before, and has changed since")
    members = tuple([name for name in policy.people if not set(policy.people[name].teams).isdisjoint(teams)])
    return Given("missing", by, who or members or may, _lacking(asked, by, len(counted), teams, left))


def accepted(asked: Asked, entries: Iterable[Entry], policy: Policy, now: int) -> dict[str, tuple[str, str]]:
    """The questions that an approval which counts for this accepts, by fingerprint: who did, and why."""
    found: dict[str, tuple[str, str]] = {}
    for yes in _said(asked, Said.by(entries), policy):
        if _fits(asked, yes.act) and _short(asked, yes, policy, now) is None:
            for question in yes.act.accepts:
                found.setdefault(question, (yes.act.by, yes.act.reason))
    return found


def readings(
    asked: Asked, entries: Iterable[Entry], policy: Policy, now: int, landing: str = ""
) -> tuple[tuple[str, ...], ...]:
    """The readings by a model that stand in approvals which count for this: of its text, or of this very landing."""
    told = [
        yes.act.reading
        for yes in _said(asked, Said.by(entries), policy)
        if yes.act.landing == landing and _fits(asked, yes.act) and _short(asked, yes, policy, now) is None
    ]
    return tuple(dict.fromkeys([one for one in told if one]))


def signers(asked: Asked, policy: Policy, entries: tuple[Entry, ...] = ()) -> tuple[str, ...]:
    """The people whose word counts here, in the order of the policy."""
    names, keys = _own(asked, policy, Said.by(entries))
    return tuple([name for name in keyed(policy) if name not in names and policy.people[name].key not in keys])


def stronger(one: str, two: str) -> str:
    """Of two levels of presence the one that asks for more."""
    return max(one, two, key=LEVELS.index)


def _said(asked: Asked, entries: Said, policy: Policy) -> list[Yes]:
    """The approvals about this by people whose word counts, for this digest or another."""
    about = entries.approvals(_abouts(asked))
    named = [Yes(act, one) for one in about if isinstance(act := one.act, Approval) and _named(asked, act)]
    if not named:
        return []
    names, keys = _own(asked, policy, entries)
    barred = keys | agent_keys(policy)
    return [
        yes for yes in named if is_person(yes.entry, policy) and yes.act.by not in names and yes.entry.key not in barred
    ]


def _own(asked: Asked, policy: Policy, entries: Said) -> tuple[frozenset[str], frozenset[str]]:
    """The names and keys of whose work it is, where somebody else of the team could look at it."""
    if not asked.owner:
        return frozenset(), frozenset()
    keys, teams = map(set, entries.signed(asked.owner))
    if asked.owner in policy.people:
        keys.add(policy.people[asked.owner].key or "")
        teams.update(policy.people[asked.owner].teams)
    keys.discard("")
    mates = [name for name in keyed(policy) if name != asked.owner and policy.people[name].key not in keys]
    if all([teams.isdisjoint(policy.people[name].teams) for name in mates]):
        return frozenset(), frozenset()
    return frozenset([asked.owner]), frozenset(keys)


def _abouts(asked: Asked) -> list[About]:
    """Under which an approval of it stands: its own, and that of the landing that brings it."""
    own = {
        "landing": ("landing", asked.digest),
        "policy": ("policy", ""),
        "document": ("plan", asked.name),
        "plan": ("plan", asked.name.partition("/")[0]),
    }
    return [own.get(asked.of, (asked.of, asked.name)), ("landing", asked.landing)]


def _named(asked: Asked, act: Approval) -> bool:
    """It is about this: the phase, the plan that the phase stands in, or the landing that brings it."""
    if asked.landing and act.of == "landing":
        return act.digest == asked.landing
    if asked.of == "landing":
        return act.of == "landing" and act.digest == asked.digest
    if asked.of in ("document", "policy"):
        kind = "plan" if asked.of == "document" else "policy"
        newer = act.version >= asked.version or act.digest == asked.digest
        return act.of == kind and (kind == "policy" or act.name == asked.name) and newer
    named = asked.name.partition("/")[0] if asked.of == "plan" else asked.name
    return act.of == asked.of and act.name == named


def _fits(asked: Asked, act: Approval) -> bool:
    if asked.landing and act.of == "landing":
        return True
    if asked.of == "plan":
        return dict(act.phases).get(asked.name.partition("/")[2]) == asked.digest
    return act.digest == asked.digest


def _short(asked: Asked, yes: Yes, policy: Policy, now: int) -> Short | None:
    """None where it counts now."""
    act = yes.act
    if yes.entry.spent:
        return Short("over", act.by, "it has landed before and was taken back: each time takes a yes of its own")
    level = asked.presence
    if asked.landing and act.of == "landing":
        level = stronger(level, policy.approvals.presence.get("unplanned", ""))
    if LEVELS.index(yes.entry.presence) < LEVELS.index(level):
        return Short("unshown", act.by, f"{act.by}'s approval shows {SHOWS[level]}")
    if act.at > now + SKEW:
        from guard.grammar.moment import exact

        return Short("early", act.by, f"{act.by}'s approval is not valid before {exact(act.at)}")
    until = min(act.expires, act.at + policy.approvals.expire)  # never longer than the policy lets any count
    return None if now < until else Short("over", act.by, "an approval of it has expired")


def _who(asked: Asked, able: Iterable[str], teams: Iterable[str], policy: Policy) -> tuple[str, ...]:
    """Of those whose word counts and is missing: who is of a team that is, and has a key that shows what is asked."""
    from guard.grammar.key import can_pin, can_touch

    shows = {"": lambda _: True, "touch": can_touch, "pin": can_pin}[asked.presence]
    wanted = set(teams)
    fit = [name for name in able if not wanted or not wanted.isdisjoint(policy.people[name].teams)]
    return tuple([name for name in fit if shows(policy.people[name].key or "")])


def _lacking(asked: Asked, by: tuple[str, ...], count: int, teams: Iterable[str], left: Iterable[Short]) -> str:
    """What is missing, in words; and what was signed and does not count."""
    words = list(dict.fromkeys([short.words for short in left]))
    if by:
        words.insert(0, f"{count} of {asked.need} have approved it")
    if len(by) > count:
        words.append(f"{' and '.join(by)} signed with one key")
    said = "; ".join(words) or "nobody has approved it"
    lacking = " and ".join([f"somebody of team {team}" for team in teams])
    return f"{said}; it takes {lacking}" if lacking else said
