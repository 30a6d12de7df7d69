"""Dependencies: what a change of a manifest or a lock file adds, removes, upgrades, or takes from elsewhere."""

from __future__ import annotations

import re
from importlib import import_module

from guard.model.reading import Reading, unread
from guard.settings.dependencies import compare
from guard.settings.dependencies_listing import Listing
from guard.settings.texts import UnreadError, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.reading import Context, Source

# The name of a file -> its reader, loaded when a file of that name changed, and the ecosystem.
READERS = {
    "package.json": ("npm:manifest", "npm"),
    "package-lock.json": ("npm:locked", "npm"),
    "npm-shrinkwrap.json": ("npm:locked", "npm"),
    "yarn.lock": ("yarn:yarn", "npm"),
    "pnpm-lock.yaml": ("yarn:pnpm", "npm"),
    "pyproject.toml": ("pypi:pyproject", "pypi"),
    "Pipfile": ("pypi:pipfile", "pypi"),
    "Pipfile.lock": ("locks:pipfile", "pypi"),
    "poetry.lock": ("locks:python", "pypi"),
    "uv.lock": ("locks:python", "pypi"),
    "pdm.lock": ("locks:python", "pypi"),
    "pylock.toml": ("locks:python", "pypi"),
    "go.mod": ("go:module", "go"),
    "go.work": ("go:module", "go"),
    "go.sum": ("go:sums", "go"),
    "go.work.sum": ("go:sums", "go"),
    "Cargo.toml": ("cargo:manifest", "cargo"),
    "Cargo.lock": ("locks:cargo", "cargo"),
    "pom.xml": ("maven:pom", "maven"),
    "build.gradle": ("maven:gradle", "maven"),
    "build.gradle.kts": ("maven:gradle", "maven"),
    "settings.gradle": ("maven:gradle", "maven"),
    "settings.gradle.kts": ("maven:gradle", "maven"),
    "libs.versions.toml": ("maven:catalogue", "maven"),
    "gradle.lockfile": ("maven:lockfile", "maven"),
    "Gemfile": ("ruby:manifest", "rubygems"),
    "gems.rb": ("ruby:manifest", "rubygems"),
    "Gemfile.lock": ("ruby:locked", "rubygems"),
    "gems.locked": ("ruby:locked", "rubygems"),
    ".npmrc": ("registries:npm", "npm"),
    ".yarnrc": ("registries:npm", "npm"),
    ".yarnrc.yml": ("registries:yarn", "npm"),
    "pip.conf": ("registries:pip", "pypi"),
    "pip.ini": ("registries:pip", "pypi"),
    "uv.toml": ("registries:uv", "pypi"),
}
CARGO = (".cargo/config.toml", ".cargo/config")
_REQUIREMENTS = re.compile(
    r"(?:.*/)?(?:[\w.-]*(?:requirements|constraints)[\w.-]*\.(?:txt|in|pip)|requirements/[\w.-]+\.(?:txt|in|pip))"
)


def detect(source: Source, context: Context) -> Reading | None:
    """Both sides read as lists of packages, and compared."""
    name, ecosystem = reader_of(source.path)
    if not name:
        return None
    module, _, function = name.partition(":")
    read = getattr(import_module(f"guard.settings.dependencies_{module}"), function)
    try:
        return compare(_listing(source.old, read, "before"), _listing(source.new, read, "after"))
    except UnreadError as error:
        return unread(str(error), ecosystem, 1 if source.new is not None else None)


def reader_of(path: str) -> tuple[str, str]:
    """The reader of a file and its ecosystem; two empty texts where it is of no kind that is read."""
    name = path.rpartition("/")[2]
    if name in READERS:
        return READERS[name]
    if f"/{path}".endswith(tuple([f"/{one}" for one in CARGO])):
        return "registries:cargo", "cargo"
    return ("pypi:requirements", "pypi") if _REQUIREMENTS.fullmatch(path) else ("", "")


def _listing(data: bytes | None, read: Callable[[str], Listing], side: str) -> Listing | None:
    if data is None:
        return None
    try:
        return read(text_of(data))
    except UnreadError as error:
        raise UnreadError(f"{error} ({side} the change)") from None
