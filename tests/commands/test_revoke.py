"""`guard revoke`: what is struck out, what closes with it, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.cli import main
from guard.model.log import Approval, Revocation
from tests.commands.acting import House, standing
from tests.signing import key


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        house_.approved()
        yield house_


def digits(made: House, kind: type = Approval) -> str:
    """The id of the one entry of this kind, without its sha256:."""
    (found,) = [entry.id for entry in made.log().entries if isinstance(entry.act, kind)]
    return str(found).removeprefix("sha256:")


@pytest.mark.parametrize("spelled", ["{:.8}", "{}", "sha256:{}", "sha256:{:.12}"])
def test_an_approval_is_struck_out_and_its_phases_close(made: House, spelled: str) -> None:
    named = spelled.format(digits(made))
    path, asked = made.request("revoke", named, by="dana")
    assert "strikes   approval of plan split-name by omar, 2026-01-02" in asked.out
    assert "closes    split-name/expand" in asked.out and "a revocation cannot be revoked" in asked.out
    assert "said      read, and found right" in asked.out
    made.sign(path, key("ed25519", "dana"), "revocation")
    told = made.guard("revoke", "--signed", str(path))
    assert told.code == 0 and "guard: recorded: no longer: approval of plan split-name by omar, by dana" in told.out
    assert told.out.endswith("next   omar: guard approve split-name\n")
    assert "open now:" not in made.guard("next", "split-name").out


def test_evidence_that_is_taken_back_closes_what_rested_on_it(made: House) -> None:
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    said = made.carried("attest", "complete", "--plan", "tidy", "--phase", "sweep", by="dana")
    told = made.carried("revoke", said.out.partition("(entry ")[2][:8], by="omar")
    assert told.code == 0 and "undoes    tidy/sweep, which is then no longer complete" in told.out
    assert told.out.endswith("next   dana: guard approve tidy\n")


def test_a_machine_takes_back_its_own_word_and_no_other(made: House) -> None:
    entry = made.machine("deployed", "split-name/expand").out.partition("(entry ")[2][:8]
    words = ("--as", "deploy", "--key", str(key("ed25519", "deploy").file(made.folder)), "--reason", "rolled back")
    other, own = made.guard("revoke", digits(made), *words), made.guard("revoke", entry, *words)
    assert (other.code, other.rules()) == (1, ["G521"])
    assert own.code == 0, own.said


def test_an_approval_of_a_landing_is_told_to_be_gone(made: House) -> None:
    made.branch("hotfix", {b"other/y.txt": b"y\n"})
    assert made.carried("approve", "HEAD", "--unplanned", "x").code == 0
    entry = made.log().entries[-1].id
    _, told = made.request("revoke", entry, by="dana")
    assert "closes    this landing is approved no longer by omar" in told.out


USAGE = {
    "too few digits": ("abc", "by 8 digits of it at least"),
    "no digits": ("split-name", "an entry is named by its id"),
    "no entry": ("0" * 12, "no entry 000000000000 counts in the log; guard log show lists them"),
    "nothing": ("", "a word is empty, as a variable is that nobody has set"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_words(made: House, case: str) -> None:
    named, said = USAGE[case]
    _, told = made.request("revoke", named)
    assert told.code == 2 and said in told.err, told.said


def test_no_entry_at_all_is_a_wrong_word(made: House) -> None:
    told = made.guard("revoke", "--as", "omar")
    assert told.code == 2 and "say which entry" in told.err


def test_what_is_struck_out_already_is_told(made: House) -> None:
    named = digits(made)
    made.carried("revoke", named, by="dana")
    _, again = made.request("revoke", named)
    _, of_it = made.request("revoke", digits(made, Revocation))
    assert again.code == 2 and "is struck out already" in again.err
    assert of_it.code == 2 and "only approvals and evidence are revoked" in of_it.err


def test_an_agent_takes_nothing_back(made: House) -> None:
    told = made.guard("revoke", digits(made), "--key", str(key("ed25519", "claude").file(made.folder)), "--reason", "x")
    assert (told.code, told.rules()) == (1, ["G521"])


def test_where_nobody_answers_the_person_is_named(made: House) -> None:
    told = made.guard("revoke", digits(made), "--key", str(key("ed25519", "omar").file(made.folder)))
    assert told.code == 3 and "end your turn and tell omar" in told.out


def test_where_no_key_is_at_hand_the_people_are_named(made: House) -> None:
    told = made.guard("revoke", digits(made))
    assert told.code == 3 and "end your turn and tell dana or omar; you cannot do this part" in told.out


def test_what_is_brought_twice_is_in_the_log_already(made: House) -> None:
    path, _ = made.request("revoke", digits(made), by="dana")
    made.sign(path, key("ed25519", "dana"), "revocation")
    first, again = (made.guard("revoke", "--signed", str(path)) for _ in range(2))
    assert (first.code, again.code) == (0, 0) and again.out.startswith("guard: in the log already, since ")


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["revoke", "--help"])
    assert "guard log show" in capsys.readouterr().out
