"""Workflows: what is told of a change, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.reading import Context, Source
from guard.operations.workflows import detect
from tests.operations.telling import bitten, fuzzy, put_in, sound, spoken

A = """name: ci
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
env:
  LEVEL: "1"
jobs:
  build:
    runs-on: ubuntu-latest
    needs: lint
    environment: production
    steps:
      - uses: actions/checkout@1234567890123456789012345678901234567890
      - name: go
        if: github.ref == 'refs/heads/main'
        run: make
        env:
          T: ${{ secrets.TOKEN }}
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: make lint
"""

PIECES = [
    "permissions: write-all\n",
    "*a",
    "&a ",
    "${{ secrets.X }}",
    "<<: ",
    "---\n",
    "\\x6f",
    '"',
    "[",
    "{",
    "? ",
    "- ",
    "\t",
    "!!x ",
]

# what is put in the place of what, and what is told: `and more` where that is not all

FINDS_A = [
    ("a level raised", "contents: read", "contents: write", ["token @7 from=read scope=contents to=write widens"]),
    ("a level lowered", "contents: read", "contents: none", ["token @7 from=read narrows scope=contents to=none"]),
    (
        "a scope more",
        "contents: read\n",
        "contents: read\n  id-token: write\n",
        ["token @7 from=none scope=id-token to=write widens"],
    ),
    (
        "no word on permissions",
        "permissions:\n  contents: read\n",
        "",
        ["token @- from=read scope=contents to=default widens", "token @- from=none scope=* to=default widens"],
    ),
    (
        "everything",
        "permissions:\n  contents: read\n",
        "permissions: write-all\n",
        ["token @6 from=read scope=contents to=write widens", "token @6 from=none scope=* to=write widens"],
    ),
    (
        "read everything",
        "permissions:\n  contents: read\n",
        "permissions: read-all\n",
        ["token @6 from=none scope=* to=read widens"],
    ),
    (
        "nothing at all",
        "permissions:\n  contents: read\n",
        "permissions: {}\n",
        ["token @6 from=read narrows scope=contents to=none"],
    ),
    (
        "permissions in flow style",
        "permissions:\n  contents: read\n",
        "permissions: {contents: write}\n",
        ["token @6 from=read scope=contents to=write widens"],
    ),
    (
        "permissions with an expression",
        "permissions:\n  contents: read\n",
        "permissions: ${{ x }}\n",
        ["token @6 from=read scope=contents to=unknown widens", "token @6 from=none scope=* to=unknown widens"],
    ),
    (
        "permissions as a list",
        "permissions:\n  contents: read\n",
        "permissions: [contents]\n",
        ["token @6 from=read scope=contents to=unknown widens", "token @6 from=none scope=* to=unknown widens"],
    ),
    (
        "a level that does not exist",
        "contents: read",
        "contents: admin",
        ["token @7 from=read scope=contents to=unknown widens"],
    ),
    (
        "a job of its own rights",
        "    needs: lint\n",
        "    needs: lint\n    permissions:\n      packages: write\n",
        [
            "token @15 from=read job=build narrows scope=contents to=none",
            "token @15 from=none job=build scope=packages to=write widens",
        ],
    ),
    (
        "letter case of a key",
        "permissions:",
        "Permissions:\n  issues: write",
        ["token @7 from=none scope=issues to=write widens"],
    ),
    (
        "a word in escapes",
        "contents: read",
        '"\\x63ontents": "\\x77rite"',
        ["token @7 from=read scope=contents to=write widens"],
    ),
    (
        "an alias for rights",
        'contents: read\nenv:\n  LEVEL: "1"\n',
        'contents: &w write\n  issues: *w\nenv:\n  LEVEL: "1"\n',
        ["token @7 from=read scope=contents to=write widens", "token @7 from=none scope=issues to=write widens"],
    ),
    (
        "rights merged in",
        'contents: read\nenv:\n  LEVEL: "1"\n',
        '<<: {contents: write}\nenv:\n  LEVEL: "1"\n',
        ["token @7 from=read scope=contents to=write widens"],
    ),
    (
        "a trigger that holds secrets",
        "  pull_request:\n",
        "  pull_request_target:\n",
        [
            "token @- change=remove narrows trigger=pull_request",
            "token @6 change=add trigger=pull_request_target widens",
        ],
    ),
    (
        "a schedule",
        "  pull_request:\n",
        "  pull_request:\n  schedule:\n    - cron: '0 1 * * *'\n",
        ["token @7 change=add trigger=schedule widens"],
    ),
    (
        "triggers as a list",
        "on:\n  push:\n    branches: [main]\n  pull_request:\n",
        "on: [push, pull_request, issue_comment]\n",
        ["token @2 change=add trigger=issue_comment widens", "token @- change=modify trigger=push widens"],
    ),
    (
        "a trigger alone",
        "on:\n  push:\n    branches: [main]\n  pull_request:\n",
        "on: workflow_run\n",
        [
            "token @- change=remove narrows trigger=pull_request",
            "token @- change=remove narrows trigger=push",
            "token @2 change=add trigger=workflow_run widens",
        ],
    ),
    (
        "a branch more",
        "branches: [main]",
        "branches: [main, 'release/**']",
        ["token @4 change=modify trigger=push widens"],
    ),
    ("a branch less", "branches: [main]", "branches: []", ["token @4 change=modify narrows trigger=push"]),
    ("no filter", "    branches: [main]\n", "", ["token @4 change=modify trigger=push widens"]),
    (
        "tags besides",
        "branches: [main]",
        "branches: [main]\n    tags: ['v*']",
        ["token @4 change=modify trigger=push widens"],
    ),
    ("tags instead", "branches: [main]", "tags: ['v*']", ["token @4 change=modify narrows trigger=push widens"]),
    (
        "an exception in a filter",
        "branches: [main]",
        "branches: [main, '!x']",
        ["token @4 change=modify narrows trigger=push widens"],
    ),
    (
        "branches ignored",
        "branches: [main]",
        "branches-ignore: [main]",
        ["token @4 change=modify narrows trigger=push widens"],
    ),
    (
        "types of a pull request",
        "  pull_request:\n",
        "  pull_request:\n    types: [opened, labeled]\n",
        ["token @6 change=modify narrows trigger=pull_request widens"],
    ),
    (
        "inputs of a trigger",
        "  pull_request:\n",
        "  pull_request:\n  workflow_dispatch:\n    inputs: {a: {default: x}}\n",
        ["token @7 change=add trigger=workflow_dispatch widens"],
    ),
    (
        "another secret",
        "secrets.TOKEN",
        "secrets['OTHER']",
        [
            "secret.add secret:OTHER @21 in=workflow:ci.yml job=build widens",
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "secrets in other letters",
        "secrets.TOKEN",
        "Secrets . token",
        ["ci @21 change=modify job=build part=env step=go"],
    ),
    (
        "all secrets",
        "${{ secrets.TOKEN }}",
        "${{ toJSON(secrets) }}",
        [
            "secret.add secret:* @21 in=workflow:ci.yml job=build widens",
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "a secret by a computed name",
        "secrets.TOKEN",
        "secrets[matrix.k]",
        [
            "secret.add secret:* @21 in=workflow:ci.yml job=build widens",
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "a secret in a text is none",
        "${{ secrets.TOKEN }}",
        "${{ 'secrets.X' }}",
        [
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "a secret outside of an expression is none",
        "${{ secrets.TOKEN }}",
        "secrets.X",
        [
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "an expression over lines",
        "${{ secrets.TOKEN }}",
        ">-\n            ${{\n            secrets.NEXT\n            }}",
        [
            "secret.add secret:NEXT @21 in=workflow:ci.yml job=build widens",
            "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows",
            "ci @21 change=modify job=build part=env step=go",
        ],
    ),
    (
        "a secret in the workflow's environment",
        'LEVEL: "1"',
        "LEVEL: ${{ secrets.L }}",
        ["secret.add secret:L @9 in=workflow:ci.yml widens", "ci @9 change=modify part=env"],
    ),
    (
        "a condition removed",
        "        if: github.ref == 'refs/heads/main'\n",
        "",
        ["ci @17 change=remove guard=removed job=build part=if step=go"],
    ),
    (
        "a condition changed",
        "refs/heads/main'\n",
        "refs/heads/x'\n",
        ["ci @18 change=modify job=build part=if step=go"],
    ),
    (
        "an environment removed",
        "    environment: production\n",
        "",
        ["ci @- change=remove from=production guard=removed job=build part=environment"],
    ),
    (
        "an environment named otherwise",
        "environment: production",
        "environment: {name: staging}",
        ["ci @14 change=modify from=production guard=removed job=build part=environment to=staging"],
    ),
    ("a need removed", "    needs: lint\n", "", ["ci @- change=remove guard=removed job=build part=needs"]),
    (
        "errors pass",
        "        run: make\n",
        "        run: make\n        continue-on-error: true\n",
        ["ci @20 change=add guard=removed job=build part=continue-on-error step=go"],
    ),
    (
        "a pin removed",
        "@1234567890123456789012345678901234567890",
        "@v4",
        [
            (
                "ci @16 change=modify"
                " from=actions/checkout@1234567890123456789012345678901234567890 guard=removed"
                " job=build part=uses step=actions/checkout to=actions/checkout@v4 unpinned"
                " uses=actions/checkout@v4"
            )
        ],
    ),
    (
        "a pin moved",
        "@1234567890123456789012345678901234567890",
        "@abcdefabcdefabcdefabcdefabcdefabcdefabcd",
        [
            (
                "ci @16 change=modify"
                " from=actions/checkout@1234567890123456789012345678901234567890 job=build"
                " part=uses step=actions/checkout"
                " to=actions/checkout@abcdefabcdefabcdefabcdefabcdefabcdefabcd"
                " uses=actions/checkout@abcdefabcdefabcdefabcdefabcdefabcdefabcd"
            )
        ],
    ),
    (
        "an action unpinned",
        "      - run: make lint\n",
        "      - uses: evil/x@main\n      - run: make lint\n",
        [
            "ci @25 change=add job=lint part=step step=evil/x",
            "ci @25 change=add job=lint part=uses step=evil/x unpinned uses=evil/x@main",
        ],
    ),
    (
        "an image by digest",
        "      - run: make lint\n",
        (
            "      - uses:"
            " docker://a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaa\n      - run: make lint\n"
        ),
        [
            "ci @25 change=add job=lint part=step step=docker://a/b",
            (
                "ci @25 change=add job=lint part=uses step=docker://a/b"
                " uses=docker://a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            ),
        ],
    ),
    (
        "an action of the repository",
        "      - run: make lint\n",
        "      - uses: ./x\n      - run: make lint\n",
        ["ci @25 change=add job=lint part=step step=./x", "ci @25 change=add job=lint part=uses step=./x uses=./x"],
    ),
    (
        "a runner of one's own",
        "runs-on: ubuntu-latest\n    needs",
        "runs-on: [self-hosted, linux]\n    needs",
        ["ci @12 change=modify job=build part=runs-on runs_on=self-hosted linux self_hosted"],
    ),
    (
        "a group of runners",
        "runs-on: ubuntu-latest\n    needs",
        "runs-on: {group: big}\n    needs",
        ["ci @12 change=modify job=build part=runs-on runs_on=big self_hosted"],
    ),
    ("another command", "run: make lint", "run: make all", ["ci @25 change=modify job=lint part=run"]),
    (
        "a step removed",
        "      - run: make lint\n",
        "      - run: echo\n      - run: make lint\n",
        ["ci @25 change=add job=lint part=step"],
    ),
    (
        "a job removed",
        "  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make lint\n",
        "",
        ["ci @- change=remove job=lint part=job"],
    ),
    (
        "a job that calls another file",
        "  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make lint\n",
        "  lint:\n    uses: a/b/.github/workflows/c.yml@v1\n    secrets: inherit\n",
        [
            "secret.add secret:* @24 in=workflow:ci.yml job=lint widens",
            "ci @- change=remove job=lint part=runs-on",
            "ci @23 change=add job=lint part=uses unpinned uses=a/b/.github/workflows/c.yml@v1",
            "ci @24 change=add job=lint part=secrets",
        ],
    ),
    ("another name", "name: ci", "name: CI", ["ci @1 change=modify part=name"]),
    ("another environment variable", 'LEVEL: "1"', 'LEVEL: "2"', ["ci @9 change=modify part=env"]),
    ("a number for a text", 'LEVEL: "1"', "LEVEL: 1", ["ci @9 change=modify part=env"]),
    (
        "a job that is no mapping",
        "  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make lint\n",
        "  lint: x\n",
        ["ci @- change=remove job=lint part=runs-on"],
    ),
    (
        "a step that is no mapping",
        "      - run: make lint\n",
        "      - make lint\n",
        ["ci @25 change=remove job=lint part=run"],
    ),
    ("defaults at the top", "env:\n", "defaults: {run: {shell: bash}}\nenv:\n", ["ci @8 change=add part=defaults"]),
    (
        "a duplicate key",
        "permissions:\n",
        "permissions: write-all\npermissions:\n",
        ["opaque.unparsed - @7 why=the key 'permissions' stands a second time", "and more"],
    ),
    (
        "a duplicate in other letters",
        "permissions:\n",
        "Permissions: write-all\npermissions:\n",
        ["opaque.unparsed - @- why=the key 'permissions' stands a second time in another letter case", "and more"],
    ),
    (
        "a tag",
        "contents: read",
        "contents: !x write",
        ["opaque.unparsed - @7 why=the tag '!x' says how to read a value", "and more"],
    ),
    (
        "two documents",
        "name: ci\n",
        "name: ci\n---\n",
        ["opaque.unparsed - @3 why=several documents stand in one file", "and more"],
    ),
    (
        "a colon in flow style",
        "on:\n  push:\n    branches: [main]\n  pull_request:\n",
        "on: {push:, pull_request_target: }\n",
        ["opaque.unparsed - @2 why=push: ends with a colon: some readers take it for a key", "and more"],
    ),
    (
        "no YAML",
        "name: ci",
        "name: [ci",
        ["opaque.unparsed - @1 why=a list opened with [ is not continued or closed", "and more"],
    ),
    (
        "a tab",
        "  contents: read",
        "\tcontents: read",
        ["opaque.unparsed - @7 why=a tab stands where YAML wants a space", "and more"],
    ),
    ("no mapping", None, "- a\n", ["opaque.unparsed - @1 why=the file is no mapping of keys to values", "and more"]),
]

LEAVES_A = [
    ("a comment", A.replace("name: ci", "name: ci # permissions: write-all")),
    ("quotes", A.replace("name: ci", "'name': \"ci\"").replace("on:", '"on":', 1)),
    (
        "order of keys",
        A.replace("permissions:\n  contents: read\n", "").replace("jobs:", "permissions: {contents: read}\njobs:"),
    ),
    ("flow style", A.replace("    branches: [main]\n", "    branches:\n      - main\n")),
    ("order of jobs", A[: A.index("  build:")] + A[A.index("  lint:") :] + A[A.index("  build:") : A.index("  lint:")]),
    ("an anchor", A.replace("branches: [main]", "branches: &b [main]")),
    (
        "rights said in each job",
        A.replace("permissions:\n  contents: read\n", "").replace(
            "    runs-on", "    permissions: {contents: read}\n    runs-on"
        ),
    ),
    ("rights that are none", A.replace("contents: read\n", "contents: read\n  issues: none\n")),
    ("CRLF", A.replace("\n", "\r\n")),
    ("BOM", "\ufeff" + A),
    ("blank lines", A.replace("\n", "\n\n")),
    ("an end mark", A + "...\n"),
    ("letter case of rights", A.replace("contents: read", "contents: READ")),
    ("a word in escapes", A.replace("ubuntu-latest", '"ubuntu-l\\x61test"')),
]

lines = spoken(detect, ("identity.workflow_permission workflow:ci.yml", "token"), ("ci.change workflow:ci.yml", "ci"))


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_A, ids=[row[0] for row in FINDS_A])
def test_finds(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines(".github/workflows/ci.yml", A, put_in(A, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_A, ids=[row[0] for row in LEAVES_A])
def test_leaves_alone(label: str, new: str) -> None:
    assert new != A
    assert lines(".github/workflows/ci.yml", A, new) == []
    assert lines(".github/workflows/ci.yml", new, A) == []


def test_a_file_comes_and_goes() -> None:
    added = lines(".github/workflows/ci.yml", None, A)
    assert added == [
        "ci @1 change=add part=file",
        "token @7 from=none scope=contents to=read widens",
        "token @6 change=add trigger=pull_request widens",
        "token @4 change=add trigger=push widens",
        "secret.add secret:TOKEN @21 in=workflow:ci.yml job=build widens",
        "ci @12 change=add environment=production job=build part=job runs_on=ubuntu-latest",
        f"ci @16 change=add job=build part=uses step=actions/checkout uses=actions/checkout@{'1234567890' * 4}",
        "ci @23 change=add job=lint part=job runs_on=ubuntu-latest",
    ]
    removed = lines(".github/workflows/ci.yml", A, None)
    assert [line.replace("@-", "@1") for line in removed][:2] == [
        "ci @1 change=remove part=file",
        "token @1 from=read narrows scope=contents to=none",
    ]
    assert "secret.remove secret:TOKEN @- in=workflow:ci.yml job=build narrows" in removed
    assert len(removed) == len(added)


def test_a_new_file_without_a_word_on_rights_has_those_of_the_repository() -> None:
    text = "on: push\njobs: {a: {runs-on: x, steps: [{run: y}]}}\n"
    reading = detect(Source(".github/workflows/n.yml", None, text.encode()), Context())
    assert reading is not None
    assert {dict(one.attributes).get("to") for one in reading.operations} == {None, "default"}


ACTION = """name: a
runs:
  using: composite
  steps:
    - uses: a/b@v1
      with:
        token: ${{ secrets.T }}
"""


def test_actions_run_steps_and_have_no_rights_of_their_own() -> None:
    changed = lines("deploy/action.yml", ACTION, ACTION.replace("@v1", "@v2").replace("secrets.T", "secrets.U"))
    assert changed == [
        "secret.remove secret:T @- in=workflow:deploy/action.yml narrows",
        "secret.add secret:U @7 in=workflow:deploy/action.yml widens",
        (
            "ci.change workflow:deploy/action.yml @5 change=modify from=a/b@v1 part=uses step=a/b to=a/b@v2 unpinned"
            " uses=a/b@v2"
        ),
        "ci.change workflow:deploy/action.yml @7 change=modify part=with step=a/b",
    ]


def test_a_side_that_could_not_be_read_before_is_said_so() -> None:
    assert lines(".github/workflows/ci.yml", "a: [x: y", A) == [
        "opaque.unparsed - @- why=before the change: a list opened with [ is not continued or closed",
        "and more",
    ]


def test_no_value_of_a_step_is_told() -> None:
    changed = A.replace("run: make lint", "run: curl -u me:hunter2-do-not-print").replace('"1"', "hunter2-do-not-print")
    assert lines(".github/workflows/ci.yml", A, changed) == [
        "ci @25 change=modify job=lint part=run",
        "ci @9 change=modify part=env",
    ]


BARE = "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: y}]\n"
RIGHTS = [
    ("", "read-all", ["*: default->read widens", "id-token: none->read widens"]),
    ("", "write-all", ["*: default->write widens", "id-token: none->write widens"]),
    ("", "{}", ["*: default->none narrows"]),
    ("", "{contents: read}", ["*: default->none narrows", "contents: default->read narrows"]),
    ("", "{packages: read}", ["*: default->none narrows", "packages: default->read narrows"]),
    ("", "{metadata: read}", ["*: default->none narrows", "metadata: default->read narrows"]),
    ("", "{issues: read}", ["*: default->none narrows", "issues: default->read widens"]),
    ("", "{contents: write}", ["*: default->none narrows", "contents: default->write widens"]),
    ("", "{id-token: write}", ["*: default->none narrows", "id-token: none->write widens"]),
    ("", "{issues: none}", ["*: default->none narrows", "issues: default->none narrows"]),
    ("", "x", ["*: default->unknown widens", "id-token: none->unknown widens"]),
    ("write-all", "", ["*: write->default narrows", "id-token: write->none narrows"]),
    ("read-all", "", ["*: read->default widens", "id-token: read->none narrows"]),
    ("{id-token: write}", "", ["*: none->default widens", "id-token: write->none narrows"]),
    ("{issues: write}", "", ["*: none->default widens", "issues: write->default narrows"]),
    ("write-all", "read-all", ["*: write->read narrows"]),
    ("read-all", "{issues: read}", ["*: read->none narrows"]),
    ("{}", "", ["*: none->default widens"]),
    ("x", "{}", ["*: unknown->none widens"]),
    ("{A: read}", "{a: write}", ["a: read->write widens"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), RIGHTS)
def test_rights_against_the_default_of_the_repository(old: str, new: str, expected: list[str]) -> None:
    sides = [f"permissions: {words}\n{BARE}" if words else BARE for words in (old, new)]
    reading = detect(Source(".github/workflows/x.yml", *[side.encode() for side in sides]), Context())
    assert reading is not None and reading.accounted
    said = []
    for one in reading.operations:
        facts = dict(one.attributes)
        way = " ".join(name for name in ("widens", "narrows") if name in facts)
        said.append(f"{facts['scope']}: {facts['from']}->{facts['to']} {way}")
    assert sorted(said) == expected


def job(words: str) -> str:
    return BARE.replace("    runs-on: x\n", f"    runs-on: x\n    {words}\n" if words else "    runs-on: x\n")


JOBS = [
    (
        "",
        "permissions: {contents: write}",
        [
            "token @5 from=default job=a scope=contents to=write widens",
            "token @5 from=default job=a narrows scope=* to=none",
        ],
    ),
    ("needs: [b, c]", "needs: [c]", ["ci @5 change=modify guard=removed job=a part=needs"]),
    ("needs: [b]", "needs: [b, c]", ["ci @5 change=modify job=a part=needs"]),
    (
        "continue-on-error: false",
        "continue-on-error: true",
        ["ci @5 change=modify guard=removed job=a part=continue-on-error"],
    ),
    ("continue-on-error: true", "continue-on-error: false", ["ci @5 change=modify job=a part=continue-on-error"]),
    ("continue-on-error: true", "", ["ci @- change=remove job=a part=continue-on-error"]),
    (
        "environment: {name: x, url: y}",
        "environment: {name: x, url: z}",
        ["ci @5 change=modify from=x job=a part=environment to=x"],
    ),
    ("", "environment: x", ["ci @5 change=add job=a part=environment to=x"]),
    ("timeout-minutes: 5", "timeout-minutes: 6", ["ci @5 change=modify job=a part=timeout-minutes"]),
    ("if: x", "", ["ci @- change=remove guard=removed job=a part=if"]),
    ("", "if: x", ["ci @5 change=add job=a part=if"]),
    ("strategy: {matrix: {k: [1]}}", "strategy: {matrix: {k: [1, 2]}}", ["ci @5 change=modify job=a part=strategy"]),
    (
        "secrets: {A: x}",
        "secrets: inherit",
        ["secret.add secret:* @5 in=workflow:ci.yml job=a widens", "ci @5 change=modify job=a part=secrets"],
    ),
    ("uses: a/b@x", "uses: ./b", ["ci @5 change=modify from=a/b@x job=a part=uses to=./b uses=./b"]),
    ("uses: a/b@x", "", ["ci @- change=remove job=a part=uses uses=a/b@x"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), JOBS)
def test_fields_of_a_job(old: str, new: str, expected: list[str]) -> None:
    assert sorted(lines(".github/workflows/ci.yml", job(old), job(new))) == sorted(expected)


def steps(*said: str) -> str:
    return BARE.replace("[{run: y}]", "\n" + "\n".join(f"      - {{{words}}}" for words in said))


STEPS = [
    (["run: a", "run: b"], ["run: b"], ["ci @- change=remove job=a part=step"]),
    (["id: x, run: a"], ["id: x, run: b"], ["ci @6 change=modify job=a part=run step=x"]),
    (["name: x, id: y, run: a"], ["name: z, id: y, run: a"], ["ci @6 change=modify job=a part=name step=y"]),
    (["name: d @ e, run: a"], ["name: d @ e, run: b"], ["ci @6 change=modify job=a part=run step=d @ e"]),
    (["id: d@e, run: a"], ["id: d@e, run: b"], ["ci @6 change=modify job=a part=run step=d@e"]),
    (["uses: a/b@1, with: {c: d}"], ["uses: a/b@1, with: {c: e}"], ["ci @6 change=modify job=a part=with step=a/b"]),
    (
        ["name: x, run: a", "name: y, run: b"],
        ["name: y, run: b", "name: x, run: a"],
        ["ci @6 change=add job=a part=step step=y", "ci @- change=remove job=a part=step step=y"],
    ),
    (
        ["uses: a/b@1"],
        ["run: c"],
        ["ci @- change=remove job=a part=uses uses=a/b@1", "ci @6 change=add job=a part=run"],
    ),
    (
        ["run: a"],
        ["run: a", "uses: a/b@1"],
        ["ci @7 change=add job=a part=step step=a/b", "ci @7 change=add job=a part=uses step=a/b unpinned uses=a/b@1"],
    ),
    (
        ["run: a", "uses: a/b@1"],
        ["run: a"],
        ["ci @- change=remove job=a part=step step=a/b", "ci @- change=remove job=a part=uses step=a/b uses=a/b@1"],
    ),
    (
        ["name: x, if: always(), run: a"],
        ["name: x, run: a"],
        ["ci @6 change=remove guard=removed job=a part=if step=x"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), STEPS)
def test_steps_are_paired_by_what_they_are(old: list[str], new: list[str], expected: list[str]) -> None:
    assert sorted(lines(".github/workflows/ci.yml", steps(*old), steps(*new))) == sorted(expected)


def test_what_is_no_step() -> None:
    sides = [BARE.replace("[{run: y}]", words) for words in ("[a]", "[b]")]
    assert lines(".github/workflows/ci.yml", *sides) == ["ci @5 change=modify job=a part=step"]


def test_keys_that_clash_count_where_something_changed() -> None:
    clashing = f"name: x\nNAME: y\n{BARE}"
    assert lines(".github/workflows/ci.yml", clashing, f"# x\n{clashing}") == []
    for sides in ((BARE, clashing), (clashing, BARE)):
        assert lines(".github/workflows/ci.yml", *sides)[0].startswith("opaque.unparsed - @- why=the key 'NAME' stands")


EVENTS = [
    ("push: {branches: [a]}", "push: {branches: [a], tags-ignore: [v]}", "widens"),
    ("push: {tags: [v]}", "push: {tags: [v], branches-ignore: [x]}", "widens"),
    ("push: {paths: [a]}", "push: {paths: [a, b]}", "widens"),
    ("push: {paths-ignore: [a, b]}", "push: {paths-ignore: [a]}", "widens"),
    ("push: {paths-ignore: [a]}", "push: {paths-ignore: [a, b]}", "narrows"),
    ("push: {branches: [a], paths: [b]}", "push: {branches: [a]}", "widens"),
    ("push: {branches: ['!a', b]}", "push: {branches: [b, '!a']}", "narrows widens"),
    ("push: {branches: [b, a]}", "push: {branches: [a, b]}", ""),
    ("issues: {types: [opened]}", "issues: {}", "widens"),
    ("issues: {}", "issues: {types: [opened]}", "narrows"),
    ("pull_request: {types: [opened]}", "pull_request: {}", "widens"),
    ("pull_request_target: {}", "pull_request_target: {types: [opened]}", "narrows"),
    ("pull_request_review: {}", "pull_request_review: {types: [submitted]}", "narrows"),
    ("schedule: [{cron: a}]", "schedule: [{cron: b}]", "narrows widens"),
    ("schedule: [{cron: a}]", "schedule: [{cron: a}, {cron: b}]", "widens"),
    ("pull_request: {branches: [a]}", "pull_request: {branches: [a], tags: [b]}", "narrows"),
    ("workflow_dispatch: {}", "workflow_dispatch: {inputs: {a: {}}}", "part=on"),
    ("workflow_call: {secrets: {}}", "workflow_call: {secrets: {a: {}}}", "part=on"),
]


@pytest.mark.parametrize(("old", "new", "expected"), EVENTS)
def test_what_an_event_lets_start(old: str, new: str, expected: str) -> None:
    sides = [BARE.replace("on: push", f"on:\n  {words}") for words in (old, new)]
    found = lines(".github/workflows/ci.yml", *sides)
    facts = " ".join(found).split()
    assert " ".join(sorted(word for word in facts if word in ("widens", "narrows", "part=on"))) == expected
    assert not found or (facts[:2] == ["ci" if "part=on" in expected else "token", "@2"] and "and" not in facts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"permissions: {{contents: read, issues: none}}\n{BARE}", f"permissions: {{contents: read}}\n{BARE}"),
        (BARE.replace("push", "[push]"), BARE),
        (job("permissions: {a: read, b: none}"), job("permissions: {a: read}")),
    ],
)
def test_what_has_no_effect_is_not_told_nor_all(old: str, new: str) -> None:
    assert lines(".github/workflows/ci.yml", old, new) == []
    assert lines(".github/workflows/ci.yml", old, f"name: x\n{new}") == ["ci @1 change=add part=name", "and more"]


EXPRESSIONS = [
    ("${{ secrets.A }}", "A"),
    ("${{ format('{0}', secrets.A) }}", "A"),
    ("${{ 'a}}b' }} ${{ secrets.A", "A"),
    ("x ${{ a }} secrets.B ${{ secrets.A }}", "A"),
    ("${{ inputs.secrets.A }}", ""),
    ("${{ my-secrets.A }}", ""),
    ("${{ secrets-x.A }}", ""),
    ("${{ secrets.* }}", "*"),
    ("${{ secrets [ 'a' ] }}", "A"),
    ("${{ secrets['a'] || secrets.B }}", "A B"),
    ("${{ 'it''s secrets.A' }}", ""),
    ("$ {{ secrets.A }}", ""),
]


@pytest.mark.parametrize(("text", "keys"), EXPRESSIONS)
def test_references_to_secrets(text: str, keys: str) -> None:
    changed = BARE + f"    env:\n      X: >-\n        {text}\n"
    found = [line.split()[1] for line in lines(".github/workflows/ci.yml", BARE, changed) if line.startswith("secret.")]
    assert found == [f"secret:{key}" for key in keys.split()]


def test_a_condition_is_an_expression_without_braces() -> None:
    assert "secret.add secret:A @5 in=workflow:ci.yml job=a widens" in lines(
        ".github/workflows/ci.yml", job(""), job("if: secrets.A != ''")
    )


def test_an_action_comes_with_no_rights() -> None:
    assert not [line for line in lines("action.yml", None, ACTION) if line.startswith("identity")]
    assert [line for line in lines(".github/workflows/action.yml", None, BARE) if line.startswith("identity")]


PLACES = {
    ".github/workflows/a.yml": True,
    ".gitea/workflows/a.yaml": True,
    "action.yml": True,
    "x/action.yaml": True,
    "sub/.github/workflows/a.yml": True,
    ".github/dependabot.yml": False,
    ".github/workflows/old/a.yml": False,
    ".github/ISSUE_TEMPLATE/a.yml": False,
    "workflows/a.yml": False,
    "reaction.yml": False,
}


@pytest.mark.parametrize("path", PLACES)
def test_only_workflows_and_actions_are_read(path: str) -> None:
    assert bool(lines(path, None, BARE)) == PLACES[path]


@pytest.mark.fuzz
@given(old=bitten([A], PIECES), new=bitten([A], PIECES), one=st.booleans())
@fuzzy
def test_never_trips_over_a_text(old: bytes, new: bytes, one: bool) -> None:
    for path in (".github/workflows/ci.yml",):
        sound(detect(Source(path, None if one else old, new), Context()))
        sound(detect(Source(path, new, None if one else old), Context()))
        assert detect(Source(path, new, new), Context()) is None or sides_cannot_be_read(path, new)


def sides_cannot_be_read(path: str, data: bytes) -> bool:
    """The same on both sides is no change, unless it says nothing at all."""
    reading = detect(Source(path, data, data), Context())
    return reading is not None and {one.id for one in reading.operations} == {"opaque.unparsed"}
