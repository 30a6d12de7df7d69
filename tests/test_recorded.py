"""The unsigned log of tests: what it fills in, that guard goes by it, and that nothing of it is in the wheel."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path

import pytest

from guard.cli import main
from guard.model.log import Approval, Evidence, Recorded, Revocation
from guard.trust import log as log_door
from tests.recorded import BEGUN, FILE, MONTH, Book, from_file, log_of
from tests.repos import Maker, new_repository
from tests.running import place

POLICY = b"""\
id: sample-house
version: 1
people:
  dana: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f}
machines:
  deploy: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/, attests: [deployed]}
approvals: {plan: 1}
"""
PLAN = b"""\
plan: work
version: 2
owner: dana
why: Work
scope: {paths: [/src/**]}
phases:
  first: {does: [file.*]}
  then: {after: {first: deployed}, does: [file.*]}
"""


def made(repository: Maker) -> tuple[bytes, bytes]:
    """A branch with documents, and a landing of the first phase on it."""
    files = {b".guard/policy.yaml": POLICY, b".guard/plans/work.yaml": PLAN}
    base = repository.commit(repository.tree(repository.files(files)))
    landed = repository.tree(repository.files({**files, b"src/a": b"a\n"}))
    tip = repository.commit(landed, [base], b"work\n\nGuard-Plan: work\nGuard-Phase: first\n")
    repository.ref(b"refs/heads/main", tip)
    return base, tip


def test_what_is_left_out_is_filled_in() -> None:
    with new_repository() as repository:
        base, tip = made(repository)
        book = Book(repository)
        plan = book.approve("plan", "work", by="dana", rev=base.decode())
        book.approve("phase", "work/then", by="dana")
        book.approve("landing", rev=f"{base.decode()}..main", by="dana")
        book.record("main", "work/first", by="deploy")
        book.attest("deployed", "work/first", "main", by="deploy", at=BEGUN + 5, service="api", values={"left": 0})
        book.revoke(plan, by="dana")
        acts = [entry.act for entry in book.log().entries]
    whole, phase, landing, record, evidence, struck = acts
    assert isinstance(whole, Approval) and [name for name, _ in whole.phases] == ["first", "then"]
    assert isinstance(phase, Approval) and phase.digest == dict(whole.phases)["then"]
    assert isinstance(landing, Approval) and isinstance(record, Recorded) and record.landing == landing.digest
    assert (record.commit, record.parent, whole.expires) == (tip, base, BEGUN + MONTH)
    assert isinstance(evidence, Evidence) and (evidence.commit, evidence.env) == (tip, "production")
    assert isinstance(struck, Revocation) and struck.entry == plan
    assert [entry.id for entry in book.log().standing() if entry.struck] == [plan]


def test_what_fits_no_schema_is_refused() -> None:
    with new_repository() as repository:
        made(repository)
        with pytest.raises(AssertionError, match="merged"):
            Book(repository).attest("merged", "work/first", "main", by="deploy", at=BEGUN)


def test_guard_reads_it_in_this_process_for_a_while() -> None:
    usual = log_door.read
    with new_repository() as repository:
        made(repository)
        book = Book(repository)
        with book.open(), repository.opened() as opened:
            book.approve("plan", "work", by="dana")
            assert len(log_door.read(opened, None).entries) == 1  # type: ignore[arg-type]
    assert log_door.read is usual


def test_a_file_beside_a_repository_may_be_short() -> None:
    with new_repository() as repository:
        made(repository)
        short = [
            {"act": "approval", "of": "plan", "name": "work", "by": "dana"},
            {"act": "evidence", "fact": "deployed", "plan": "work", "phase": "first", "commit": "main", "by": "deploy"},
            {"act": "revocation", "entry": 0, "by": "dana"},
        ]
        place = repository.top + b"/../" + FILE.encode()
        with open(place, "w") as file:
            json.dump(short, file)
        with repository.opened() as opened:
            read = from_file(place.decode(), opened)
        book = Book(repository)
        for row in short:
            book.write(row)
        assert read == log_of(book.payloads)
        assert [entry.struck for entry in read.standing()] == [True, False, False]


def test_the_merge_door_goes_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    """What waits for an approval and for evidence passes once both are there, and not before."""
    with new_repository() as repository:
        _, tip = made(repository)
        files = {b".guard/policy.yaml": POLICY, b".guard/plans/work.yaml": PLAN, b"src/a": b"a\n", b"src/b": b"b\n"}
        message = b"work\n\nGuard-Plan: work\nGuard-Phase: then\n"
        work = repository.commit(repository.tree(repository.files(files)), [tip], message)
        words = ["check", "--range", f"main..{work.decode()}", "--now", "2026-01-02T03:05:06Z"]
        book = Book(repository)
        with book.open(), chdir(repository.top):
            codes = [main(words)]
            book.approve("plan", "work", by="dana")
            codes.append(main(words))
            book.attest("complete", "work/first", tip, by="dana", at=BEGUN + 4)
            book.attest("deployed", "work/first", tip, by="deploy", at=BEGUN + 5)
            codes.append(main(words))
    out, _ = capsys.readouterr()
    assert codes[2] == 0 and 0 not in codes[:2], out


def test_the_forked_guard_reads_a_file_beside_the_repository(tmp_path: Path) -> None:
    documents = {".guard/policy.yaml": POLICY.decode(), ".guard/plans/work.yaml": PLAN.decode()}
    made = place(tmp_path, documents)
    words = ("next", "--take", "first", "--now", "2026-01-02T03:05:06Z")
    before = made.guard(*words)
    row = {"act": "approval", "of": "plan", "name": "work", "by": "dana"}
    (made.root / FILE).write_text(json.dumps([row]))
    after = made.guard(*words)
    assert (before.code, after.code) == (3, 0), (before, after)
