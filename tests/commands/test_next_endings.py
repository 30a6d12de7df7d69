"""Each page for an agent ends with one thing that it can do, or ends its turn and says who does what by which command.

Every state that a plan can be in, one after the other; of all of them the same is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.commands.standing import FILES, KEYS, POLICY, TIDY, Branch, branch
from tests.commands.test_next_agent import Told, commit, stand, told

pytestmark = pytest.mark.usefixtures("read_here")

GO_ON = "next   you: do the work you were asked for, then: guard check"
TELLS = re.compile(r"next   end your turn, and tell [a-z]+( or [a-z]+)*")
UNTIL = re.compile(r"next   end your turn, until 2026-\d\d-\d\d \d\d:\d\d UTC")
THEIRS = re.compile(r"^  (?!you:)([a-z][a-z0-9-]*): (.+)$", re.M)
SIGNS = re.compile(r"you: (?:.*: )?guard (approve|attest|revoke|enroll)")
PLAN = b".guard/plans/tidy.yaml"
HEAD = TIDY.partition("phases:\n")[0] + "phases:\n"
SWEEP, LOOK = "  sweep: {does: [file.*]}\n", "  look: {does: []}\n"
OUTSIDE = "  vault: {outside: rotate the key in the vault}\n"
SHADOW = POLICY.replace("version: 4\n", "version: 4\nmode: shadow\n")
BEGUN = re.sub(r"key: ssh[^,]*, (?=teams)", "", SHADOW)  # as guard init leaves it
NO_KEYS = re.sub(r"key: ssh[^,]*, (?=teams)", "", POLICY)


def files(phases: str = "", policy: str = POLICY, **plans: str) -> dict[bytes, bytes]:
    """A branch with these plans; `tidy` has these phases, or does not stand there."""
    found = {path: text for path, text in FILES.items() if not path.startswith(b".guard/plans/")}
    found[b".guard/policy.yaml"] = policy.encode()
    found |= {PLAN: (HEAD + phases).encode()} if phases else {}
    return found | {f".guard/plans/{name}.yaml".encode(): text.encode() for name, text in plans.items()}


def agree(made: Branch) -> None:
    """A yes to each plan that stands there."""
    for path in made.files:
        if path.startswith(b".guard/plans/"):
            made.book.approve("plan", path[len(b".guard/plans/") : -len(b".yaml")].decode(), by="dana", at=made.now)


def tidy(made: Branch) -> Told:
    agree(made)
    return told(made, "tidy")


def every(made: Branch) -> Told:
    agree(made)
    return told(made)


def fresh(made: Branch) -> Told:
    """Nobody has agreed to anything."""
    return told(made, "tidy")


def stale(made: Branch) -> Told:
    agree(made)
    made.land({PLAN: made.files[PLAN].replace(b"/tools/**", b"/tools/**, /bin/**")})
    return told(made, "tidy")


def late(made: Branch) -> Told:
    """The yes is older than it may be."""
    agree(made)
    made.now += 365 * 86400
    return told(made, "tidy")


def worked(made: Branch) -> Told:
    agree(made)
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    return told(made, "tidy")


def complete(made: Branch) -> Told:
    worked(made)
    made.book.attest("complete", "tidy/sweep", made.tip, by="dana", at=made.now)
    return told(made, "tidy")


def nothing_left(made: Branch) -> Told:
    complete(made)
    return told(made)


def over(made: Branch) -> Told:
    """A later phase has landed, though nobody has said that the one before it is complete."""
    agree(made)
    made.land({b"tools/a": b"b\n"}, node="tidy/then")
    return told(made, "tidy")


def taken(made: Branch) -> Told:
    agree(made)
    made.guard("next", "--take", "tidy/sweep")
    stand(made, "work")
    return told(made, "tidy")


def closed(made: Branch) -> Told:
    """What is taken up is complete meanwhile."""
    taken(made)
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    made.book.attest("complete", "tidy/sweep", made.tip, by="dana", at=made.now)
    return told(made, "tidy")


def gone(made: Branch) -> Told:
    """The plan was given up: it stands no more."""
    taken(made)
    made.files.pop(PLAN)
    made.land({})
    return told(made)


def soaks(made: Branch) -> Told:
    complete(made)
    made.book.attest("deployed", "tidy/sweep", made.tip, by="deploy", at=made.now)
    return told(made, "tidy")


def asked(made: Branch) -> Told:
    agree(made)
    made.guard("ask", "which of them?", "--about", "tidy/sweep")
    return told(made, "tidy")


def looking(made: Branch) -> Told:
    agree(made)
    return told(made, "tidy", "--take", "look")


def looked(made: Branch) -> Told:
    looking(made)
    return told(made, "--drop")


def refused(made: Branch) -> Told:
    return told(made, "--take", "tidy/sweep")


def unlanded(made: Branch) -> Told:
    taken(made)
    commit(made, "work", {b"tools/a": b"b\n"}, "tidy/sweep")
    return told(made, "tidy")


def shared(made: Branch) -> Told:
    agree(made)
    return told(made, "split")


def begun(made: Branch) -> Told:
    """It was taken up before anybody saw that another plan changes the same."""
    shared(made)
    made.guard("next", "--take", "split/expand")
    stand(made, "work")
    return told(made, "split")


def budgeted(made: Branch) -> Told:
    agree(made)
    return told(made, "total")


COLUMN = "  expand: {does: [schema.column.add], creates: [column:users.given]}\n"
SPLIT = HEAD.replace("plan: tidy", "plan: split").replace("/tools", "/db") + COLUMN
RATES = SPLIT.replace("plan: split", "plan: rates").replace("users.given", "users.rate")
TOTAL = (
    (HEAD + SWEEP)
    .replace("plan: tidy", "plan: total")
    .replace("/tools/**]", "/tools/**], total: {landings: 3, files: 9}")
)
WINDOW = '  sweep: {does: [file.*], window: "sat-sun 01:00-05:00 UTC"}\n'
ORDER = "dana: say which goes first, in the plan that waits: after: {rates/expand: deployed}"
THEN = "  then: {after: {sweep: complete}, does: [file.*]}\n"
SOAK = "  then: {after: {sweep: deployed 7d}, does: [file.*]}\n"
OTHER = HEAD.replace("plan: tidy", "plan: mop").replace("/tools", "/bin") + SWEEP
MISSING = "  then: {after: {gone/sweep: complete}, does: [file.*]}\n"
TAKE, WORK = "next   you: guard next --take tidy/", "next   you: make the change, then: guard check --staged"
BEGIN = "next   you: guard plan new NAME --from expand-contract --owner dana"
DROP = "next   you: guard next --drop"
ATTEST = "guard attest complete --plan tidy --phase"

ENDINGS: dict[str, tuple[dict[bytes, bytes], Callable[[Branch], Told], str, str]] = {
    "no policy": ({b"a": b"a\n"}, told, "next   you: do the work you were asked for", "nothing is held to anything"),
    "no plan": (files(), told, BEGIN, "dana: land "),
    "no plan, in shadow": (files(policy=SHADOW), told, GO_ON, "stops nothing"),
    "as guard init leaves it": (files(policy=BEGUN), told, GO_ON,
                                "stops nothing"),
    "no plan, and nobody is named": (files(policy="id: sample-house\nversion: 1\n"), told,
                                     "next   you: guard plan new NAME --from expand-contract", "which names nobody"),
    "waits for a yes": (files(SWEEP), fresh, "", "dana: guard approve tidy"),
    "waits for a yes, in shadow": (files(SWEEP, SHADOW), told, GO_ON, "stops nothing"),
    "waits for a yes, in shadow, its plan asked for": (files(SWEEP, SHADOW), fresh, "", "dana: guard approve tidy"),
    "no key is listed": (files(SWEEP, NO_KEYS), fresh, "", "omar: guard approve tidy"),
    "approved as it stood before": (files(SWEEP), stale, "", "dana: guard approve tidy"),
    "approved too long ago": (files(SWEEP), late, "", "dana: guard approve tidy"),
    "open": (files(SWEEP), tidy, TAKE + "sweep", "you may, once tidy/sweep is taken up"),
    "open, of one of two": (files(SWEEP, mop=OTHER), every, "next   you: guard next --take mop/sweep",
                             "by guard next --take: tidy/sweep"),
    "open behind what only looks": (files(LOOK + SWEEP), tidy, TAKE + "sweep", "by guard next --take: look"),
    "open behind what is outside": (files(OUTSIDE + SWEEP), tidy, TAKE + "sweep", "you may, once tidy/sweep"),
    "only looking is open": (files(LOOK), tidy, TAKE + "look", "you may, once tidy/look is taken up"),
    "looking": (files(LOOK), looking, "next   you: look, then: guard next --drop", f"omar: {ATTEST} look"),
    "looked": (files(LOOK), looked, "", f"omar: {ATTEST} look"),
    "outside": (files(OUTSIDE), tidy, "", f"omar: {ATTEST} vault"),
    "taken up": (files(SWEEP), taken, WORK, "omar: land work on refs/heads/main"),
    "taken up and committed": (files(SWEEP), unlanded, WORK, "1 commit of it, not landed yet"),
    "taken up, and complete since": (files(SWEEP), closed, DROP, "tidy/sweep, 1 landing so far, which is complete"),
    "taken up, and its plan given up": (files(SWEEP, mop=OTHER), gone, DROP, "which does not stand on refs/heads/main"),
    "not taken up": (files(SWEEP), refused, "", "dana: guard approve tidy"),
    "landed, and nobody said that it is complete": (files(SWEEP), worked, "", f"omar: {ATTEST} sweep"),
    "complete": (files(SWEEP), complete, "", "omar: guard plan status tidy"),
    "all complete": (files(SWEEP), nothing_left, "", "omar: guard plan status tidy"),
    "waits for evidence": (files(SWEEP + SOAK), complete, "", "deploy: guard attest deployed --plan tidy"),
    "waits for time": (files(SWEEP + SOAK), soaks, "until", "nobody has to do anything before 2026-"),
    "waits for what never comes": (files(SWEEP + THEN + "  last: {after: {sweep: complete}, does: [file.*]}\n"), over,
                                   "", "omar: guard plan"),
    "waits for a plan that does not stand": (files(MISSING), tidy, "", "omar: guard plan lint tidy"),
    "another plan changes the same": (files(split=SPLIT, rates=RATES), shared, "", ORDER),
    "taken up, and another plan changes the same": (files(split=SPLIT, rates=RATES), begun, "", ORDER),
    "another plan changes the same, in shadow": (files(policy=SHADOW, split=SPLIT, rates=RATES), every, GO_ON,
                                                 "say which goes first"),
    "another phase is free": (files(split=SPLIT + SWEEP, rates=RATES), shared,
                              "next   you: guard next --take split/sweep", "you may, once split/sweep is taken up"),
    "open, with a budget": (files("", total=TOTAL), budgeted,
                            "next   you: guard next --take total/sweep",
                            "in all   3 landings, 9 files in the landings of this plan together"),
    "open, and runs in its window": (files(WINDOW), tidy, TAKE + "sweep", "window   sat-sun 01:00-05:00 UTC"),
    "asked": (files(SWEEP), asked, "", "omar: say in the plan, at phase sweep"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDINGS)
def test_each_page_ends_with_a_step_that_its_reader_can_do_or_with_names(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    documents, walk, last, words = ENDINGS[name]
    with branch(capsys, documents) as made:
        one = walk(made)
    assert words in one.text, one.text
    assert one.next == last or (last == "" and TELLS.fullmatch(one.next)) or (last and UNTIL.fullmatch(one.next)), (
        one.text
    )
    assert not SIGNS.search(one.text), "nobody signs for another"
    if TELLS.fullmatch(one.next):
        named = dict(THEIRS.findall(one.parts["your turn ends"]))
        assert named and all([step.partition(" ")[0] in ("guard", "land", "say") for step in named.values()]), one.text
        assert one.next.removeprefix("next   end your turn, and tell ").split(" or ")[0] in KEYS, one.text
    if last == "until":
        assert UNTIL.fullmatch(one.next), one.text
