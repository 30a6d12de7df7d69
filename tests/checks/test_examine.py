"""All checks together: in the order of the list, and what a landing and its commits have in common is told once."""

from __future__ import annotations

from guard.checks import CHECKS, asked, examine
from tests.cases import added, case, commit, deleted, first_commit, plan


def test_every_check_is_asked_in_order_and_none_hides_another() -> None:
    one = case(
        added(b"con"),
        added(b".gitattributes"),
        plan=plan(files=0),
        clashes={b"": [[b"CON", b"con"]]},
        commits=(commit(0, parents=0),),
    )
    told = examine(one)
    assert [found.rule for found in told] == ["G114", "G113", "G106", "G107", "G101", "G105", "G130"]
    assert told == tuple(found for check in CHECKS for found in asked(check, one))


def test_what_landing_and_commit_have_in_common_is_told_once_of_the_landing() -> None:
    (found,) = examine(case(added(b"con"), steps=((added(b"con"),),)))
    assert (found.rule, found.commit) == ("G114", b"")


def test_what_commits_have_in_common_is_told_once_of_the_first() -> None:
    (found,) = examine(case(steps=((added(b"con"),), (deleted(b"con"),), (added(b"con"),), (deleted(b"con"),))))
    assert (found.rule, found.commit) == ("G114", first_commit(0))


def test_another_operation_on_the_same_path_is_another_finding() -> None:
    told = examine(case(steps=((added(b"other"),), (deleted(b"other"),)), plan=plan()))
    assert [(found.rule, found.what, found.commit) for found in told] == [
        ("G101", "other: file.add", first_commit(0)),
        ("G101", "other: file.delete", first_commit(1)),
    ]
