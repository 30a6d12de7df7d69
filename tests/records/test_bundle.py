"""A bundle: the same replay without the repository; no more in it than that takes, and nothing of it believed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guard.doors import shelf
from guard.doors.git.noting import Noting
from guard.doors.git.objects import Objects
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.model.trigger import Trigger
from guard.records.branch import branch_of
from guard.records.bundle import bundle, replayed_there
from guard.records.holding import held
from guard.records.replaying import Replayed, kept, replayed
from guard.records.unpacking import CONTENTS, PACK, unpacked
from guard.schema import validate_data
from tests.conftest import EXAMPLES, share
from tests.records.houses import CHANGED, FILES, KEYS, LATER, LOOSE, MAIN, House, built, copied, whole
from tests.repos import new_repository

pytestmark = pytest.mark.usefixtures("swift")

TRIGGER = Trigger("range", trusted=MAIN)


def made(house: House, path: Path, wanted: frozenset[str] | None = None) -> Path:
    """A bundle of a house."""
    with house.opened() as (repository, _):
        bundle(repository, TRIGGER, wanted, str(path))
    return path


@cache
def plain() -> bytes:
    """The bundle of the house that everybody looks at."""
    folder = Path(os.fsdecode(whole().made.top)).parent
    return made(whole(), folder / "whole.tar").read_bytes()


def every(path: Path) -> list[Replayed]:
    return list(replayed_there(str(path), TRIGGER))


def parts(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {name: member.read() for name in tar.getnames() if (member := tar.extractfile(name))}


def test_the_repository_may_go_and_all_of_it_is_replayed(tmp_path: Path) -> None:
    house = copied(tmp_path)
    path = made(house, tmp_path / "audit.tar")
    with house.opened() as (repository, branch):
        here = [replayed(repository, branch, one) for one in kept(repository, branch)]
    shutil.rmtree(os.fsdecode(house.made.top))
    with chdir(tmp_path):
        assert every(path) == here
    assert [one.state for one in here] == ["identical"] * 6


@pytest.mark.later
def test_the_same_repository_gives_the_same_bytes(tmp_path: Path) -> None:
    """Also of a clone, which holds the objects in packs, with settings of its own."""
    house = copied(tmp_path)
    first = made(house, tmp_path / "first.tar").read_bytes()
    house.made.git("config", "pack.window", "0")
    house.made.git("config", "core.compression", "0")
    house.made.git("gc", "--quiet")
    assert made(house, tmp_path / "second.tar").read_bytes() == first == plain()


def test_no_file_goes_along_that_judging_did_not_read() -> None:
    """A file that is no text, and one that did not change, nobody looked into, and nobody is handed."""
    names = parts(plain())
    with new_repository() as other:
        other.git("index-pack", "--stdin", stdin=names[PACK])
        told = other.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").split(b"\n")
    blobs = {row.split()[0] for row in told if row.endswith(b" blob")}
    blob = whole().made.blob
    assert blob(CHANGED[b"src/old"]) in blobs and blob(FILES[b"src/old"]) in blobs
    assert blob(b"# a page\n") in blobs, "a secret was looked for in it"
    assert not {blob(LOOSE[b"huge.bin"]), blob(FILES[b"README"])} & blobs
    assert json.loads(names[CONTENTS])["objects"] == len(told) - 1
    assert validate_data("bundle", json.loads(names[CONTENTS])) == ()


def test_the_log_is_in_it_as_ssh_keygen_takes_it(tmp_path: Path) -> None:
    """No guard and no git are needed to see who signed."""
    names = parts(plain())
    payloads = sorted(name for name in names if name.endswith(".payload.json"))
    assert len(payloads) == 8
    for name in payloads:
        data = json.loads(names[name])
        (tmp_path / "signers").write_text(f"{data['by']} {KEYS[data['by']].line}\n")
        (tmp_path / "sig").write_bytes(names[f"{name}.sig"])
        words = [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            data["by"],
            "-n",
            f"guard-{data['act']}-v1",
            "-s",
            "sig",
        ]
        done = subprocess.run([*words, f"guard-{data['act']}-v1"], cwd=tmp_path, input=names[name], capture_output=True)
        assert done.returncode == 0, done.stderr
    records = [name for name in names if name.endswith(".record.json")]
    assert len(records) == 6 == len(json.loads(names[CONTENTS])["records"])


@pytest.mark.later
def test_some_records_alone(tmp_path: Path) -> None:
    with whole().opened() as (_, branch):
        wanted = frozenset([branch.recorded()[whole().tips["docs"]].id])
    path = made(whole(), tmp_path / "one.tar", wanted)
    assert len(path.read_bytes()) < len(plain())
    told = {one.commit: one.state for one in every(path)}
    assert told[whole().tips["docs"].decode()] == "identical"
    assert told[whole().tips["changed"].decode()] == "gone"  # what that takes was not asked for


@pytest.mark.later
def test_evidence_of_a_commit_that_is_not_on_the_branch(tmp_path: Path) -> None:
    """A release branch was deployed: whether it holds the landing is asked of its history."""
    house = copied(tmp_path)
    flat = house.made.files(house.files)
    release = house.made.commit(house.made.tree(flat), [house.tips["changed"]], b"release\n")
    house.made.ref(b"refs/heads/release", release)
    row = {"act": "evidence", "fact": "deployed", "plan": "work", "phase": "add", "by": "ci", "at": LATER}
    house.signs({**row, "commit": release.decode()})
    house.records(
        house.land("after", {b"src/old": b"4\n"}, b"x\n\nGuard-Plan: work\nGuard-Phase: change\n"), LATER + 60
    )
    path = made(house, tmp_path / "audit.tar")
    with house.opened() as (repository, branch):
        here = [replayed(repository, branch, one) for one in kept(repository, branch)]
    assert every(path) == here and here[-1].state == "identical"


def test_a_branch_nobody_pushed_stays_at_home(tmp_path: Path) -> None:
    house = copied(tmp_path)
    secret = house.made.commit(house.made.tree(house.made.files({b"secret": b"s\n"})), [house.tips["tip"]], b"mine\n")
    house.made.ref(b"refs/heads/mine", secret)
    house.made.git("symbolic-ref", "HEAD", "refs/heads/mine")
    assert made(house, tmp_path / "audit.tar").read_bytes() == plain()


@pytest.mark.fuzz
@pytest.mark.skipif(not EXAMPLES, reason="make fuzz builds a second house")
def test_a_sha256_repository(tmp_path: Path) -> None:
    house = built(os.fsencode(tmp_path / "house"), "sha256")
    told = every(made(house, tmp_path / "audit.tar"))
    assert [one.state for one in told] == ["identical"] * 6 and len(told[0].commit) == 64


def test_one_that_would_not_do_is_not_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever made it lack a file that judging reads."""
    monkeypatch.setattr(Noting, "_note", lambda *_: None)
    monkeypatch.setattr(Noting, "files", Objects.files)
    with pytest.raises((RuntimeError, GuardError)):
        made(whole(), tmp_path / "audit.tar")
    assert not (tmp_path / "audit.tar").exists()


def test_what_cannot_be_replayed_is_not_bundled(tmp_path: Path) -> None:
    house = copied(tmp_path)
    os.unlink(house.made.loose(house.made.blob(CHANGED[b"src/old"])))
    with pytest.raises(GuardError, match="cannot be replayed"):
        made(house, tmp_path / "audit.tar")
    assert not (tmp_path / "audit.tar").exists()


def test_a_house_without_a_log_has_a_bundle_without_records(tmp_path: Path) -> None:
    house = House(os.fsencode(tmp_path / "house"))
    house.land("adopted", dict(whole().files))
    assert every(made(house, tmp_path / "audit.tar")) == []


# what is handed over by somebody else


def rewritten(tmp_path: Path, **other: bytes | None) -> Path:
    """The bundle with other parts; None takes one away."""
    texts = {**parts(plain()), **other}
    shelf.put(str(tmp_path / "odd.tar"), {name: text for name, text in texts.items() if text is not None}, {})
    return tmp_path / "odd.tar"


def contents(**other: Any) -> bytes:
    return json.dumps({**json.loads(parts(plain())[CONTENTS]), **other}).encode()


def at(ref: str, commit: str = "1" * 40) -> dict[str, str]:
    return {"ref": ref, "commit": commit}


ODD: dict[str, Callable[[], dict[str, bytes | None]]] = {
    "no contents": lambda: {CONTENTS: None},
    "no objects": lambda: {PACK: None},
    "contents that are no JSON": lambda: {CONTENTS: b"{"},
    "contents that are too deep": lambda: {CONTENTS: b"[" * 100_000},
    "contents of another form": lambda: {CONTENTS: b"{}"},
    "a later format": lambda: {CONTENTS: contents(schema_version=2)},
    "a file beside them": lambda: {"log/../../evil": b"x"},
    "a name that leads elsewhere": lambda: {"../evil": b"x"},
    "a hook": lambda: {".git/hooks/post-checkout": b"x"},
    "a branch outside of refs": lambda: {CONTENTS: contents(trusted=at("refs/heads/../../config"))},
    "a branch that is the log": lambda: {CONTENTS: contents(trusted=at("refs/heads/guard-log"))},
    "a branch with a line end": lambda: {CONTENTS: contents(trusted=at("refs/heads/a\nb"))},
    "a branch that is an option": lambda: {CONTENTS: contents(trusted=at("--upload-pack=x"))},
    "a commit that is none": lambda: {CONTENTS: contents(trusted=at(MAIN, "HEAD"))},
    "a branch at what is not there": lambda: {CONTENTS: contents(trusted=at(MAIN))},
    "a log at what is not there": lambda: {CONTENTS: contents(log={"tip": "1" * 40, "first": "", "entries": 0})},
    "objects that are none": lambda: {PACK: b"PACK" + bytes(100)},
    "no bytes of objects": lambda: {PACK: b""},
    "objects cut short": lambda: {PACK: parts(plain())[PACK][:-30]},
}


@pytest.mark.fuzz
@pytest.mark.parametrize("other", [ODD[name] for name in share(ODD, 3)], ids=share(ODD, 3))
def test_what_is_no_bundle_is_refused(other: Callable[[], dict[str, bytes | None]], tmp_path: Path) -> None:
    path = rewritten(tmp_path, **other())
    before = sorted(os.listdir(tmp_path))
    with chdir(tmp_path), pytest.raises(GuardError) as raised:
        every(path)
    assert raised.value.rule in ("G804", "G501", "G817"), raised.value
    assert len(raised.value.where) > 9, "the file is named, or the object"
    assert sorted(os.listdir(tmp_path)) == before


# every text in it is the one its objects give


def said(**other: Any) -> dict[str, bytes | None]:
    """Contents as guard lays them out, that say something else."""
    data = json.loads(parts(plain())[CONTENTS])
    merged = {name: {**data[name], **of} if isinstance(of, dict) else of for name, of in other.items()}
    return {CONTENTS: (json.dumps({**data, **merged}, indent=2, sort_keys=True) + "\n").encode()}


def first(end: str) -> str:
    return min(name for name in parts(plain()) if name.endswith(end))


PAGE = "decisions.md"
PAYLOAD, SIGNATURE, RECORD = ".payload.json", ".sig", ".record.json"
FORGED: dict[str, tuple[Callable[[], dict[str, bytes | None]], str]] = {
    "a page of its own": (lambda: {PAGE: b"# all is well\n"}, "decisions.md, line 1"),
    "a sentence more": (lambda: {PAGE: parts(plain())[PAGE] + b"And ada agreed.\n"}, "decisions.md, line "),
    "no page": (lambda: {PAGE: None}, "a file of it is missing"),
    "another name in a payload": (lambda: {first(PAYLOAD): parts(plain())[first(PAYLOAD)][::-1]}, "log/000001-"),
    "no payload": (lambda: {first(PAYLOAD): None}, "log/000001-"),
    "another signature": (lambda: {first(SIGNATURE): b"x\n"}, ".payload.json.sig, line 1"),
    "another record": (lambda: {first(RECORD): b"{}"}, ".record.json, line 1"),
    "no record": (lambda: {first(RECORD): None}, "a file of it is missing"),
    "an entry more": (lambda: {"log/000099-00000000.payload.json": b"{}"}, "a file that its log does not have"),
    "a log that was emptied": (lambda: said(log={"tip": "", "first": "", "entries": 0}), "bundle.json"),
    "an entry too many": (lambda: said(log={"entries": 9}), "log.entries is 9, and its objects give 8"),
    "another first entry": (lambda: said(log={"first": "1" * 40}), "log.first is 1111"),
    "objects that do not fit": (lambda: said(objects=1), "objects is 1, and its objects give "),
    "no records": (lambda: said(records=[]), "it names no record, and its log has some"),
    "another repository": (lambda: said(repository="other"), "repository is other"),
    "contents laid out otherwise": (
        lambda: {CONTENTS: contents()},
        "it is laid out otherwise than guard does",
    ),
}  # fmt: skip


@pytest.mark.fuzz
@pytest.mark.parametrize(("other", "says"), [FORGED[name] for name in share(FORGED, 3)], ids=share(FORGED, 3))
def test_a_text_that_its_objects_do_not_give(
    other: Callable[[], dict[str, bytes | None]], says: str, tmp_path: Path
) -> None:
    path = rewritten(tmp_path, **other())
    with chdir(tmp_path), pytest.raises(GuardError) as raised:
        every(path)
    assert raised.value.rule == "G804" and says in f"{raised.value.what}, {raised.value.where}"
    assert "guard log bundle" in raised.value.mend


@pytest.mark.later
def test_the_texts_of_another_guard(tmp_path: Path) -> None:
    """The same words are the same; others may be of that guard, and nobody here can tell."""
    for page, doubts in ((parts(plain())[PAGE], False), (b"# Other words\n", True)):
        path = rewritten(tmp_path, **{**said(guard="0.0.9"), PAGE: page})
        with chdir(tmp_path), unpacked(str(path), None) as one, Repository(None) as repository:
            found = held(repository, branch_of(repository, TRIGGER._replace(trusted=one.ref)), one)
        assert [of.state for of in found.told] == ["identical"] * 6
        assert (found.doubt.startswith("decisions.md is by guard 0.0.9 "), bool(found.doubt)) == (doubts, doubts)


@pytest.mark.later
def test_the_same_page_wherever_it_is_judged_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written under one Python, replayed under another: that is no damage, and nor is the other way round."""
    from guard.records import judging

    here, there = rewritten(tmp_path), tmp_path / "there.tar"
    other = {**judging.versions(), "python": "4.0"}
    with chdir(tmp_path), monkeypatch.context() as patch:
        patch.setattr(judging, "versions", lambda: other)
        assert [of.state for of in every(here)] == ["same"] * 6
        made(whole(), there)
    with chdir(tmp_path):
        assert [of.state for of in every(there)] == ["identical"] * 6
