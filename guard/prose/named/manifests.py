"""Whether the words behind a name say that it is in a manifest, or that something already depends on it."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.named.shapes import EXTENSIONS, extension

_MANIFEST = (
    r"`?(?:[\w.-]{1,40}/){0,6}(?:package(?:-lock)?\.json|packages\.yml|go\.(?:mod|sum)|cargo\.(?:toml|lock)"
    r"|composer\.(?:json|lock)|gemfile(?:\.lock)?|pyproject\.toml|requirements[\w-]{0,20}\.(?:txt|in)|poetry\.lock|uv\.lock"
    r"|pnpm-lock\.yaml|yarn\.lock|libs\.versions\.toml|pom\.xml|build\.gradle(?:\.kts)?|mix\.exs|pubspec\.yaml)\b"
)
_NOW = r"(?:already |still |also |now |currently |both |long since )?"
_THERE = Cued(
    rf",? (?:(?:which|that|and|it) )?{_NOW}(?:(?:is|are) {_NOW}|stands? {_NOW}|comes? )(?:listed |declared |pinned "
    rf"|locked |required |installed )?(?:in|by|from|among) (?:the |our |its )?{_MANIFEST}"
    r"(?!`? (?:after|once|from|since|by|as soon|then))",
    re.I,
)
# "which `requirements.txt` has already": of a file that holds packages and nothing else a word alone is one
_HOLDS = Cued(
    r",? (?:which|that) (?:the |our |its )?`?(?:[\w.-]{1,40}/){0,6}(?:requirements[\w-]{0,20}\.(?:txt|in)"
    r"|go\.(?:mod|sum)|gemfile(?:\.lock)?|cargo\.lock|composer\.lock|poetry\.lock|uv\.lock|pnpm-lock\.yaml|yarn\.lock|packages\.yml"
    r"|package-lock\.json)`? (?:already |also |still |now )?"
    r"(?:has|lists|pins|holds|names|contains|declares|brings|requires)\b",
    re.I,
)
_DEPENDED = Cued(
    r",? (?:(?:which|that) )?(?:we|(?:the |our |its )?`?[\w-]{2,30}`?(?: [\w-]{2,30})?) (?:already|still|also"
    r"|currently|both) (?:depends? on|requires?|pulls? in|installs?|imports?|vendors?|has as a dependency)\b"
    r"|,? (?:which |that )?(?:is|are) (?:already|still|currently) (?:a |an |one of the |our )?(?:direct |transitive "
    r"|existing )?(?:dependenc(?:y|ies)|required|vendored|installed)\b",
    re.I,
)
_KEYS = Cued(r"(?:dependencies|system|scripts|exports|engines|requires-python|package-manager)\Z", re.I)


def in_one(name: str, after: str) -> bool:
    """Only of what is written as packages are, with a slash or a dash: a word alone may be a script or a key."""
    if _HOLDS.match(after) is not None and extension(name) not in EXTENSIONS:
        return True
    if not re.search(r"[\w]/[\w]|[a-z]-[a-z]", name) or extension(name) in EXTENSIONS or _KEYS.search(name):
        return False
    return _THERE.match(after) is not None or ("/" in name and _DEPENDED.match(after) is not None)


__all__ = ["in_one"]
