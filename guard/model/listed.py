"""Who is believed in the log: every entry held against the policies of its time, and those that count for nothing.

Whether a signature holds is settled before (guard.trust.entries). The policies are that of today and, where it does
not list the key, those around the entry: the one at the newest landing that a valid record before it names, and the
one at the next newer landing recorded after it (docs/adr/0018-the-log.md).
"""

from __future__ import annotations

from guard.model.log import Approval, Entry, Evidence, Log, Recorded, Revocation, Void, words
from guard.model.order_of_times import timed
from guard.model.signers import NOBODY, Signer
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.model.log import Act
    from guard.model.signers import Named, Signers

    Fault = tuple[str, str]  # the rule, and why

PERSON, MACHINE, SOMEBODY = Signer("person", ()), Signer("machine", ()), Signer("somebody", ())
# Whom a policy of today need only list; who takes a word back is looked at more closely.
MAY_SIGN: dict[type, tuple[str, ...]] = {
    Approval: ("person",),
    Evidence: ("person", "machine"),
    Recorded: ("machine",),
    Revocation: (),
}
VERSIONED = ("plan", "policy")
SETTLED_LATER = Entry("", Revocation("", "", 0))[7:]  # what is said of an entry once all of them are known


class Signed(NamedTuple):
    """One entry as its bytes and its signature show it, whoever is listed."""

    commit: bytes
    id: str
    act: Act
    repository: str
    key: str
    presence: str
    fault: str  # the rule it breaks by itself; "" where the signature holds, and for this act
    why: str


class Branch(NamedTuple):
    """The trusted branch, as far as it is asked: its first-parent steps, and who was listed at each."""

    place: Callable[[bytes], int]  # of a commit among the steps, -1 where it is none of them
    within: Callable[[bytes], bool]  # whether the branch holds this commit at all
    signers: Callable[[bytes], Signers]  # who was listed at a commit


def counted(entries: Sequence[Signed], today: Signers, repository: str, branch: Branch | None) -> Log:
    """Every entry that counts, with times that can be believed, and every one that does not, with its rule.

    Without a branch (a trust directory) the policy of today alone says who is believed.
    """
    return _Count(entries, today, repository, branch).log()


class _Count:
    """The log gone through twice: records of landings from the newest to the oldest, then everything in its order."""

    def __init__(self, entries: Sequence[Signed], today: Signers, repository: str, branch: Branch | None) -> None:
        self.entries, self.today, self.branch = entries, today, branch
        self.void: dict[int, Fault] = {}
        for at, one in enumerate(entries):
            if one.fault:
                self.void[at] = one.fault, one.why
            elif one.repository != repository:
                self.void[at] = "G511", f"it is made for repository {one.repository}, and this is {repository}"
        self.known = {one.id: one.act for one in entries}
        self.ahead = self.cut = b""
        self.higher: list[tuple[int, bytes]] = []  # valid records in order, and where the branch stood: never behind
        self.passed = 0  # how many of them lie before the entry that is looked at
        self.unread = 0  # before this record, no policy tells any more which others counted
        self.taken: set[str] = set()
        self.struck: set[str] = set()
        self.versions: dict[tuple[str, str], int] = {}
        self._records()

    def log(self) -> Log:
        """What counts, what does not, and whether the log knows more of the branch than is here."""
        kept = timed(self._forwards())
        void = [(self.entries[at], self.void[at]) for at in sorted(self.void)]
        tip = self.entries[-1].commit if self.entries else b""
        told = tuple([Void(one.id, one.commit, *fault, words(one.act)) for one, fault in void])
        return Log(tuple(kept), "", tip, told, self.cut, self.ahead)

    def _records(self) -> None:
        """From the newest to the oldest: a machine not listed today was so before the valid ones after it begin."""
        first: dict[tuple[str, str], int] = {}
        for at, one in enumerate(self.entries):
            if isinstance(one.act, Recorded) and at not in self.void and first.setdefault((one.id, one.key), at) != at:
                self.void[at] = "G513", "this record is in the log already"
        records = {at: act for at in first.values() if isinstance(act := self.entries[at].act, Recorded)}
        places: dict[int, int] = {}
        stood = {one.commit: at for at, one in enumerate(self.entries)}
        oldest: tuple[int, bytes] | None = None  # its place, and the commit before it
        for at, act in reversed(records.items()):
            there = self._signers(oldest[1] if oldest else b"")
            found = self._by_machine(at, there)
            place = self._placed(at, act) if found else -1
            self.unread = self.unread or (0 if found or there.read else min(places))
            if found and act.log and stood.get(act.log, at) >= at:
                self.cut = act.log
            if place >= 0:
                places[at] = place
                oldest = (place, act.parent) if oldest is None or place < oldest[0] else oldest
        newest = 0
        for at in sorted(places):
            tip = self._tip(records[at])
            if (place := self.branch.place(tip) if self.branch else -1) >= newest:
                newest = place
                self.higher.append((at, tip))

    def _by_machine(self, at: int, there: Signers) -> bool:
        """A machine of today signed it, or one of the policy before the oldest landing recorded after it."""
        one = self.entries[at]
        named = one.act.by, one.key
        found = any([policy.who.get(named, PERSON).kind == "machine" for policy in (self.today, there)])
        if not found:
            self.void[at] = nobody(one, self.today)
        return found

    def _placed(self, at: int, act: Recorded) -> int:
        """Where on the branch its landing stands; -1 where that is not known here."""
        if self.branch is None:
            return -1
        place, before, tip = [self.branch.place(of) for of in (act.commit, act.parent, self._tip(act))]
        beyond = [of for of in (act.commit, self._tip(act)) if self.branch.place(of) < 0 and not self.branch.within(of)]
        if beyond:
            self.ahead = self.ahead or beyond[0]
            return -1
        if not 0 <= before < place <= tip:
            no = f"{act.parent[:12].decode()} to {act.commit[:12].decode()} is no step of the trusted branch"
            self.void[at] = "G516", no
            return -1
        return place

    @staticmethod
    def _tip(act: Recorded) -> bytes:
        return act.branch or act.commit

    def _forwards(self) -> list[Entry]:
        """The entries that count, each with what its signer was then."""
        kept: list[Entry] = []
        who, void, higher = self.today.who, self.void, [at for at, _ in self.higher]
        for at, one in enumerate(self.entries):
            if self.passed < len(higher) and higher[self.passed] < at:
                self.passed += 1
            if at in void:
                continue
            act = one.act
            signer = who.get((act.by, one.key))
            if signer is None or signer.kind not in MAY_SIGN[type(act)]:
                signer = self._otherwise(at, one)
            if signer is not None and self._new(at, one):
                key = "" if signer is SOMEBODY else one.key  # which proves nobody
                shown = key, one.presence, signer.teams, signer.kind
                kept.append(Entry(one.id, act, one.commit, *shown, *SETTLED_LATER))
        return kept

    def _otherwise(self, at: int, one: Signed) -> Signer | None:
        """Whom today's policy does not tell; None, and void, where nothing does."""
        before = self._signers(self.higher[self.passed - 1][1]) if self.passed else NOBODY
        after = self._signers(self.higher[self.passed][1]) if self.passed < len(self.higher) else self.today
        named = one.act.by, one.key
        found: Signer | None = None
        if isinstance(one.act, Recorded):
            return MACHINE  # that a machine signed it was settled before
        if isinstance(one.act, Revocation):
            found = self._takes_back(one.act, named, (self.today, before, after))
            if found is None and not (before.read and after.read and at >= self.unread):
                found = SOMEBODY  # who may have been listed: it only takes away, and to leave it out would give back
        else:
            then, since, may = before.who.get(named), after.who.get(named), MAY_SIGN[type(one.act)]
            if then is not None and since is not None and then.kind == since.kind and then.kind in may:
                found = Signer(then.kind, tuple([team for team in then.teams if team in since.teams]))
        if found is None:
            self.void[at] = nobody(one, self.today)
        return found

    def _takes_back(self, act: Revocation, named: Named, policies: Sequence[Signers]) -> Signer | None:
        """A person of any of these policies; or a machine, where it said itself what is struck out."""
        if any([named in policy.people for policy in policies]):
            return PERSON
        target = self.known.get(act.entry)
        own = isinstance(target, Evidence) and target.by == act.by
        machine = any([policy.who.get(named, PERSON).kind == "machine" for policy in policies])
        return MACHINE if own and machine else None

    def _new(self, at: int, one: Signed) -> bool:
        """It is no repetition, no step back, and strikes something out where that is what it is for."""
        act, fault = one.act, None
        if one.id in self.taken:
            fault = "G513", "this entry is in the log already"
        elif one.id in self.struck:
            fault = "G513", "it was struck out before it came into the log"
        elif isinstance(act, Approval) and act.of in VERSIONED:
            newest = self.versions.get((act.of, act.name), 0)
            if act.version < newest:
                fault = "G514", f"version {act.version} of it, and version {newest} was approved before"
            else:
                self.versions[act.of, act.name] = act.version
        elif isinstance(act, Revocation):
            if isinstance(self.known.get(act.entry), Approval | Evidence):
                self.struck.add(act.entry)
            else:
                fault = "G515", "no approval and no evidence in this log has the digest it names"
        if fault is not None:
            self.void[at] = fault
        else:
            self.taken.add(one.id)
        return fault is None

    def _signers(self, commit: bytes) -> Signers:
        return self.branch.signers(commit) if commit and self.branch is not None else NOBODY


def nobody(one: Signed, today: Signers) -> Fault:
    """Why no policy tells who signed it."""
    by, names = one.act.by, today.names.get(one.key, ())
    agents = [name for name in names if name in today.agents]
    if agents or by in today.agents:
        return "G512", f"{(agents or [by])[0]} is an agent, and what an agent signs is nobody's word"
    if len(names) > 1:
        return "G512", f"its key stands under {' and '.join(names)}, so nobody knows who signed"
    if names and by not in names:
        return "G511", f"it says {by}, and is signed with the key of {names[0]}"
    if names and isinstance(one.act, Revocation):
        return "G512", f"{by} is a machine, which takes back only what it said itself"
    if names:
        kind = "a person's" if isinstance(one.act, Approval) else "a machine's"
        return "G512", f"{by} may not sign it: it takes {kind} word"
    return "G512", f"no policy that counted then, or counts today, lists this key for {by}"
