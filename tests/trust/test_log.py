"""Attacks on the log as a whole: which entries count, which are void and by which rule, and what no log is gone by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest

from guard.errors import GuardError
from guard.model.log import Log
from tests.repos import FILE, SYMLINK, Maker, new_repository, tried
from tests.signed import BEGUN, SignedLog, canonical, fates, policy
from tests.signing import key

DANA, OMAR, CI, CLAUDE = (key("ed25519", name) for name in ("dana", "omar", "ci", "claude"))
OLD, NEW, STRANGE = (key("ed25519", name) for name in ("old", "new", "strange"))


@pytest.fixture
def made() -> Iterator[Maker]:
    with new_repository() as made:
        yield made


# What counts and what is void, entry by entry: each row writes a log and says what becomes of its entries


def signed_for_git(log: SignedLog) -> None:
    log.put(log.approval(), namespace="git")


def signed_as_another_act(log: SignedLog) -> None:
    log.put(log.approval(), namespace="guard-evidence-v1")
    log.put(log.evidence(), namespace="guard-approval-v1")


def one_key_two_people(log: SignedLog) -> None:
    log.step(policy({"dana": DANA, "omar": DANA}))
    log.put(log.approval("dana"))
    log.put(log.approval("omar"), DANA)


def one_key_person_and_machine(log: SignedLog) -> None:
    log.step(policy({"dana": DANA}, {"ci": DANA}))
    log.put(log.approval("dana"))
    log.put(log.evidence("ci"), DANA)


def one_key_person_and_agent(log: SignedLog) -> None:
    log.step(policy({"dana": DANA}, agents={"claude": DANA}))
    log.put(log.approval("dana"))


def agents_key(log: SignedLog) -> None:
    log.step(policy(agents={"claude": CLAUDE}))
    log.put(log.approval("claude"), CLAUDE)
    log.put(log.approval("dana"), CLAUDE)
    log.put(log.evidence("claude"), CLAUDE)


def agents_name(log: SignedLog) -> None:
    log.step(policy({"dana": DANA, "claude": NEW}, agents={"claude": CLAUDE}))
    log.put(log.approval("claude"), NEW)


def by_nobody(log: SignedLog) -> None:
    log.put(log.approval("dana"), STRANGE)
    log.put(log.approval("mallory"), STRANGE)


def for_another(log: SignedLog) -> None:
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.approval("dana"), OMAR)


def by_the_wrong_kind(log: SignedLog) -> None:
    log.put(log.approval("ci"))
    log.step()
    log.put(log.landing(by="dana"))


def person_attests(log: SignedLog) -> None:
    log.put(log.evidence("dana"))


def another_repository(log: SignedLog) -> None:
    log.put(log.approval(repository="another-policy"))


def other_bytes(log: SignedLog) -> None:
    log.put(log.approval(), signature=DANA.sign(b"{}", "guard-approval-v1"))


def text_behind(log: SignedLog) -> None:
    payload = log.approval()
    log.put(payload, signature=DANA.sign(canonical(payload), "guard-approval-v1") + b"junk\n")


def no_signature(log: SignedLog) -> None:
    log.put(log.approval(), signature=b"")
    log.put(log.approval(), signature=b"\xff" * 300)


def sha256_inside(log: SignedLog) -> None:
    payload = log.approval()
    log.put(payload, signature=DANA.sign(canonical(payload), "guard-approval-v1", hash="sha256"))


def the_same_again(log: SignedLog) -> None:
    id_ = log.put(log.approval())
    log.again(id_)
    payload = log.approval()
    log.put(payload, signature=b"none")
    log.put(payload)


def again_after_its_revocation(log: SignedLog) -> None:
    id_ = log.put(log.approval())
    log.put(log.revocation(id_))
    log.again(id_)


def struck_before_it_came(log: SignedLog) -> None:
    payload = log.approval()
    id_ = log.put(payload, signature=b"none")
    log.put(log.revocation(id_))
    log.put(payload)


def older_version(log: SignedLog) -> None:
    for version in (2, 3, 3, 2, None):
        log.put(log.approval(of="plan", name="work", version=version))
    log.put(log.approval(of="plan", name="tidy", version=2))
    log.put(log.approval(of="phase", name="work/add"))


def older_policy(log: SignedLog) -> None:
    log.put(log.approval(of="policy", version=5))
    log.put(log.approval(of="policy", version=4))
    log.put(log.approval(of="plan", name="work"))
    log.put(log.approval(of="plan", name="work", version=1))


def older_version_that_counted_for_nothing(log: SignedLog) -> None:
    log.put(log.approval(of="plan", name="work", version=9), STRANGE)
    log.put(log.approval(of="plan", name="work", version=1))


def strikes_nothing(log: SignedLog) -> None:
    log.step()
    record = log.put(log.landing())
    log.put(log.revocation("sha256:" + "0" * 64))
    log.put(log.revocation(record))
    id_ = log.put(log.revocation(log.put(log.approval())))
    log.put(log.revocation(id_))


def machine_takes_back(log: SignedLog) -> None:
    log.step(policy(machines={"ci": CI, "deploy": NEW}))
    said, approved = log.put(log.evidence()), log.put(log.approval())
    log.put(log.revocation(said, "deploy"), NEW)
    log.put(log.revocation(approved, "ci"))
    log.put(log.revocation(said, "ci"))


def anybody_listed_takes_back(log: SignedLog) -> None:
    log.step(policy({"dana": DANA, "omar": DANA}))
    id_ = log.put(log.approval())
    log.put(log.revocation(id_, "omar"), DANA)
    log.put(log.revocation(id_, "mallory"), STRANGE)


def removed_before_a_landing(log: SignedLog) -> None:
    """dana goes; what she approved before a recorded landing that still lists her counts."""
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())  # counts: she stood in the policy before it, and at the landing recorded after it
    log.step()
    log.put(log.landing())
    log.put(log.approval())  # does not: the next landing that is recorded takes her out
    log.step(policy({"omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())
    log.put(log.approval("omar"))


def removed_without_records(log: SignedLog) -> None:
    log.put(log.approval())
    log.step(policy({"omar": OMAR}))


def removed_then_an_old_landing_is_recorded(log: SignedLog) -> None:
    """A record of what landed long ago, written late, brings nobody back."""
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.step()
    log.step(policy({"omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())
    log.put(log.landing(2))


def removed_while_the_records_lag(log: SignedLog) -> None:
    """What is recorded late says where the branch stands by then, and dana is gone from there."""
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.landing())
    log.step()
    log.step(policy({"omar": OMAR}))
    log.put(log.approval())
    log.put(log.landing(-2))
    log.put(log.landing())


def never_on_the_branch_then(log: SignedLog) -> None:
    """Listed only in between: both policies around the entry must list the key."""
    log.step(policy({"omar": OMAR}))
    log.put(log.landing())
    log.put(log.approval())
    log.step(policy({"dana": DANA, "omar": OMAR}))
    log.put(log.landing())
    log.step(policy({"omar": OMAR}))
    log.put(log.landing())


def machine_rotates(log: SignedLog) -> None:
    """The landing that changes the key is recorded with the new one; what was signed since the last record is lost."""
    log.step(policy(machines={"ci": OLD}))
    log.put(log.landing(), OLD)
    log.put(log.evidence(), OLD)
    log.step()
    log.put(log.landing(), OLD)
    log.put(log.evidence(), OLD)
    log.step(policy(machines={"ci": NEW}))
    log.put(log.landing(), NEW)
    log.put(log.evidence(), OLD)
    log.put(log.evidence(), NEW)


def machine_that_is_gone_records(log: SignedLog) -> None:
    """Nor does it help to bring an old record again behind one's own."""
    log.step(policy(machines={"ci": OLD}))
    old = log.put(log.landing(), OLD)
    log.step(policy(machines={"ci": NEW}))
    log.put(log.landing(), NEW)
    log.put(log.landing(), OLD)
    log.again(old)


def out_of_order(log: SignedLog) -> None:
    log.step()
    log.step()
    log.put(log.landing(2))
    log.put(log.landing(1))
    log.put(log.approval())
    log.put(log.landing(2))


def off_the_branch(log: SignedLog) -> None:
    brought = log.merge().decode()
    log.step()
    log.put(log.landing(1, commit=brought))
    log.put(log.landing(1, parent=brought))
    log.put(log.landing(1, commit=log.line[1].decode(), parent=log.line[2].decode()))
    log.put(log.landing(1, commit=log.line[1].decode(), parent=log.line[1].decode()))


def rebased(log: SignedLog) -> None:
    """Several steps that one landing became."""
    for _ in range(3):
        log.step()
    log.put(log.landing(3, parent=log.line[0].decode()))


ROWS: dict[str, tuple[Callable[[SignedLog], object], str]] = {
    "signed for git": (signed_for_git, "G511"),
    "signed as another act": (signed_as_another_act, "G511 G511"),
    "one key of two people": (one_key_two_people, "G512 G512"),
    "one key of a person and a machine": (one_key_person_and_machine, "G512 G512"),
    "one key of a person and an agent": (one_key_person_and_agent, "G512"),
    "the key of an agent": (agents_key, "G512 G512 G512"),
    "a person who has the name of an agent": (agents_name, "G512"),
    "by nobody": (by_nobody, "G512 G512"),
    "one person's key, another's name": (for_another, "G511"),
    "an approval by a machine, a record by a person": (by_the_wrong_kind, "G512 G512"),
    "a person attests": (person_attests, "counts"),
    "for another repository": (another_repository, "G511"),
    "a signature over other bytes": (other_bytes, "G510"),
    "text behind the signature": (text_behind, "G510"),
    "no signature": (no_signature, "G510 G510"),
    "another hash inside": (sha256_inside, "G510"),
    "the same again, and after a copy that does not hold": (the_same_again, "counts G513 G510 counts"),
    "again after its revocation": (again_after_its_revocation, "counts counts G513"),
    "struck out before it came": (struck_before_it_came, "G510 counts G513"),
    "an older version of a plan": (older_version, "counts counts counts G514 G514 counts counts"),
    "an older version of the policy": (older_policy, "counts G514 counts counts"),
    "an older version than one that counted for nothing": (older_version_that_counted_for_nothing, "G512 counts"),
    "a revocation that strikes nothing": (strikes_nothing, "counts G515 G515 counts counts G515"),
    "a machine takes back its own word alone": (machine_takes_back, "counts counts G512 G512 counts"),
    "whoever is listed takes back": (anybody_listed_takes_back, "G512 counts G512"),
    "a key removed around recorded landings": (
        removed_before_a_landing,
        "counts counts counts G512 counts G512 counts",
    ),
    "a key removed, and nothing recorded": (removed_without_records, "G512"),
    "a key removed, and an old landing recorded late": (removed_then_an_old_landing_is_recorded, "counts G512 counts"),
    "a key removed, and records that lag": (removed_while_the_records_lag, "counts G512 counts counts"),
    "a key that was listed later for a while": (never_on_the_branch_then, "counts G512 counts counts"),
    "a machine's key rotates": (machine_rotates, "counts counts counts G512 counts G512 counts"),
    "a machine that is gone records": (machine_that_is_gone_records, "counts counts G512 G513"),
    "records out of order": (out_of_order, "counts counts counts counts"),
    "records of what is no step": (off_the_branch, "G516 G516 G516 G516"),
    "a record of several steps": (rebased, "counts"),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_counts(made: Maker, name: str) -> None:
    write, wanted = ROWS[name]
    log = SignedLog(made)
    write(log)
    told = fates(log.read())
    assert " ".join([told[commit] for commit in log.commits]) == wanted


# What no log is gone by: one entry that is none, and it might hide a revocation


def twice(log: SignedLog) -> bytes:
    """A key that stands twice: readers differ in which of the two they take."""
    return canonical(log.approval()).replace(b'{"act"', b'{"accepts":[],"act":"approval","act"', 1)


def merged(log: SignedLog) -> None:
    other = log.made.commit(log.made.tree({}), [], b"other\n")
    log.put(log.approval(), parents=[log.commits[-1], other])


def octopus(log: SignedLog) -> None:
    others = [log.made.commit(log.made.tree({}), [], b"%d\n" % at) for at in range(3)]
    log.put(log.approval(), parents=[log.commits[-1], *others])


def behind_a_link(log: SignedLog) -> None:
    log.put(log.approval(), files={b"payload.json": (SYMLINK, log.made.blob(b"elsewhere"))})


def plain(log: SignedLog, name: bytes, mode: bytes = FILE) -> Mapping[bytes, tuple[bytes, bytes]]:
    return {name: (mode, log.made.blob(b"{}"))}


NO_ENTRY: dict[str, Callable[[SignedLog], object]] = {
    "giant": lambda log: log.put(canonical(log.approval(reason="x" * (64 << 10)))),
    "a giant signature": lambda log: log.put(log.approval(), signature=b"x" * (17 << 10)),
    "blanks": lambda log: log.put(json.dumps(log.approval(), sort_keys=True).encode()),
    "keys out of order": lambda log: log.put(json.dumps(log.approval(), separators=(",", ":")).encode()),
    "a line feed at the end": lambda log: log.put(canonical(log.approval()) + b"\n"),
    "escapes": lambda log: log.put(canonical(log.approval(reason="A")).replace(b'"A"', b'"\\u0041"')),
    "half a character": lambda log: log.put(canonical(log.approval(reason="A")).replace(b'"A"', b'"\\ud800"')),
    "not in NFC": lambda log: log.put(log.approval(reason="cafe\u0301")),
    "not UTF-8": lambda log: log.put(canonical(log.approval(reason="A")).replace(b'"A"', b'"\xff"')),
    "a key twice": lambda log: log.put(twice(log)),
    "fractions": lambda log: log.put(log.approval(expires=1.5)),
    "a number that is not whole": lambda log: log.put(canonical(log.approval(at=float(BEGUN)))),
    "a version that is not whole": lambda log: log.put(canonical(log.approval(schema_version=1.0))),
    "a number that is none": lambda log: log.put(log.approval(expires=float("nan"))),
    "a number of five thousand digits": lambda log: log.put(
        canonical(log.approval(expires=7)).replace(b":7,", b":" + b"7" * 5000 + b",")
    ),
    "nested too deep": lambda log: log.put(b"[" * 30_000),
    "a list": lambda log: log.put(b"[]"),
    "nothing": lambda log: log.put(b""),
    "an unknown act": lambda log: log.put(log.approval(act="decree")),
    "no act": lambda log: log.put(log.approval(act=None)),
    "an act that is a list": lambda log: log.put(canonical({**log.approval(), "act": ["approval"]})),
    "a newer schema_version": lambda log: log.put(log.approval(schema_version=2)),
    "a schema_version of true": lambda log: log.put(log.approval(schema_version=True)),
    "an unknown key": lambda log: log.put(log.approval(nonce=1)),
    "a key is missing": lambda log: log.put(log.approval(digest=None)),
    "a name that is none": lambda log: log.put(log.approval("Dana")),
    "a name with a line feed": lambda log: log.put(log.approval("dana\n"), DANA),
    "a time of true": lambda log: log.put(log.approval(at=True)),
    "another file": lambda log: log.put(log.approval(), files=plain(log, b"more")),
    "a file that is executable": lambda log: log.put(log.approval(), files=plain(log, b"payload.json", b"100755")),
    "a link": behind_a_link,
    "no signature": lambda log: log.put(log.approval(), files={b"payload.json.sig": None}),
    "an approval with a record": lambda log: log.put(log.approval(), files=plain(log, b"record.json")),
    "a record without its file": lambda log: [log.step(), log.put(log.landing(), files={b"record.json": None})],
    "a merge": merged,
    "an octopus": octopus,
}


@pytest.mark.parametrize("name", NO_ENTRY)
def test_no_entry(made: Maker, name: str) -> None:
    log = SignedLog(made)
    log.put(log.approval())
    NO_ENTRY[name](log)
    refused(log, log.commits[-1])


def refused(log: SignedLog, commit: bytes) -> None:
    """The whole log is not gone by, and what is said names this entry."""
    found = tried(log.read)
    assert not isinstance(found, Log)
    assert (found.rule, commit[:12].decode() in found.where) == ("G505", True), found


@pytest.mark.parametrize("name", ["blanks", "another file", "a merge"])
def test_no_entry_whatever_was_read_before_and_comes_after(made: Maker, name: str) -> None:
    log = SignedLog(made)
    log.put(log.approval())
    assert len(log.read().entries) == 1
    NO_ENTRY[name](log)
    bad = log.commits[-1]
    for _ in range(2):
        log.put(log.approval())
        refused(log, bad)


def test_a_number_that_is_not_whole_is_named(made: Maker) -> None:
    log = SignedLog(made)
    log.put(canonical(log.approval(at=float(BEGUN))))
    found = tried(log.read)
    assert not isinstance(found, Log)
    assert f"holds {BEGUN}.0, which is no whole number" in found.what


def test_a_later_format_says_which_guard_reads_it(made: Maker) -> None:
    log = SignedLog(made)
    log.put(log.approval(schema_version=2))
    found = tried(log.read)
    assert not isinstance(found, Log)
    assert found.mend.startswith("install a guard that reads it")


def test_a_shallow_clone(made: Maker) -> None:
    """Entries may be cut off, a revocation among them."""
    log = SignedLog(made)
    log.put(log.revocation(log.put(log.approval())))
    made.write(".git/shallow", log.commits[1] + b"\n")
    found = tried(log.read)
    assert not isinstance(found, Log)
    assert found.rule == "G501"


def test_entries_put_in_where_a_record_was_judged_after_others() -> None:
    """Who writes the branch over keeps the records: each names the entry it was judged at, and that is gone."""
    with new_repository() as made:
        log = SignedLog(made)
        log.put(log.landing())
        log.put(log.revocation(log.put(log.approval())))
        log.put(log.landing())
        record = log.made.git("rev-parse", f"{log.commits[-1].decode()}^{{tree}}").strip()
        log.back(1)
        log.put(log.approval())
        log.carry(log.made.commit(record, log.commits[-1:], b"again\n"))
        with pytest.raises(GuardError) as caught:
            log.read()
        assert (caught.value.rule, "which this log does not hold before it" in caught.value.what) == ("G502", True)


def test_a_record_by_nobody_cuts_no_log() -> None:
    """Whoever may push can write one that names an entry of nowhere."""
    with new_repository() as made:
        log = SignedLog(made)
        log.put(log.approval())
        log.put(log.landing(log="0" * 40), STRANGE)
        assert list(fates(log.read()).values()) == ["counts", "G512"]
