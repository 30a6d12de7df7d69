"""`guard init`: what it finds, that what it writes is a policy and nothing is written over; the first phase, walked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.cli import main
from guard.commands.init import _agents_md, _found, _owners, _policy
from guard.commands.init._around import Around
from guard.commands.init._owners import Owned
from guard.commands.init._stack import Home, Stack
from guard.compile import read_document
from guard.lint import lint
from guard.model.draft import Draft
from guard.model.paths import PathSet, check_pattern
from guard.model.policy import Policy, policy_from
from guard.settings.owner_patterns import elements, matches
from tests.repos import Maker, make_repository
from tests.running import Answer
from tests.signing import KEYGEN
from tests.terminal import Seen, at_terminal

Capture = pytest.CaptureFixture[str]
GUIDE = Path(__file__).resolve().parents[2] / "docs/init.md"
SHOP = {
    "db/migrations/0001_users.up.sql": "create table users (id int);\n",
    "db/migrations/0001_users.down.sql": "drop table users;\n",
    "docker-compose.yml": "services:\n  db:\n    image: postgres:16\n",
    "docs/a.md": "prose\n",
    "src/a.py": "x = 1\n",
    "src/b.go": "package b\n",
    ".github/workflows/ci.yml": "on: push\n",
    ".github/CODEOWNERS": "* @acme/all\n/src/ @acme/billing @omar\n/docs/ @acme/writers\n*.md @acme/prose\n"
    "/gone @acme/x\n",
    ".pre-commit-config.yaml": "repos: []\n",
    "CLAUDE.md": "# Rules\n",
}


class Bench:
    """One repository, and guard asked in it."""

    def __init__(self, root: Path, capture: Capture) -> None:
        self.root, self.top, self._capture = root, root / "shop", capture
        self.made: Maker = make_repository(self.top)
        self.made.git("config", "user.name", "Dana Doe")
        self.made.git("config", "user.email", "dana@example.org")

    @property
    def policy(self) -> Path:
        return self.top / ".guard/policy.yaml"

    def commit(self, files: Mapping[str, str], message: str = "files") -> None:
        for path, text in files.items():
            self.made.write(path, text.encode())
        self.made.git("add", "-A")
        self.made.git("commit", "-q", "-m", message)

    def guard(self, *words: str) -> Answer:
        with chdir(self.top):
            code = main(list(words))
        return Answer(code, *self._capture.readouterr())

    def typed(self, *words: str, answers: Sequence[tuple[str, str]]) -> Seen:
        def run() -> int:
            sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
            os.chdir(self.top)
            return main(list(words))

        return at_terminal(run, answers)

    def state(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.top)): path.read_bytes() for path in self.top.rglob("*") if path.is_file()}

    def read(self) -> Policy:
        """The policy as it stands; it has no fault, and lint has nothing to say of it."""
        return sound(self.policy.read_bytes())


def sound(text: bytes) -> Policy:
    read = read_document("policy", ".guard/policy.yaml", text)
    assert read.faults == () and read.data is not None, read.faults
    policy = policy_from(read.data, read.name, read.lines)
    assert lint(Draft(policy, None, {}, {}, None)) == ()
    return policy


@pytest.fixture
def bench(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Bench:
    (tmp_path / "home/.ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return Bench(tmp_path, capsys)


@pytest.fixture
def shop(bench: Bench) -> Bench:
    bench.commit(SHOP)
    return bench


def keyed(bench: Bench, name: str = "id_ed25519") -> str:
    """A real key in the home of whoever is here; its public line."""
    file = bench.root / "home/.ssh" / name
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", "dana", "-f", file], check=True)
    return Path(f"{file}.pub").read_text().rpartition(" ")[0]


# What it finds, and what it writes of it


def test_what_stands_there_is_told(shop: Bench) -> None:
    told = shop.guard("init", "--dry-run")
    assert (told.code, told.err) == (0, "")
    rows = dict(re.findall(r"^  (\S+) +(.+)$", told.out.partition("\n\n")[0], re.M))
    assert rows == {
        "languages": "SQL (2), Go (1), Python (1)",
        "migrations": "db/migrations: golang-migrate, 2 files, postgres (docker-compose.yml:3)",
        "owners": ".github/CODEOWNERS: 5 patterns, 6 teams",
        "CI": "GitHub Actions (.github/workflows/)",
        "hooks": "pre-commit (.pre-commit-config.yaml)",
        "agents": "claude (CLAUDE.md)",
        "committers": "Ada Author (1)",
    }
    assert "nothing is written; it would be .guard/policy.yaml" in told.out and not shop.policy.exists()


def test_the_policy_says_it_in_shadow_mode_each_line_with_its_reason(shop: Bench) -> None:
    told = shop.guard("init")
    policy = shop.read()
    assert told.code == 0 and policy.shadow and policy.version == 1
    assert policy.people.keys() == {"dana"} and policy.people["dana"].key is None
    assert policy.agents == {"claude": "dana"}
    assert policy.data["dialects"] == {"/db/migrations/**": "postgres"}
    assert [entry.paths.matches(b"docs/a.md") for entry in policy.routine] == [True]
    lines = shop.policy.read_text().splitlines()
    for above, line in pairwise(lines):
        if line[:1] not in ("", "#") and not line.startswith(" "):
            assert above.startswith("#"), f"{line}: nothing above it says why"
    assert "# Also at work here: Ada Author. guard enroll NAME makes a key." in shop.policy.read_text()


def test_two_policies_have_two_ids(shop: Bench) -> None:
    ids = []
    for _ in range(2):
        shop.guard("init")
        ids.append(shop.read().id)
        shop.policy.unlink()
    assert ids[0] != ids[1]


def test_in_a_repository_with_nothing_in_it(bench: Bench) -> None:
    told = bench.guard("init")
    assert told.code == 0 and "found in " in told.out and ", 0 files" in told.out
    policy = bench.read()
    assert policy.agents == {} and policy.routine == () and [owner.of for owner in policy.owners] == ["/.guard/**"]
    assert "next   you: git add -- .guard/policy.yaml && git commit" in told.out
    assert "guard check --last" not in told.out, "nothing has landed that it could tell of"


def test_where_nobody_is_named_it_says_so(bench: Bench) -> None:
    for name in ("user.name", "user.email"):
        bench.made.git("config", "--unset", name)
    told = bench.guard("init")
    assert bench.read().people.keys() == {"owner"} and "write your own before it lands" in told.out


def test_what_is_staged_alone_is_found(bench: Bench) -> None:
    bench.made.write("db/migrate/20240101000000_a.rb", b"class A < ActiveRecord::Migration[7.0]\nend\n")
    bench.made.git("add", "-A")
    assert "db/migrate: rails, 1 file" in bench.guard("init", "--dry-run").out


def test_outside_a_repository(tmp_path: Path, capsys: Capture) -> None:
    with chdir(tmp_path):
        code = main(["init"])
    assert (code, "[G801]" in capsys.readouterr().out) == (5, True)


DIALECTS = {
    "a compose file": ({"compose.yaml": "  image: mysql:8\n"}, "mysql"),
    "a package of Go": ({"go.mod": "module x\n\nrequire github.com/jackc/pgx/v5 v5.0.0\n"}, "postgres"),
    "a package of Node": ({"package.json": '{"dependencies": {\n  "better-sqlite3": "1"\n}}\n'}, "sqlite"),
    "a package of Python": ({"requirements.txt": "psycopg[binary]==3.1\n"}, "postgres"),
    "a gem": ({"Gemfile": "gem 'mysql2'\n"}, "mysql"),
    "settings of Django": ({"app/settings.py": '"ENGINE": "django.db.backends.postgresql",\n'}, "postgres"),
    "a dump": ({"db/schema.sql": "--\n-- PostgreSQL database dump\n--\n"}, "postgres"),
    "two that differ": ({"compose.yaml": "  image: mysql:8\n", "requirements.txt": "asyncpg\n"}, None),
    "two, of which one is nearer": (
        {"compose.yaml": "  image: mysql:8\n", "db/requirements.txt": "asyncpg\n"},
        "postgres",
    ),
    "two that are no nearer": ({"a/compose.yaml": "  image: mysql:8\n", "b/requirements.txt": "asyncpg\n"}, None),
    "one that stands elsewhere": ({"app/requirements.txt": "asyncpg\n"}, "postgres"),
    "nothing": ({}, None),
    "a comment": ({"app/settings.py": '# "django.db.backends.postgresql"\n'}, None),
    "a setting that guard reads itself": ({"db/sqlc.yaml": "engine: mysql\n", "requirements.txt": "asyncpg\n"}, None),
}


@pytest.mark.parametrize("case", DIALECTS)
def test_the_dialect_is_written_where_one_thing_alone_hints_at_it(case: str, bench: Bench) -> None:
    files, dialect = DIALECTS[case]
    bench.commit({"db/migrations/0001_a.sql": "select 1;\n", **files})
    bench.guard("init")
    assert bench.read().data.get("dialects", {}) == ({"/db/migrations/**": dialect} if dialect else {})


def test_a_folder_that_names_its_dialect_needs_no_line(bench: Bench) -> None:
    bench.commit({"db/postgres/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres:16\n"})
    told = bench.guard("init")
    assert "sql, 1 file, postgres\n" in told.out and "dialects" not in bench.read().data


# Owners


def test_owners_of_codeowners_are_written_once_somebody_speaks_for_them(shop: Bench) -> None:
    shop.guard("init", "--teams", "platform,billing,omar,prose")
    policy, text = shop.read(), shop.policy.read_text()
    assert {owner.of: owner.teams for owner in policy.owners} == {
        "/.guard/**": ("platform",),
        "/src/**": ("billing", "omar"),
        "/**/*.md": ("prose",),
    }
    assert "# /**: all\n" in text and ".github/CODEOWNERS:1 @acme/all\n  # Left out: later lines take paths" in text
    assert "  # One of them is enough for the host; here all are asked.\n  # Line 4 has paths in common" in text
    assert (
        ":3 @acme/writers\n  # Left out: nobody listed under people is of writers yet.\n  # /docs/**: writers\n" in text
    )
    assert ":5 @acme/x\n  # Left out: nothing here is called so.\n  # /gone: x\n" in text


SAID = {
    "/src/": "/src/**",
    "/src": "/src/**",
    "src/a.py": "/src/a.py",
    "*.go": "/**/*.go",
    "docs": "/**/docs/**",
    "docs/": "/**/docs/**",
    "/docs/*": "/docs/*",
    "/src/**": "/src/**",
    "a.md": "/**/a.md",
    "/src/*.py": "/src/*.py",
    "*": "/**",
    "/**/workflows/": "/**/workflows/**",
}


@pytest.mark.parametrize("said", SAID)
def test_a_pattern_means_the_same_paths(said: str, shop: Bench) -> None:
    shop.made.write(".github/CODEOWNERS", f"{said} @acme/x\n".encode())
    shop.made.git("add", "-A")
    with shop.made.opened() as repository:
        here = _found.found(repository)
    (row,) = here.owners.rows
    assert (row.pattern, row.why) == (SAID[said], "")
    for one in here.files:
        theirs = matches(elements(said), one.path.decode().split("/"))
        assert PathSet((row.pattern,)).matches(one.path) == theirs, one.path


LEFT = {
    "a path with a question mark": "/sr? @acme/x\n",
    "nobody": "/src/\n",
    "what stands for a file and a folder": "twice @acme/x\n",
    "an optional section": "^[Docs]\n/docs/ @acme/x\n",
    "what is exempt": "[Docs]\n!/docs/ @acme/x\n",
}


@pytest.mark.parametrize("case", LEFT)
def test_a_line_that_guard_cannot_say_is_told_and_not_written(case: str, bench: Bench) -> None:
    bench.commit({**SHOP, "a/twice": "x\n", "twice/b": "x\n", ".gitlab/CODEOWNERS": LEFT[case]})
    (bench.top / ".github/CODEOWNERS").unlink()
    bench.made.git("add", "-A")
    assert bench.guard("init", "--teams", "x").code == 0
    assert [owner.of for owner in bench.read().owners] == ["/.guard/**"]


def test_a_long_file_of_owners_is_told_as_a_whole(bench: Bench) -> None:
    bench.commit({"CODEOWNERS": "".join(f"/f{n} @acme/x\n" for n in range(_owners.MOST + 1))})
    told = bench.guard("init")
    why = "it has 61 lines, and guard init takes up 60 at most"
    assert f"CODEOWNERS, of which nothing is written: {why}\n" in told.out
    assert f"  # CODEOWNERS is left out: {why}. Write here what matters of it.\n" in bench.policy.read_text()
    assert f"owners nothing of CODEOWNERS is under owners: in .guard/policy.yaml: {why};\n" in told.out
    assert "       write there what matters of it; guard schema policy tells how\n" in told.out
    assert [owner.of for owner in bench.read().owners] == ["/.guard/**"]


def test_of_owners_that_are_written_nothing_more_is_said(bench: Bench) -> None:
    bench.commit({"CODEOWNERS": "".join(f"/f{n} @acme/x\n" for n in range(_owners.MOST))})
    assert "\nowners " not in bench.guard("init").out


@given(st.text(max_size=80))
def test_a_name_is_one_that_a_policy_takes_or_none(text: str) -> None:
    assert re.fullmatch(r"([a-z][a-z0-9-]{0,62})?", _owners.slug(text))


# Whatever stands there, what is written is a policy


HOSTILE = {
    "a name with a line break": {"user": 'x\nid: evil\n"'},
    "a name that is none": {"user": "日本 太郎"},
    "a folder with a colon": {"db: x/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres\n"},
    "a folder with quotes": {"a\"b'/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres\n"},
    "a folder with an escape": {"a\x1b[2J/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres\n"},
    "a folder with a line break": {"a\nb/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres\n"},
    "a folder that is a pattern": {"a[b]*/migrations/0001_a.sql": "select 1;\n", "compose.yaml": "  image: postgres\n"},
    "an owner that is YAML": {".github/CODEOWNERS": "/{a:\\ b} @acme/x\n/x#y @acme/x\n", "{a: b}/c": "", "x#y/z": ""},
    "a handle of digits": {".github/CODEOWNERS": "/src/ @123\n", "src/a": ""},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_of_the_repository_gets_out_of_its_place(case: str, bench: Bench) -> None:
    files = dict(HOSTILE[case])
    name = files.pop("user", "")
    bench.commit({"a": "a\n", **files})
    if name:
        bench.made.git("config", "user.name", name)
        bench.made.git("commit", "-q", "--amend", "--no-edit", f"--author={name.splitlines()[0]} <a@example.org>")
    told = bench.guard("init", "--teams", "x")
    assert told.code == 0 and "\x1b" not in told.out
    policy = bench.read()
    assert policy.id != "evil" and len(policy.people) == 1


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_any_names_at_all_make_a_policy(name: str, places: list[str]) -> None:
    homes = [Home(place.encode("utf-8", "replace"), "sql", 1, True, "mysql", place) for place in places]
    owned = [Owned(f"/{place}", ("x",), 1, place, check_pattern(f"/{place}") or "") for place in places]
    here = _found.Found(
        "/x",
        (),
        Stack((), tuple(homes), ()),
        _owners.Owners(b"CODEOWNERS", tuple(owned), ""),
        Around({}, {}, {"claude": "CLAUDE.md", "codex": ".codex/"}, (), False),
        {"name": name},
        tuple([(place, 1) for place in places]),
        (),
    )
    by = _policy.adopter(here, None, ("x",), "")
    text = _policy.text(here, by).encode("utf-8", "replace")
    read = read_document("policy", "p", text)
    assert read.faults == (), text


# Once, and nothing over


def test_a_second_run_has_nothing_to_do(shop: Bench) -> None:
    shop.guard("init", "--agents-md", "--plans")
    before = shop.state()
    told = shop.guard("init", "--agents-md", "--plans")
    assert told.code == 0 and "guard: nothing to do: .guard/policy.yaml stands here" in told.out
    assert shop.state() == before


def test_a_policy_of_somebody_else_is_left_as_it_is(shop: Bench) -> None:
    shop.made.write(".guard/policy.yaml", b"anything: at all\n")
    told = shop.guard("init", "--yes")
    assert told.code == 0 and "nothing to do" in told.out and shop.policy.read_bytes() == b"anything: at all\n"
    assert "--teams is for the first policy" in shop.guard("init", "--teams", "x").out
    assert shop.policy.read_bytes() == b"anything: at all\n"


def test_a_policy_that_was_taken_away_is_for_them_to_bring_back(shop: Bench) -> None:
    shop.guard("init")
    shop.made.git("add", "-A")
    shop.policy.unlink()
    told = shop.guard("init")
    assert told.code == 5 and "git restore -- .guard/policy.yaml" in told.out and not shop.policy.exists()


def test_a_branch_that_is_older_than_the_policy_gets_no_other(shop: Bench) -> None:
    shop.made.git("branch", "older")
    shop.guard("init")
    shop.commit({}, "adopt")
    shop.made.git("checkout", "-q", "older")
    told = shop.guard("init")
    assert told.code == 0 and not shop.policy.exists(), told.said
    assert "nothing to do: refs/heads/main has a .guard/policy.yaml, and this branch left it before that" in told.out
    assert following(told) == "git merge refs/heads/main"
    assert "+++ b/CLAUDE.md" in shop.guard("init", "--agents-md").out and not shop.policy.exists()


@pytest.mark.parametrize("what", ["the folder", "the file"])
def test_nothing_is_written_through_a_link(what: str, shop: Bench) -> None:
    away = shop.root / "away"
    away.mkdir()
    if what == "the folder":
        (shop.top / ".guard").symlink_to(away)
    else:
        (shop.top / ".guard").mkdir()
        shop.policy.symlink_to(away / "policy.yaml")
    assert shop.guard("init").code == 5
    assert list(away.iterdir()) == []


def test_where_a_file_cannot_be_written_none_is(shop: Bench) -> None:
    (shop.top / ".guard").mkdir()
    (shop.top / ".guard/plans").write_text("a file\n")
    told = shop.guard("init", "--plans")
    assert told.code == 5 and not shop.policy.exists(), told.said


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 0), ("n\n", 3), ("later\n", 3), ("\x04", 3)])
def test_at_a_terminal_it_is_asked_for_once(answer: str, code: int, shop: Bench) -> None:
    seen = shop.typed("init", answers=[("write .guard/policy.yaml? [Y/n] ", answer)])
    assert (seen.result, shop.policy.exists()) == (code, code == 0), seen.screen
    assert seen.screen.index("+mode: shadow") < seen.screen.index("[Y/n]")


@pytest.mark.parametrize("word", ["--yes", "--dry-run"])
def test_nobody_is_asked_who_has_said_it(word: str, shop: Bench) -> None:
    seen = shop.typed("init", word, answers=[])
    assert (seen.result, shop.policy.exists()) == (0, word == "--yes") and "[Y/n]" not in seen.screen


# Keys


def test_no_key_is_listed_that_nobody_named(shop: Bench) -> None:
    line = keyed(shop)
    told = shop.guard("init")
    assert shop.read().people["dana"].key is None and line not in shop.policy.read_text()
    assert (
        "key    ~/.ssh/id_ed25519.pub could sign for dana: guard enroll dana --key ~/.ssh/id_ed25519.pub\n" in told.out
    )


def test_the_key_that_git_signs_with_is_proposed_first(shop: Bench) -> None:
    keyed(shop, "a-key")
    keyed(shop, "work key")
    shop.made.git("config", "user.signingkey", "~/.ssh/work key.pub")
    told = shop.guard("init")
    assert "keys        ~/.ssh/work key.pub, ~/.ssh/a-key.pub\n" in told.out
    assert "guard enroll dana --key ~/'.ssh/work key.pub'\n" in told.out


def test_the_key_that_was_named_is_listed(shop: Bench) -> None:
    line = keyed(shop)
    told = shop.guard("init", "--name", "erin", "--key", str(shop.root / "home/.ssh/id_ed25519"))
    assert shop.read().people["erin"].key == line and "key    " not in told.out


def test_without_a_key_one_is_made_by_another_command(shop: Bench) -> None:
    assert "key    none is at hand here: guard enroll dana makes one\n" in shop.guard("init").out


USAGE = {
    "a name that is none": ("--name", "Dana Doe"),
    "a team that is none": ("--teams", "a,,b"),
    "two answers": ("--yes", "--dry-run"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_words(case: str, shop: Bench) -> None:
    told = shop.guard("init", *USAGE[case])
    assert told.code == 2 and "guard init --help" in told.err and not shop.policy.exists()


def test_a_file_that_holds_no_key(shop: Bench) -> None:
    told = shop.guard("init", "--key", str(shop.top / "CLAUDE.md"))
    assert (told.code, told.rules()) == (5, ["G507"]) and not shop.policy.exists()


# What agents read


def section(path: Path) -> str:
    text = path.read_bytes().decode()
    assert text.count(_agents_md.BEGIN.decode()) == text.count(_agents_md.END.decode()) == 1
    return text[text.index(_agents_md.BEGIN.decode()) : text.index(_agents_md.END.decode())]


def test_the_section_stands_behind_what_is_there(shop: Bench) -> None:
    (shop.top / "CLAUDE.md").chmod(0o640)
    told = shop.guard("init", "--agents-md")
    path = shop.top / "CLAUDE.md"
    assert told.code == 0 and path.read_text().startswith("# Rules\n\n<!-- guard: begin")
    assert path.stat().st_mode & 0o777 == 0o640 and not (shop.top / "AGENTS.md").exists()
    for words in (
        "guard next --format agent",
        "guard next --take",
        "guard check --staged",
        "end your turn",
        "guard ask",
    ):
        assert words in section(path)


def test_every_file_that_stands_has_it_and_where_none_does_one_is_made(shop: Bench) -> None:
    shop.made.write("AGENTS.md", b"no end of line")
    shop.guard("init", "--agents-md")
    assert section(shop.top / "AGENTS.md") == section(shop.top / "CLAUDE.md")
    assert (shop.top / "AGENTS.md").read_text().startswith("no end of line\n\n<!--")
    for name in ("AGENTS.md", "CLAUDE.md"):
        (shop.top / name).unlink()
    shop.guard("init", "--agents-md")
    assert not (shop.top / "AGENTS.md").exists() and section(shop.top / "CLAUDE.md"), "claude is at work here"
    (shop.top / "CLAUDE.md").unlink()
    shop.made.git("add", "-A")
    shop.guard("init", "--agents-md")
    assert not (shop.top / "CLAUDE.md").exists() and section(shop.top / "AGENTS.md")


def test_it_is_renewed_between_its_marks_alone(shop: Bench) -> None:
    old = b"before\r\n<!-- guard: begin. Written long ago. -->\r\nold words\r\n<!-- guard: end -->\r\nbehind \xff\r\n"
    shop.made.write("CLAUDE.md", old)
    assert shop.guard("init", "--agents-md").code == 0
    new = (shop.top / "CLAUDE.md").read_bytes()
    assert new.startswith(b"before\r\n<!-- guard: begin") and new.endswith(b"<!-- guard: end -->\r\nbehind \xff\r\n")
    assert b"old words" not in new and new.count(b"\n") == new.count(b"\r\n")


MARKS = {
    "the first alone": _agents_md.BEGIN,
    "the second alone": _agents_md.END,
    "twice": (_agents_md.BEGIN + b"\n" + _agents_md.END + b"\n") * 2,
    "the wrong way round": _agents_md.END + b"\n" + _agents_md.BEGIN,
}


@pytest.mark.parametrize("case", MARKS)
def test_marks_that_are_not_whole_are_somebodys_to_mend(case: str, shop: Bench) -> None:
    shop.made.write("CLAUDE.md", MARKS[case])
    told = shop.guard("init", "--agents-md")
    assert told.code == 5 and "do not stand once each" in told.out
    assert (shop.top / "CLAUDE.md").read_bytes() == MARKS[case] and not shop.policy.exists()


def test_a_link_is_not_written_through(shop: Bench) -> None:
    (shop.top / "CLAUDE.md").rename(shop.top / "AGENTS.md")
    (shop.top / "CLAUDE.md").symlink_to("AGENTS.md")
    assert shop.guard("init", "--agents-md").code == 0
    assert (shop.top / "CLAUDE.md").is_symlink() and section(shop.top / "AGENTS.md")
    (shop.top / "AGENTS.md").unlink()
    (shop.top / "CLAUDE.md").unlink()
    (shop.top / "AGENTS.md").symlink_to("src/a.py")
    assert shop.guard("init", "--agents-md").code == 5


# The one next command, by what stands there


def following(told: Answer) -> str:
    return told.out.splitlines()[-1].removeprefix("next   you: ")


def test_each_next_command_leads_to_another(shop: Bench) -> None:
    """As somebody goes on who does what the last line says, and asks again."""
    commit = following(shop.guard("init"))
    assert commit == following(shop.guard("init"))
    subprocess.run(["sh", "-c", commit], cwd=shop.top, check=True, capture_output=True)
    assert shop.made.git("show", "--name-only", "--format=") == b".guard/policy.yaml\n"
    assert following(shop.guard("init")) == "guard install"
    assert shop.guard("install").code == 0
    assert following(shop.guard("init")) == "guard enroll dana"
    line = keyed(shop)
    shop.policy.write_text(shop.policy.read_text().replace("dana: {teams", f"dana: {{key: {line}, teams"))
    assert following(shop.guard("init")) == "guard next"
    section_ = 'git add -- CLAUDE.md && git commit -m "What agents do here" -- CLAUDE.md'
    assert following(shop.guard("init", "--agents-md")) == section_


def test_guard_that_others_run_is_installed(shop: Bench) -> None:
    subprocess.run(["sh", "-c", following(shop.guard("init"))], cwd=shop.top, check=True, capture_output=True)
    shop.made.write("lefthook.yml", b"pre-commit: {jobs: [{run: 'guard hook pre-commit {0}'}]}\n")
    assert following(shop.guard("init")) == "guard install", "nothing runs what stands there"
    hook = shop.top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nlefthook run pre-commit\n")
    hook.chmod(0o755)
    assert following(shop.guard("init")) == "guard enroll dana"


@pytest.mark.parametrize("written", [("init", "--agents-md"), ("init",)])
def test_all_that_was_written_is_committed_by_what_comes_next(shop: Bench, written: tuple[str, ...]) -> None:
    """In a landing of its own: beside the policy the section would break the very rules that it begins."""
    shop.guard("init", "--agents-md")
    commit = following(shop.guard(*written))
    subprocess.run(["sh", "-c", commit], cwd=shop.top, check=True, capture_output=True)
    assert shop.made.git("status", "--porcelain") == b""
    landed = shop.made.git("log", "--name-only", "--format=", "-2").split()
    assert landed == [b"CLAUDE.md", b".guard/policy.yaml"]
    told = shop.guard("check", "--last", "2", "--format", "json").out
    assert "G106" not in told
    assert following(shop.guard("init", "--agents-md")) == "guard install"


def test_a_section_that_was_renewed_is_committed_and_other_words_are_not_guards(shop: Bench) -> None:
    shop.guard("init", "--agents-md")
    shop.commit({}, "all of it")
    text = (shop.top / "CLAUDE.md").read_bytes()
    for other in (text.replace(b"\n", b"\r\n"), text + b"more\n", b"none\n"):
        (shop.top / "CLAUDE.md").write_bytes(other)
        assert following(shop.guard("init")) == "guard install"
    (shop.top / "CLAUDE.md").write_bytes(text.replace(b"Stay inside it.", b"Stay."))
    assert following(shop.guard("init")).endswith('git commit -m "What agents do here" -- CLAUDE.md')


def test_the_next_command_is_for_the_folder_one_stands_in(shop: Bench) -> None:
    with chdir(shop.top / "src"):
        assert main(["init"]) == 0
    assert "git add -- ../.guard/policy.yaml && git commit" in shop._capture.readouterr().out


def test_hooks_that_stand_where_git_runs_them_are_told(shop: Bench) -> None:
    shop.made.git("config", "core.hooksPath", "own")
    for name in ("pre-commit", "notes.txt", "pre-push", "a\x1b[2J"):
        shop.made.write(f"own/{name}", b"#!/bin/sh\n")
        (shop.top / "own" / name).chmod(0o755 if name != "pre-push" else 0o644)
    told = shop.guard("init", "--dry-run")
    assert "hooks       pre-commit (.pre-commit-config.yaml), pre-commit of its own\n" in told.out


def test_the_guide_shows_what_is_written(shop: Bench) -> None:
    shop.guard("init", "--teams", "platform,billing,omar")
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)
    assert shown == shop.policy.read_text().replace(shop.read().id, "5f0c2b7e")


def test_the_policy_counts_once_it_is_committed(shop: Bench) -> None:
    shop.guard("init", "--plans")
    shop.commit({"src/a.py": "x = 2\n"}, "all of it")
    shop.commit({"db/migrations/0002_b.up.sql": "alter table users add column b int;\n"}, "more")
    told = shop.guard("check", "--commit", "HEAD")
    assert told.code == 0 and "version 1 of refs/heads/main" in told.out and "shadow" in told.out, told.out
    assert "G102" in told.out


# From an empty-handed repository to a phase that is approved


def test_something_useful_after_two_commands(shop: Bench) -> None:
    shop.commit({"db/migrations/0002_b.up.sql": "alter table users drop column id;\n"}, "drop it")
    commands = [("init",), ("check", "--last", "5")]
    told = [shop.guard(*words) for words in commands]
    assert [one.code for one in told] == [0, 0] and len(commands) <= 2
    assert "schema.column.drop" in told[-1].out


def test_a_phase_is_approved_and_taken_up_after_eight(shop: Bench) -> None:
    """Each command that is typed, those of git too; in between an editor fills in the plan. The key is a real one."""
    keyed(shop)
    typed = []

    def guard(*words: str) -> Answer:
        typed.append(words)
        told = shop.guard(*words)
        assert told.code == 0, (words, told.said)
        return told

    def git(*words: str) -> None:
        typed.append(words)
        shop.made.git(*words)

    guard("init", "--key", "~/.ssh/id_ed25519.pub".replace("~", os.environ["HOME"]))
    guard("plan", "new", "tidy")
    plan = shop.top / ".guard/plans/tidy.yaml"
    text = plan.read_text().replace("Say in a sentence what this is for", "Tidy the sources")
    plan.write_text(re.sub(r" +# yours.*", "", text))
    git("add", "-A")
    git("commit", "-q", "-m", "Adopt guard, and a plan to tidy the sources")
    typed.append(("approve", "tidy"))
    seen = _approved(shop, "tidy")
    assert seen.result == 0 and "recorded: yes to plan tidy, version 1, by dana" in seen.screen, seen.screen
    told = guard("next", "--take", "change")
    assert "guard: taken up: tidy/change" in told.out
    assert len(typed) <= 8, typed


def _approved(shop: Bench, plan: str) -> Seen:
    """At a terminal: the reason, then the digits that stand on the screen."""
    told = shop.guard("plan", "show", plan, "--format", "json")
    digits = re.findall(r"sha256:([0-9a-f]{8})", told.out)
    for one in dict.fromkeys(digits):
        seen = shop.typed("approve", plan, "--reason", "read it", answers=[("digits of the digest, ", f"{one}\n")])
        if seen.result == 0:
            return seen
    return seen
