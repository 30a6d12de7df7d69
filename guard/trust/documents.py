"""The documents that count, read from the trusted commit and made into values."""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import FOLDER, PLAIN
from guard.model.kind import KINDS
from guard.model.plan import PLANS_FOLDER, Plan
from guard.model.policy import POLICY_FILE, Policy, default_policy
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.doors.git.trees import Entries
    from guard.model.trigger import Trigger


class Trusted(NamedTuple):
    """The documents that count, and where they stand."""

    ref: str
    oid: bytes  # b"" for a trust directory
    adopted: bool
    policy: Policy
    plans: tuple[Plan, ...]
    fresh: tuple[tuple[str, bytes, dict[str, object]], ...] = ()  # documents compiled by this run, for the cache


class Source(NamedTuple):
    """One document before it is read: its kind, its name for people, its blob id or None, and its text when at hand."""

    kind: str
    name: str
    oid: bytes | None
    text: bytes | None


def read(repository: Repository, trigger: Trigger, ref: str, oid: bytes) -> Trusted:
    """Policy and plans at a commit; not adopted only where its tree has no .guard at all."""
    ref = shown(ref)  # from here on it is only told
    where = f"{ref}:"
    top = repository.entries(repository.tree(oid))
    if b".guard" not in top:
        return Trusted(ref, oid, False, default_policy(f"no {POLICY_FILE} on {ref}"), ())
    inside = _folder(repository, top[b".guard"]) or {}
    policy = inside.get(b"policy.yaml")
    if policy is None or policy[0] not in PLAIN:
        mend = f"put a valid {POLICY_FILE} there; guard judges nothing until then"
        raise GuardError("G813", f"there is a .guard, but no {POLICY_FILE} that can be read", where, mend)
    sources = [Source("policy", POLICY_FILE, policy[1].hex().encode(), None)]
    plans = _folder(repository, inside[b"plans"]) if b"plans" in inside else {}
    sources += _plan_sources(plans, where)
    return trusted_by(ref, oid, *values_of(repository, trigger, sources))


def _folder(repository: Repository, entry: tuple[bytes, bytes]) -> Entries | None:
    """What stands in a folder; None where this is none."""
    mode, oid = entry
    return repository.entries(oid.hex().encode()) if mode == FOLDER else None


def _plan_sources(plans: Entries | None, where: str) -> list[Source]:
    if plans is None:
        raise GuardError("G813", f"{PLANS_FOLDER} is not a folder", where, "make it a folder of plans, NAME.yaml each")
    found = []
    for name, (mode, oid) in plans.items():
        if name.endswith((b".yaml", b".yml")):
            if mode not in PLAIN or not name.endswith(b".yaml"):
                raise GuardError(
                    "G813",
                    "a plan is a plain file NAME.yaml",
                    f"{where}{PLANS_FOLDER}/{shown(name)}",
                    "make it one, in a commit of its own",
                )
            found.append(Source("plan", f"{PLANS_FOLDER}/{shown(name)}", oid.hex().encode(), None))
    return found


Fresh = tuple[tuple[str, bytes, dict[str, object]], ...]
Value = Policy | Plan


def values_of(repository: Repository, trigger: Trigger, sources: list[Source]) -> tuple[list[Value], Fresh]:
    """Every document as a value, from the cache where this run may use it; and what the cache did not have."""
    common = repository.place.common_dir
    kept = [_kept(common, source) if trigger.cache else None for source in sources]
    unread = [source for source, known in zip(sources, kept, strict=True) if known is None and source.text is None]
    read = _texts(repository, unread) if unread else []  # what asks for objects is not even loaded
    texts = dict(zip((source.oid for source in unread), read, strict=True))
    found: list[Value] = []
    fresh: list[tuple[str, bytes, dict[str, object]]] = []
    for source, known in zip(sources, kept, strict=True):
        if known is None:
            from guard.compile import compile_document

            text = texts[source.oid] if source.text is None else source.text
            compiled = compile_document(source.kind, source.name, text)
            if trigger.cache and source.oid:
                fresh.append((source.kind, source.oid, compiled))
            known = _value(source, compiled)
        found.append(known)
    return found, tuple(fresh)


def _kept(common_dir: str, source: Source) -> Value | None:
    """The document from the cache. Anyone can write there: what cannot be made a value counts as absent."""
    compiled = cache.read(common_dir, source.kind, source.oid) if source.oid else None
    try:
        return _value(source, compiled) if compiled is not None else None
    except Exception:  # whatever a forged file makes go wrong, the document itself is read instead
        return None


def _value(source: Source, compiled: dict[str, object]) -> Value:
    data, lines = compiled["data"], compiled["lines"]
    assert isinstance(data, dict) and isinstance(lines, dict)  # noqa: PT018
    make = KINDS[source.kind].make
    assert make is not None  # policies and plans alone are read here
    return make(data, source.name, lines)


def keep(repository: Repository, trusted: Trusted) -> None:
    """Write to the cache what was compiled anew; only once a verdict is reached: a run that fails writes nothing."""
    for kind, oid, compiled in trusted.fresh:
        cache.write(repository.place.common_dir, kind, oid, compiled)


def _texts(repository: Repository, sources: list[Source]) -> list[bytes]:
    oids = [source.oid for source in sources if source.oid is not None]
    for source, header in zip(sources, repository.headers(oids), strict=True):
        most = KINDS[source.kind].size
        if header is not None and header.size > most:
            raise GuardError(
                "G813",
                f"a document of {header.size:,} bytes; {most:,} is the most guard reads",
                source.name,
                "split the plan; long prose belongs into the .md beside it",
            )
    found = []
    for source, blob in zip(sources, repository.contents(oids), strict=True):
        if blob is None:
            raise GuardError(
                "G804", "a trusted document is not in this repository", source.name, "fetch it: git fetch origin"
            )
        found.append(blob.content)
    return found


def _satisfied(pin: str) -> bool:
    from guard.grammar.pin import satisfies  # most policies have none

    return satisfies(__version__, pin)


def trusted_by(ref: str, oid: bytes, values: list[Value], fresh: Fresh) -> Trusted:
    policy, *plans = values
    assert isinstance(policy, Policy)
    if policy.guard is not None and not _satisfied(policy.guard):
        what = f"the policy asks for guard {shown(policy.guard)}; this is {__version__}"
        mend = f"install that version: pip install 'changeset-guard{shown(policy.guard)}'"
        raise GuardError("G814", what, policy.where, mend)
    _same_vocabulary(policy)
    _same_branch(ref, policy)
    return Trusted(ref, oid, True, policy, tuple([plan for plan in plans if isinstance(plan, Plan)]), fresh)


def _same_vocabulary(policy: Policy) -> None:
    """Ids of operations mean the same as when the policy was written, where it says so."""
    pinned = policy.data.get("vocabulary")
    if pinned is None:
        return
    from guard.model.vocabulary import VERSION

    if pinned != VERSION:
        what = f"the policy is written in version {pinned} of the vocabulary of operations; this guard speaks {VERSION}"
        mend = "install a guard that speaks it (guard operations --format json prints the version it speaks)"
        raise GuardError("G308", what, policy.where, mend)


def _same_branch(ref: str, policy: Policy) -> None:
    """A policy that names its branch counts there alone; a ref that tells no branch, such as HEAD, is believed."""
    parts = ref.split("/", 3 if ref.startswith("refs/remotes/") else 2)
    known = ref.startswith(("refs/heads/", "refs/remotes/")) and parts[-1] != "HEAD"
    if policy.branch is not None and known and parts[-1] != policy.branch:
        what = f"the policy counts on branch {shown(policy.branch)}, and was read from {ref}"
        raise GuardError(
            "G812", what, policy.where, "name that branch: guard install --trusted refs/remotes/origin/BRANCH"
        )
