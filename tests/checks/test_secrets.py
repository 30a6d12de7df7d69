"""Secret values in files: told by place and kind, in what lands and in every commit."""

from __future__ import annotations

from guard.checks.secrets import check
from guard.model.operation import Operation
from tests.cases import added, case, findings, first_commit, modified, places, policy

PATH = b"app/settings.yaml"
EXPOSED = Operation("secret.exposed", 3, "secret:aws-access-key", confidence="pattern")


def asked(*told: Operation, squash: bool = False, step: bool = False):  # type: ignore[no-untyped-def]
    made = case(
        added(PATH) if not step else added(b"other"),
        steps=((modified(PATH),),),
        policy=policy(merges="squash" if squash else "merge"),
    )
    landing, (commit,) = made.landing, made.steps
    if step:
        commit = commit._replace(operations={PATH: told}, effects=(PATH,))
    else:
        landing = landing._replace(operations={PATH: told}, effects=(PATH,))
    return made._replace(landing=landing, steps=(commit,))


def test_finds_it_where_it_lands() -> None:
    (found,) = findings(check, asked(Operation("file.add"), EXPOSED))
    assert (found.rule, found.path, found.line, found.commit) == ("G306", PATH, 3, b"")
    assert "aws-access-key" in found.what
    assert "line 3" in found.what


def test_finds_it_in_a_commit_that_a_later_one_hides_even_where_they_are_squashed() -> None:
    assert places(check, asked(EXPOSED, step=True)) == [("G306", PATH, first_commit())]
    assert places(check, asked(EXPOSED, step=True, squash=True)) == [("G306", PATH, first_commit())]


def test_leaves_alone_what_names_a_secret_and_holds_none() -> None:
    assert places(check, asked(Operation("secret.add", 1, "secret:TOKEN"), Operation("file.add"))) == []


def test_each_secret_of_a_file_is_told() -> None:
    assert len(findings(check, asked(EXPOSED, EXPOSED._replace(line=9)))) == 2
