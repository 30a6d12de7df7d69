"""Stories of a forge, as data: what happens, how each step of main is explained, where phases stand, what is said next.

The plan `work` adds a file, changes it, and removes it: three phases in a row. The plan `other` has one phase for the
files of another folder. Nothing else may be done without a plan.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from guard.model.log import Approval, Evidence, Recorded, Revocation
from tests.forge import BEGUN, Edit, Forge, Work, claiming
from tests.repos import SUBMODULE, SYMLINK

DAY = 24 * 60 * 60


def key(number: int) -> str:
    """A public key; nobody has its other half."""
    return "ssh-ed25519 " + b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " + bytes([number]) * 32).decode()


POLICY_FILE, PLAN_FILE, OTHER_FILE = b".guard/policy.yaml", b".guard/plans/work.yaml", b".guard/plans/other.yaml"
POLICY = f"""\
id: "0123abcd"
version: 1
people:
  dana: {{key: {key(1)}, teams: [platform]}}
  omar: {{key: {key(2)}, teams: [billing]}}
machines: {{deploy: {{key: {key(3)}, attests: [deployed, complete]}}}}
owners: {{/.guard/**: platform}}
needs_plan: ["*"]
routine: [{{paths: [/docs/**], does: [file.*]}}]
approvals: {{plan: 0, irreversible: 0}}
""".encode()
PLAN = b"""\
plan: work
version: 1
owner: dana
why: Rework the sources
scope: {paths: [/src/**]}
phases:
  add: {does: [file.add], rollback: {within: 1d}}
  change: {after: {add: deployed}, does: [file.modify]}
  remove: {after: {change: deployed}, does: [file.delete]}
"""
OTHER = b"""\
plan: other
version: 1
owner: omar
why: Rework the library
scope: {paths: [/lib/**]}
phases:
  only: {does: [file.add, file.modify, file.delete]}
"""
STANDING = {
    POLICY_FILE: POLICY,
    PLAN_FILE: PLAN,
    OTHER_FILE: OTHER,
    b"src/old": b"1\n2\n3\n",
    b"src/older": b"older\n",
    b"lib/l": b"l\n",
    b"top": b"top\n",
    b"docs/d": b"d\n",
}

Event = Callable[[Forge], object]


class Story(NamedTuple):
    """One story. `steps` tells how the steps of main are explained; `next` is one more pull request."""

    title: str
    happens: tuple[Event, ...]
    steps: tuple[str, ...]
    states: Mapping[str, str]
    next: Work
    says: str
    standing: Mapping[bytes, bytes] = STANDING
    later: int = 0  # how long after all this the next one comes, in seconds


# what happens


def pull(branch: str, *works: Work, base: str = "main") -> Event:
    return lambda forge: forge.pull(branch, *works, base=base)


def by(way: Callable[..., object], *words: object, **named: object) -> Event:
    return lambda forge: way(forge, *words, **named)


def lands(work: Work, message: bytes | None = None) -> Event:
    """A pull request of one commit, squashed."""
    return lambda forge: (forge.pull("landing", work), forge.squash("landing", message))


def pushed(*works: Work) -> Event:
    return lambda forge: forge.bypass(*works)


def reverts(branch: str = "main", back: int = 1, message: bytes | None = None) -> Event:
    """The revert button on the landing so many steps back from the tip, merged at once."""

    def act(forge: Forge) -> None:
        oid = forge.tips[branch]
        for _ in range(back - 1):
            oid = forge.parents[oid][0]
        forge.revert(oid, message)
        forge.squash("revert", message)

    return act


def attests(fact: str, node: str, branch: str = "main", by: str = "deploy", env: str = "production") -> Event:
    """Evidence of what a branch is at now."""
    plan, _, phase = node.partition("/")

    def act(forge: Forge) -> None:
        commit = forge.tips.get(branch, branch.encode())
        forge.writes(Evidence(fact, plan, phase, env, "", commit, (), "observed", by, forge.now))

    return act


def done(node: str) -> Event:
    """It is complete, and deployed."""
    return lambda forge: (attests("complete", node)(forge), attests("deployed", node)(forge))


def approves(branch: str, by: str = "dana", until: int = 30 * DAY) -> Event:
    """A person approves what a branch would land now."""

    def act(forge: Forge) -> None:
        asked = forge.landing(forge.tips["main"], forge.tips[branch])
        forge.writes(Approval("landing", "", asked, (), (), forge.now + until, by, forge.now))

    return act


def revokes() -> Event:
    """The last entry is struck out."""
    return lambda forge: forge.writes(Revocation(forge.entries[-1].id, "dana", forge.now))


def since(commit: Callable[[Forge], bytes]) -> Event:
    """The policy says from where on landings are looked at."""

    def act(forge: Forge) -> None:
        said = b'id: "0123abcd"\nsince: "%s"\n' % commit(forge)
        forge.bypass(Work({POLICY_FILE: replaced(POLICY, (b'id: "0123abcd"\n', said))}))

    return act


def records(node: str, back: int = 1, by: str = "deploy", key: str = "") -> Event:
    """A machine records the last steps of main as one landing of a phase; `key` where it is known to have been one."""
    plan, _, phase = node.partition("/")

    def act(forge: Forge) -> None:
        tip = parent = forge.tips["main"]
        for _ in range(back):
            parent = forge.parents[parent][0]
        told = forge.landed(parent, tip)
        forge.writes(Recorded(told, tip, parent, plan, phase, "pass", by, forge.now))
        forge.entries[-1] = forge.entries[-1]._replace(key=key)

    return act


# what is done

ADD: Edit = {b"src/new": b"new\n"}
MORE: Edit = {b"src/newer": b"newer\n"}
CHANGE: Edit = {b"src/old": b"2\n3\n4\n"}
REMOVE: Edit = {b"src/older": None}
LIB: Edit = {b"lib/l": b"ll\n"}
TOP: Edit = {b"top": b"hot\n"}
TOPS: Edit = {b"top2": b"another\n"}
DOCS: Edit = {b"docs/d": b"dd\n"}
BOTH: Edit = {**ADD, **CHANGE}
UNMENDED = Work({b"top": STANDING[b"top"], b"top2": None})
WORKFLOW: Edit = {b".github/workflows/ci.yml": b"on: push\n"}
PLANLESS = {path: text for path, text in STANDING.items() if path not in (PLAN_FILE, OTHER_FILE)}
AFTER = Work(CHANGE, claiming("work/change"))  # the next phase of the plan
LATER = Work({b"src/older": b"changed\n"}, claiming("work/change"))  # the same, of another file
ADDED = {"work/add": "landed", "work/change": "unknown"}
COMPLETE = {"work/add": "complete", "work/change": "open"}
NOTHING = {"work/add": "open", "work/change": "waiting", "other/only": "open"}

ADDING = Work(ADD, claiming("work/add"))
CHANGING = AFTER
REMOVING = Work({b"src/new": None}, claiming("work/remove"))  # all that the first phase added


def replaced(text: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    for old, new in ((b"version: 1\n", b"version: 2\n"), *pairs):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def hotfix(title: str, way: Callable[..., object], steps: tuple[str, ...]) -> Story:
    works = (Work(TOP), Work(TOPS))
    happens = (pull("fix", *works), approves("fix"), by(way, "fix"))
    return Story(f"a hotfix approved by its digest, {title}", happens, steps, NOTHING, ADDING, "pass")


def stories() -> Iterable[Story]:
    yield from MERGED
    yield from CLAIMED
    yield from ALIKE
    yield from OUTSIDE
    yield from BACK
    yield from EDITED
    yield from WORLD
    yield from ODD
    yield from EVERY_DAY
    yield from SAID
    yield from MEANT


MERGED = (
    Story("nothing has happened", (), (), NOTHING, ADDING, "pass"),
    Story("nothing has happened, and the second phase comes", (), (), NOTHING, CHANGING, "G401"),
    Story("a phase by squash", (lands(ADDING),), ("claimed work/add",), ADDED, AFTER, "G402"),
    Story(
        "a phase by merge commit, claimed by the branch's commits alone",
        (pull("x", ADDING, Work(MORE, claiming("work/add"))), by(Forge.merge, "x")),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a rebase of three commits, each of which claims",
        (
            pull("x", ADDING, *[Work({b"src/%d" % n: b"x"}, claiming("work/add")) for n in range(2)]),
            pushed(Work(DOCS)),
            by(Forge.rebase, "x"),
        ),
        ("routine", "claimed work/add", "claimed work/add", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a fast-forward of two commits",
        (pull("x", ADDING, Work(MORE, claiming("work/add"))), by(Forge.forward, "x")),
        ("claimed work/add", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a rebase of commits of which only the first claims: the rest is covered",
        (pull("x", ADDING, Work(MORE)), by(Forge.rebase, "x")),
        ("claimed work/add", "covers work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a squash whose message holds the trailers of all commits",
        (pull("x", ADDING, Work(MORE, claiming("work/add", "more"))), by(Forge.squash, "x")),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a squash that lost the claims", (lands(ADDING, b"work (#1)\n"),), ("covers work/add",), ADDED, AFTER, "G402"
    ),
    Story("a squash with an empty message", (lands(ADDING, b""),), ("covers work/add",), ADDED, AFTER, "G402"),
    Story(
        "an octopus of two pull requests of one phase",
        (pull("x", ADDING), pull("y", Work(MORE, claiming("work/add"))), by(Forge.octopus, "x", "y")),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "an octopus of two plans",
        (pull("x", ADDING), pull("y", Work(LIB, claiming("other/only"))), by(Forge.octopus, "x", "y")),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a foxtrot: first parents lead along the branch, and what was main's came with a merge",
        (pull("x", ADDING), lands(Work(LIB, claiming("other/only"))), by(Forge.foxtrot, "x")),
        ("claimed work/add", "claimed other/only"),
        {**ADDED, "other/only": "landed"},
        AFTER,
        "G402",
    ),
    Story(
        "a foxtrot over two plans' landings hides them in one merge: nobody knows any more what landed",
        (
            pull("x", Work(DOCS)),
            lands(ADDING),
            done("work/add"),
            lands(Work(LIB, claiming("other/only"))),
            by(Forge.foxtrot, "x"),
        ),
        ("routine", "outside"),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a branch brought up to date by merging main, then squashed",
        (pull("x", ADDING), lands(Work(LIB, claiming("other/only"))), by(Forge.update, "x"), by(Forge.squash, "x")),
        ("claimed other/only", "claimed work/add"),
        {**ADDED, "other/only": "landed"},
        AFTER,
        "G402",
    ),
    Story(
        "a queue of three: what is thrown away lands nothing",
        (
            pull("a", ADDING),
            pull("b", Work(LIB, claiming("other/only"))),
            pull("c", Work(MORE, claiming("work/add"))),
            by(Forge.queue, ["a", "b", "c"], ["b"]),
        ),
        ("claimed work/add", "claimed work/add"),
        {**ADDED, "other/only": "open"},
        AFTER,
        "G402",
    ),
    Story(
        "a queue in another order",
        (
            pull("a", ADDING),
            pull("b", Work(LIB, claiming("other/only"))),
            pull("c", Work(DOCS)),
            by(Forge.queue, ["c", "b", "a"]),
        ),
        ("routine", "claimed other/only", "claimed work/add"),
        {**ADDED, "other/only": "landed"},
        AFTER,
        "G402",
    ),
    Story(
        "a stack: a pull request turned from another branch to main",
        (
            pull("low", ADDING),
            pull("high", Work(MORE, claiming("work/add")), base="low"),
            by(Forge.merge, "low"),
            by(Forge.merge, "high"),
        ),
        ("claimed work/add", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a branch pushed anew by force before it is merged: what it was before counts nowhere",
        (pull("x", CHANGING), pull("x", ADDING), by(Forge.merge, "x")),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "main pushed by force: what landed is gone",
        (lands(ADDING), done("work/add"), lambda forge: forge.move("main", forge.start)),
        (),
        NOTHING,
        AFTER,
        "G401",
    ),
)
CLAIMED = (
    Story("two phases in one landing", (lands(Work(BOTH)),), ("outside",), NOTHING, LATER, "G401"),
    Story(
        "claims of two phases, squashed into one",
        (pull("x", ADDING, CHANGING), by(Forge.squash, "x")),
        ("outside",),
        NOTHING,
        LATER,
        "G401",
    ),
    Story(
        "claims of two phases that do not come to one, next",
        (),
        (),
        NOTHING,
        Work(ADD, claiming("work/add") + claiming("work/change")),
        "G408",
    ),
    Story(
        "a claim of a phase that does not cover it",
        (lands(Work(CHANGE, claiming("work/add"))),),
        ("outside",),
        NOTHING,
        Work({b"src/older": b"changed\n"}, claiming("work/add")),
        "G104",
    ),
    Story(
        "a claim of a plan that nobody has",
        (lands(Work(ADD, claiming("nobody/add"))),),
        ("outside",),
        NOTHING,
        Work(MORE, claiming("nobody/add")),
        "G408",
    ),
    Story(
        "a claim of a plan without a phase: the one that covers it",
        (lands(Work(ADD, b"work\n\nGuard-Plan: work\n")),),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "an empty commit that claims a phase",
        (lands(Work({}, claiming("work/add"))),),
        ("routine",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a link and a submodule are no files that a phase adds",
        (lands(Work({b"src/link": (SYMLINK, b"old")}, claiming("work/add"))),),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
)
TWICE = {
    **STANDING,
    PLAN_FILE: PLAN.replace(b"  change:", b"  more: {after: {add: deployed}, does: [file.add]}\n  change:"),
}
ALIKE = (  # two phases in a row that do the same
    Story(
        "without a claim: the first of them",
        (lands(Work(ADD)),),
        ("covers work/add",),
        {"work/add": "landed", "work/more": "unknown"},
        Work(MORE),
        "pass",
        TWICE,
    ),
    Story(
        "the plan claimed, and no phase: the first of them",
        (lands(Work(ADD, b"work\n\nGuard-Plan: work\n")),),
        ("covers work/add",),
        {"work/add": "landed", "work/more": "unknown"},
        Work(MORE, claiming("work/more")),
        "G402",
        TWICE,
    ),
    Story(
        "each claimed",
        (lands(ADDING), done("work/add"), lands(Work(MORE, claiming("work/more")))),
        ("claimed work/add", "claimed work/more"),
        {"work/add": "complete", "work/more": "landed"},
        Work({b"src/newest": b"n\n"}, claiming("work/add")),
        "G405",
        TWICE,
    ),
    Story(
        "without a claim once the first has landed: by the branch alone nobody knows which, and a record tells",
        (
            lands(ADDING),
            pushed(Work(MORE)),
            done("work/add"),
            lands(Work({b"src/newest": b"n\n"})),
            records("work/more"),
        ),
        ("claimed work/add", "outside", "recorded work/more"),
        {"work/add": "complete", "work/more": "landed"},
        Work(DOCS),
        "pass",
        TWICE,
    ),
    Story(
        "a squash that lost the claim of the second phase, and a record of what it was held to",
        (
            lands(ADDING),
            done("work/add"),
            lands(Work(MORE, claiming("work/more")), b"more (#2)\n"),
            records("work/more"),
        ),
        ("claimed work/add", "recorded work/more"),
        {"work/add": "complete", "work/more": "landed"},
        Work(DOCS),
        "pass",
        TWICE,
    ),
    Story(
        "the same without a record",
        (lands(ADDING), done("work/add"), lands(Work(MORE, claiming("work/more")), b"more (#2)\n")),
        ("claimed work/add", "outside"),
        {"work/more": "waiting"},
        Work(DOCS),
        "pass",
        TWICE,
    ),
)
OUTSIDE = (
    hotfix("by merge commit", Forge.merge, ("approved",)),
    hotfix("by squash", Forge.squash, ("approved",)),
    hotfix("by rebase: two steps are the span", Forge.rebase, ("approved", "approved")),
    hotfix("by fast-forward: two steps are the span", Forge.forward, ("approved", "approved")),
    Story(
        "a hotfix approved by its digest, by rebase: its first commit needs no plan by itself",
        (pull("fix", Work({b"free": b"x\n"}), Work({b"top": None})), approves("fix"), by(Forge.rebase, "fix")),
        ("approved", "approved"),
        NOTHING,
        ADDING,
        "pass",
        {**STANDING, POLICY_FILE: POLICY.replace(b'["*"]', b"[file.delete]")},
    ),
    Story(
        "a hotfix approved by its digest, by rebase: its first commit looks like a phase's work",
        (pull("fix", Work(MORE), Work(TOP)), approves("fix"), by(Forge.rebase, "fix")),
        ("approved", "approved"),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "an approved hotfix by rebase between two landings of others",
        (
            pushed(Work(DOCS)),
            pull("fix", Work(TOP), Work({b"docs/e": b"e\n"}), Work(TOPS)),
            approves("fix"),
            lands(ADDING),
            by(Forge.rebase, "fix"),
            pushed(Work({b"docs/f": b"f\n"})),
        ),
        ("routine", "claimed work/add", "approved", "approved", "approved", "routine"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "half of an approved hotfix",
        (pull("fix", Work(TOP), Work(TOPS)), approves("fix"), pushed(Work(TOP))),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a hotfix approved, and not merged yet",
        (pull("next", Work(TOP)), approves("next")),
        (),
        NOTHING,
        Work(TOP),
        "pass",
    ),
    Story(
        "a hotfix approved, and its branch pushed anew by force with something else in it",
        (pull("next", Work(TOP)), approves("next"), pull("next", Work({**TOP, **TOPS}))),
        (),
        NOTHING,
        Work({**TOP, **TOPS}),
        "G102",
    ),
    Story(
        "a hotfix approved, and its branch pushed anew by force with other commits to the same end",
        (pull("next", Work(TOP), Work(TOPS)), approves("next")),
        (),
        NOTHING,
        Work({**TOP, **TOPS}),
        "pass",
    ),
    Story(
        "a hotfix approved long ago",
        (pull("next", Work(TOP)), approves("next", until=60)),
        (),
        NOTHING,
        Work(TOP),
        "G102 G404",
        later=120,
    ),
    Story(
        "a hotfix approved, landed and reverted, and brought once more",
        (pull("fix", Work(TOP)), approves("fix"), by(Forge.squash, "fix"), reverts()),
        ("approved", "outside"),
        NOTHING,
        Work(TOP),
        "G102 G404",
    ),
    Story(
        "a hotfix approved, landed by rebase and taken back in one step, and brought once more",
        (pull("fix", Work(TOP), Work(TOPS)), approves("fix"), by(Forge.rebase, "fix"), pushed(UNMENDED)),
        ("approved", "approved", "outside"),
        NOTHING,
        Work({**TOP, **TOPS}),
        "G102 G404",
    ),
    Story(
        "a hotfix approved, landed by fast-forward with what its next commit undoes, taken back, and brought once more",
        (
            pull("fix", Work({**TOP, b"src/old": b"1\n"}), Work({b"src/old": STANDING[b"src/old"], **TOPS})),
            approves("fix"),
            by(Forge.forward, "fix"),
            pushed(UNMENDED),
        ),
        ("approved", "approved", "outside"),
        NOTHING,
        Work({**TOP, **TOPS}),
        "G102 G404",
    ),
    Story(
        "a hotfix approved, landed by fast-forward with main merged in between, taken back, and brought once more",
        (
            pull("fix", Work(TOP)),
            pushed(Work(DOCS)),
            by(Forge.update, "fix"),
            by(Forge.more, "fix", Work(TOPS)),
            approves("fix"),
            by(Forge.forward, "fix"),
            pushed(UNMENDED),
        ),
        ("outside", "routine", "outside", "outside"),
        NOTHING,
        Work({**TOP, **TOPS}),
        "G102 G404",
    ),
    Story(
        "a hotfix approved, of which half has landed and was taken back",
        (pull("fix", Work(TOP), Work(TOPS)), approves("fix"), pushed(Work(TOP)), reverts()),
        ("outside", "outside"),
        NOTHING,
        Work({**TOP, **TOPS}),
        "pass",
    ),
    Story(
        "a hotfix approved, where no plan stands",
        (pull("next", Work(TOP)), approves("next")),
        (),
        {},
        Work(TOP),
        "pass",
        PLANLESS,
    ),
    Story(
        "a hotfix approved, landed and reverted, and brought once more, where no plan stands",
        (pull("fix", Work(TOP)), approves("fix"), by(Forge.squash, "fix"), reverts()),
        (),
        {},
        Work(TOP),
        "G102 G404",
        PLANLESS,
    ),
    Story(
        "a hotfix approved, landed by rebase and taken back in one step, and brought once more, where no plan stands",
        (pull("fix", Work(TOP), Work(TOPS)), approves("fix"), by(Forge.rebase, "fix"), pushed(UNMENDED)),
        (),
        {},
        Work({**TOP, **TOPS}),
        "G102 G404",
        PLANLESS,
    ),
    Story(
        "a workflow approved, landed and taken away, and brought once more, where no plan stands",
        (pull("fix", Work(WORKFLOW)), approves("fix"), by(Forge.squash, "fix"), reverts()),
        (),
        {},
        Work(WORKFLOW),
        "G107 G404",
        PLANLESS,
    ),
    Story(
        "a workflow approved, landed and taken away, and approved once more, where no plan stands",
        (
            pull("fix", Work(WORKFLOW)),
            approves("fix"),
            by(Forge.squash, "fix"),
            reverts(),
            pull("next", Work(WORKFLOW)),
            approves("next", until=31 * DAY),
        ),
        (),
        {},
        Work(WORKFLOW),
        "pass",
        PLANLESS,
    ),
    Story(
        "a hotfix approved, landed and reverted, and approved once more",
        (
            pull("fix", Work(TOP)),
            approves("fix"),
            by(Forge.squash, "fix"),
            reverts(),
            pull("next", Work(TOP)),
            approves("next", until=31 * DAY),
        ),
        ("approved", "outside"),
        NOTHING,
        Work(TOP),
        "pass",
    ),
    Story(
        "a hotfix that an agent approves",
        (pull("fix", Work(TOP)), approves("fix", "claude"), by(Forge.squash, "fix")),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a hotfix whose approval was revoked",
        (pull("fix", Work(TOP)), approves("fix"), revokes(), by(Forge.squash, "fix")),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a push past everything, outside every plan: nobody else is held up",
        (pushed(Work(TOP)), lands(ADDING)),
        ("outside", "claimed work/add"),
        ADDED,
        Work(LIB, claiming("other/only")),
        "pass",
    ),
    Story(
        "a push past everything, inside a plan: it is its phase's",
        (pushed(Work(ADD, b"quick\n")),),
        ("covers work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story("a commit that changes nothing", (), (), NOTHING, Work({}, b"run it again\n"), "pass"),
    Story("a plan is needed next", (), (), NOTHING, Work(TOP), "G102"),
    Story("documentation is routine", (lands(Work(DOCS)),), ("routine",), NOTHING, Work({b"docs/e": b"e\n"}), "pass"),
    Story(
        "somebody else's landing changes what the next one changes, elsewhere in the file",
        (lands(Work(LIB, claiming("other/only"))),),
        ("claimed other/only",),
        {"other/only": "landed", "work/add": "open"},
        Work({b"lib/l": b"lll\n"}, claiming("other/only")),
        "pass",
    ),
    Story(
        "a recorded landing is what the record says, whatever it claims",
        (lands(Work(TOP)), records("work/add")),
        ("recorded work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a record of three steps as one",
        (pushed(Work(TOP), Work(TOPS), Work(ADD)), records("work/add", 3)),
        ("recorded work/add",) * 3,
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a record of the step that a foxtrot made of two landings",
        (pull("x", Work(DOCS)), lands(ADDING), lands(Work(TOP)), by(Forge.foxtrot, "x"), records("work/add")),
        ("routine", "recorded work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a record of a landing that a foxtrot took off the line of first parents",
        (pull("x", Work(DOCS)), lands(Work(TOP)), records("work/add"), by(Forge.foxtrot, "x")),
        ("routine", "outside"),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a record of a machine that the policy listed, and lists no more",
        (lands(Work(TOP)), records("work/add", by="old", key=key(9))),
        ("recorded work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a record of a machine that no policy listed",
        (lands(Work(TOP)), records("work/add", by="old")),
        ("outside",),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a record cannot be revoked: what landed, landed",
        (lands(Work(TOP)), records("work/add"), revokes()),
        ("recorded work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a record that a person signed is none",
        (lands(Work(TOP)), records("work/add", by="dana")),
        ("outside",),
        NOTHING,
        AFTER,
        "G401",
    ),
)
BACK = (
    Story(
        "a revert un-meets what was complete",
        (lands(ADDING), done("work/add"), reverts()),
        ("claimed work/add", "back"),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a revert of the revert: it stands again",
        (lands(ADDING), done("work/add"), reverts(), reverts()),
        ("claimed work/add", "back", "again work/add"),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "a revert of the revert, attested anew",
        (lands(ADDING), done("work/add"), reverts(), reverts(), done("work/add")),
        ("claimed work/add", "back", "again work/add"),
        COMPLETE,
        AFTER,
        "pass",
    ),
    *[
        Story(
            f"a revert by {title}",
            (lands(ADDING), done("work/add"), lambda forge: forge.revert(forge.tips["main"]), by(way, "revert")),
            ("claimed work/add", "back"),
            NOTHING,
            AFTER,
            "G401",
        )
        for title, way in (("merge commit", Forge.merge), ("rebase", Forge.rebase), ("fast-forward", Forge.forward))
    ],
    Story(
        "a revert of a merge commit of two commits, of which the second takes part of the first back",
        (
            pull("x", Work({**ADD, **MORE}, claiming("work/add")), Work({b"src/newer": None}, claiming("work/add"))),
            by(Forge.merge, "x"),
            done("work/add"),
            reverts(message=b"Reverts #12\n"),
        ),
        ("claimed work/add", "back"),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "one commit of two that were rebased is taken back",
        (pull("x", ADDING, Work(MORE, claiming("work/add"))), by(Forge.rebase, "x"), done("work/add"), reverts()),
        ("claimed work/add", "claimed work/add", "back"),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "one commit of two that were rebased is taken back, and what is left is said to be complete",
        (
            pull("x", ADDING, Work(MORE, claiming("work/add"))),
            by(Forge.rebase, "x"),
            done("work/add"),
            reverts(),
            attests("complete", "work/add"),
        ),
        ("claimed work/add", "claimed work/add", "back"),
        {"work/add": "complete", "work/change": "open"},
        AFTER,
        "pass",
    ),
    Story(
        "a revert whose message says nothing",
        (lands(ADDING), done("work/add"), reverts(message=b"oops\n")),
        ("claimed work/add", "back"),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a partial revert",
        (
            lands(Work({**CHANGE, b"src/older": b"changed\n"}, claiming("work/change"))),
            pushed(Work({b"src/old": STANDING[b"src/old"]}, claiming("work/change"))),
        ),
        ("claimed work/change", "claimed work/change"),
        {"work/change": "landed"},
        ADDING,
        "G405",
    ),
    Story(
        "a message that says it reverts, without the inverse",
        (
            lands(ADDING),
            done("work/add"),
            lambda forge: forge.bypass(Work(LIB, b"This reverts commit %s.\n" % forge.tips["main"])),
        ),
        ("claimed work/add", "covers other/only"),
        {"work/add": "open", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "taken back, next, in time: it needs no plan",
        (lands(ADDING),),
        ("claimed work/add",),
        ADDED,
        Work({b"src/new": None}),
        "pass",
    ),
    Story(
        "taken back, next, too late",
        (lands(ADDING),),
        ("claimed work/add",),
        ADDED,
        Work({b"src/new": None}),
        "G409 G102",
        later=2 * DAY,
    ),
    Story(
        "taken back, next, when what comes after it has landed",
        (lands(ADDING), done("work/add"), lands(CHANGING)),
        ("claimed work/add", "claimed work/change"),
        {"work/add": "complete", "work/change": "landed"},
        Work({b"src/new": None}),
        "G409 G102",
    ),
    Story(
        "a file that was added and is then moved away is no way back",
        (
            lands(Work({**ADD, **MORE}, claiming("work/add"))),
            done("work/add"),
            pushed(Work({b"src/new": None, b"lib/new": b"new\n"})),
        ),
        ("claimed work/add", "outside"),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "a squash with everything of the branch taken back inside it",
        (pull("x", ADDING, Work({b"src/new": None}, claiming("work/add"))), by(Forge.squash, "x")),
        ("routine",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "the last phase takes away all that the first added, and says so: that is its work",
        (lands(ADDING), done("work/add"), lands(CHANGING), done("work/change"), lands(REMOVING), done("work/remove")),
        ("claimed work/add", "claimed work/change", "claimed work/remove"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "complete"},
        Work(DOCS),
        "pass",
    ),
    Story(
        "the same without a claim, in its turn",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(Work(REMOVING.edit)),
            done("work/remove"),
        ),
        ("claimed work/add", "claimed work/change", "covers work/remove"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "complete"},
        Work(DOCS),
        "pass",
    ),
    Story(
        "the same without a claim, in its turn, and said to be a revert",
        (lands(ADDING), done("work/add"), lands(CHANGING), done("work/change"), reverts(back=2)),
        ("claimed work/add", "claimed work/change", "back"),
        {"work/add": "open", "work/change": "landed", "work/remove": "waiting"},
        Work(DOCS),
        "pass",
    ),
    Story(
        "the last phase, next, which takes away all that the first added",
        (lands(ADDING), done("work/add"), lands(CHANGING), done("work/change")),
        ("claimed work/add", "claimed work/change"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "open"},
        REMOVING,
        "pass",
    ),
    Story(
        "the same without a claim, next",
        (lands(ADDING), done("work/add"), lands(CHANGING), done("work/change")),
        ("claimed work/add", "claimed work/change"),
        {"work/remove": "open"},
        Work(REMOVING.edit),
        "pass",
    ),
    Story(
        "the last phase, next, too early: it says that it is no way back",
        (lands(ADDING), done("work/add")),
        ("claimed work/add",),
        COMPLETE,
        REMOVING,
        "G401",
    ),
    Story(
        "the last phase too early, and past everything: what it takes away went with its claim",
        (lands(ADDING), done("work/add"), pushed(REMOVING)),
        ("claimed work/add", "claimed work/remove"),
        {"work/add": "complete", "work/remove": "landed"},
        AFTER,
        "G405",
    ),
    Story(
        "what the last phase took away comes back",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(REMOVING),
            done("work/remove"),
            reverts(),
        ),
        ("claimed work/add", "claimed work/change", "claimed work/remove", "back"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "open"},
        REMOVING,
        "pass",
    ),
    Story(
        "a claim of an earlier phase takes back what a later one did",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(Work(REMOVE, claiming("work/remove"))),
            lands(Work({b"src/older": STANDING[b"src/older"]}, claiming("work/add"))),
        ),
        ("claimed work/add", "claimed work/change", "claimed work/remove", "back"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "open"},
        Work(DOCS),
        "pass",
    ),
    Story(
        "work that was taken back lands again in another form",
        (lands(ADDING), reverts(), lands(Work(MORE, claiming("work/add")))),
        ("claimed work/add", "back", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
)
NO_PLANS = {path: text for path, text in STANDING.items() if path not in (PLAN_FILE, OTHER_FILE)}
NO_GUARD = {path: text for path, text in NO_PLANS.items() if path != POLICY_FILE}
EDITED = (
    Story(
        "plan and first phase, two commits of one push",
        (pushed(Work({PLAN_FILE: PLAN}), ADDING),),
        ("documents", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
        NO_PLANS,
    ),
    Story(
        "work that came before its plan",
        (pushed(ADDING, Work({PLAN_FILE: PLAN})),),
        ("outside", "documents"),
        {"work/add": "open", "work/change": "waiting"},
        AFTER,
        "G401",
        NO_PLANS,
    ),
    Story(
        "work and its own plan in one landing",
        (pushed(Work({**ADD, PLAN_FILE: PLAN}, claiming("work/add"))),),
        ("outside",),
        {"work/add": "open", "work/change": "waiting"},
        AFTER,
        "G401",
        NO_PLANS,
    ),
    Story(
        "a plan edited between two landings: each is held to the one before it",
        (
            lands(ADDING),
            lands(Work({PLAN_FILE: replaced(PLAN, (b"[/src/**]", b"[/new/**]"))})),
            lands(Work(MORE, claiming("work/add"))),
            lands(Work({b"new/n": b"n\n"}, claiming("work/add"))),
        ),
        ("claimed work/add", "documents", "outside", "claimed work/add"),
        ADDED,
        Work({b"src/newest": b"n\n"}, claiming("work/add")),
        "G101",
    ),
    Story(
        "a phase that a plan lost: what landed in it belongs to none that stands",
        (lands(Work(LIB, claiming("other/only"))), lands(Work({OTHER_FILE: replaced(OTHER, (b"only:", b"first:"))}))),
        ("claimed other/only", "documents"),
        {"other/first": "open"},
        Work({b"lib/l": b"lll\n"}),
        "pass",
    ),
    Story(
        "a policy that comes in mid-history: what was before it is not looked at",
        (
            pushed(Work(TOP), Work(ADD)),
            pushed(Work({POLICY_FILE: POLICY, PLAN_FILE: PLAN})),
            lands(Work(MORE, claiming("work/add"))),
        ),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
        NO_GUARD,
    ),
    Story(
        "a policy that became stricter: what landed before was free then",
        (
            pushed(Work({POLICY_FILE: POLICY.replace(b'["*"]', b"[]"), PLAN_FILE: PLAN})),
            lands(Work(TOP)),
            lands(Work({POLICY_FILE: replaced(POLICY)})),
            pushed(Work(TOPS)),
        ),
        ("free", "documents", "outside"),
        {"work/add": "open"},
        ADDING,
        "pass",
        NO_GUARD,
    ),
    Story(
        "a policy that names the landing after which it looks: what was before counts for no phase",
        (
            lands(ADDING),
            pushed(Work(TOP)),
            since(lambda forge: forge.tips["main"]),
            lands(Work(MORE, claiming("work/add"))),
        ),
        ("documents", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
    ),
    Story(
        "a policy that names its own landing's parent, with nothing after it yet",
        (lands(ADDING), done("work/add"), since(lambda forge: forge.tips["main"])),
        ("documents",),
        NOTHING,
        AFTER,
        "G401",
    ),
    Story(
        "a policy that looks back to before it stood: nobody was held to anything then",
        (
            pushed(Work(TOP)),
            pushed(Work({POLICY_FILE: POLICY, PLAN_FILE: PLAN})),
            since(lambda forge: forge.start),
            lands(ADDING),
        ),
        ("routine", "routine", "documents", "claimed work/add"),
        ADDED,
        AFTER,
        "G402",
        NO_GUARD,
    ),
    Story(
        "documents and work in one push past everything",
        (pushed(Work({**ADD, POLICY_FILE: replaced(POLICY)}, claiming("work/add"))),),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
)
WORLD = (
    Story(
        "complete and deployed: the next phase is open",
        (lands(ADDING), done("work/add")),
        ("claimed work/add",),
        COMPLETE,
        AFTER,
        "pass",
    ),
    Story(
        "complete, and nobody says that it is deployed",
        (lands(ADDING), attests("complete", "work/add")),
        ("claimed work/add",),
        {"work/add": "complete", "work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a deployment of somewhere else",
        (lands(ADDING), attests("complete", "work/add"), attests("deployed", "work/add", env="staging")),
        ("claimed work/add",),
        {"work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a person's word where a machine attests",
        (lands(ADDING), attests("complete", "work/add"), attests("deployed", "work/add", by="dana")),
        ("claimed work/add",),
        {"work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "an agent's word",
        (lands(ADDING), attests("complete", "work/add"), attests("deployed", "work/add", by="claude")),
        ("claimed work/add",),
        {"work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a release branch was deployed: its merge of main holds the landing",
        (
            by(Forge.pull, "release"),
            lands(ADDING),
            attests("complete", "work/add"),
            by(Forge.merge, "main", base="release"),
            attests("deployed", "work/add", "release"),
        ),
        ("claimed work/add",),
        COMPLETE,
        AFTER,
        "pass",
    ),
    Story(
        "a release branch was deployed that has the landing by cherry-pick alone: that is another commit",
        (
            by(Forge.pull, "release"),
            lands(ADDING),
            attests("complete", "work/add"),
            lambda forge: forge.cherry_pick(forge.tips["main"], "release"),
            attests("deployed", "work/add", "release"),
        ),
        ("claimed work/add",),
        {"work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "a deployment of a commit that is not here",
        (lands(ADDING), attests("complete", "work/add"), attests("deployed", "work/add", "f" * 40)),
        ("claimed work/add",),
        {"work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a deployment of a commit that is not here, after one that is: nobody knows what runs now",
        (lands(ADDING), done("work/add"), attests("deployed", "other/only", "f" * 40)),
        ("claimed work/add",),
        {"work/add": "complete", "work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a rehearsal of a commit that is not here takes nothing back",
        (lands(ADDING), done("work/add"), attests("rehearsed", "work/add", "f" * 40)),
        ("claimed work/add",),
        COMPLETE,
        AFTER,
        "pass",
    ),
    Story(
        "a rollback: what is deployed now lacks the landing",
        (by(Forge.pull, "before"), lands(ADDING), done("work/add"), attests("deployed", "work/add", "before")),
        ("claimed work/add",),
        {"work/add": "complete", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "a rollback of another plan's service takes it along",
        (by(Forge.pull, "before"), lands(ADDING), done("work/add"), attests("deployed", "other/only", "before")),
        ("claimed work/add",),
        {"work/add": "complete", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "rolled back, and forward again",
        (
            by(Forge.pull, "before"),
            lands(ADDING),
            done("work/add"),
            attests("deployed", "work/add", "before"),
            attests("deployed", "work/add"),
        ),
        ("claimed work/add",),
        COMPLETE,
        AFTER,
        "pass",
    ),
    Story(
        "evidence that was revoked",
        (lands(ADDING), done("work/add"), revokes()),
        ("claimed work/add",),
        {"work/change": "unknown"},
        AFTER,
        "G402",
    ),
    Story(
        "a second landing of a phase that was deployed: the word was for the first",
        (lands(ADDING), done("work/add"), lands(Work(MORE, claiming("work/add")))),
        ("claimed work/add", "claimed work/add"),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "the whole plan, phase by phase",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(Work(REMOVE, claiming("work/remove"))),
            done("work/remove"),
        ),
        ("claimed work/add", "claimed work/change", "claimed work/remove"),
        {"work/add": "complete", "work/change": "complete", "work/remove": "complete"},
        Work(MORE, claiming("work/add")),
        "G405",
    ),
    Story(
        "the last phase after the first",
        (lands(ADDING), done("work/add")),
        ("claimed work/add",),
        {**COMPLETE, "work/remove": "waiting"},
        Work(REMOVE, claiming("work/remove")),
        "G401",
    ),
    Story(
        "a clock behind what a machine has signed",
        (lands(ADDING), done("work/add")),
        ("claimed work/add",),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G407 G401",
        later=BEGUN - 2_000_000_000,
    ),
)
ODD = (
    Story(
        "a folder where a file was",
        (lands(Work({b"src/old": None, b"src/old/inner": b"x\n"}, claiming("work/add"))),),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "a submodule that comes in a phase that adds files",
        (lands(Work({b"src/module": (SUBMODULE, b"1" * 40)}, claiming("work/add"))),),
        ("outside",),
        NOTHING,
        ADDING,
        "pass",
    ),
    Story(
        "paths that are no UTF-8, and not in normal form",
        (lands(Work({b"src/\xff": b"x\n", "src/e\u0301".encode(): b"x\n"}, claiming("work/add"))),),
        ("claimed work/add",),
        ADDED,
        AFTER,
        "G402",
    ),
)
# plans are asked for where a schema or data change; nobody has to say what an edit of a file is for
LOOSE = {**STANDING, POLICY_FILE: POLICY.replace(b'["*"]', b"[schema.*, data.*]")}
EDITING = Work(CHANGE)
EVERY_DAY = (  # edits in the scope of a plan that nobody says are work of a phase
    Story(
        "edits as on every day, while the phase that edits waits: they are nobody's",
        (lands(EDITING),),
        ("free",),
        NOTHING,
        Work(LATER.edit),
        "pass",
        LOOSE,
    ),
    Story(
        "edits as on every day, while the phase before is not deployed yet",
        (lands(ADDING), attests("complete", "work/add")),
        ("claimed work/add",),
        {"work/add": "complete", "work/change": "unknown"},
        EDITING,
        "pass",
        LOOSE,
    ),
    Story(
        "edits as on every day, once the phase that edits is over",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(Work(REMOVE, claiming("work/remove"))),
            lands(Work({b"src/old": b"5\n"})),
        ),
        ("claimed work/add", "claimed work/change", "claimed work/remove", "free"),
        {"work/add": "complete"},
        Work({b"src/old": b"6\n"}),
        "pass",
        LOOSE,
    ),
    Story(
        "edits as on every day, where all work needs a plan: no phase has them before its turn",
        (pushed(EDITING),),
        ("outside",),
        NOTHING,
        Work(LATER.edit),
        "G102",
    ),
    Story(
        "edits while it is the turn of the phase that edits: they are its work",
        (lands(ADDING), done("work/add"), lands(EDITING)),
        ("claimed work/add", "covers work/change"),
        {"work/add": "complete", "work/change": "landed"},
        Work(LATER.edit),
        "pass",
    ),
    Story(
        "an edit of a file that a phase changed: what it brought may have gone, and somebody says so anew",
        (
            lands(ADDING),
            done("work/add"),
            lands(CHANGING),
            done("work/change"),
            lands(Work(REMOVE, claiming("work/remove"))),
            lands(Work({b"src/old": b"5\n"})),
        ),
        ("claimed work/add", "claimed work/change", "claimed work/remove", "free"),
        {"work/add": "complete", "work/change": "landed", "work/remove": "landed"},
        Work({b"src/old/x": b"x\n", b"src/old": None}, claiming("work/remove")),
        "G401 G104",
        LOOSE,
    ),
)


def says_it_reverts(back: int = 1) -> Event:
    """A page changes; its message says that it takes back the landing so many steps back."""

    def act(forge: Forge) -> None:
        oid = forge.tips["main"]
        for _ in range(back - 1):
            oid = forge.parents[oid][0]
        forge.bypass(Work(DOCS, b"Say more\n\nThis reverts commit %s.\n" % oid))

    return act


FEW = {**STANDING, PLAN_FILE: PLAN.replace(b"[/src/**]}", b"[/src/**], total: {landings: 2}}")}
STRAY = {**LOOSE, PLAN_FILE: PLAN.replace(b"phases:", b"absent: {stray: {text: LEGACY, in: /**, from: add}}\nphases:")}
OFF = {
    **STANDING,
    PLAN_FILE: PLAN.replace(b"{add: deployed}", b"{run: complete}").replace(
        b"  change:", b"  run: {after: {add: deployed}, outside: run the job}\n  change:"
    ),
}
SAID = (  # a word in a message takes nothing back
    Story(
        "a page that says it takes back the landing that is not deployed: evidence must hold it all the same",
        (lands(ADDING), done("work/add"), lands(Work(MORE, claiming("work/add"))), says_it_reverts()),
        ("claimed work/add", "claimed work/add", "routine"),
        {"work/add": "landed", "work/change": "waiting"},
        AFTER,
        "G401",
    ),
    Story(
        "a page that says it takes back what came later: the phase before is over all the same",
        (lands(ADDING), done("work/add"), lands(CHANGING), says_it_reverts()),
        ("claimed work/add", "claimed work/change", "routine"),
        {"work/add": "complete", "work/change": "open"},
        Work(MORE, claiming("work/add")),
        "G405",
    ),
    Story(
        "a page that says it takes back a landing: it counts among all of the plan",
        (lands(ADDING), lands(Work(MORE, claiming("work/add"))), says_it_reverts()),
        ("claimed work/add", "claimed work/add", "routine"),
        {"work/add": "landed"},
        Work({b"src/newest": b"n\n"}, claiming("work/add")),
        "G430",
        FEW,
    ),
    Story(
        "a page that says it takes back the first landing: what must be absent from then on still must",
        (lands(ADDING), says_it_reverts()),
        ("claimed work/add", "routine"),
        {"work/add": "open"},
        Work({b"top": b"LEGACY\n"}),
        "G413",
        STRAY,
    ),
    Story(
        "the first landing taken back in fact: nothing must be absent yet",
        (lands(ADDING), reverts()),
        ("claimed work/add", "back"),
        {"work/add": "open"},
        Work({b"top": b"LEGACY\n"}),
        "pass",
        STRAY,
    ),
    Story(
        "taken back, next, after a job outside the repository has run on it",
        (lands(ADDING), done("work/add"), attests("complete", "work/run")),
        ("claimed work/add",),
        {"work/add": "complete", "work/run": "complete"},
        Work({b"src/new": None}),
        "G409 G102",
        OFF,
    ),
    Story(
        "more of a phase after a job outside the repository has run on it",
        (lands(ADDING), done("work/add"), attests("complete", "work/run")),
        ("claimed work/add",),
        {"work/add": "complete", "work/run": "complete", "work/change": "open"},
        Work(MORE, claiming("work/add")),
        "G405",
        OFF,
    ),
)


def go(*columns: str) -> bytes:
    """Code that writes these columns of the table."""
    names = ", ".join(columns)
    values = ", ".join([f"${number}" for number, _ in enumerate(columns, 1)])
    line = f'return db.Exec("INSERT INTO orders ({names}) VALUES ({values})", one, two, three)'
    return f"package orders\n\nfunc Insert(db DB) error {{\n\t{line}\n}}\n".encode()


UIDS = b"""\
plan: uids
version: 1
owner: dana
why: Orders are named by a UUID
scope: {paths: [/db/**, /src/**]}
phases:
  expand: {does: [schema.column.add], creates: [column:orders.uid]}
  dual-write: {after: {expand: deployed}, does: [code.write.dual, file.modify]}
  backfill: {after: {dual-write: deployed}, does: [data.backfill]}
  switch-reads: {after: {backfill: backfilled}, does: [code.read.switch, file.modify]}
  stop-writes: {after: {switch-reads: deployed 7d}, does: [code.write.stop, file.modify]}
  contract: {after: {stop-writes: deployed 7d}, does: [schema.column.drop], drops: [column:orders.no]}
"""
SQL, CODE = b"db/migrations/000%d_x.up.sql", b"src/orders.go"
TABLE = b"CREATE TABLE orders (no bigint PRIMARY KEY, total bigint NOT NULL);\n"
ORDERS = {
    **{path: text for path, text in LOOSE.items() if path != PLAN_FILE},
    POLICY_FILE: LOOSE[POLICY_FILE] + b"dialects: {/db/**: postgres}\n",
    b".guard/plans/uids.yaml": UIDS,
    SQL % 1: TABLE,
    CODE: go("no", "total"),
}
EXPAND = Work({SQL % 2: b"ALTER TABLE orders ADD COLUMN uid uuid;\n"})
DUAL, SINGLE = Work({CODE: go("no", "total", "uid")}), Work({CODE: go("total", "uid")})
FILL = Work({b"db/backfills/uids.sql": b"UPDATE orders SET uid = gen_random_uuid() WHERE uid IS NULL;\n"})
READING = b'\nfunc Read(db DB) error {\n\treturn db.Query("SELECT %s FROM orders")\n}\n'
READS_NEW, READS_OLD = (Work({CODE: go("no", "total") + READING % of}) for of in (b"uid", b"total"))
WRITTEN = (lands(EXPAND), done("uids/expand"), lands(DUAL), done("uids/dual-write"))
MEANT = (  # what a phase is for is its work without a word, whatever stands beside it
    Story(
        "what phases are for, in their turn",
        WRITTEN,
        ("covers uids/expand", "covers uids/dual-write"),
        {"uids/expand": "complete", "uids/dual-write": "complete", "uids/backfill": "open"},
        FILL,
        "pass",
        ORDERS,
    ),
    Story(
        "what a phase is for, before its turn",
        (lands(EXPAND),),
        ("covers uids/expand",),
        {"uids/expand": "complete", "uids/dual-write": "unknown"},
        DUAL,
        "G402",
        ORDERS,
    ),
    Story(
        "what a phase is for, before its turn, with a file beside it that the plan does not have",
        (lands(EXPAND),),
        ("covers uids/expand",),
        {"uids/expand": "complete", "uids/dual-write": "unknown"},
        Work({**DUAL.edit, **TOP}),
        "G402 G101",
        ORDERS,
    ),
    Story(
        "the old column is no longer written, with a file beside it that the plan does not have",
        WRITTEN,
        ("covers uids/expand", "covers uids/dual-write"),
        {"uids/backfill": "open"},
        Work({**SINGLE.edit, **TOP}),
        "G401 G101",
        ORDERS,
    ),
    Story(
        "the same past everything: nobody knows what it was, and what may be a phase's is held against it",
        (*WRITTEN, pushed(Work({**SINGLE.edit, **TOP}))),
        ("covers uids/expand", "covers uids/dual-write", "outside"),
        {"uids/dual-write": "landed", "uids/backfill": "waiting", "uids/stop-writes": "waiting"},
        FILL,
        "G401",
        ORDERS,
    ),
    Story(
        "a text of the forge that claims what is not there: the backfill waits for evidence of that landing",
        (*WRITTEN, lands(Work({CODE: go("no", "total") + b"\n"}), b"Tidy\n\nGuard-Phase: nonsense\n")),
        ("covers uids/expand", "covers uids/dual-write", "outside"),
        {"uids/dual-write": "landed", "uids/backfill": "waiting"},
        FILL,
        "G401",
        ORDERS,
    ),
    Story(
        "code that reads a column before it is there: whoever wrote it, it waits for what makes the column",
        (),
        (),
        {"uids/expand": "open", "uids/dual-write": "waiting"},
        READS_NEW,
        "G401",
        ORDERS,
    ),
    Story(
        "the same before the column is deployed, with a file beside it that the plan does not have",
        (lands(EXPAND),),
        ("covers uids/expand",),
        {"uids/expand": "complete", "uids/dual-write": "unknown"},
        Work({**READS_NEW.edit, **TOP}),
        "G402 G101",
        ORDERS,
    ),
    Story(
        "code that reads another column, meanwhile",
        (lands(EXPAND),),
        ("covers uids/expand",),
        {"uids/expand": "complete", "uids/dual-write": "unknown"},
        READS_OLD,
        "pass",
        ORDERS,
    ),
    Story(
        "code that reads the column once what waited for it is over",
        (*WRITTEN, lands(FILL)),
        ("covers uids/expand", "covers uids/dual-write", "covers uids/backfill"),
        {"uids/dual-write": "complete", "uids/switch-reads": "unknown"},
        Work({CODE: go("no", "total", "uid") + READING % b"uid"}),
        "pass",
        ORDERS,
    ),
)
