"""What pre-commit and prek take for settings, with where guard is fetched from: as it was said, or was installed."""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.value import NamedTuple
from guard_hooks.git_hooks import HOOKS

FRAMEWORK = f"""\
default_install_hook_types: [{", ".join(HOOKS)}]
repos:
  - repo: %s
    rev: %s
    hooks:
      - id: guard-check
      - id: guard-merge
      - id: guard-trailers
      - id: guard-message
      - id: guard-note
      - id: guard-note-rewrite
      - id: guard-push
"""
# Nobody knows it here: an address that leads nowhere would be found out at the first commit of a team.
YOURS = ("URL    # yours: where guard, or your copy of it, is fetched from", "REV    # yours: a tag or a commit of it")
ADDRESS = r"[A-Za-z0-9/.~][\w.~:/@+%-]*[\w/]"
REVISION = r"[A-Za-z0-9][\w./+-]*"
SECRET = r"//[^/@]*:[^/@]*@"  # a password in an address, which a team would share
FETCHED = r"(https|ssh)://.*"  # from another machine too
TAG = r"v?\d[\w.]*"
PLAIN = r"v\d[\w.-]*"  # a tag that YAML takes for nothing else


class Source(NamedTuple):
    """A repository with guard's hooks, and what of it."""

    repo: str
    rev: str


def said(repo: str | None, rev: str | None) -> Source | None:
    """As the command line has it; None where it says nothing."""
    if repo is None and rev is None:
        return None
    if repo is None or rev is None:
        raise UsageError("--repo and --rev go together: guard's repository, or your copy of it, and a tag or commit")
    for option, word, form in (("--repo", repo, ADDRESS), ("--rev", rev, REVISION)):
        if not _fits(form, word):
            raise UsageError(f"{option} cannot stand in settings as it is: '{shown(word)}' (guard install --help)")
    if _secret(repo):
        raise UsageError("--repo holds a password, and settings are a team's: leave it out (guard install --help)")
    return Source(repo, rev)


def installed() -> Source | None:
    """By what the installer of this guard wrote down; None where it was no repository that others can fetch."""
    from importlib.metadata import PackageNotFoundError, distribution
    from json import loads

    try:
        text = distribution("changeset-guard").read_text("direct_url.json")
        told = loads(text) if text else {}
    except (PackageNotFoundError, OSError, ValueError):
        return None
    return of_record(told)


def of_record(told: object) -> Source | None:
    """A record of where a package came from (direct_url.json), where that is a commit of a repository."""
    record = told if isinstance(told, dict) else {}
    of = record.get("vcs_info")
    if not isinstance(of, dict) or of.get("vcs") != "git" or record.get("subdirectory"):
        return None
    repo, asked, commit = record.get("url"), of.get("requested_revision"), of.get("commit_id")
    rev = asked if isinstance(asked, str) and _fits(TAG, asked) else commit
    if not isinstance(repo, str) or not isinstance(rev, str):
        return None
    able = _fits(FETCHED, repo) and _fits(ADDRESS, repo) and _fits(REVISION, rev)
    return Source(repo, rev) if able and not _secret(repo) else None


def framework(source: Source | None) -> str:
    """The settings that pre-commit and prek take."""
    if source is None:
        return FRAMEWORK % YOURS
    return FRAMEWORK % (source.repo, source.rev if _fits(PLAIN, source.rev) else f'"{source.rev}"')


def is_framework(text: str) -> bool:
    """Such settings, and nothing beside them."""
    from re import escape

    return _fits(escape(FRAMEWORK).replace("%s", "(.+)"), text)


def _fits(form: str, word: str) -> bool:
    from re import ASCII, fullmatch

    return fullmatch(form, word, ASCII) is not None


def _secret(repo: str) -> bool:
    from re import search

    return search(SECRET, repo) is not None
