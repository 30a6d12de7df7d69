"""Jobs record and sign: one judges what landed and holds no key, the other signs and pushes, and opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.hooks.hosts.played import Host, Ran, pull, served
from tests.repos import new_repository
from tests.signed import SignedLog, policy
from tests.signing import key

NOW = "--now=2026-01-03T06:00:00Z"


class Landed(Host):
    """A branch with a policy and two landings after it, on a host that has a log."""

    def __init__(self, folder: Path, log: SignedLog) -> None:
        super().__init__(folder, served(log.made.git_dir))
        self.log = log
        self.records = folder / "records"

    def asked(self, job: str, *words: str, **env: str) -> Ran:
        """A job after the push of the newest landing."""
        line = self.log.line
        return self.pushed(line[-2], line[-1], f"--job={job}", *words, INPUT_RECORDS=str(self.records), **env)

    def written(self) -> list[Path]:
        return sorted(self.records.iterdir())

    def tip(self) -> bytes:
        """Where the log is on the host; b"" for nowhere."""
        return self.log.made.git("rev-parse", "--verify", "--quiet", "refs/heads/guard-log", codes=(0, 1)).strip()


@pytest.fixture
def landed(tmp_path: Path) -> Iterator[Landed]:
    with new_repository() as made:
        log = SignedLog(made, policy())
        log.step()
        log.step()
        yield Landed(tmp_path, log)


def private(name: str) -> str:
    """A private key as a secret of the host holds it."""
    found = key("ed25519", name).private
    form = serialization.PrivateFormat.OpenSSH
    return found.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def test_recorded_signed_and_there(landed: Landed) -> None:
    """Two landings, two records, two entries at the host; asked again, nothing is written twice."""
    ran = landed.asked("record", NOW)
    assert (ran.code, ran.outputs["records"], ran.outputs["landings"]) == (0, str(landed.records), "2")
    names = [path.name for path in landed.written()]
    assert names == [f"00000{at}-{landed.log.line[at][:12].decode()}.json" for at in (1, 2)]
    assert landed.tip() == b"", "job record writes nothing to the host"

    before = landed.asked("check", NOW)
    signed = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci").replace("\n", "\r\n"))
    assert (signed.code, signed.err) == (0, "")
    assert signed.out.count("recorded by ci") == 2
    assert landed.log.made.git("log", "--format=%s", landed.tip().decode()).count(b"\n") == 2
    assert "PRIVATE KEY" not in signed.everything()

    tip = landed.tip()
    again = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (again.code, again.out.count("recorded already"), landed.tip()) == (0, 2, tip)
    after = landed.asked("check", NOW)
    assert (after.code, after.rules()) == (before.code, before.rules()) == (0, []), "its own record changes nothing"
    for path in landed.written():
        path.unlink()
    nothing = landed.asked("record", NOW)
    assert (nothing.code, nothing.outputs["records"], landed.written()) == (0, "", [])
    third = landed.log.step()
    assert landed.asked("record", NOW).outputs["landings"] == "1"
    assert [path.name[7:19] for path in landed.written()] == [third[:12].decode()]


@pytest.mark.later
def test_what_lands_while_others_are_signed_is_recorded_as_it_is(landed: Landed) -> None:
    """An entry says where the branch was when it was signed: that is after the landing which is recorded next."""
    landed.asked("record", NOW)
    third = landed.log.step()
    assert landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci")).code == 0
    for path in landed.written():
        path.unlink()
    assert landed.asked("check", NOW).code == 0
    assert landed.asked("record", NOW).out.startswith(f"guard: {third[:12].decode()}: pass  (")


def test_a_record_that_was_edited_is_not_signed(landed: Landed) -> None:
    """What was signed before it stays, and is pushed."""
    landed.asked("record", NOW)
    _, second = landed.written()
    record = json.loads(second.read_text())
    record["outcome"]["outcome"] = "violation"
    second.write_text(json.dumps(record, sort_keys=True, separators=(",", ":")))
    ran = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (ran.code, "[G516]" in ran.out) == (1, True)
    assert landed.log.made.git("log", "--format=%s", landed.tip().decode()).count(b"\n") == 1


def test_a_record_that_is_left_out_is_missed(landed: Landed) -> None:
    """Nothing is signed round it, and the next run writes what no record is of."""
    third = landed.log.step()
    landed.asked("record", NOW)
    first, second, last = landed.written()
    second.unlink()
    ran = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (ran.code, "[G507]" in ran.out, ran.out.count("recorded by ci")) == (5, True, 1)
    assert f"is not recorded: {landed.log.line[2][:12].decode()}" in ran.out
    for path in (first, last):
        path.unlink()
    assert landed.asked("record").outputs["landings"] == "2"
    assert [path.name[7:19] for path in landed.written()] == [landed.log.line[2][:12].decode(), third[:12].decode()]
    signed = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (signed.code, signed.out.count("recorded by ci")) == (0, 2)


@pytest.mark.later
def test_a_record_of_another_time_is_not_signed(landed: Landed) -> None:
    """Of one to come; and of one before what it rests on."""
    landed.asked("record", "--now=2099-01-01T00:00:00Z")
    ran = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (ran.code, "[G516]" in ran.out, "judged at 2099-01-01" in ran.out, landed.tip()) == (1, True, True, b"")
    landed.asked("record", NOW)
    assert landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci")).code == 0
    for path in landed.written():
        path.unlink()
    landed.log.step()
    landed.asked("record", "--now=1990-01-01T00:00:00Z")
    old = landed.asked("sign", INPUT_MACHINE="ci", GUARD_KEY=private("ci"))
    assert (old.code, "[G516]" in old.out, "judged at 1990-01-01" in old.out) == (1, True, True)


def test_without_its_key_nothing_is_signed(landed: Landed, tmp_path: Path) -> None:
    landed.asked("record", NOW)
    file = tmp_path / "key"
    file.write_text(private("ci"))
    file.chmod(0o600)
    for env, words, rule in (
        ({"INPUT_MACHINE": "ci"}, (), "G607"),
        ({"INPUT_MACHINE": "deploy", "GUARD_KEY": private("ci")}, (), "G607"),
        ({"GUARD_KEY": private("ci")}, (), "G607"),
        ({"INPUT_MACHINE": "ci", "GUARD_KEY": private("mallory")}, (), "G512"),
        ({"INPUT_MACHINE": "ci", "GUARD_KEY": "no key"}, (), "G5"),
        ({"INPUT_MACHINE": "ci", "GUARD_KEY": private("ci"), "INPUT_RECORDS": "/no/such"}, (), "G507"),
    ):
        ran = landed.pushed(
            landed.log.line[-2],
            landed.log.line[-1],
            "--job=sign",
            *words,
            **{"INPUT_RECORDS": str(landed.records), **env},
        )
        assert (ran.code in (1, 5), f"[{rule}" in ran.out) == (True, True), (rule, ran.out)
        assert "PRIVATE KEY" not in ran.everything()
    assert landed.tip() == b""
    assert landed.asked("sign", f"--key={file}", "--machine=ci").code == 0


def test_a_pull_request_gets_neither(landed: Landed) -> None:
    """Whatever its workflow says: what has not landed is not recorded, and a key that is there signs nothing."""
    head = landed.log.beside()
    for job in ("record", "sign"):
        ran = landed.runs("pull_request", pull(head), f"--job={job}", GUARD_KEY=private("ci"))
        assert (ran.code, "[G602]" in ran.out) == (5, True)
    assert landed.tip() == b"" and not landed.records.exists()


def test_by_the_clock_what_was_missed_is_recorded(landed: Landed) -> None:
    """A push that came by while a run was cancelled has its record with the next one."""
    data = {"repository": {"default_branch": "main", "full_name": "acme/shop"}, "schedule": "17 * * * *"}
    ran = landed.runs("schedule", data, "--job=record", NOW, INPUT_RECORDS=str(landed.records))
    assert (ran.code, ran.outputs["landings"]) == (0, "2")


def test_a_file_that_is_no_record_is_left_alone(landed: Landed) -> None:
    landed.records.mkdir()
    name = f"000001-{landed.log.line[1][:12].decode()}.json"
    (landed.records / name).write_text("mine")
    ran = landed.asked("record", NOW)
    assert (ran.code, "[G820]" in ran.out, (landed.records / name).read_text()) == (5, True, "mine")


def test_without_a_policy_nothing_is_recorded(tmp_path: Path) -> None:
    with new_repository() as made:
        one = made.commit(made.tree({}), ())
        two = made.commit(made.tree(made.files({b"a": b"a"})), [one])
        made.ref(b"refs/heads/main", two)
        ran = Host(tmp_path, served(made.git_dir)).pushed(one, two, "--job=record")
        assert (ran.code, "[G606]" in ran.out) == (5, True)
