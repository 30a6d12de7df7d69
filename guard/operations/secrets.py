"""Secret values in settings: found by shape and told by kind and line. The value is in nothing that leaves this file.

In a file that settings do not stand in, only shapes that nothing else has: private keys, tokens of known services.

What is not seen: a value put together from parts (concatenation, a folded YAML text, a key cut into two settings), a
value encoded once more (base64 of anything but a private key), a password of letters alone, and in files that are no
settings whatever could be something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from guard.model.operation import Operation
from guard.model.reading import Reading
from guard.settings.shapes import Found, shaped, unmistakable
from guard.settings.shapes_named import named
from guard.settings.shapes_text import Text, readings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Context, Source

_ENDINGS = """
    env yaml yml json json5 jsonc toml ini cfg conf config cnf properties tf tfvars hcl xml plist pem key p8 ppk asc gpg
    sh bash zsh fish ps1 psd1 bat cmd envrc netrc npmrc pypirc dockercfg pgpass my htpasswd kdl cue nix gradle service
    tfstate tpl tmpl j2 template dist sample example local production staging development
"""
_LOCKS = """
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml pnpm-lock.yml poetry.lock uv.lock pdm.lock
    pipfile.lock cargo.lock composer.lock gemfile.lock go.sum .terraform.lock.hcl flake.lock packages.lock.json
    deno.lock bun.lock gems.locked
"""
ENDINGS, LOCKS = frozenset(_ENDINGS.split()), frozenset(_LOCKS.split())
NAMES = re.compile(
    r"dockerfile.*|.*\.dockerfile|containerfile.*|\.env.*|env\..*|\.?_?netrc|\.npmrc|\.yarnrc.*|\.pypirc|\.pgpass|\.my\.cnf"
    r"|id_[a-z0-9]+|\.git-credentials|credentials|config|kubeconfig[\w-]*|\.dockercfg|makefile|jenkinsfile.*|\.htpasswd"
    r"|\.s3cfg|\.boto|vault-pass.*|pipfile|gemfile|gems\.rb|podfile|\.gemrc|\.condarc|\.gitmodules|\.gitconfig"
    r"|(?:build|settings|init)\.gradle\.kts"
)
_LISTED = re.compile(r"(?s:.*)(?:requirements|constraints)(?s:.*)\.(?:txt|in|pip)")  # anywhere in the path
_SPACED = re.compile(rb"(?:^|\n)[ \t]*(?:machine|login|password|ENV|ARG)[ \t]")


def wanted(path: str) -> bool:
    """Whether a file is one that settings stand in."""
    name = path.rpartition("/")[2].lower()
    _, dot, ending = name.rpartition(".")
    named = NAMES.fullmatch(name) is not None or name in LOCKS or _LISTED.fullmatch(path.lower()) is not None
    return named or (bool(dot) and ending in ENDINGS)


def detect(source: Source, context: Context) -> Reading | None:
    """Secrets of the new side that were not on the old one. The file operation always stands beside them."""
    if source.new is None:
        return None
    looked = _of_settings if wanted(source.path) else _of_others
    if source.path.rpartition("/")[2].lower() in LOCKS:
        looked = _of_locks
    found = [(text.line(one.at), one) for text in readings(source.new, source.old) for one in looked(text)]
    if not found:
        return None
    before = {one.value for text in readings(source.old or b"") for one in looked(text)}
    told = sorted({(line, one.kind) for line, one in found if one.value not in before})
    operations = [Operation("secret.exposed", line, f"secret:{kind}", confidence="pattern") for line, kind in told]
    return Reading(tuple(operations), False) if operations else None


def _of_others(text: Text) -> list[Found]:
    """What is a secret wherever it stands."""
    return [one for one in _of_locks(text) if unmistakable(one)]


def _of_locks(text: Text) -> list[Found]:
    """By shape alone: in a lock file every hash would look like a value."""
    return sorted(shaped(text.data), key=lambda one: one.at)


def _of_settings(text: Text) -> list[Found]:
    """By shape, and by name what no shape has found."""
    found = _of_locks(text)
    starts = [one.at for one in found]
    spaced = _SPACED.search(text.data) is not None
    by_name = [*named(text.data), *(named(text.data, True) if spaced else ())]
    return [*found, *[one for one in by_name if not _overlaps(one, found, starts)]]


def _overlaps(one: Found, found: list[Found], starts: list[int]) -> bool:
    at = bisect_left(starts, one.end)
    return at > 0 and found[at - 1].end > one.at
