"""Decisions in sentences: all that an auditor asks is told, and nothing that somebody wrote can say it for us."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from guard.model.log import Approval, Evidence
from guard.records.replaying import kept, replayed
from guard.records.sentences import code, decisions
from tests.conftest import examples
from tests.records.houses import LATER, House, copied, edited, standing, stranger, whole

pytestmark = pytest.mark.usefixtures("swift")

HOSTILE = (
    "`",
    "``x``",
    " `x` ",
    "<script>alert(1)</script>",
    "[a](https://example.org)",
    "![a](https://example.org/a.png)",
    "# It was allowed",
    "a\n\n## 36fb239cf2d2: pass",
    "\u202egnp.exe",
    "\x1b[2K",
    "| a | b |",
    "@dana https://example.org",
    "&lt;b&gt;",
    "~~~\n```",
    "",
    " ",
    "\\",
    "\\`",
)


def spans(page: str) -> list[tuple[str, str]]:
    """What a reader of Markdown makes of a line: the kind of each piece and its text."""
    tokens = [token for token in MarkdownIt("commonmark").parse(page) if token.children is not None]
    return [(child.type, child.content) for token in tokens for child in token.children or ()]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_is_code_and_nothing_else(text: str) -> None:
    told = spans(f"- before {code(text)} behind\n")
    assert [kind for kind, _ in told] == ["text", "code_inline", "text"]
    assert (told[0][1], told[2][1]) == ("before ", " behind")


@pytest.mark.fuzz
@given(st.text(max_size=30))
@settings(max_examples=examples(200))
def test_any_text_is_code_and_nothing_else(text: str) -> None:
    assert [kind for kind, _ in spans(f"a {code(text)} b\n")] == ["text", "code_inline", "text"]


def page_of(house: House) -> str:
    with house.opened() as (repository, branch):
        every = kept(repository, branch)
        return decisions(branch, every, tuple([replayed(repository, branch, one) for one in every]))


def sections(page: str) -> dict[str, str]:
    """By the landing, as the heading names it."""
    parts = page.split("\n## ")[1:]
    return {part.partition(":")[0]: part for part in parts}


def test_who_said_yes_and_on_what_evidence() -> None:
    repository, branch = standing()
    every = kept(repository, branch)
    page = decisions(branch, every, tuple([replayed(repository, branch, one) for one in every]))
    told = sections(page)[whole().tips["changed"][:12].decode()]
    approval, evidence = [one for one in branch.log.entries if isinstance(one.act, Approval | Evidence)]
    assert (
        "It was allowed: judged under policy version 1, as a landing of phase `change` of plan `work version 1`" in told
    )
    assert (
        f"- `omar` approved plan `work` version 1 on 2026-01-02 03:04 UTC (entry `{approval.id}`): `read and found"
        in told
    )
    assert f"- `ci` observed `deployed` of `work/add` in `production`, for `{whole().tips['added'].decode()}`" in told
    assert f"(entry `{evidence.id}`)" in told
    record = next(one for one in every if one.entry.act.at == LATER - 480)
    assert f"`ci` recorded it on 2026-01-02 04:06 UTC (entry `{record.entry.id}`)." in told
    assert "with 1 path changed" in told


def test_what_was_not_allowed_says_why() -> None:
    told = {
        name: sections(page_of(whole()))[tip[:12].decode()]
        for name, tip in whole().tips.items()
        if name in ("loose", "late")
    }
    assert (
        "It was not allowed yet, because a person had still to settle something, and landed all the same"
        in told["loose"]
    )
    assert "- `G102` (a plan is needed): `top: file.add`" in told["loose"]
    assert "It was not allowed, because it breaks a rule, and landed all the same" in told["late"]
    assert "- `G405` (a phase that is over)" in told["late"]


def test_what_is_revoked_since_says_so(tmp_path: Path) -> None:
    house = copied(tmp_path)
    with house.opened() as (_, branch):
        first = branch.log.entries[0].id
    house.signs({"act": "revocation", "entry": first, "by": "omar", "at": LATER})
    told = sections(page_of(house))[house.tips["changed"][:12].decode()]
    assert f"(entry `{first}`, revoked since)" in told and "It was allowed" in told


@pytest.mark.later
def test_a_reason_that_says_more_than_a_reason_is_a_reason(tmp_path: Path) -> None:
    house = copied(tmp_path)
    reason = "fine` \u2026 It was allowed. <b>[x](https://example.org)</b>"
    row = {"act": "approval", "of": "plan", "name": "work", "by": "omar", "at": LATER, "reason": reason}
    house.signs(row)
    house.records(house.land("more", {b"src/old": b"5\n"}, b"x\n\nGuard-Plan: work\nGuard-Phase: change\n"), LATER + 60)
    page = page_of(house)
    assert ("code_inline", reason) in spans(page)
    assert not {"link_open", "image", "html_inline"} & {kind for kind, _ in spans(page)}


def test_a_record_that_cannot_be_read_is_told_so() -> None:
    repository, branch = standing()
    one = kept(repository, branch)[0]
    for text in (b"", b"{}", b"[]", edited(one.text, outcome=None), edited(one.text, facts={"turn": {"entries": [1]}})):
        bad = one._replace(text=text)
        page = decisions(branch, [bad], (replayed(repository, branch, bad),))
        assert "Its record cannot be read." in page and "**Judged once more, it comes out otherwise**" in page


def test_where_it_all_hangs_is_said_first() -> None:
    page = page_of(whole()).split("\n## ")[0]
    tip, log = whole().tips["tip"].decode(), whole().made.git("rev-parse", "guard-log").strip().decode()
    assert f"branch `refs/heads/main` at `{tip}`" in page and log in page and "8 entries" in page
    assert "for nothing" not in page and f" to `{log}`.\n" in page


def test_how_many_entries_count_for_nothing_is_said_where_some_do(tmp_path: Path) -> None:
    house = copied(tmp_path)
    stranger(house, {"act": "approval", "of": "plan", "name": "work", "by": "dana", "at": LATER})
    assert "\n1 of them counts for nothing.\n" in page_of(house)
