"""A fresh bare repository with what a host holds: the branch that is trusted, the log, and what is to be judged.

Nothing of a checkout is believed: no configuration, no hook, no ref of it. What is fetched is named one by one: no
tags, no submodules, nothing cut off, and nothing left to be fetched later. It is removed when it is closed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from guard.doors.git.bare import open_bare
from guard.doors.git.child import ANY_CODE, Child
from guard.doors.git.run import Runner, find_git
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guard.doors.git.repository import Repository

PROTOCOLS = ("https", "http", "ssh", "file")
LOG = b"refs/heads/guard-log"
OWN = b"refs/remotes/origin/"  # where the branches of the host stand here, as in every clone
HEADS = b"refs/guard/heads/"  # below it, each by its own id, the commits that are judged
LENT = b"refs/guard/lent/"
OPTIONS = (
    "--no-replace-objects",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.fsync=none"),  # it is gone when the job is
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "submodule.recurse=false"),
    *("-c", "fetch.recurseSubmodules=false"),
    *("-c", "fetch.unpackLimit=1"),  # one pack, however little it is
    *("-c", "credential.helper="),
    *("-c", "http.followRedirects=false"),  # what lets us in here is for nobody else
    *("-c", "http.lowSpeedLimit=1"),
    *("-c", "http.lowSpeedTime=120"),
    *("-c", "protocol.version=2"),  # which hands out a commit by its id
)
FETCH = (
    *("fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--no-auto-maintenance"),
    *("--no-write-fetch-head", "--refmap=", "--stdin"),
)
GONE = ("not our ref", "unadvertised object")  # how a host says that it does not have a commit
ALIKE = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")  # small and large
WAYS = ("SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "CURL_CA_BUNDLE")
BY_SSH = ("PATH", "HOME", "USER", "SSH_AUTH_SOCK", "GIT_SSH_COMMAND")
AGAIN = "see that the job may read this repository (permissions: contents: read), then run it again"


class Far(NamedTuple):
    """Where a host keeps a repository, and the line of HTTP that lets us in: never shown, never on a command line."""

    url: str
    header: str = ""

    def __repr__(self) -> str:
        return f"Far({self.url!r})"


class Brought(NamedTuple):
    """What was fetched: the branch and the log by their commits (b"" for no log), and heads that are not to be had."""

    trusted: bytes
    log: bytes
    gone: frozenset[bytes]
    tips: Mapping[bytes, bytes]  # what the refs that were asked about are at on the host, if they are there


class Store:
    """One fresh repository; `with Store(far) as store`, then `bring`, then `opened`."""

    def __init__(self, far: Far, git: str | None = None, folder: str | None = None) -> None:
        self.far = far
        self.scheme = _scheme(far.url)
        self._runner = Runner(find_git(git))
        try:
            self._folder = _private(folder)
        except BaseException:
            self._runner.close()
            raise
        self.git_dir = os.path.join(self._folder, "store.git")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        from shutil import rmtree

        self._runner.close()
        rmtree(self._folder, ignore_errors=True)

    def bring(self, branch: str, heads: Iterable[bytes] = (), about: Iterable[bytes] = (), lent: str = "") -> Brought:
        """Fetch a branch with all of its history, the log, and commits by their ids, from a clone at hand first.

        `about` are refs whose place on the host is told; nothing is fetched by them.
        """
        trusted = b"refs/heads/" + branch.encode()
        tips = self.tips([trusted, LOG, *about])
        if trusted not in tips:
            mend = "name the branch that is guarded: --branch NAME (the input `branch` of the action)"
            raise GuardError("G812", "the host has no such branch", f"{shown(trusted)} of {shown(self.far.url)}", mend)
        self._begin(len(tips[trusted]))
        if lent:
            self._borrow(lent)
        wanted = [b"+%s:%s%s" % (tips[trusted], OWN, branch.encode())]
        if LOG in tips:
            wanted.append(b"+%s:%sguard-log" % (tips[LOG], OWN))
        gone = self._fetch(wanted, list(dict.fromkeys(heads)))
        self._whole(wanted, [oid for oid in heads if oid not in gone])
        return Brought(tips[trusted], tips.get(LOG, b""), gone, tips)

    def opened(self) -> Repository:
        """What was fetched, opened by its git directory alone."""
        return open_bare(self._runner.git, self.git_dir)

    def tips(self, names: Iterable[bytes]) -> dict[bytes, bytes]:
        """What these refs are at on the host; one that is not there is left out."""
        wanted = list(dict.fromkeys(names))
        child = self._far(("ls-remote", "--", self.far.url, *[os.fsdecode(name) for name in wanted]))
        printed = child.answer(ANY_CODE)
        if child.code != 0:
            raise self._refused(child)
        rows = [line.split(b"\t") for line in printed.split(b"\n")[:-1]]
        return {row[1]: row[0] for row in rows if len(row) == 2 and row[1] in wanted}

    @contextmanager
    def let_in(self) -> Iterator[None]:
        """While others push from here, by the name `origin` and by the environment of this process (remote.py)."""
        self._runner.read((f"--git-dir={self.git_dir}", "config", "remote.origin.url", self.far.url))
        more = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": self.scheme, **_said(self.far)}
        before = {name: os.environ.get(name) for name in more}
        os.environ.update(more)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                os.environ |= {} if value is None else {name: value}

    def _begin(self, width: int) -> None:
        kind = "sha256" if width == 64 else "sha1"
        words = ("init", "--quiet", "--bare", "--template=", "--initial-branch=none", f"--object-format={kind}")
        self._runner.read((*words, self.git_dir))

    def _fetch(self, wanted: list[bytes], heads: list[bytes]) -> frozenset[bytes]:
        """All by their ids, and at once: a name could lead elsewhere between two questions. Heads that are gone."""
        ids = [b"+%s:%s%s" % (oid, HEADS, oid) for oid in heads]
        gone: list[bytes] = []
        tries = [[*wanted, *ids]]
        while tries:
            specs = tries.pop()
            child = self._fetching(self.far.url, specs)
            if child.code == 0:
                continue
            told = child.complaint()
            of_heads = [spec for spec in specs if spec not in wanted]
            if not of_heads or not any([sign in told for sign in GONE]):
                raise self._refused(child)
            if len(specs) == 1:
                gone += specs
            elif len(of_heads) < len(specs):
                tries += [wanted, of_heads]
            else:
                tries += [specs[: len(specs) // 2], specs[len(specs) // 2 :]]
        return frozenset([oid for oid, spec in zip(heads, ids, strict=True) if spec in gone])

    def _borrow(self, lent: str) -> None:
        """Take the objects of a clone at hand. What it cannot give is fetched, so it is never asked twice."""
        self._fetching(os.path.realpath(lent), [b"+refs/*:%s*" % LENT])

    def _fetching(self, url: str, specs: list[bytes]) -> Child:
        asked = self._runner.path(f"specs-{self._runner.started}")
        with open(asked, "wb") as file:
            file.write(b"".join([spec + b"\n" for spec in specs]))
        child = self._far((*FETCH, "--", url), asked, url)
        child.answer(ANY_CODE)
        return child

    def _far(self, words: tuple[str, ...], stdin: str = "/dev/null", url: str = "") -> Child:
        runner = self._runner
        runner.started += 1
        argv = [runner.git, *OPTIONS, f"--git-dir={self.git_dir}", *words]
        return Child(argv, self._environment(url or self.far.url), stdin, runner.path(f"stderr-{runner.started}"), None)

    def _environment(self, url: str) -> dict[str, str]:
        """Of ours only what leads to the host: proxies and certificates; keys where it is asked by ssh."""
        scheme = "file" if os.path.isabs(url) else _scheme(url)
        names = [*WAYS, *ALIKE, *[name.upper() for name in ALIKE], *(BY_SSH if scheme == "ssh" else ())]
        kept = {name: os.environ[name] for name in names if name in os.environ}
        kept = {"PATH": "/usr/bin:/bin", "HOME": self._folder} | kept
        kept |= dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_GRAFT_FILE"), "/dev/null")
        kept |= dict.fromkeys(("GIT_CONFIG_NOSYSTEM", "GIT_ATTR_NOSYSTEM", "GIT_NO_LAZY_FETCH"), "1")
        kept |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "GIT_ALLOW_PROTOCOL": scheme}
        if url == self.far.url:
            kept |= _said(self.far)
        return kept

    def _whole(self, wanted: list[bytes], heads: Iterable[bytes]) -> None:
        """Everything is there. What comes without its history, git passes over with a warning, and ends well."""
        told = self._runner.read((f"--git-dir={self.git_dir}", "for-each-ref", "--format=+%(objectname):%(refname)"))
        ids = [b"+%s:%s%s" % (oid, HEADS, oid) for oid in heads]
        if set(told.split(b"\n")) >= {*wanted, *ids} and not os.path.lexists(os.path.join(self.git_dir, "shallow")):
            return
        mend = "let the host keep the whole history of this repository: git fetch --unshallow there"
        raise GuardError("G807", "the history that the host has is cut off", shown(self.far.url), mend)

    def _refused(self, child: Child) -> GuardError:
        what = f"the repository cannot be fetched from its host: {child.complaint()}"
        return GuardError("G604", what, shown(self.far.url), AGAIN)


def _said(far: Far) -> dict[str, str]:
    """Variables by which git says the line to this host alone; a file or an argument could be read by others."""
    if not far.header:
        return {}
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{far.url}.extraheader",
        "GIT_CONFIG_VALUE_0": far.header,
    }


def _scheme(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    user, at, _ = rest.partition("/")[0].rpartition("@")
    secret = at and (scheme != "ssh" or ":" in user)
    if not mark or scheme not in PROTOCOLS or secret or not url.isprintable():
        what = "this is no address that guard fetches from: https, http, ssh or file, with no name or password in it"
        raise GuardError("G604", what, shown(f"{scheme[:16]}://..." if mark else url[:200]), AGAIN)
    return scheme


def _private(parent: str | None) -> str:
    from tempfile import mkdtemp

    parent = parent or os.environ.get("TMPDIR") or "/tmp"
    try:
        return mkdtemp(prefix="guard-store-", dir=parent)
    except OSError as error:
        what = f"no folder could be made to fetch into: {error.strerror}"
        mend = "make RUNNER_TEMP, or else TMPDIR, name a folder you can write to"
        raise GuardError("G820", what, shown(os.fsencode(parent)), mend) from error
