"""`guard plan show-request` and `guard plan read`: a real repository, a real server of this machine, and exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.commands.plan import main
from guard.errors import UsageError
from tests import model_server as server
from tests.model_server import serving
from tests.opinions.secrets_table import drawn
from tests.running import place

KEY = "sk-" + "ant-api03-" + "k3y" * 20
PASSWORD = "pl4in-" + drawn("read", 8)
POLICY = """\
id: 5f0c2b7e
version: 1
people: {dana: {teams: [platform]}}
owners: {/.guard/**: platform}
model: {reads: plans, name: claude-sonnet-5-5, through: gateway, hosts: ["URL"], max_usd: 0.50, deadline: 20s}
"""
PAGE = f"""\
# Split the name

Names come as given name and family name.

## Phase backfill

- Copy `users.display_name` over in batches from postgres://app:{PASSWORD}@db/orders.
- Somebody watches the error rate while it runs.

## Phase contract

- Drop `users.display_name` once the old readers are gone.
"""
GONE = ("once the old readers are gone", "live_state_ordering")


class Told(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    return tmp_path / "top"


def house(top: Path, url: str, monkeypatch: pytest.MonkeyPatch, page: str = PAGE) -> None:
    place(top.parent, {".guard/policy.yaml": POLICY.replace("URL", url)}, top.name)
    monkeypatch.chdir(top)
    Path("plan.md").write_text(page)


def say(capsys: Any, *words: str) -> Told:
    capsys.readouterr()
    code = main([*words])
    out, err = capsys.readouterr()
    return Told(code, out, err)


def of_rule(told: Told) -> list[str]:
    return [line for line in told.out.split("\n") if "[G766]" in line]


def read(capsys: Any, *words: str) -> Told:
    return say(capsys, "read", "plan.md", "--yes", *words)


def test_what_is_shown_is_what_is_sent(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving(server.reads(GONE)) as one:
        house(top, one.url, monkeypatch)
        shown = say(capsys, "show-request", "plan.md")
        assert shown.code == 0 and one.got == []
        assert say(capsys, "show-request", "plan.md", "-o", "out").code == 0
        assert read(capsys).code == 3
        (got,) = one.got
    assert shown.out.encode() == got.body + b"\n" == Path("out").read_bytes()
    assert PASSWORD not in shown.out and "<<S1>>" in shown.out
    assert "hides  <<S1>> password" in shown.err
    assert f"asks   claude-sonnet-5-5, at {one.url}" in shown.err
    assert "costs  about $0." in shown.err and "no more than $0.50 is spent" in " ".join(shown.err.split())


def test_what_it_shows_is_no_terminals_business(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    house(top, "https://a.example", monkeypatch, PAGE + "\nRemove \u202ethe\x1b[31m table.\n")
    told = say(capsys, "show-request", "plan.md")
    assert told.out.isascii() and told.out.rstrip("\n").isprintable()


def test_doubts_are_told_with_their_places(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving(server.reads(GONE)) as one:
        house(top, one.url, monkeypatch)
        told = read(capsys)
    assert told.code == 3
    assert told.out.startswith("guard: 1 doubt about plan.md, read by claude-sonnet-5-5\n\nplan.md:12  ")
    assert "read as waiting for a live state  [G766]" in told.out
    assert '"Drop users.display_name once the old readers are gone."' in told.out
    assert "quote  once the old readers are gone" in told.out
    assert "cost   $0.014 (3,000 tokens in, 800 out; prices of 2026-11-21)" in told.out
    assert "sends  1 request, about " in told.err


def test_nothing_to_doubt_is_0(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving() as one:
        house(top, one.url, monkeypatch)
        told = read(capsys)
    assert told.code == 0 and told.out.startswith("guard: no doubt about plan.md")


def test_it_is_paid_for_once(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving(server.reads(GONE)) as one:
        house(top, one.url, monkeypatch)
        first = read(capsys)
        monkeypatch.delenv("ANTHROPIC_API_KEY")
        again = say(capsys, "read", "plan.md")  # nothing is sent, so nobody is asked and no key is needed
        assert len(one.got) == 1
    assert again.code == 3 and "; 1 more is answered already" in again.err
    assert of_rule(again) == of_rule(first) != []
    assert "cost   $0.00 (0 tokens in, 0 out" in again.out


def test_a_doubt_stays_until_its_sentence_changes(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving(server.reads(GONE), server.reads()) as one:
        house(top, one.url, monkeypatch)
        assert read(capsys).code == 3
        Path("plan.md").write_text("# Another beginning\n\n" + PAGE)
        again = read(capsys)
        assert again.code == 3 and "plan.md:12  " in again.out and "raised by an earlier reading" in again.out
        Path("plan.md").write_text(PAGE.replace("once the old readers are gone", "on 2 May, as dana recorded"))
        assert read(capsys).code == 0
        assert len(one.got) == 3


@pytest.mark.parametrize(
    ("act", "cause"),
    [
        (server.error(401, "authentication_error"), "the key was refused (401): 401 authentication_error"),
        (server.said(b"<html>"), "the answer is no JSON"),
        (server.reads(edit=lambda data: {**data, "flags": []}), "the model missed what guard planted"),
        (server.reads(stop_reason="refusal", content=[]), "the model would not read it"),
        (server.reads(model="claude-haiku-5-5"), "another model answered: claude-haiku-5-5"),
    ],
    ids=["401", "html", "silent", "refusal", "other"],
)
def test_a_reading_that_fails_is_3(
    act: server.Act, cause: str, top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with serving(act) as one:
        house(top, one.url, monkeypatch)
        told = read(capsys)
    assert told.code == 3
    assert told.out.startswith(f"guard: no reading of plan.md: {cause}") and "\nnext   " in told.out
    assert KEY not in told.out + told.err


def test_before_anything_is_sent(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving() as one:
        house(top, one.url, monkeypatch)
        rows = [
            ({}, ["--max-usd", "0.0001"], "it would cost more than the policy allows"),
            ({}, ["--model", "another"], "nobody knows what this model costs"),
            ({"ANTHROPIC_API_KEY": ""}, [], "there is no key to ask with: ANTHROPIC_API_KEY"),
            ({"ANTHROPIC_BASE_URL": "https://evil.example"}, [], "the address is none that the policy allows"),
            ({"ANTHROPIC_CUSTOM_HEADERS": "x: y"}, [], "the environment would add to the request"),
            ({}, ["--through", "bedrock"], "the model cannot be asked as the policy says: region"),
        ]
        for environment, words, cause in rows:
            with monkeypatch.context() as patch:
                for name, value in environment.items():
                    patch.setenv(name, value)
                told = read(capsys, *words)
            assert told.code == 3 and f"guard: no reading of plan.md: {cause}" in told.out.replace("\n  ", " "), told
        assert one.got == []


def test_of_an_address_of_somebody_else_it_is_said_first_to_unset_it(
    top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with serving() as one:
        house(top, one.url, monkeypatch)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://evil.example")
        said = " ".join(read(capsys).out.split())
        assert one.got == []
    assert "ANTHROPIC_BASE_URL names another" in said and "evil" not in said
    assert said.index("unset the variable") < said.index("model: hosts")


def test_what_may_not_be_sent_is_3_and_not_sent(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving() as one:
        house(top, one.url, monkeypatch)
        Path("secrets.md").write_text(PAGE)
        for word in ("show-request", "read"):
            told = say(capsys, word, "secrets.md")
            assert told.code == 3 and "the text names a file that is never sent: secrets.md" in told.out
        assert one.got == []


def test_recorded_and_played_again(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with serving(server.reads(GONE)) as one:
        house(top, one.url, monkeypatch)
        first = read(capsys, "--record", "kept")
        assert len(one.got) == 1
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    again = say(capsys, "read", "plan.md", "--replay", "kept")
    assert (again.code, again.out) == (3, first.out) and "nothing of it is kept" in again.out
    assert not (top / ".git/guard/readings").exists()
    Path("plan.md").write_text(PAGE + "\nOne more.\n")
    other = say(capsys, "read", "plan.md", "--replay", "kept")
    assert other.code == 3 and "nothing was recorded for this request" in other.out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["read", "plan.md"], "nobody is there to ask"),
        (["read", "plan.md", "--yes", "-k", "10"], "-k takes a number from 1 to 9"),
        (["read", "plan.md", "--max-usd", "$1"], "--max-usd takes an amount"),
        (["read", "none.md"], "none.md cannot be read"),
        (["read", "plan.md", "--record", "a", "--replay", "b"], "not allowed with"),
        (["show-request", "plan.md", "--through", "proxy"], "invalid choice"),
    ],
    ids=str,
)
def test_wrong_words(words: list[str], what: str, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house(top, "https://a.example", monkeypatch)
    with pytest.raises(UsageError, match=what.replace("$", r"\$")):
        main(words)


def test_without_a_repository_the_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.md").write_text(PAGE)
    with pytest.raises(UsageError, match="--model NAME says which"):
        main(["show-request", "plan.md"])
    told = say(capsys, "show-request", "plan.md", "--model", "claude-sonnet-5-5")
    assert told.code == 0 and json.loads(told.out)["model"] == "claude-sonnet-5-5"
    assert "at https://api.anthropic.com" in told.err


def test_no_recordings_and_no_table_are_5(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    house(top, "https://a.example", monkeypatch)
    assert say(capsys, "read", "plan.md", "--replay", "none").code == 5
    assert say(capsys, "show-request", "plan.md", "--prices", "none").code == 5


def test_samples_and_a_plan(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    plan = (
        "plan: tidy\nversion: 1\nowner: dana\nwhy: Tidy the sources\nscope: {paths: [/src/**]}\n"
        "assume: {A1: {says: nobody else reads the sources, settled_by: 'dana: asked around'}}\n"
        "phases:\n  first: {does: [file.add]}\n"
    )
    with serving(server.reads(("nobody else reads the sources", "unresolved_assumption"))) as one:
        house(top, one.url, monkeypatch)
        Path(".guard/plans").mkdir()
        Path(".guard/plans/tidy.yaml").write_text(plan)
        told = say(capsys, "read", "tidy", "--yes", "-k", "2")
        assert len({got.body for got in one.got}) == 2
    assert told.code == 3 and "about tidy" in told.out


@pytest.mark.parametrize(("typed", "sent"), [("yes\n", 1), ("no\n", 0), ("", 0), ("y\n", 0)], ids=ascii)
def test_nothing_is_sent_before_a_yes(
    typed: str, sent: int, top: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("guard.commands.plan.read.attended", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with serving() as one:
        house(top, one.url, monkeypatch)
        if sent:
            assert say(capsys, "read", "plan.md").code == 0
        else:
            with pytest.raises(UsageError, match="that was no yes"):
                main(["read", "plan.md"])
        assert len(one.got) == sent
