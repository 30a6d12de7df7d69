"""Flags, variables, services and jobs that a text or new code names (G704)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper, unasked

KNOWN = {
    "flag": ["names-v2", "new-checkout", "sms_reminders"],
    "environment": {"DATABASE_URL": "deploy/api.yaml:12", "SMS_API_KEY": "deploy/api.yaml:14"},
    "service": ["billing-api", "worker", "mail-worker"],
    "job": ["nightly-export", "deploy-staging", "unit"],
}

FINDS = {
    "a version in its name": ("The flag `v1_disabled` is on.", "v1_disabled", ""),
    "a flag": ("Turn the flag `names-v3` on.", "names-v3", "did you mean names-v2"),
    "jobs in a list, called as a command": ("The jobs `make` and `unit` are green.", "make", ""),
    "the noun behind": ("Turn the `name-v2` feature flag on.", "name-v2", "names-v2"),
    "flags in a list": ("The flags `names-v2` and `old-checkout` go.", "old-checkout", "new-checkout"),
    "almost one, with no noun": ("Set `new-chekcout` to off.", "new-chekcout", "new-checkout"),
    "another case": ("The flag `Names-V2` is on.", "Names-V2", "names-v2"),
    "of another form": ("The flag `sms_reminder` is on.", "sms_reminder", "sms_reminders"),
    "a variable": ("Set `DATABASE_URI` in both.", "DATABASE_URI", "it stands in deploy/api.yaml:12"),
    "with a value": ("Set `SMS_API_KEYS=abc`.", "SMS_API_KEYS=abc", "SMS_API_KEY"),
    "in a shell": ('```sh\npsql "$DATABASE_URLS" -c "select 1"\n```', "DATABASE_URLS", "DATABASE_URL"),
    "in lower case": ("The variable `sms_api_key` is set.", "sms_api_key", "SMS_API_KEY"),
    "without marks": ("The environment variable SMS_API_TOKEN is set.", "SMS_API_TOKEN", ""),
    "a service": ("Restart the service `billing`.", "billing", "billing-api"),
    "services in a list": ("Restart `mail-worker`, `worker` and `billing-apis`.", "billing-apis", "billing-api"),
    "one word among services": ("Restart `worker`, `mail-worker` and `flagd`.", "flagd", ""),
    "of kubectl": ("`kubectl rollout restart deploy/workers`", "kubectl rollout restart deploy/workers", "worker"),
    "of compose": ("`docker compose exec -T workers sh`", "docker compose exec -T workers sh", "worker"),
    "a job": ("The job `nightly-exports` runs.", "nightly-exports", "nightly-export"),
    "that is one": ("`daily-export` is a job of its own.", "daily-export", ""),
    "under a header": ("| variable | set |\n|---|---|\n| SMS_KEY | yes |", "SMS_KEY", ""),
}
LEAVES = {
    "a version": "The flag of `v1`, and the service `2.4_1`.",
    "what stands": "The flag `names-v2`, `DATABASE_URL`, the service `worker`, the job `unit`, `$SMS_API_KEY`.",
    "a service that is a job": "The service `nightly-export` and the job `mail-worker`.",
    "what is run in a service": "`docker compose exec -u app worker billing x`, `docker compose run -e A=b worker x`.",
    "options of a command": "The flag `--dry-run` of the tool.",
    "variables of runners": "`GITHUB_TOKEN`, `CI_COMMIT_SHA`, `AWS_REGION`, `PATH`.",
    "words of SQL": "It takes `ACCESS_EXCLUSIVE`, `ON_ERROR_STOP` is on, `NOT_NULL`.",
    "values": "The status is `PENDING` or `done`, the answer `GET`.",
    "placeholders": "Set `${NAME_OF_IT}` and `YOUR_TOKEN` for `<service>`.",
    "set in the shell": "```sh\nOUT_FILE=x\nfor PART_NO in 1 2; do echo $OUT_FILE $PART_NO; done\n```",
    "words": "The flag goes on, the service is restarted, and the long-running job waits.",
    "a column that is a flag": "The `is_active` flag of the row.",
    "somebody else's": "> The flag `old-one` was on.",
    "said not to be": "There is no flag `old-one`, and `OLD_NAME` does not exist.",
    "declared": "---\ncreates: [flag:names-v3, environment:NEW_URL, service:importer, job:nightly-sum]\n---\n"
    "The flag `names-v3`, `NEW_URL`, the service `importer`, the job `nightly-sum`.",
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    text, quote, says = FINDS[row]
    (doubt,) = doubts(paper(text, **KNOWN), "G704")
    assert doubt.quote == quote
    assert says in doubt.why
    assert "under creates of that phase" in doubt.mend


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    assert doubts(paper(LEAVES[row], column=["users.is_active"], table=["users"], **KNOWN), "G704") == []


CODE = {
    "python": (b"app/x.py", 'url = os.environ["DATABASE_URI"]', "DATABASE_URI"),
    "python, with another": (b"app/x.py", 'key = os.getenv("SMS_KEY", "")', "SMS_KEY"),
    "typescript": (b"src/x.ts", "const url = process.env.DATABASE_URI;", "DATABASE_URI"),
    "go": (b"cmd/x.go", '\turl := os.Getenv("DATABASE_URI")', "DATABASE_URI"),
    "ruby": (b"lib/x.rb", 'ENV.fetch("DATABASE_URI")', "DATABASE_URI"),
    "a flag": (b"src/x.ts", 'if (flags.isOn("names-v3")) {', "names-v3"),
    "an empty default": (b"src/x.ts", "const key = process.env.SMS_KEY ?? '';", "SMS_KEY"),
    "a slip, whatever else holds": (b"app/x.py", 'url = os.getenv("DATABASE_URLS", "sqlite://")', "DATABASE_URLS"),
    "taken apart": (b"src/x.ts", "const { DATABASE_URI } = process.env;", "DATABASE_URI"),
    "of a struct": (b"cmd/x.go", '\tURL string `env:"DATABASE_URI"`', "DATABASE_URI"),
    "of PHP": (b"src/x.php", "$url = getenv('DATABASE_URI');", "DATABASE_URI"),
}


@pytest.mark.parametrize("row", CODE)
def test_finds_in_new_code(row: str) -> None:
    path, line, name = CODE[row]
    (doubt,) = doubts(paper("Text.", [Added(path, 3, line)], **KNOWN), "G704")
    assert (doubt.quote, doubt.line, doubt.anchor) == (name, 3, line.strip())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (b"app/x.py", 'os.environ["DATABASE_URL"], os.environ["HOME"], os.environ["GITHUB_TOKEN"]'),
        (b"src/x.ts", "process.env.NODE_ENV; isEnabled('names-v2')"),
        (b"README.txt", 'os.getenv("ANYTHING")'),
        (b"app/x.py", 'size = int(os.getenv("EXPORT_SIZE", "500"))'),
        (b"app/x.py", 'size = os.environ.get("EXPORT_SIZE") or 500'),
        (b"src/x.ts", 'const size = process.env.EXPORT_SIZE || "500";'),
        (b"lib/x.rb", 'ENV.fetch("EXPORT_SIZE") { 500 }'),
        (b"lib/x.rb", 'ENV.fetch("EXPORT_SIZE", 500)'),
        (b"src/x.rs", 'env::var("EXPORT_SIZE").unwrap_or("500".into())'),
        (b"app/x.py", '# os.environ["EXPORT_SIZE"] was read here'),
        (b"app/x.py", 'os.environ["EXPORT_SIZE"] = "500"'),
        (b"app/x.py", 'os.environ.setdefault("EXPORT_SIZE", "500")'),
        (b"cmd/x.go", 'os.Setenv("EXPORT_SIZE", "500")'),
        (b"tests/test_x.py", 'url = os.environ["TEST_DATABASE"]'),
        (b"cmd/x_test.go", 'os.Getenv("TEST_DATABASE")'),
    ],
)
def test_leaves_new_code_alone(path: bytes, line: str) -> None:
    known = {**KNOWN, "environment": ["DATABASE_URL", "HOME"]}
    assert doubts(paper("Text.", [Added(path, 3, line)], **known), "G704") == []


def test_what_the_same_change_sets_is_given() -> None:
    lines = [
        Added(b"app/a.py", 1, 'x = os.environ["EXPORT_SIZE"]'),
        Added(b"app/b.py", 1, 'os.environ["EXPORT_SIZE"] = "5"'),
    ]
    assert doubts(paper("Text.", lines, **KNOWN), "G704") == []


def test_what_moves_asks_for_nothing_new() -> None:
    assert doubts(paper("Text.", [Added(b"a.py", 1, 'os.environ["EXPORT_SIZE"]', True)], **KNOWN), "G704") == []


def test_where_nothing_says_what_is_given_nobody_is_asked() -> None:
    line = Added(b"app/x.py", 3, 'url = os.environ["DATABASE_URI"]; flags.is_enabled("names-v3")')
    asked = paper("Text.", [line], environment={"DATABASE_URL": "app/a.py:3"}, flag={"names-v2": "app/b.py:1"})
    assert doubts(asked, "G704") == []
    told = [one.what for one in unasked(asked, "G704")]
    assert {"variables of the environment in new code", "flags in new code"} <= set(told)


def test_what_nobody_knows_is_said_once_each() -> None:
    text = "The flag `names-v3` and the job `x-y`, then the flag `z-z`."
    told = unasked(paper(text, environment=["A_B"], service=["worker"]), "G704")
    assert [one.what for one in told] == ["flags", "jobs"]
    assert [one.what for one in unasked(paper(text), "G704")] == [""]
    assert doubts(paper(text), "G704") == []
