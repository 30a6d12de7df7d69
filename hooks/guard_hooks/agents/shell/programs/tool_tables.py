"""Programs that lay code out, and programs with words of their own, by table. docs/agents-shell.md lists them all."""

from __future__ import annotations

from guard.value import NamedTuple


class Formatter(NamedTuple):
    """A program that writes over the files it is given; without any, over all below the folder it stands in."""

    when: str = ""  # it writes only with one of these options
    unless: str = ""  # it writes nothing with one of these
    takes: str = ""  # options that have a value
    words: str = ""  # its first word must be one of these; with another, it does something else
    reads: str = ""  # first words with which it only reads
    out: str = ""  # options whose value is a file that is written


FORMATTERS = {
    "add-trailing-comma": Formatter(),
    "autoflake": Formatter("i in-place"),
    "autopep8": Formatter("i in-place"),
    "biome": Formatter(
        "write apply apply-unsafe fix", words="check format lint ci", reads="explain version rage", takes="config-path"
    ),
    "black": Formatter(unless="check diff c code", takes="l t W c line-length target-version workers config"),
    "buf": Formatter("w write", words="format", reads="lint breaking"),
    "clang-format": Formatter("i", takes="style assume-filename"),
    "codespell": Formatter("w write-changes", takes="L S I"),
    "dart": Formatter(words="format", reads="analyze", unless="show"),
    "djlint": Formatter("reformat"),
    "docformatter": Formatter("i in-place"),
    "dprint": Formatter(words="fmt", reads="check"),
    "eslint": Formatter("fix", takes="c config ext rule f format", out="o output-file"),
    "gofmt": Formatter("w", takes="r"),
    "gofumpt": Formatter("w"),
    "goimports": Formatter("w", takes="local"),
    "isort": Formatter(unless="c check check-only diff show-files show-settings", takes="l p profile settings-path"),
    "ktlint": Formatter("F format"),
    "markdownlint": Formatter("fix f", takes="c config", out="o output"),
    "markdownlint-cli2": Formatter("fix"),
    "mdformat": Formatter(unless="check", takes="wrap"),
    "nbstripout": Formatter(unless="t"),
    "oxlint": Formatter("fix fix-suggestions fix-dangerously"),
    "php-cs-fixer": Formatter(words="fix", unless="dry-run", reads="check list"),
    "phpcbf": Formatter(),
    "prettier": Formatter("w write", takes="config parser print-width tab-width ignore-path log-level plugin"),
    "pyupgrade": Formatter(),
    "reorder-python-imports": Formatter(),
    "rubocop": Formatter(
        "a A x autocorrect autocorrect-all auto-correct auto-gen-config fix-layout",
        takes="f c format only",
        out="o out",
    ),
    "ruff": Formatter(
        words="format",
        takes="config line-length target-version",
        unless="check diff",
        reads="rule config linter version help server clean",
    ),
    "ruff check": Formatter(
        "fix fix-only add-noqa",
        words="check",
        takes="config select ignore line-length target-version output-format",
        out="o output-file",
    ),
    "rustfmt": Formatter(unless="check", takes="config config-path edition emit color"),
    "shfmt": Formatter("w write", takes="i ln"),
    "sqlfluff": Formatter(words="fix format", reads="lint parse", takes="dialect"),
    "standardrb": Formatter("fix"),
    "stylelint": Formatter("fix", takes="config", out="o output-file"),
    "stylua": Formatter(unless="check", takes="f config-path"),
    "swiftformat": Formatter(unless="lint dryrun"),
    "taplo": Formatter(words="fmt format", unless="check diff", reads="lint check get"),
    "terraform": Formatter(words="fmt", unless="check"),
    "yapf": Formatter("i in-place"),
    "zig": Formatter(words="fmt", unless="check", reads="version env"),
}


class Tool(NamedTuple):
    """A program that is told by its first word, or its first two, what to do."""

    reads: str = ""
    runs: str = ""  # code of the project
    writes: tuple[tuple[str, str], ...] = ()  # words, and the files it writes with these
    else_runs: bool = False  # a word that nobody knows is a script of the project
    asks: str = ""  # but for these


_NPM = "package.json package-lock.json node_modules/"
_YARN = "package.json yarn.lock node_modules/"
_PNPM = "package.json pnpm-lock.yaml node_modules/"
_BUN = "package.json bun.lock bun.lockb node_modules/"
_CARGO, _GO = "Cargo.toml Cargo.lock", "go.mod go.sum"
_UV, _POETRY = "pyproject.toml uv.lock .venv/", "pyproject.toml poetry.lock"
_GEMS = "Gemfile Gemfile.lock"


# Words of two parts are written with a hyphen here: "audit-fix" is `npm audit fix`.
TOOLS = {
    "npm": Tool(
        "ls list ll la view info show outdated audit search why explain help root prefix bin ping config-get"
        " config-ls config-list",
        "test t tst run run-script start stop restart rebuild",
        (
            ("install i add uninstall remove rm un update up upgrade dedupe prune audit-fix", _NPM),
            ("ci", "node_modules/"),
            ("pack", "./"),
        ),
    ),
    "yarn": Tool(
        "list info why outdated audit help versions",
        "test run start build",
        (("add install remove upgrade up", _YARN), ("", _YARN)),
        else_runs=True,
        asks="cache config constraints create dedupe dlx exec global import init link login node npm pack patch plugin"
        " policies publish rebuild set stage unlink unplug version workspace workspaces",
    ),
    "pnpm": Tool(
        "ls list why outdated audit help root bin",
        "test t run start build",
        (("install i add remove rm update up prune", _PNPM),),
        else_runs=True,
        asks="approve-builds config create deploy dlx env exec fetch import init link ln login pack patch publish"
        " rebuild self-update server set setup store unlink version",
    ),
    "bun": Tool("outdated", "test run build", (("install i add remove rm update", _BUN),)),
    "cargo": Tool(
        "tree metadata search version locate-project pkgid help verify-project",
        "test t build b check c run r bench clippy doc d nextest miri",
        (
            ("add remove rm", _CARGO),
            ("update generate-lockfile", "Cargo.lock"),
            ("fmt", "./"),
            ("fix", "./"),
            ("clean", "target/"),
        ),
    ),
    "go": Tool(
        "list version env doc help mod-graph mod-why mod-verify",
        "test build run vet tool install",
        (("get mod-tidy mod-download", _GO), ("fmt fix", "./"), ("mod-vendor", "vendor/")),
    ),
    "pip": Tool("list show freeze check help inspect debug", "install uninstall download wheel"),
    "uv": Tool(
        "tree version pip-list pip-show pip-tree pip-freeze pip-check python-list",
        "pip-install pip-sync pip-uninstall build",
        (("add remove", _UV), ("sync lock", "uv.lock .venv/"), ("venv", ".venv/")),
    ),
    "poetry": Tool(
        "show check about env-info env-list", "install build", (("add remove", _POETRY), ("lock update", "poetry.lock"))
    ),
    "bundle": Tool(
        "list show outdated info check", "", (("add remove", _GEMS), ("install update lock", "Gemfile.lock"))
    ),
    "dotnet": Tool("list", "build test run restore publish", (("format", "./"),)),
    "gh": Tool(
        "pr-view pr-list pr-diff pr-checks pr-status issue-view issue-list issue-status run-view run-list run-watch"
        " repo-view repo-list release-view release-list workflow-view workflow-list auth-status label-list search-prs"
        " search-issues search-code search-repos search-commits"
    ),
    "pre-commit": Tool(
        "validate-config validate-manifest sample-config help", "run", (("autoupdate", ".pre-commit-config.yaml"),)
    ),
    "prek": Tool(
        "validate-config validate-manifest sample-config list", "run", (("autoupdate", ".pre-commit-config.yaml"),)
    ),
    "lefthook": Tool("version dump validate check-install", "run"),
}
# Words that start another program in the project's environment, and their options with a value.
LAUNCHES = {
    "bun x": "p package",
    "bundle exec": "",
    "cabal exec": "",
    "hatch run": "",
    "npm exec": "p package",
    "npm x": "p package",
    "pdm run": "",
    "pipenv run": "",
    "pnpm exec": "",
    "poetry run": "",
    "rye run": "",
    "stack exec": "package",
    "uv run": "with p python package extra group env-file with-editable with-requirements index-url directory project",
    "uv tool": "with from p python index-url",
    "yarn exec": "",
}
# guard's own words, those that only read and those that keep what is taken up or asked.
_GUARD = """
    ask check demo doctor eval explain gate hook log-replay log-show log-verify next operations plan-graph
    plan-inventory plan-lint plan-show plan-show-request plan-status questions schema sites-diff sites-status triage why
"""
GUARD = frozenset(_GUARD.split())
