"""A repository in which very much waits: many plans, each with many assumptions that nobody settles."""

from __future__ import annotations

from tests.repos import Maker

PLANS, ASSUMPTIONS = 100, 30
POLICY = """\
id: much-waits
version: 1
people: {dana: {teams: [core]}, omar: {teams: [core]}}
owners: {/.guard/**: core}
needs_plan: ["*"]
routine: [{paths: [/docs/**], does: [file.*]}]
approvals: {plan: 1, irreversible: 1}
"""


def many(made: Maker, plans: int = PLANS, assumptions: int = ASSUMPTIONS) -> bytes:
    """The branch main with all of them; the commit it is at."""
    files = {b".guard/policy.yaml": POLICY.encode(), b"docs/back.md": b"# back\n"}
    files |= {b".guard/plans/plan-%03d.yaml" % at: _plan(at, assumptions) for at in range(plans)}
    for at in range(plans):
        files[b"src/part%03d/a.py" % at] = b"a = 1\n"
    tip = made.commit(made.tree(made.files(files)))
    made.ref(b"refs/heads/main", tip)
    made.write(".git/HEAD", b"ref: refs/heads/main\n")
    return tip


def _plan(at: int, assumptions: int) -> bytes:
    """Four phases, one of which stops; every third plan waits for the one before it."""
    assume = "".join([f"  A{one}: {{says: part {at} holds what {one} says of it}}\n" for one in range(assumptions)])
    after = f"after: {{plan-{at - 1:03d}/expand: deployed}}, " if at % 3 == 2 else ""
    return (
        f"plan: plan-{at:03d}\nversion: 1\nowner: {'dana' if at % 2 else 'omar'}\nwhy: Rename part {at}\n"
        f"scope: {{paths: [/src/part{at:03d}/**]}}\nassume:\n{assume}phases:\n"
        f"  expand: {{{after}does: [schema.column.add, file.*]}}\n"
        "  dual-write: {after: {expand: deployed}, does: [code.write.dual, file.*]}\n"
        "  backfill: {after: {dual-write: deployed 24h}, does: [data.backfill]}\n"
        "  switch-reads: {after: {backfill: backfilled remaining=0}, does: [code.read.switch, file.modify]}\n"
    ).encode()
