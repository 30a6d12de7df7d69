"""Approving a landing that no plan covers, and approving a policy: what is signed, and what that comes to."""

from __future__ import annotations

from guard.acts import brings, opening, words
from guard.acts.brought import change_of, every, rows
from guard.acts.proposal import Proposal, id_of
from guard.doors.git.objects import missing
from guard.errors import UsageError
from guard.escape import shown
from guard.model.approving import given
from guard.model.landing import landing_digest
from guard.replay.once import unspent
from guard.replay.progress import of_landing
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.approving import Said
    from guard.acts.ground import Ground
    from guard.model.approving import Asked
    from guard.model.change import Change
    from guard.model.log import Entry
    from guard.model.operation import Judged

LONGEST = 120  # letters of what a commit says of itself


class Work(NamedTuple):
    """What would land with a commit."""

    ground: Ground
    rev: str
    commit: bytes
    change: Change
    judged: Judged
    steps: tuple[Judged, ...]  # each commit of it for itself
    digest: str

    @property
    def again(self) -> str:
        return f"guard approve {shown(self.rev)} --unplanned"


def work(ground: Ground, rev: str) -> Work:
    """All that a commit brings to the trusted branch, file by file."""
    tip = ground.repository.resolve(rev)
    change = change_of(ground, tip)
    if not change.landing.changes:
        raise UsageError(f"nothing would land with {shown(rev)}: {ground.trusted.ref} has all of it")
    judged, *steps = every(ground, change)
    return Work(ground, rev, tip, change, judged, tuple(steps), landing_digest(change.landing.changes))


def asked_of(of: Work) -> Asked:
    """Whose yes it takes."""
    return of_landing(of.digest, of.judged, of.ground.policy)


def proposal(of: Work, said: Said) -> Proposal:
    """The approval, ready to be signed."""
    policy = of.ground.policy
    payload = said.payload(of.ground, {"of": "landing", "digest": of.digest})
    person = policy.people.get(said.by)
    lines = (
        *_about(of),
        *_opens(of, said, payload),
        ("expires", f"asks again {words.until(said.expires, of.ground.now)}"),
        *words.signing(payload, said.key, person.teams if person is not None else ()),
    )
    title, level = f"yes to a landing without a plan, {_count(of)}", asked_of(of).presence
    return Proposal(payload, title, lines, level, of.again, of.digest, lands=of.rev)


def _about(of: Work) -> Iterator[tuple[str, str]]:
    """Every file of it with what is done to it: that is what the digest is of."""
    onto = f"{of.ground.trusted.ref} {of.ground.replay.at[:12].decode()}"
    commit, rev = of.commit[:12].decode(), shown(of.rev)
    named = commit if of.commit.decode().startswith(of.rev) else f"{rev} {commit}"
    yield "about", f"what {named} would land on {onto}"
    yield "about", _said(of)
    yield "digest", f"{words.short(of.digest)}...: every path with its mode and content, before and after"
    policy = of.ground.policy
    yield from brings.files(of.judged, policy, f"guard operations --range ..{shown(of.rev)}")
    yield from brings.on_the_way(of.judged, of.steps, policy)


def _said(of: Work) -> str:
    """Who wrote its last commit and what they say it does, in their own words: nobody has shown either."""
    (commit,) = of.ground.repository.objects.contents([of.commit])
    if commit is None or commit.kind != b"commit":
        raise missing(of.commit)
    head, _, message = commit.content.partition(b"\n\n")
    author = next((line[7:].partition(b" <")[0] for line in head.split(b"\n") if line.startswith(b"author ")), b"")
    subject = shown(message.partition(b"\n")[0])
    subject = subject if len(subject) <= LONGEST else subject[: LONGEST - 3] + "..."
    return f'its commit calls itself "{subject}", by {shown(author)[:LONGEST] or "nobody"}'


def _opens(of: Work, said: Said, payload: dict[str, object]) -> Iterator[tuple[str, str]]:
    policy = of.ground.policy
    yield "opens", "this very landing may merge without a plan, however it is merged; no phase of any plan"
    yield "not", f"every other rule holds as it did: guard check --range ..{shown(of.rev)}"
    yield "stale", "once one of these files changes on the branch before it lands"
    entry = opening.entry_of(payload, (id_of(payload), said.key, asked_of(of).presence), policy)
    told = given(asked_of(of), _with(of, entry), policy, of.ground.now)
    if told.state != "given":
        yield "missing", f"{told.why}: {', '.join(told.who) or 'nobody who is listed can give it'}"
    yield from rows(of.ground, of.change, of.judged, entry, lambda _: True)


def _with(of: Work, entry: Entry) -> tuple[Entry, ...]:
    """What is said with this yes in the log; where all of it landed before, as many of them are used up."""
    replay, ground = of.ground.replay, of.ground
    facts = replay.world.facts._replace(entries=(*ground.log.standing(), entry))
    stands = replay._replace(world=replay.world._replace(facts=facts))
    return unspent(ground.repository, ground.trusted, stands, of.change).world.facts.entries


def _count(of: Work) -> str:
    files = len(of.change.landing.changes)
    return f"{files:,} file{'' if files == 1 else 's'}"
