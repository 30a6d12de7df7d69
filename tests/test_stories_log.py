"""Two stories end to end, with a real branch, a real log and real signatures: one person alone, and a team."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.acts.words import short
from tests.commands.acting import House, standing
from tests.running import Answer
from tests.signing import PINNED, TOUCHED, key

SOLO_POLICY = f"""\
id: solo-house
version: 1
people: {{dana: {{key: {key("ed25519", "dana").line}, teams: [all]}}}}
agents: {{claude: {{owner: dana, purpose: everything, key: {key("ed25519", "claude").line}}}}}
owners: {{/.guard/**: all}}
needs_plan: ["*"]
routine: [{{paths: [/docs/**], does: [file.*]}}]
approvals: {{plan: 1, irreversible: 1}}
"""
SOLO_PLAN = """\
plan: move
version: 1
owner: dana
why: Move the settings into one file
scope: {paths: [/app/**]}
phases:
  write: {does: [file.add]}
  read: {after: {write: deployed}, does: [file.modify]}
"""


TEAM_POLICY = f"""\
id: team-house
version: 1
people:
  dana: {{key: {key("sk-ed25519", "dana").line}, teams: [identity]}}
  omar: {{key: {key("sk-ed25519", "omar").line}, teams: [identity]}}
  bill: {{key: {key("sk-ecdsa", "bill").line}, teams: [billing]}}
machines: {{deploy: {{key: {key("ed25519", "deploy").line}, attests: [deployed]}}}}
agents: {{claude: {{owner: dana, purpose: migrations, key: {key("ed25519", "claude").line}}}}}
owners: {{/.guard/**: identity, table:users: [identity, billing]}}
consumers: {{table:users: [api]}}
needs_plan: ["*"]
approvals: {{plan: 2, irreversible: 2, presence: {{plan: touch, stop: touch}}}}
"""
TEAM_PLAN = """\
plan: split
version: 1
owner: dana
why: Split users.name
scope: {paths: [/db/**, /app/**]}
phases:
  expand: {does: [schema.column.add], creates: [column:users.given]}
  write: {after: {expand: deployed}, does: [file.modify]}
"""
TEAM = {
    b".guard/policy.yaml": TEAM_POLICY.encode(),
    b".guard/plans/split.yaml": TEAM_PLAN.encode(),
    b"app/a.txt": b"a\n",
    b"db/migrations/0001.sql": b"CREATE TABLE users (id bigint, name text);\n",
}
EXPAND = {b"db/migrations/0002.sql": b"ALTER TABLE users ADD COLUMN given text;\n"}
KINDS = {"bill": "sk-ecdsa"}


def said(answer: Answer, code: int, *rules: str) -> Answer:
    """The exit code, and the rules of all that was found."""
    assert (answer.code, sorted(answer.rules())) == (code, sorted(rules)), answer.said
    return answer


def claiming(node: str) -> str:
    plan, _, phase = node.partition("/")
    return f"work\n\nGuard-Plan: {plan}\nGuard-Phase: {phase}"


def judged(made: House, files: dict[bytes, bytes], node: str = "") -> Answer:
    """What is said of landing this, on a branch of its own."""
    made.branch("work", files, claiming(node) if node else "work")
    return made.guard("check", "--range", "..HEAD")


def digits(made: House, *words: str, by: str) -> str:
    """What a person types who has read it."""
    path, _ = made.request(*words, by=by)
    return short(json.loads(path.read_bytes())["digest"])


def test_one_person_and_an_agent(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent writes; the person says yes and says what is so, with a key that has no passphrase."""
    assert len(SOLO_POLICY.splitlines()) == 8
    plan, write, read = {b".guard/plans/move.yaml": SOLO_PLAN.encode()}, {b"app/b.txt": b"b\n"}, {b"app/a.txt": b"c\n"}
    files = {b"app/a.txt": b"a\n", b".guard/policy.yaml": SOLO_POLICY.encode()}
    with standing(capsys, tmp_path, monkeypatch, files) as made:
        # The agent's plan waits for the person; the agent itself can say yes to nothing.
        waits = said(judged(made, plan), 3, "G107", "G264")
        assert "dana: reads the change and approves it: guard approve move --at HEAD" in waits.out
        agent = str(key("ed25519", "claude").file(tmp_path))
        said(made.guard("approve", "move", "--at", "HEAD", "--key", agent, "--reason", "mine"), 1, "G521")
        path, _ = made.request("approve", "move", "--at", "HEAD", by="dana")
        made.sign(path, key("ed25519", "claude"), "approval")
        said(made.guard("approve", "--at", "HEAD", "--signed", str(path)), 1, "G521")
        said(judged(made, plan), 3, "G107", "G264")

        # dana reads it, types, and ssh-keygen signs.
        mine = str(key("ed25519", "dana").file(tmp_path))
        typed = [("digits of the digest, ", f"{digits(made, 'approve', 'move', '--at', 'HEAD', by='dana')}\n")]
        asked = ("approve", "move", "--at", "HEAD", "--key", mine, "--reason", "read it")
        assert made.typed(*asked, answers=typed).result == 0
        said(judged(made, plan), 0)
        made.land(plan)

        # The first phase is open, the second waits until dana says that the first one runs.
        assert "open now:\n  move/write\n" in said(made.guard("next"), 0).out
        said(judged(made, write, "move/write"), 0)
        said(judged(made, read, "move/read"), 1, "G401")
        made.land(write, node="move/write")
        for fact in ("complete", "deployed"):
            said(judged(made, read, "move/read"), 3, "G402")
            said(made.carried("attest", fact, "--plan", "move", "--phase", "write", by="dana"), 0)
        assert "open now:\n  move/read\n" in said(made.guard("next"), 0).out
        said(judged(made, read, "move/read"), 0)


@pytest.mark.later
def test_two_teams_and_a_table_they_share(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security keys, both owners, evidence by a machine, and a word that is taken back."""
    with standing(capsys, tmp_path, monkeypatch, TEAM) as made:

        def yes(what: str, by: str, flags: int = TOUCHED) -> Answer:
            return made.carried("approve", what, by=by, kind=KINDS.get(by, "sk-ed25519"), flags=flags)

        # Nobody approves their own work, and nobody who was not there.
        said(judged(made, EXPAND, "split/expand"), 3, "G403", "G403")
        said(yes("split", "dana"), 1, "G520")
        said(yes("split", "omar", flags=0), 1, "G522")
        assert "it takes somebody of team billing: bill" in " ".join(said(yes("split", "omar"), 0).out.split())
        said(judged(made, EXPAND, "split/expand"), 3, "G403", "G403")

        # Both owners have said yes to the plan; the table is shared, so they look once more before it changes.
        assert "expand stops once more: changes table:users" in said(yes("split", "bill", TOUCHED | PINNED), 0).out
        said(judged(made, EXPAND, "split/expand"), 3, "G403")
        said(yes("split/expand", "omar"), 0)
        last = said(yes("split/expand", "bill"), 0)
        assert "opens     expand" in last.out
        said(judged(made, EXPAND, "split/expand"), 0)
        made.land(EXPAND, node="split/expand")

        # A machine says that it is out; a person's word on that is not taken.
        said(judged(made, {b"app/a.txt": b"b\n"}, "split/write"), 3, "G402")
        _, person = made.request("attest", "deployed", "--plan", "split", "--phase", "expand", by="omar")
        said(person, 1, "G521")
        out = said(made.machine("deployed", "split/expand", "--service", "api"), 0)
        assert "opens     split/write" in out.out
        said(judged(made, {b"app/a.txt": b"b\n"}, "split/write"), 0)

        # bill takes his yes to the plan back: nothing of it goes on.
        entry = next(one.id for one in made.log().entries if one.act.by == "bill")
        taken = said(made.carried("revoke", entry, by="bill", kind="sk-ecdsa"), 0)
        assert "closes    split/write" in taken.out
        said(judged(made, {b"app/a.txt": b"b\n"}, "split/write"), 3, "G403")
        assert "open now:" not in said(made.guard("next"), 0).out
