"""`--request FILE --format json`: what somebody is about to sign, for a program to show; or why nobody signs it."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from guard.acts import words
from guard.schema import validate_data
from tests.commands.acting import House, house, listed, standing

pytestmark = pytest.mark.usefixtures("read_here")

JSON = ("--format", "json")


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


def report(text: str) -> dict[str, Any]:
    """It fits its schema, and nothing in it moves a cursor."""
    assert text.isascii() and text.replace("\n", "").isprintable()
    data = json.loads(text)
    assert validate_data("request", data) == ()
    return dict(data)


def test_all_that_a_person_reads_is_told_and_the_bytes_are_those_of_the_file(made: House) -> None:
    path, told = made.request("approve", "split-name", *JSON)
    assert (told.code, told.err) == (0, "")
    said = report(told.out)
    payload = json.loads(path.read_bytes())
    assert said["bytes"].encode() == path.read_bytes() and said["payload"] == payload
    assert said["id"] == f"sha256:{sha256(b'guard-approval-v1' + bytes([10]) + path.read_bytes()).hexdigest()}"
    assert (said["digest"], said["typed"]) == (payload["digest"], payload["digest"][7:15])
    assert (said["act"], said["by"], said["namespace"]) == ("approval", "omar", "guard-approval-v1")
    assert (said["presence"], said["expires"], said["file"]) == (None, payload["expires"], str(path))
    assert said["sign"].startswith(f"guard approve --sign {path} --shown {said['id'][7:]}-")
    assert {"label": "opens", "words": "expand"} in said["lines"]
    assert ("reason", "read, and found right") in [(line["label"], line["words"]) for line in said["lines"]]


def test_it_says_what_the_text_says(made: House) -> None:
    _, text = made.request("approve", "split-name")
    _, told = made.request("approve", "split-name", *JSON)
    said = report(told.out)
    rows = [words.row(line["label"], line["words"]) for line in said["lines"]]
    flat = " ".join(text.out.split())
    assert [row for row in rows if " ".join(row.split()) not in flat] == []
    assert said["title"] in flat


ACTS = {
    "evidence": (("attest", "complete", "--plan", "tidy", "--phase", "vault", "--reason", "it is gone"), "dana"),
    "a policy": (("approve", "policy"), "omar"),
    "a phase": (("approve", "split-name/backfill", "--expires", "7d"), "omar"),
}


@pytest.mark.parametrize("case", ACTS)
def test_every_act_has_one(made: House, case: str) -> None:
    said, by = ACTS[case]
    path, told = made.request(*said, *JSON, by=by)
    assert told.code == 0, told.said
    data = report(told.out)
    assert data["bytes"].encode() == path.read_bytes()
    assert (data["expires"] is None) == (data["act"] == "evidence")
    if data["act"] == "evidence":
        assert data["digest"] == data["id"], "what is typed of evidence is its own id"


def test_a_revocation_and_the_names_in_it(made: House) -> None:
    made.approved()
    (entry,) = made.log().entries
    path, told = made.request("revoke", entry.id, *JSON)
    data = report(told.out)
    assert (told.code, data["act"], data["payload"]["entry"]) == (0, "revocation", entry.id)
    assert shlex.split(data["sign"])[:4] == ["guard", "revoke", "--sign", str(path)]


def test_a_file_of_any_name_is_told_as_a_shell_reads_it(made: House) -> None:
    path = made.folder / "a b'c\u202e"
    told = made.guard("approve", "split-name", "--as", "omar", "--reason", "x", "--request", str(path), *JSON)
    assert told.code == 0
    assert report(told.out)["file"].endswith("a b'c\\u202e") and "\u202e" not in json.loads(told.out)["sign"]


def test_presence_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = listed(kind="sk-ed25519").replace("irreversible: 1}", "irreversible: 1, presence: {plan: touch}}")
    with standing(capsys, tmp_path, monkeypatch, house(policy=asks.encode())) as made:
        _, told = made.request("approve", "split-name", *JSON)
    assert report(told.out)["presence"] == "touch"


def test_documents_of_a_directory_stay_those_that_count(made: House) -> None:
    trust = made.folder / "trust"
    for path, text in made.files.items():
        if path.startswith(b".guard/"):
            place = trust / path.decode().removeprefix(".guard/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)
    _, told = made.request("approve", "split-name", "--trust", str(trust), *JSON)
    assert told.code == 0, told.said
    assert f" --trust {trust} --shown " in report(told.out)["sign"]


# Refused


def test_what_is_refused_is_told_with_who_does_what(made: House) -> None:
    path, text = made.request("approve", "split-name", by="dana")
    _, told = made.request("approve", "split-name", *JSON, by="dana")
    said = report(told.out)
    assert (told.code, said["exit_code"], text.code) == (1, 1, 1) and not path.exists()
    (one,) = said["refused"]
    assert one["rule"] == "G520" and text.rules() == ["G520"]
    assert "guard approve split-name" in one["next"][0]["run"] and one["next"][0]["who"] == "omar"


def test_what_cannot_be_established_is_told_so(made: House) -> None:
    path, _ = made.request("approve", "split-name", *JSON)
    told = made.guard("approve", "split-name", "--as", "omar", "--reason", "x", "--request", str(path), *JSON)
    said = report(told.out)
    assert (told.code, said["exit_code"]) == (5, 5)
    assert [one["rule"] for one in said["refused"]] == ["G820"]


def test_an_agent_is_refused_as_it_is_in_text(made: House) -> None:
    _, text = made.request("approve", "split-name", by="claude")
    _, told = made.request("approve", "split-name", *JSON, by="claude")
    assert (text.code, told.code, text.rules()) == (1, 1, ["G521"])
    assert [one["rule"] for one in report(told.out)["refused"]] == ["G521"]


WRONG = {
    "a format of nothing": (("approve", "split-name", *JSON), "--format is how --request FILE tells"),
    "a format of what is brought": (("approve", "--signed", "f", *JSON), "--format is how --request FILE tells"),
    "even that of text": (("revoke", "12345678", "--format", "text"), "--format is how --request FILE tells"),
    "another format": (("approve", "split-name", "--request", "f", "--format", "sarif"), "invalid choice"),
    "no reason": (("approve", "split-name", "--as", "omar", "--request", "f", *JSON), "say why: --reason TEXT"),
    "a reason that says nothing": (
        ("approve", "split-name", "--as", "omar", "--request", "f", "--reason", " \t ", *JSON), "says nothing"),
    "evidence without one": (
        ("attest", "complete", "--plan", "tidy", "--phase", "vault", "--as", "dana", "--request", "f", *JSON),
        "say why: --reason TEXT"),
    "a request and a signing": (("approve", "--request", "f", "--sign", "f"), "not allowed with"),
    "a signing and a bringing": (("approve", "--signed", "f", "--sign", "f"), "not allowed with"),
    "digits of nothing": (("approve", "split-name", "--typed", "12345678"), "--typed is said of what --sign FILE"),
    "something shown of nothing": (("revoke", "12345678", "--shown", "1-2"), "--shown is said of what --sign FILE"),
    "digits, and nothing that was shown": (("approve", "--sign", "f", "--typed", "12345678"), "--shown ID says what"),
    "another reason": (("approve", "--sign", "f", "--reason", "x"), "the reason stands in what --sign FILE signs"),
    "a reason of its own": (("approve", "HEAD", "--unplanned", "x", "--sign", "f"), "the reason stands in what"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words(made: House, case: str) -> None:
    said, why = WRONG[case]
    told = made.guard(*said)
    assert (told.code, told.out) == (2, "") and why in " ".join(told.err.split()), told.said
    assert not Path(os.fsdecode(made.made.top), "f").exists()
