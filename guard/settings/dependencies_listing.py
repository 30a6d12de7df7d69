"""What one side of a manifest or a lock file says, in one form for all ecosystems."""

from __future__ import annotations

from guard.value import NamedTuple


class Package(NamedTuple):
    """One package where it is named. Names, versions, scopes, hosts are shown; a URL never: it may hold a password."""

    name: str
    version: str = ""  # as written; "" where none is
    line: int | None = None
    scope: str = ""  # dev, optional, peer, build, ...; "" for what is always needed
    origin: str = ""  # git, path, url, alias, registry, workspace; "" for the usual registry
    source: str = ""  # all that is said of where it comes from, without the version
    seal: tuple[str, ...] = ()  # its hashes
    detail: tuple[tuple[str, str], ...] = ()  # features, markers, ...; "~" before a name: follows from the version
    over: str = ""  # override, replace, exclude, ...: it does not ask for the package, but changes what is taken
    place: str = ""  # which one of several of this name, where the file tells them apart


class Listing(NamedTuple):
    """What one side of a file says."""

    ecosystem: str
    lock: bool
    packages: tuple[Package, ...]
    registries: tuple[str, ...] = ()  # where packages are looked for, beside the usual registry
    rest: object = None  # all else that the file says
    scripts: tuple[tuple[str, str, int], ...] = ()  # that run at each installation, with their lines; of the rest too
