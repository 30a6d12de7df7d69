"""An approval that an agent cannot give itself: forged, refused, given by a person; and the landing judged once more.

The keys are made for the demo, without a passphrase, by the ssh-keygen of this machine.
"""

from __future__ import annotations

import re
import subprocess

from guard.commands.demo import runs
from guard.commands.demo.changes import FILES
from guard.commands.demo.stage import LINE, say
from guard.doors.signatures import keygen
from guard.doors.signatures.child import keygen as program
from guard.errors import GuardError
from guard.model.claim import Claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.demo.stage import Stage

POLICY = """\
id: 8d2e61c4
version: 1
people:
  dana: {{key: {dana}, teams: [identity]}}
machines:
  ci: {{key: {ci}}}
agents:
  claude: {{key: {claude}, owner: dana, purpose: migrations}}
owners:
  /.guard/**: identity
dialects: {{/db/**: postgres}}
"""
PLAN_FILE = ".guard/plans/split-display-name.yaml"
PLAN, NODE = "split-display-name", "split-display-name/expand"
COLUMNS = {"db/migrations/0002.sql": "ALTER TABLE users ADD COLUMN given_name text, ADD COLUMN family_name text;\n"}
NAMESPACE = "guard-approval-v1"
MERGE = ("check", "--range", "main..HEAD")
ASKED = f"$ guard {' '.join(MERGE)}"
TITLE = "An approval that the agent cannot give itself"
KNOWN = (
    "The policy lists a key of dana, who owns the plan, one of the machine ci, and one of the agent claude.\n"
    "In a demo dana has a key without a passphrase; yours has one, or is touched: guard enroll."
)
REQUEST = "plan.req"


def play(stage: Stage) -> list[str]:
    """Play it; what did not end as it should."""
    keys = {name: _key(stage, name) for name in ("dana", "ci", "claude")}
    plan = FILES[PLAN_FILE].replace("file.modify]}", f'file.modify], window: "{runs.WINDOW}"}}')
    for path, text in {**FILES, ".guard/policy.yaml": POLICY.format(**keys), PLAN_FILE: plan}.items():
        stage.put(path, text)
    stage.commit("The service, the plan, and who may sign")
    stage.branch("agent/split-name")
    for path, text in COLUMNS.items():
        stage.put(path, text)
    stage.commit("Add the two columns", Claim(PLAN, "expand"))
    say(f"{LINE}\n{TITLE}", KNOWN)
    reason = "Nothing reads the new columns yet"
    told = stage.guard("approve", PLAN, "--reason", reason, "--request", private(stage, REQUEST))
    return [*_forged(stage), *_given(stage, told)]


def _forged(stage: Stage) -> Iterator[str]:
    """The agent signs for dana, with the key it has, and asks whether it may merge now."""
    request = private(stage, REQUEST)
    _sign(stage, request, "claude")
    _enter(stage, request)
    what = (
        "The agent: adds the columns, writes dana's approval into the log, signed with its own key, and wants to merge"
    )
    said = stage.guard(*MERGE, code=3)
    say(f"{what}\n\n{ASKED}", said)
    void = stage.guard("log", "verify", code=1)
    say("$ guard log verify", void)
    if "[G403]" not in said or f"dana: guard approve {PLAN}" not in said or "1 entry verified, 0 count" not in void:
        yield "what the agent signs counts for nothing"


def _given(stage: Stage, told: str) -> Iterator[str]:
    """Dana reads what she signs, signs it, and brings it."""
    request = private(stage, REQUEST)
    words = told.partition("in words:\n")[2].partition("\n\n")[0]
    say("dana: reads what it comes to, and signs it", re.sub(r"^  ", "", words, flags=re.MULTILINE))
    _sign(stage, request, "dana")
    said = stage.guard("approve", "--signed", request)
    say(f"$ ssh-keygen -Y sign -f ~/.ssh/guard-dana -n {NAMESPACE} plan.req\n$ guard approve --signed plan.req", said)
    said = stage.guard(*MERGE)
    say(ASKED, said)
    stage.land()
    if not said.startswith("guard: pass"):
        yield "dana's yes opens it"


def possible() -> bool:
    """Somebody can sign here: there is an ssh-keygen. Where there is none, that is told instead."""
    try:
        program()
    except GuardError as error:
        say(f"{LINE}\n{TITLE}", f"Not played, since nobody can sign here: {error.what}; {error.mend}.")
        return False
    return True


def private(stage: Stage, name: str) -> str:
    """A file that is no part of the repository."""
    return f"{stage.folder}.{name}"


def _key(stage: Stage, name: str) -> str:
    """A new key, and what the policy lists of it."""
    path = private(stage, name)
    subprocess.run(
        [program(), "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True, capture_output=True
    )
    with open(f"{path}.pub", encoding="ascii") as file:
        return file.read().strip().rpartition(" ")[0]


def _sign(stage: Stage, request: str, name: str) -> None:
    """The signature beside the request, as ssh-keygen leaves it there."""
    with open(request, "rb") as file, open(f"{request}.sig", "wb") as signature:
        signature.write(keygen.sign(private(stage, name), NAMESPACE, file.read(), quiet=True))


def _enter(stage: Stage, request: str) -> None:
    """An entry of the log as git alone makes one."""
    git = stage.repo.git
    who = {"GIT_AUTHOR_NAME": "dana", "GIT_AUTHOR_EMAIL": "dana@example.com"}
    who |= {"GIT_COMMITTER_NAME": "dana", "GIT_COMMITTER_EMAIL": "dana@example.com"}
    index = {"GIT_INDEX_FILE": private(stage, "entry.index")}
    for path, name in ((request, "payload.json"), (f"{request}.sig", "payload.json.sig")):
        blob = git.hash_object("-w", "--no-filters", path)
        git.update_index("--add", "--cacheinfo", f"100644,{blob},{name}", env=index)
    commit = git.commit_tree(git.write_tree(env=index), "-m", f"approval of plan {PLAN} by dana", env=who)
    git.update_ref("refs/heads/guard-log", commit)
