"""The index of the log is a hint: whatever stands in it that guard did not write, the log itself is read instead."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guard import __version__
from guard.doors import scanner
from guard.doors.log import index
from guard.model.listed import Signed
from guard.model.log import Approval, Entry
from guard.trust import entries
from guard.trust import log as log_door
from tests.repos import Maker, new_repository
from tests.signed import SignedLog, documents
from tests.signing import key


def filled(made: Maker) -> SignedLog:
    """A log with an entry of every kind, good ones and others, read once."""
    log = SignedLog(made)
    log.step()
    log.put(log.landing(plan="work", phase="add", inputs={"policy": "sha256:" + "b" * 64}))
    log.put(log.approval(reason='caf\u00e9 \u2192 "quoted"\n\ttwice'))
    phases = {"add": "sha256:" + "c" * 64, "drop": "sha256:" + "d" * 64}
    id_ = log.put(log.approval(of="plan", name="work", version=3, phases=phases, accepts=["0" * 16, "1" * 16]))
    log.put(log.evidence(service="api", values={"remaining": 0, "left": 7}))
    log.put(log.revocation(id_))
    log.put(log.approval(), namespace="git")
    log.put(log.approval(), signature=b"none")
    log.read()
    return log


@pytest.fixture
def log() -> Iterator[SignedLog]:
    with new_repository() as made:
        yield filled(made)


def file_of(log: SignedLog) -> Path:
    return Path(os.fsdecode(log.made.git_dir)) / "guard/log/index.json"


def kept(log: SignedLog) -> index.Index:
    return index.read(os.fsdecode(log.made.git_dir))


def summed(data: dict[str, Any]) -> bytes:
    """A file as guard would write it, whatever is in it."""
    data = {name: value for name, value in data.items() if name != "sum"}
    rest = json.dumps(data, separators=(",", ":")).encode()[1:]
    return b'{"sum":"%08x",' % zlib.crc32(rest) + rest


def verified(log: SignedLog, patch: pytest.MonkeyPatch) -> int:
    """How many signatures reading the log takes."""
    seen: list[bytes] = []

    def entry(commit: bytes, *words: Any) -> Signed:
        seen.append(commit)
        return usual(commit, *words)

    usual = entries.entry
    with patch.context() as once:
        once.setattr(entries, "entry", entry)
        log.read()
    return len(seen)


def test_what_was_written_is_read(log: SignedLog) -> None:
    found = kept(log)
    assert found.tip == log.commits[-1]
    assert [one.commit for one in found.entries] == log.commits
    assert [one.id for one in found.entries] == log.ids
    with log.made.opened() as repository:
        assert list(found.entries) == log_door._verified(repository, log.commits[-1])
    assert os.listdir(file_of(log).parent).count("index.json") == 1


def test_it_is_a_json_document(log: SignedLog) -> None:
    data = json.loads(file_of(log).read_bytes())
    assert (data["guard"], data["form"], data["tip"]) == (__version__, index.FORM, log.commits[-1].decode())


def test_the_same_without_the_accelerator(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "accelerator", None)
    assert kept(log).tip == log.commits[-1]


def test_only_what_is_new_is_verified(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verified(log, monkeypatch) == 0
    log.put(log.approval())
    log.put(log.evidence())
    assert verified(log, monkeypatch) == 2
    assert verified(log, monkeypatch) == 0
    with log.made.opened() as repository:
        trusted = documents(repository)
        warm = log_door.read(repository, trusted)
        assert warm == log_door.verify(repository, trusted) == log_door.read_at(repository, trusted, log.commits[-1])


def test_it_says_nothing_of_who_is_believed(log: SignedLog) -> None:
    """The policy is another one: the same index, and other entries that count."""
    before = log.read()
    log.step({"id": "5f0c2b7e", "version": 2})
    after = log.read()
    assert (len(before.entries), len(after.entries)) == (5, 0)
    assert kept(log).tip == before.tip == after.tip


CUT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda whole: b"",
    "a part of it": lambda whole: whole[: len(whole) // 2],
    "the sum alone": lambda whole: whole[:18],
    "more behind it": lambda whole: whole + b" ",
    "other JSON": lambda whole: b"[]",
    "nested too deep": lambda whole: b"[" * 100_000,
    "not UTF-8": lambda whole: b"\xff" * 100,
}


@pytest.fixture(scope="module")
def whole() -> bytes:
    """What guard wrote for such a log."""
    with new_repository() as made:
        return file_of(filled(made)).read_bytes()


def of(folder: Path, content: bytes) -> index.Index:
    """What is read where this stands."""
    place = folder / "guard/log"
    place.mkdir(parents=True)
    (place / "index.json").write_bytes(content)
    return index.read(str(folder))


def test_any_other_byte_makes_it_nothing(whole: bytes, tmp_path: Path) -> None:
    assert of(tmp_path, whole).tip
    for at in range(0, len(whole), 97):
        (tmp_path / "guard/log/index.json").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert index.read(str(tmp_path)) == index.Index(), at


@pytest.mark.parametrize("name", CUT)
def test_a_file_that_is_none(whole: bytes, name: str, tmp_path: Path) -> None:
    assert of(tmp_path, CUT[name](whole)) == index.Index()


def test_then_the_log_is_read_whole(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(log).write_bytes(b"")
    assert verified(log, monkeypatch) == len(log.commits)
    assert kept(log).tip == log.commits[-1]


def changed(data: dict[str, Any], *way: str | int, to: Any) -> None:
    place: Any = data
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = to


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "by another guard": lambda data: changed(data, "guard", to="0.0.1"),
    "in another form": lambda data: changed(data, "form", to=index.FORM + 1),
    "without its form": lambda data: data.pop("form"),
    "of other fields": lambda data: changed(data, "fields", "approval", 0, to="for"),
    "of another tip": lambda data: changed(data, "tip", to="1" * 40),
    "an entry less": lambda data: data["acts"].pop(),
    "an id less": lambda data: changed(data, "ids", to=data["ids"].rpartition(" ")[0]),
    "a commit more": lambda data: changed(data, "commits", to=data["commits"] + " " + "1" * 40),
    "a number for a text": lambda data: changed(data, "presence", 0, to=1),
    "a text for a number": lambda data: changed(data, "said", "approval", "at", 0, to="1"),
    "true for a number": lambda data: changed(data, "said", "approval", "at", 0, to=True),
    "a fraction": lambda data: changed(data, "said", "approval", "expires", 0, to=1.5),
    "null": lambda data: changed(data, "said", "approval", "by", 0, to=None),
    "an unknown act": lambda data: changed(data, "acts", 0, to="decree"),
    "an act too many": lambda data: changed(data, "acts", 0, to="approval"),
    "an act too few": lambda data: [column.append(column[0]) for column in data["said"]["revocation"].values()],
    "a key that is not listed": lambda data: changed(data, "key", 0, to=99),
    "a key that is no text": lambda data: changed(data, "keys", 0, to=7),
    "a list for a text": lambda data: changed(data, "said", "evidence", "values", 0, to=[["a", "b"]]),
    "an odd number of words": lambda data: changed(data, "said", "approval", "phases", 1, to="add sha256:x drop"),
    "columns in another order": lambda data: changed(
        data, "said", "revocation", to=dict(reversed(data["said"]["revocation"].items()))
    ),
    "a fault without words": lambda data: data["faults"].append([0, "G510"]),
    "a fault that is no text": lambda data: data["faults"].append([0, 1, 2]),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_guard_would_not_write(whole: bytes, name: str, tmp_path: Path) -> None:
    """Also with the right sum."""
    data = json.loads(whole)
    assert index._index(summed(data)).tip
    FORGED[name](data)
    assert of(tmp_path, summed(data)) == index.Index()


def lie(log: SignedLog) -> None:
    """A void approval counts, says the file."""
    data = json.loads(file_of(log).read_bytes())
    data["faults"] = []
    file_of(log).write_bytes(summed(data))


def test_ci_does_not_read_it(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = log.read()
    lie(log)
    assert len(log.read().entries) > len(honest.entries)  # who can write here can write anything
    monkeypatch.setenv("CI", "true")
    before = file_of(log).read_bytes()
    assert log.read() == honest
    assert file_of(log).read_bytes() == before


def test_whoever_verifies_does_not_read_it(log: SignedLog) -> None:
    honest = log.read()
    lie(log)
    with log.made.opened() as repository:
        assert log_door.verify(repository, documents(repository)) == honest


def test_of_another_log_it_is_built_again(log: SignedLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as after a log was set back and grew again; what was seen is another question, and its mark is gone here."""
    log.back(2)
    log.put(log.evidence())
    (file_of(log).parent / "seen").unlink()
    assert verified(log, monkeypatch) == 3
    assert [one.commit for one in kept(log).entries] == log.commits


def test_where_nothing_can_be_written_the_log_is_read_all_the_same(log: SignedLog) -> None:
    file_of(log).unlink()
    file_of(log).mkdir()
    assert len(log.read().entries) == 5
    assert [path.name for path in file_of(log).parent.iterdir() if path.name.startswith("index.json.")] == []


def test_what_has_no_form_here_is_not_kept(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    act = Approval("plan", "a b", "d", (("two words", "x"),), (), 1, "dana", 1)
    index.write(os.fsdecode(made.git_dir), b"1" * 40, [Signed(b"1" * 40, "id", act, "r", "k", "", "", "")])
    assert index.read(os.fsdecode(made.git_dir)) == index.Index()


@pytest.fixture
def made() -> Iterator[Maker]:
    with new_repository() as made:
        yield made


# One entry more, tried before it is written


def test_one_more_is_tried(log: SignedLog) -> None:
    def tried(payload: dict[str, Any], by: str = "dana", tip: int = -1) -> str:
        from tests.signed import canonical

        text = canonical(payload)
        with log.made.opened() as repository:
            signed = key("ed25519", by).sign(text, f"guard-{payload['act']}-v1")
            found = log_door.tried(repository, documents(repository), text, signed, log.commits[tip])
        return "counts" if isinstance(found, Entry) else found.rule

    assert tried(log.approval()) == "counts"
    assert tried(log.approval(), "omar") == "G512"
    assert tried(log.approval(of="plan", name="work", version=2)) == "G514"
    assert tried(log.approval(of="plan", name="work", version=2), tip=1) == "counts"
    assert tried(log.revocation("sha256:" + "0" * 64)) == "G515"
    assert tried(log.approval(at=log.approval()["at"], reason="caf\u00e9")) == "counts"
    assert [one.commit for one in kept(log).entries] == log.commits
