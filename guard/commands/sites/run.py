"""What `guard sites` does: the tree asked, the manifest written or held against it, and what is told of both."""

from __future__ import annotations

import sys

from guard.commands.sites import documents, told
from guard.commands.sites.documents import Faulty, Sites
from guard.commands.sites.told import Told
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.trees import tree_of
from guard.errors import GuardError
from guard.escape import shown
from guard.model.kind import MANIFEST
from guard.report import hand_over
from guard.sites import manifest as manifests
from guard.sites.query import query_digest, query_of
from guard.sites.scan import Unread, scan
from guard.sites.standing import standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.sites.asked import Asked
    from guard.model.policy import Policy
    from guard.sites.scan import Progress, Scanned

INSTEAD = "guard sites status -o FILE"


def main(asked: Asked) -> int:
    """Ask once for each pattern, tell all together."""
    try:
        with Repository(asked.git) as repository:
            commit = repository.refs.head() if asked.at == "HEAD" else repository.resolve(asked.at)
            sites = documents.named(repository, asked)
            rows = [_one(repository, commit, one, asked) for one in sites]
    except Faulty as faulty:
        return _refused(faulty.plan)
    except GuardError as error:
        if asked.format == "text":
            raise
        from guard.commands.sites.as_json import refused

        hand_over(refused(asked, error), asked.output, INSTEAD)
        return 5
    if asked.format == "json":
        from guard.commands.sites.as_json import render

        hand_over(render(asked, commit.decode(), rows), asked.output, INSTEAD)
    else:
        hand_over(told.text(asked, commit.decode(), rows), asked.output, INSTEAD)
    return told.code(rows)


def _one(repository: Repository, commit: bytes, sites: Sites, asked: Asked) -> Told:
    progress = _progress(f"{sites.plan.id}/{sites.pattern.name}")
    if asked.word == "build":
        return _built(repository, commit, sites, progress)
    stands = standing(
        repository, commit, sites.pattern, sites.manifest, absent=sites.absent, hint=cache.allowed(), progress=progress
    )
    fault = sites.fault or stands.fault
    teams = documents.policy(repository).teams_of if stands.compared.grown and asked.word == "status" else None
    return told.of_standing(sites, stands._replace(fault=fault), teams)


def _built(repository: Repository, commit: bytes, sites: Sites, progress: Progress | None) -> Told:
    """The manifest of what stands, written where it can be gone by."""
    query = query_of(sites.pattern)
    policy = documents.policy(repository)
    found = scan(repository, tree_of(repository, commit), query, cache.allowed(), progress)
    odd = [Unread(path, ODD) for path in sorted({site.path for site in found.sites}) if not manifests.writable(path)]
    made = _made(sites, found, policy)
    row = told.of_build(sites, made, found._replace(unread=(*found.unread, *odd)))
    if row.code in (0, 1) and made.rows:
        text = manifests.written(made)
        place = manifests.place_of(sites.plan.id, sites.pattern.name)
        if len(text) > MANIFEST.size:
            what = f"a manifest of {len(text):,} bytes; {MANIFEST.size:,} is the most guard reads"
            raise GuardError("G820", what, shown(place), "split the sites: two patterns, or one for each part of `in`")
        _write(repository.place.top, place, text)
    return row


ODD = "its path cannot stand in a document: it is not UTF-8, or something in it is hidden"


def _made(sites: Sites, found: Scanned, policy: Policy) -> manifests.Manifest:
    owned: dict[bytes, tuple[str, ...]] = {}
    for site in found.sites:
        if site.path not in owned:
            owned[site.path] = tuple(sorted(policy.teams_of(site.path)))
    stood: dict[tuple[bytes, str], int] = {}
    for one in found.worked:
        stood[one.path, one.place] = stood.get((one.path, one.place), 0) + 1
    rows = [site._replace(owners=owned[site.path]) for site in found.sites if manifests.writable(site.path)]
    digest = query_digest(query_of(sites.pattern))
    return manifests.manifest_of(sites.plan.id, sites.pattern.name, digest, rows, stood)


def _write(top: str, place: bytes, text: bytes) -> None:
    from guard.drafts import plain

    try:
        if plain.contents(top, place, len(text)) != text:
            plain.replace(top, place, text)
    except OSError as error:
        what = f"the manifest could not be written: {error.strerror}"
        raise GuardError("G820", what, shown(place), "make its folder one you can write to") from error


def _progress(name: str) -> Progress | None:
    """On a terminal alone: how far it is, on one line that is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from time import monotonic

    since = monotonic()

    def tell(done: int, of: int) -> None:
        if done < of and monotonic() - since > 0.5:
            share = done * 24 // of
            bar = f"guard: {name}  [{'#' * share}{'.' * (24 - share)}] {done:,} of {of:,} files"
            sys.stderr.write(f"\r{bar}\x1b[K")
        elif done == of:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    return tell


def _refused(plan: str | None) -> int:
    """Documents with faults, as lint tells them: nothing can be said by them."""
    from guard.commands.plan.lint import main as lint

    lint([] if plan is None else [plan])
    return 1
