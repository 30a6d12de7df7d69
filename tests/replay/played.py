"""A migration played to its end: the example's own documents, a small code base, and every landing judged as CI would.

Before each landing all later ones are tried, then the landing itself with every single thing missing that it waits for:
evidence, the right commit, the last second of a soak, a yes. Each try must be refused for that reason and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from guard import trust
from guard.doors.git.repository import Repository
from guard.doors.git.trees import tree_of
from guard.grammar.edge import Edge
from guard.model.asking import irreversible, stop
from guard.model.evidence import LASTING
from guard.model.finding import Finding
from guard.model.plan import Phase, Plan
from guard.model.policy import Policy
from guard.model.state import said
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.model.world import State, services, witnesses
from guard.pipeline import judge_in
from guard.replay import replay
from guard.sites.manifest import manifest_of, place_of, written
from guard.sites.query import query_digest, query_of
from guard.sites.scan import scan
from tests.conftest import EXAMPLES as EXAMPLES_DRAWN
from tests.recorded import Book
from tests.replay.quick import quick
from tests.repos import Maker, new_repository

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BEGUN = 1767323045  # when the commits of Maker are made
HOUR, DAY = 3600, 86400
MAIN = b"refs/heads/main"


class Act(NamedTuple):
    """One phase: its landing (None: a file goes; no files: nothing lands in it).

    `waits` are the edges in front of it, as guard is to name them where they are missing; `signed`: nothing in the tree
    shows that it is complete, so somebody says so. `again` is more of the same work, once the phase is over.
    """

    node: str
    files: Mapping[str, str | None] = {}
    waits: tuple[str, ...] = ()
    signed: bool = False
    again: Mapping[str, str | None] = {}


class Migration(NamedTuple):
    """An example, the code it works on, and its phases in their order. `counts` replaces those of its sites."""

    example: str
    code: Mapping[str, str]
    counts: Mapping[str, int]
    acts: tuple[Act, ...]
    later: Mapping[str, str] = {}  # a plan whose places are listed only once this phase has landed, which edits them


class Try(NamedTuple):
    """One landing that was refused: how, which phase, by which rule, and the words for what is missing."""

    why: str
    node: str
    rule: str
    words: str


class Play:
    """One migration in one repository."""

    def __init__(self, made: Maker, migration: Migration) -> None:
        self.made, self.migration = made, migration
        self.main = self._at = b""
        self._open: ExitStack | None = None
        self.book = Book(made)
        self.now = BEGUN + HOUR
        self.landed: dict[str, bytes] = {}
        self.complete: set[str] = set()
        self.known: set[str] = set()  # edges, as guard names them
        self.told: dict[tuple[str, str, str], int] = {}  # fact, phase, service -> since when
        self.approved: dict[str, int] = {}
        self.stopped: set[str] = set()  # plans of which a stop was tried in every way
        self.running: dict[str, int] = {}  # service -> how many landings there were when it was first said what it runs
        self.tries: list[Try] = []
        self.files = {path.encode(): text.encode() for path, text in (documents(migration) | migration.code).items()}
        self.main = made.commit(self._tree(self.files))
        made.ref(MAIN, self.main)
        with self.opened() as repository:
            self.plans = {plan.id: plan for plan in self._trusted(repository).plans}
        self.list_places([plan for name, plan in self.plans.items() if name not in migration.later])
        self.begin = self.main
        with self.opened() as repository:
            trusted = self._trusted(repository)
        self.policy: Policy = trusted.policy
        self.plans = {plan.id: plan for plan in trusted.plans}

    def list_places(self, plans: Iterable[Plan]) -> None:
        """The manifests of these plans land, as a commit of documents alone."""
        with self.opened() as repository:
            self.files |= dict(manifests(repository, self.main, plans))
        self.main = self.made.commit(self._tree(self.files), [self.main])
        self.made.ref(MAIN, self.main)

    @contextmanager
    def opened(self) -> Iterator[Repository]:
        """One repository for as long as main stands where it is."""
        if self._open is None or self._at != self.main:
            self.close()
            self._open, self._at = ExitStack(), self.main
            self._repository = self._open.enter_context(self.made.opened())
        yield self._repository

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None

    def _trusted(self, repository: Repository) -> trust.Trusted:
        return trust.read(repository, Trigger("range"), MAIN.decode(), self.main)

    def _tree(self, files: Mapping[bytes, bytes]) -> bytes:
        return self.made.tree(self.made.files(files))

    def phase(self, node: str) -> tuple[Plan, Phase]:
        plan = self.plans[node.partition("/")[0]]
        return plan, next(phase for phase in plan.phases if phase.name == node.partition("/")[2])

    # landings

    def proposed(self, act: Act) -> bytes:
        """The landing as a commit on top of main."""
        files = dict(self.files)
        for path, text in act.files.items():
            if text is None:
                files.pop(path.encode(), None)
            else:
                files[path.encode()] = text.encode()
        plan, _, phase = act.node.partition("/")
        message = f"{act.node}\n\nGuard-Plan: {plan}\nGuard-Phase: {phase}\n"
        return self.made.commit(self._tree(files), [self.main], message.encode())

    def judged(self, act: Act, now: int | None = None) -> Verdict:
        trigger = Trigger("range", tip=self.proposed(act).decode(), trusted="main", now=now or self.now)
        with self.book.open(), self.opened() as repository:
            return judge_in(repository, trigger)

    def land(self, act: Act) -> None:
        """It passes, with nothing left to say, and main moves."""
        verdict = self.judged(act)
        stopping = [told(one) for one in verdict.findings if one.blocks in ("commit", "merge")]
        assert (verdict.outcome, stopping) == ("pass", []), f"{act.node}\n" + "\n".join(stopping)
        self.main = self.landed[act.node] = self.proposed(act)
        for path, text in act.files.items():
            if text is None:
                self.files.pop(path.encode(), None)
            else:
                self.files[path.encode()] = text.encode()
        self.made.ref(MAIN, self.main)
        self.now += HOUR

    def refused(self, act: Act, why: str, wanted: Iterable[Said], allowed: Iterable[Said] = ()) -> None:
        """It does not merge: each wanted rule with its words, and no other rule of order or approval."""
        verdict = self.judged(act)
        assert not verdict.may_merge, f"{act.node} passes: {why}"
        assert verdict.outcome != "cannot-establish", [told(one) for one in verdict.findings]
        said = [(one.rule, f"{one.what}; {one.why}") for one in verdict.findings if one.rule in ORDER]
        wanted, listed = tuple(wanted), "\n".join([told(one) for one in verdict.findings])
        for rule, words in wanted:
            assert any([of == rule and words in why for of, why in said]), (
                f"{act.node}: {why}: {rule} {words}\n{listed}"
            )
            self.tries.append(Try(why, act.node, rule, words))
        for rule, words in said:
            known = any([of == rule and part in words for of, part in (*wanted, *allowed)])
            assert known, f"{act.node}: {why}: not expected {rule} {words}\n{listed}"

    # what is said

    def states(self) -> Mapping[str, State]:
        trigger = Trigger("range", now=self.now)
        with self.book.open(), self.opened() as repository:
            return replay(repository, trigger, self._trusted(repository), self.book.log(), self.main, self.now).states

    def attest(self, fact: str, node: str, service: str = "", commit: bytes = b"", **values: int) -> None:
        """By whom guard would ask, of what stands on main unless another commit is given."""
        who = witnesses(self.policy, fact)[0]
        named = {"repository": self.policy.id} | ({"service": service} if service else {})
        self.book.attest(fact, node, commit or self.main, by=who, at=self.now, values=values or None, **named)
        self.told.setdefault((fact, node, service), self.now)

    def approve(self, of: str, name: str, people: list[str], **said: object) -> None:
        """By each of them, as it stands on main; what is signed is worked out once."""
        self.book.approve(of, name, by=people[0], at=self.now, repository=self.policy.id, **said)
        for other in people[1:]:
            self.book.write(self.book.payloads[-1] | {"by": other})

    @contextmanager
    def torn(self) -> Iterator[None]:
        """What is written inside is torn out again."""
        kept, now, told_of = list(self.book.payloads), self.now, dict(self.told)
        yield
        self.book.payloads[:] = kept
        self.now, self.told = now, told_of


Said = tuple[str, str]  # a rule, and words of its reason
ORDER = ("G401", "G402", "G403", "G404", "G405", "G406", "G407", "G408", "G409", "G410")


def told(one: Finding) -> str:
    return f"{one.rule} {one.path!r} {one.what} | {one.why}"


def documents(migration: Migration) -> dict[str, str]:
    """The documents of the example as they stand, with the counts of a small code base."""
    top = EXAMPLES / migration.example
    files = {path.relative_to(top).as_posix(): path.read_text() for path in top.rglob("*") if path.is_file()}
    for path in [path for path in files if path.startswith(".guard/plans/") and path.endswith(".yaml")]:
        for name, count in migration.counts.items():
            files[path] = re.sub(rf"(?ms)(^  {name}:[^\n]*\n.*?count: )\d+", rf"\g<1>{count}", files[path], count=1)
    return files


def manifests(repository: Repository, commit: bytes, plans: Iterable[Plan]) -> Iterator[tuple[bytes, bytes]]:
    """What `guard sites build` writes for every plan."""
    for plan in plans:
        for pattern in plan.sites:
            query = query_of(pattern)
            found = scan(repository, tree_of(repository, commit), query, False)
            assert len(found.sites) == pattern.expected, (pattern.name, len(found.sites), pattern.expected)
            made = manifest_of(plan.id, pattern.name, query_digest(query), found.sites, {})
            yield place_of(plan.id, pattern.name), written(made)


def play(migration: Migration) -> list[Try]:
    """All of it; what was refused on the way."""
    with quick(), new_repository() as made, closing(Play(made, migration)) as on:
        for place, act in enumerate(migration.acts):
            for later in tried_before(migration, place):
                wrong_order(on, later, act)
            reach(on, act)
            if act.files:
                agree(on, act)
                on.land(act)
            ends(on, act)
        states = on.states()
        assert {act.node: states[act.node].name for act in migration.acts} == dict.fromkeys(on.complete, "complete")
        for act in [act for act in migration.acts if act.again]:
            over = [("G405", f"phase {act.node} is over")]
            on.refused(act._replace(files=act.again), "after all is done", over, unsaid(act))
        return on.tries


def tried_before(migration: Migration, place: int) -> list[Act]:
    """Every later phase; of other plans `make test` takes the first and the last, `make fuzz` all."""
    plan = migration.acts[place].node.partition("/")[0]
    later = [act for act in migration.acts[place + 1 :] if act.files]
    own = [act for act in later if act.node.partition("/")[0] == plan]
    others = [act for act in later if act not in own]
    return later if EXAMPLES_DRAWN else [*own, *others[:1], *others[1:][-1:]]


def ends(on: Play, act: Act) -> None:
    """What it was to bring about shows, or somebody signs that it is so; before that it is not complete."""
    state = on.states()[act.node]
    told = [f"{wait.words}: {wait.why}" for wait in state.leaves]
    assert (state.name == "complete") != (act.signed or not act.files), f"{act.node} is {state.name}: {told}"
    if state.leaves:
        on.attest("complete", act.node)
        on.now += HOUR
    on.complete.add(act.node)
    on.list_places([on.plans[name] for name, node in on.migration.later.items() if node == act.node])


def edges(on: Play, node: str) -> dict[str, tuple[str, Edge]]:
    """Each edge in front of a phase, by the words that guard has for it."""
    plan, phase = on.phase(node)
    ahead = {}
    for after in phase.after:
        of = f"{after.plan or plan.id}/{after.phase}"
        ahead |= {f"{of}: {said(edge)}": (of, edge) for edge in after.edges}
    return ahead


def missing(on: Play, act: Act) -> list[Said]:
    """What guard must say of every edge that is not known: not met, or that nobody has said so."""
    ahead = edges(on, act.node)
    assert set(ahead) == set(act.waits), f"{act.node} waits for {sorted(ahead)}"
    return [one for words in act.waits if words not in on.known for one in gaps(on, words, *ahead[words])]


def gaps(on: Play, words: str, of: str, edge: Edge) -> Iterator[Said]:
    """Of one edge: the phase before it, else the fact, for each service whose word is asked."""
    lands = bool(next(one for one in on.migration.acts if one.node == of).files)
    if of not in on.complete:
        yield "G401" if lands and of not in on.landed else "G402", f"{words}; {of} is not complete"
        return
    plan, _ = on.phase(of)
    for service in (services(plan, edge, on.policy) or ("",)) if edge.soak or edge.fact != "complete" else ():
        told_first = on.running.get(service, len(on.landed)) if service else min([*on.running.values(), len(on.landed)])
        older = edge.fact in LASTING and lands and told_first <= list(on.landed).index(of)
        told_of = (edge.fact, of, service) in on.told  # for another edge, which asks less
        if told_of and on.told[edge.fact, of, service] + edge.soak <= on.now:
            continue
        words_of = f"{words} in production" + (f" of {service}" if service else "")
        yield "G401" if older or told_of else "G402", words_of


def wrong_order(on: Play, later: Act, act: Act) -> None:
    """A later phase is tried before this one."""
    ahead = missing(on, later)
    if ahead:
        on.refused(later, f"before {act.node}", ahead, unsaid(later))


def unsaid(act: Act) -> tuple[Said, ...]:
    """What people have not said yet, while it is asked what else is missing."""
    yes, again = f"a person's yes to {act.node}", "the approval of plan"
    return ("G403", yes), ("G404", yes), ("G403", again), ("G404", again)


def reach(on: Play, act: Act) -> None:
    """Every edge in front of it, each first in the ways in which it does not hold."""
    renewed = unsaid(act)
    for words, (of, edge) in edges(on, act.node).items():
        if words in on.known:
            continue
        if edge.fact == "complete" and not edge.soak:
            assert of in on.complete
            on.known.add(words)
            continue
        if act.files and list(gaps(on, words, of, edge)):
            on.refused(act, "without evidence", missing(on, act), renewed)
        plan, _ = on.phase(of)
        asked = services(plan, edge, on.policy) or ("",)
        values = dict.fromkeys(edge.expect, 0)
        others = [one for one in missing(on, act) if not one[1].startswith(words)]
        if not all([(edge.fact, of, service) in on.told for service in asked]):
            if act.files:
                unfit(on, act, words, (of, edge, asked), (*renewed, *others))
            for service in asked:
                on.attest(edge.fact, of, service, **values)
        for service in asked if edge.fact == "deployed" else ():
            on.running.setdefault(service, len(on.landed))
        since = max([on.told[edge.fact, of, service] for service in asked])
        soak(on, act, words, since + edge.soak, (*renewed, *others))
        on.known.add(words)


def unfit(on: Play, act: Act, words: str, to: tuple[str, Edge, tuple[str, ...]], allowed: Iterable[Said]) -> None:
    """Evidence of a commit that lacks the landing; of one consumer too few; with something left."""
    of, edge, asked = to
    values = dict.fromkeys(edge.expect, 0)
    if of in on.landed:
        with on.torn():
            for service in asked:
                on.attest(edge.fact, of, service, on.begin, **values)
            on.refused(act, "with evidence of an older commit", [("G401", "which does not hold the landing")], allowed)
    if len(asked) > 1:
        with on.torn():
            for service in asked[:-1]:
                on.attest(edge.fact, of, service, **values)
            on.now += edge.soak
            short = [one for one in gaps(on, words, of, edge) if one[1].endswith(f" of {asked[-1]}")]
            on.refused(act, "with one consumer missing", short, allowed)
    if edge.expect:
        with on.torn():
            for service in asked:
                on.attest(edge.fact, of, service, **dict.fromkeys(edge.expect, 1))
            on.refused(
                act, "with something left", [("G401", f"{next(iter(edge.expect))}=1, and 0 is the most")], allowed
            )


def soak(on: Play, act: Act, words: str, until: int, allowed: Iterable[Said]) -> None:
    """One second too early, then in time."""
    if until > on.now:
        on.now = until - 1
        if act.files:
            on.refused(act, "one second too early", [("G401", f"{words} in production")], allowed)
        on.now = until


def agree(on: Play, act: Act) -> None:
    """The yes it waits for, each first as it does not count."""
    plan, phase = on.phase(act.node)
    policy = on.policy.approvals
    yes, again = f"a person's yes to {act.node}", f"the approval of plan {plan.id}"
    able = signers(on, plan)
    if on.now >= on.approved.get(plan.id, 0) + policy.expire - DAY:
        if plan.id in on.approved:
            on.now = max(on.now, on.approved[plan.id] + policy.expire)
            on.refused(act, "after the approval of its plan has expired", [("G404", again)], [("G403", yes)])
        else:
            on.refused(act, "without an approval", [("G403", again)], [("G403", yes)])
        on.approve("plan", plan.id, able, expires=on.now + policy.expire)
        on.approved[plan.id] = on.now
    why = stop(plan, phase, on.policy)
    need = policy.irreversible if irreversible(phase) else policy.plan
    if not why or not need:
        return
    on.refused(act, "without a yes", [("G403", yes)])
    if EXAMPLES_DRAWN or plan.id not in on.stopped or irreversible(phase):
        useless(on, act, able, need)
    on.stopped.add(plan.id)
    on.approve("phase", act.node, able)


def useless(on: Play, act: Act, able: list[str], need: int) -> None:
    """A yes that is none: at the first stop of a plan and the last in `make test`, at every one in `make fuzz`."""
    plan, _ = on.phase(act.node)
    yes = f"a person's yes to {act.node}"
    for by in (*on.policy.agents, *([] if plan.owner in able else [plan.owner])):
        with on.torn():
            on.approve("phase", act.node, [by])
            on.refused(act, f"with a yes of {by} alone", [("G403", yes)])
    with on.torn():
        on.approve("phase", act.node, able, digest="sha256:" + "0" * 64)
        on.refused(act, "with a yes to what it was before", [("G404", yes)])
    if need > 1:
        with on.torn():
            on.approve("phase", act.node, able[:1])
            on.refused(act, "with one yes of two", [("G403", yes)])


def signers(on: Play, plan: Plan) -> list[str]:
    """Everybody but the owner of the plan; the owner too where no team of theirs has anybody else."""
    people = on.policy.people
    own = set(people[plan.owner].teams)
    others = [name for name in people if name != plan.owner]
    return others if any([own & set(people[name].teams) for name in others]) else [*others, plan.owner]
