"""Which changed files are read, and by which detectors: told by their names, and by what documents declare of content.

Most files are of no detector's kind.
"""

from __future__ import annotations

from _operator import itemgetter  # what `operator` gives, without that module

from guard.model.migration import may_hold
from guard.model.operation import join
from guard.model.paths import PathSet
from guard.model.policy import mapping, texts
from guard.model.reading import Context, Pattern
from guard.operations import DETECTORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guard.model.change import FileChange
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.operations import Detector
    from guard.trust import Trusted

    Picked = tuple[FileChange, tuple[Detector, ...]]

BESIDE_LANGUAGE = frozenset(("in", "except", "finds"))
TAIL = itemgetter(slice(-3, None))
NAMED = {one.name: one for one in DETECTORS}


def picked(judged: Judged, context: Context) -> Iterator[tuple[FileChange, tuple[Detector, ...]]]:
    """Every change that somebody reads, with those who do. One look a folder: in a large change most hold nothing."""
    symbols = bool(context.created or context.dropped)
    declared = PathSet(("/**",) if symbols else [path for pattern in context.patterns for path in pattern.within])
    detectors = [one for one in DETECTORS if not one.declared or symbols or context.patterns]
    extra = _extra(context)
    signs, homely = _signs(detectors), [one for one in detectors if one.asks is not None]
    tails = frozenset([(b"." + sign)[-3:] for sign in signs])  # quicker to tell than what stands behind the last dot
    starts = tuple({start for one in detectors for start in one.starts})
    heads = frozenset([b"\n" + start[:3] for start in starts])
    changes: dict[bytes, FileChange] = {}
    for folder, names in judged.folders.items():
        together = b"\n" + b"\n".join(names).lower() + b"\n"  # a line feed in a name makes two: the last still tells
        home = may_hold(folder, together)
        known = home or extra or not tails.isdisjoint([end.lower() for end in set(map(TAIL, names))])
        if not (known or any([head in together for head in heads])):
            continue
        changes = changes or {change.path: change for change in judged.changes.changes}
        here = _of_folder(detectors, folder.lower())
        told: dict[bytes, list[Detector]] = {}  # what stands behind the last dot, and who may read it in this folder
        for name in names:
            low = name.lower()
            sign = low.rpartition(b".")[2]
            if sign not in told:
                told[sign] = [one for one in (*signs.get(sign, ()), *(homely if home else ())) if one in here]
            some = here if low.startswith(starts) else told[sign]
            path = join(folder, name) if some or extra else b""
            found = [one for one in some if _wants(one, path, low, declared)]
            found += [one for paths, one in extra if one not in found and paths.matches(path)]
            if found:
                yield changes[path], tuple(found)


def beside(files: Iterable[Picked], more: Mapping[FileChange, None]) -> Iterator[Picked]:
    """Those that are read by their names, and those that are read for a secret whatever they are called."""
    secrets, seen = NAMED["secrets"], set()
    for file, found in files:
        seen.add(file)
        yield file, found if secrets in found or file not in more else (*found, secrets)
    yield from [(file, (secrets,)) for file in more if file not in seen]


def _extra(context: Context) -> list[tuple[PathSet, Detector]]:
    """Files that a document names, whatever they are called: of flags, and of patterns that are plain text."""
    texts = [path for pattern in context.patterns if pattern.language == "text" for path in pattern.within]
    named = ((context.flags, NAMED["flags"]), (texts, NAMED["code"]))
    return [(PathSet(paths), one) for paths, one in named if paths]


def _signs(detectors: list[Detector]) -> dict[bytes, list[Detector]]:
    """What stands behind the last dot of a name (all of one without a dot), and who may read it then."""
    signs: dict[bytes, list[Detector]] = {}
    for one in detectors:
        if one.asks is None:
            for end in dict.fromkeys([end.rpartition(b".")[2] for end in (*one.endings, *one.names)]):
                signs.setdefault(end, []).append(one)
    return signs


def _of_folder(detectors: list[Detector], folder: bytes) -> list[Detector]:
    """Those that read files in it at all."""
    if folder == b".guard" or folder.startswith(b".guard/"):
        # documents of guard's own are no manifests; they are read strictly elsewhere
        return [one for one in detectors if one.name == "secrets"]
    above = frozenset(folder.split(b"/"))
    return [one for one in detectors if not one.within or not above.isdisjoint(one.within)]


def _wants(one: Detector, path: bytes, name: bytes, declared: PathSet) -> bool:
    if not (name.endswith(one.endings) or name in one.names or name.startswith(one.starts)):
        return False
    if one.words and not any([word in path.lower() for word in one.words]):
        return False
    if one.asks is not None and one.asks(path) is None:
        return False
    return not one.declared or declared.matches(path)


def everybody(found: tuple[Detector, ...]) -> tuple[str, ...]:
    """The names of all that read a file."""
    return tuple(dict.fromkeys([one.name for one in found if one.reads]))


def asked(found: tuple[Detector, ...], old: bytes, new: bytes) -> tuple[str, ...]:
    """Those who read it, but none who wants a word of which neither side has any: perhaps nobody is left."""
    if not any([one.hints for one in found]):
        return everybody(found)
    from guard.settings import hints

    both = old + b"\n" + new
    both += both.lower()
    spelled = hints.spelled(both)
    return everybody(
        tuple(
            [
                one
                for one in found
                if not one.hints or spelled or any([hint in both for hint in getattr(hints, one.hints)])
            ]
        )
    )


def context_of(trusted: Trusted) -> Context:
    """Of the policy and of all plans that stand: a change is read the same whichever of them it is held to."""
    data = trusted.policy.data
    patterns = [_house(name, entry) for name, entry in mapping(data, "detect").items() if isinstance(entry, dict)]
    for plan in trusted.plans:
        patterns += [
            Pattern(plan.id, site.name, site.language, site.pattern, site.inside, site.beside, site.becomes or "", "")
            for site in plan.sites
        ]
    flags = texts(mapping(data, "inventories").get("flags"))
    return Context(tuple(patterns), _all(trusted.plans, "creates"), _all(trusted.plans, "drops"), flags)


def _house(name: str, entry: dict[str, object]) -> Pattern:
    language = next(key for key in entry if key not in BESIDE_LANGUAGE)
    within = texts(entry.get("in")) or ("/**",)
    without, finds = texts(entry.get("except")), str(entry.get("finds", ""))
    return Pattern("detect", name, language, str(entry[language]), within, without, "", finds)


def _all(plans: Iterable[Plan], what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([of for plan in plans for phase in plan.phases for of in getattr(phase, what)]))
