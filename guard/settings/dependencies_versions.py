"""Versions of packages as they are written: which may be shown, which is lower, which names one version only."""

from __future__ import annotations

import re

LONGEST = 80
_PLAIN = re.compile(r"[\w.*^~<>=!|, +:@/()\[\]-]+", re.ASCII)
_LONG_WORD = re.compile(r"[A-Za-z0-9_]{24}")  # as in a token; a version has none
_VERSION = re.compile(r"(?:(\d{1,18})!)?(\d{1,18}(?:\.\d{1,18}){0,8})([\w.-]{0,80})", re.ASCII)
_PART = re.compile(r"\d{1,18}|[A-Za-z]{1,40}")
_LATER = frozenset(("post", "rev", "r", "final", "ga", "release", "sp", "jre", "android"))  # no earlier than without

# What names exactly one version; where an ecosystem is not listed, every version does.
_EXACT = {
    "npm": re.compile(r"[v=]?\d+\.\d+\.\d+[\w.+-]*"),
    "pypi": re.compile(r"===?\s*[^*,<>=!~\s]+"),
    "cargo": re.compile(r"=\s*\d+\.\d+\.\d+[\w.+-]*"),
    "rubygems": re.compile(r"(?:=\s*)?\d+(?:\.\w+)+"),
}


def shown(version: str) -> str:
    """The version if it looks like one and may be shown, else "": where a URL stands, a password may."""
    fits = len(version) <= LONGEST and _PLAIN.fullmatch(version) and "://" not in version
    return version if fits and not _LONG_WORD.search(version) else ""


def lower(version: str, than: str) -> bool:
    """Whether the first version that is named is lower, or where they are the same the next one."""
    ours, theirs = _order(version), _order(than)
    return bool(ours and theirs) and ours < theirs


def exact(version: str, ecosystem: str) -> bool:
    """Whether it names one version, no range of them."""
    pattern = _EXACT.get(ecosystem)
    return pattern is None or pattern.fullmatch(version.strip()) is not None


def _order(version: str) -> list[tuple[object, ...]]:
    """What tells the order of all versions in a text; empty where there is none."""
    return [_place(match) for match in _VERSION.finditer(version[:LONGEST])]


def _place(match: re.Match[str]) -> tuple[object, ...]:
    epoch, release, rest = match.groups()
    numbers = [int(number) for number in release.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    parts = _PART.findall(rest.lower())
    words = [part for part in parts if not part.isdigit()]
    later = not parts or (bool(words) and words[0] in _LATER)
    return (int(epoch or 0), numbers, later, [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts])
