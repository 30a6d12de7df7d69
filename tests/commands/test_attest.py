"""`guard attest`: facts of the world, said by machines unattended and by people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.cli import main
from guard.model.log import Evidence
from tests.commands.acting import House, house, listed, standing
from tests.commands.standing import EXPAND
from tests.conftest import share
from tests.running import WAYS_ROUND
from tests.signing import key

pytestmark = pytest.mark.usefixtures("read_here")

EVERY = "attests: [deployed, backfilled]"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house_:
        yield house_


def landed(made: House) -> None:
    made.approved()
    made.land(EXPAND, node="split-name/expand")


def evidence(made: House) -> list[Evidence]:
    return [entry.act for entry in made.log().entries if isinstance(entry.act, Evidence)]


def test_a_machine_says_so_unattended_and_the_next_phase_opens(made: House) -> None:
    landed(made)
    first = made.machine("deployed", "split-name/expand", "--service", "api")
    second = made.machine("deployed", "split-name/expand", "--service", "worker", "--commit", "main")
    assert (first.code, second.code) == (0, 0), first.said + second.said
    assert first.out.startswith("guard: recorded: split-name/expand is deployed in production, by deploy  (entry ")
    assert "opens     nothing yet" in first.out
    assert "opens     split-name/dual-write" in second.out
    assert second.out.endswith("next   you: guard next --take split-name/dual-write\n")
    said = evidence(made)
    assert [(one.fact, one.env, one.service, one.how, one.by) for one in said] == [
        ("deployed", "production", "api", "observed", "deploy"),
        ("deployed", "production", "worker", "observed", "deploy"),
    ]
    assert {one.commit for one in said} == {made.tip}


def test_where_services_are_named_each_is_said_by_its_name(made: House) -> None:
    told = made.machine("deployed", "split-name/expand")
    assert (
        told.code == 0 and "beware    it is waited for of each of api, worker, by its name: --service NAME" in told.out
    )
    assert "opens     nothing yet" in told.out


def test_what_does_not_hold_the_landing_is_told(made: House) -> None:
    before = made.tip.decode()
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    told = made.carried("attest", "complete", "--plan", "tidy", "--phase", "sweep", "--commit", before, by="dana")
    assert told.code == 0 and "beware    complete is still not known of tidy/sweep" in told.out
    assert "which does not hold the landing" in " ".join(told.out.split())


def test_a_person_says_what_no_machine_attests(made: House) -> None:
    made.carried("approve", "tidy", by="dana")
    made.land({b"tools/a": b"b\n"}, node="tidy/sweep")
    made.carried("attest", "complete", "--plan", "tidy", "--phase", "sweep", by="dana")
    told = made.carried("attest", "complete", "--plan", "tidy", "--phase", "vault", "--reason", "it is out", by="omar")
    assert told.code == 0 and "completes tidy/vault" in told.out
    assert [(one.how, one.by) for one in evidence(made)] == [("attested", "dana"), ("attested", "omar")]


NUMBERS: dict[str, tuple[str, ...]] = {
    "--remaining": ("--remaining", "0"),
    "--value": ("--value", "remaining=0"),
    "both, of one mind": ("--remaining", "0", "--value", "remaining=0"),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_that_evidence_carries(made: House, case: str) -> None:
    told = made.machine("backfilled", "split-name/backfill", *NUMBERS[case])
    assert told.code == 0, told.said
    assert [one.values for one in evidence(made)] == [(("remaining", 0),)]


def test_the_request_shows_what_is_said(made: House) -> None:
    words = ("--env", "staging", "--service", "ap", "--observed", "--at", "2026-01-02T03:00:00Z", "--reason", "saw it")
    path, told = made.request("attest", "rehearsed", "--plan", "split-name", "--phase", "expand", *words, by="dana")
    payload = json.loads(path.read_bytes())
    assert (payload["env"], payload["service"], payload["how"], payload["at"]) == (
        "staging",
        "ap",
        "observed",
        1767322800,
    )
    for said in (
        "fact      split-name/expand is rehearsed, seen by the signer",
        "where     in staging, of ap",
        "the tip of refs/heads/main",
        "beware    the policy knows no service ap; did you mean api?",
        "reason    saw it",
        "guard attest rehearsed --plan split-name --phase expand --env staging --service ap --signed",
    ):
        assert said in " ".join(told.out.split()) or said in told.out


REFUSED = {
    "a person, of what machines attest": (("deployed",), "dana", "the word of dana would not be believed"),
    "a machine, of what it does not attest": (("rehearsed",), "deploy", "deploy attests backfilled, deployed, and not"),
    "an agent": (("complete",), "claude", "is the key of agent claude"),
    "nobody": (("complete",), "mallory", "is nobody's key"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_word_that_would_not_be_believed(made: House, case: str) -> None:
    (fact,), by, said = REFUSED[case]
    file = str(key("ed25519", by).file(made.folder))
    told = made.guard("attest", fact, "--plan", "split-name", "--phase", "expand", "--key", file)
    assert (told.code, told.rules()) == (1, ["G521"]), told.said
    leave = (
        "leave it to deploy, unattended: guard attest deployed --plan split-name --phase expand --as deploy --key FILE"
    )
    assert (leave in told.out) == (by == "dana")
    assert said in told.out and not WAYS_ROUND.search(told.said)
    assert evidence(made) == []


EXPANDED = ("deployed", "--plan", "split-name", "--phase", "expand")
FILLED = ("backfilled", "--plan", "split-name", "--phase", "backfill")
USAGE = {
    "no fact": ((), "say what is so"),
    "no phase": (EXPANDED[:3], "--phase"),
    "a fact that is none": (("deploied", *EXPANDED[1:]), "invalid choice"),
    "no such plan": (("deployed", "--plan", "split", "--phase", "expand"), "no plan 'split'"),
    "no such phase": ((*EXPANDED[:4], "expnd"), "did you mean expand?"),
    "nothing counted": (FILLED, "--remaining 0"),
    "a number of another fact": ((*EXPANDED, "--remaining", "0"), "carries no remaining"),
    "a misspelt number": ((*FILLED, "--value", "remainig=0"), "did you mean remaining?"),
    "no number": ((*FILLED, "--value", "remaining=few"), "a number is KEY=N"),
    "two minds": ((*FILLED, "--value", "remaining=1", "--remaining", "0"), "twice"),
    "of tomorrow": ((*EXPANDED, "--at", "2027-01-01T00:00:00Z"), "not later than now"),
    "at no time": ((*EXPANDED, "--at", "noon"), "--at takes a time"),
    "an environment that is no name": ((*EXPANDED, "--env", "Prod 1"), "an environment is a name"),
    "a service that is no name": ((*EXPANDED, "--service", "-x-"), "expected one argument"),
}


@pytest.mark.fuzz
@pytest.mark.parametrize("case", share(USAGE, 2))
def test_wrong_words(made: House, case: str) -> None:
    words, said = USAGE[case]
    told = made.guard("attest", *words, "--as", "deploy", "--key", str(key("ed25519", "deploy").file(made.folder)))
    assert told.code == 2 and said in told.err, told.said


def test_a_commit_that_is_not_here_is_told(made: House) -> None:
    told = made.machine("deployed", "split-name/expand", "--commit", "v9")
    assert (told.code, told.rules()) == (5, ["G805"])


def test_where_nobody_answers_it_is_told_who_does(made: House) -> None:
    file = str(key("ed25519", "dana").file(made.folder))
    words = ("complete", "--plan", "tidy", "--phase", "vault")
    told = made.guard("attest", *words, "--key", file)
    assert told.code == 3 and "end your turn and tell dana" in told.out
    assert "dana: at a terminal: guard attest complete --plan tidy --phase vault --env production\n" in told.out


def test_where_no_key_is_at_hand_the_people_who_may_say_it_are_named(made: House) -> None:
    told = made.guard("attest", "complete", "--plan", "tidy", "--phase", "vault")
    machines = made.guard("attest", *EXPANDED)
    absent = made.guard("attest", *EXPANDED, "--as", "deploy")
    assert told.code == 3 and "end your turn and tell dana or omar; you cannot do this part" in told.out
    assert (machines.code, machines.rules()) == (1, ["G521"]) and "leave it to deploy, unattended: " in machines.out
    assert absent.code == 2 and "the key of deploy" in absent.err


def test_a_machine_whose_key_asks_for_something_does_not_hang(made: House) -> None:
    file = str(key("ed25519", "deploy").file(made.folder, passphrase="secret"))
    told = made.guard(
        "attest", "deployed", "--plan", "split-name", "--phase", "expand", "--as", "deploy", "--key", file
    )
    assert (told.code, told.rules()) == (5, ["G507"])


def test_evidence_signed_elsewhere_says_what_it_said(made: House) -> None:
    path, _ = made.request("attest", "complete", "--plan", "tidy", "--phase", "vault", by="dana")
    made.sign(path, key("ed25519", "dana"), "evidence")
    made.land({b"tools/a": b"b\n"})
    told = made.guard("attest", "--signed", str(path))
    assert told.code == 0, "the branch has moved on, and what was said is of the commit it names"
    again = made.guard("revoke", "--signed", str(path))
    assert again.code == 2 and "what was signed is another act, evidence" in again.err


def test_with_machines_for_every_fact_people_say_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = listed().replace(EVERY, "attests: [deployed, backfilled, complete]")
    with standing(capsys, tmp_path, monkeypatch, house(policy=policy.encode())) as made:
        _, told = made.request("attest", "complete", "--plan", "tidy", "--phase", "vault", by="dana")
    assert (told.code, told.rules()) == (1, ["G521"])


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["attest", "--help"])
    out = capsys.readouterr().out
    for words in ("--remaining N", "--observed", "--service", "exit codes:", "--as deploy --key"):
        assert words in out
