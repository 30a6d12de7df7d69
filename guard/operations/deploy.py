"""Deployments: images, sizes, revisions that are followed, and secrets by reference, in Kubernetes and beside it.

Read are manifests of Kubernetes, Argo CD and Flux, kustomizations, values of Helm, and compose files. In a folder or a
file that is named after an environment, another image or revision is a promotion to it. A template is text until it is
filled in: it is opaque where a line that says image or size changed in it.
"""

from __future__ import annotations

import re
from collections import Counter

from guard.model.operation import Operation
from guard.model.reading import Reading
from guard.settings import hints
from guard.settings.deploy_facts import Document, Fact, Image, read
from guard.settings.shapes import shaped
from guard.settings.yaml_documents import differing
from guard.settings.yaml_nodes import get, items, pairs, text_of
from guard.settings.yaml_templates import changed_lines
from guard.settings.yaml_text import hinted, may_hold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document import lenient
    from guard.model.reading import Context, Source

    Facts = dict[tuple[str, ...], Fact]
    Told = dict[tuple[str, ...], tuple[Facts, object]]

WORDS = re.compile(
    rb"(?i)image|replica|\btag\b|newtag|revision|\bref\b|resources|secret|autoscaling|digest|\bversion|parallelism"
    rb"|completions|triggers|argoproj|metrics|kustomization"
)
LINES = re.compile(
    r"(?i)\b(?:image|\w{0,40}replica\w{0,40}|tag|digest|targetRevision|repository|resources|secretKeyRef|limits|cpu"
    r"|memory)[\"']?\s{0,40}:"
)
_SPEAKS = (re.compile(rb"(?i)apiversion"), re.compile(rb"(?i)kind"))  # every object says both
_KUSTOMIZE = ("kustomization.yaml", "kustomization.yml", "kustomization")
COMPOSE = re.compile(r"(?:docker-|podman-)?compose(?:[.-][\w.-]{1,80})?\.ya?ml|docker-stack[\w.-]{0,80}\.ya?ml")
_VALUES = re.compile(r"(?:[\w.-]{0,80}[.-])?values(?:[.-][\w.-]{1,80})?\.ya?ml")
_HOLD = """
    charts chart helm deploy deployment deployments k8s kubernetes kustomize manifests overlays environments envs
    clusters gitops argocd flux apps releases
"""
_NAMED = "prod production prd live staging stage stg preprod uat qa dev development canary sandbox"
_FOLDERS, ENVIRONMENTS = frozenset(_HOLD.split()), frozenset(_NAMED.split())
_FOLLOW = frozenset(("Application", "ApplicationSet", "GitRepository", "OCIRepository", "Kustomization", "HelmRelease"))


def detect(source: Source, context: Context) -> Reading | None:
    """Both sides as facts by document and place, compared."""
    if not hinted(hints.DEPLOY, source.old, source.new):
        return None
    if not may_hold(source.old, WORDS) and not may_hold(source.new, WORDS):
        return None
    scope = _scope(source.path)
    if source.path.lower().endswith(".json") and not _speaks(source):
        return None
    old, new, trouble, everything = differing(source.old, source.new, WORDS)
    (before, known), (after, known_now) = [_documents(side, source.path, scope) for side in (old, new)]
    operations: list[Operation] = []
    accounted = everything and not trouble and known and known_now
    environment = _environment(source.path)
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        facts, left = read(was) if was else ({}, None)
        facts_now, left_now = read(now) if now else ({}, None)
        operations += _changes(facts, facts_now, environment or _environment_of(now or was))
        accounted = accounted and left == left_now
    if trouble and (scope or _speaks(source)):
        operations += _opaque(source, trouble)
    if not operations:
        return None
    once: dict[tuple[object, ...], Operation] = {}
    for one in operations:
        once.setdefault((one.id, one.object, one.attributes), one)
    ordered = sorted(once.values(), key=lambda one: (one.line is None, one.line or 0))
    return Reading(tuple(ordered), accounted)


def _scope(path: str) -> str:
    """What a file is by its name and folder; "" where only its documents can tell."""
    *folders, name = path.lower().split("/")
    if name in _KUSTOMIZE:
        return "kustomize"
    if COMPOSE.fullmatch(name):
        return "compose"
    if _VALUES.fullmatch(name):
        return "values"
    if "templates" in folders:
        return "templates"
    return "settings" if not _FOLDERS.isdisjoint(folders) and name.endswith((".yaml", ".yml")) else ""


def _environment(path: str) -> str:
    """The environment that a folder or the file is named after."""
    *folders, name = path.lower().split("/")
    words = re.split(r"[._-]", name)[:-1]
    return next((word for word in (*reversed(folders), *reversed(words)) if word in ENVIRONMENTS), "")


def _environment_of(document: Document | None) -> str:
    """The environment that an object is named after, or its namespace."""
    if document is None or document.kind not in _FOLLOW:
        return ""
    metadata = get(document.root, "metadata")
    names = [text_of(get(metadata, word)) or "" for word in ("namespace", "name")]
    words = [word for name in names for word in re.split(r"[._-]", name.lower())]
    return next((word for word in words if word in ENVIRONMENTS), "")


def _speaks(source: Source) -> bool:
    """Whether a side may hold an object of Kubernetes."""
    return any([all([may_hold(side, word) for word in _SPEAKS]) for side in (source.old, source.new)])


def _documents(
    found: tuple[lenient.Document, ...], path: str, scope: str
) -> tuple[dict[tuple[str, ...], Document], bool]:
    """The documents by what names them, the items of a list each for itself; and whether those are all."""
    named: dict[tuple[str, ...], Document] = {}
    times = Counter[tuple[str, ...]]()  # several may have one name, or none
    everything = True
    parts = path.split("/")
    other = parts[-2] if len(parts) > 1 and parts[-1].lower().startswith("values") else parts[-1].partition(".")[0]
    for node in [node for document in found for node in _listed(document.root)]:
        kind = text_of(get(node, "kind")) or ""
        metadata = get(node, "metadata")
        how = "kubernetes" if kind and get(node, "apiversion") is not None else scope
        how = "kustomize" if kind == "Kustomization" and scope == "kustomize" else how
        if how not in ("kubernetes", "kustomize", "compose", "values", "settings") or not pairs(node):
            everything = False
            continue
        name = text_of(get(metadata, "name")) or ""
        key = (kind, text_of(get(metadata, "namespace")) or "", name)
        times[key] += 1
        named[(*key, str(times[key]))] = Document(how, kind, name or other, node)
    return named, everything


def _listed(root: lenient.Node) -> tuple[lenient.Node, ...]:
    """The items of a list, and what else it says; of any other document the whole."""
    if text_of(get(root, "kind")) != "List":
        return (root,)
    bare = tuple([pair for pair in pairs(root) if pair[0].text.lower() != "items"])
    return (*items(get(root, "items")), root._replace(pairs=bare))  # type: ignore[call-arg]  # only a mapping has a kind


def _changes(old: Facts, new: Facts, environment: str) -> list[Operation]:
    found: list[Operation] = []
    for slot in dict.fromkeys((*new, *old)):
        was, now = old.get(slot), new.get(slot)
        if was is None or now is None or was.value != now.value:
            found += _told(was, now, environment)
    return found


def _told(was: Fact | None, now: Fact | None, environment: str) -> list[Operation]:
    fact = now or was
    assert fact is not None
    if fact.kind == "image":
        return _images(was, now, environment)
    if fact.kind == "secret":
        return [_secret(one, id_) for one, id_ in ((was, "secret.remove"), (now, "secret.add")) if one and one.of]
    ends = (("from", was), ("to", now))
    attributes = [(name, str(one.value)) for name, one in ends if one and _may_show(one.value)]
    attributes += [("env", environment)] if environment else []
    attributes += [("change", fact.what)]
    id_ = "deploy.scale" if fact.kind == "scale" else "deploy.promote"
    return [_operation(id_, now, f"workload:{fact.of}", attributes)]


def _images(was: Fact | None, now: Fact | None, environment: str) -> list[Operation]:
    before, after = (one.value if one else None for one in (was, now))
    if isinstance(before, Image) and isinstance(after, Image) and before.name != after.name:
        return [*_images(was, None, environment), *_images(None, now, environment)]
    attributes = [("env", environment)] if environment else []
    for end, found in (("from", before), ("to", after)):
        version = _version(found) if isinstance(found, Image) else ""
        attributes += [(end, version)] if _may_show(version) else []
    if isinstance(before, Image) and isinstance(after, Image):
        attributes += [("registry", "changed")] if before.registry != after.registry else []
    else:
        attributes.append(("change", "add" if now else "remove"))
    if isinstance(after, Image):
        attributes.append(
            ("pinned", "digest" if after.digest else "tag" if after.tag and _may_show(after.tag) else "none")
        )
    name = next((one.name for one in (after, before) if isinstance(one, Image)), "")
    return [_operation("deploy.promote" if environment else "deploy.image", now, f"image:{name[:200]}", attributes)]


def _version(found: Image) -> str:
    """The tag, and the beginning of the digest."""
    return found.tag + (f"@{found.digest[:19]}" if found.tag and found.digest else found.digest[:19])


def _secret(fact: Fact, id_: str) -> Operation:
    key = [("key", fact.what)] if fact.what else []
    return _operation(id_, fact if id_ == "secret.add" else None, f"secret:{fact.of[:200]}", key)


def _operation(id_: str, now: Fact | None, of: str, attributes: list[tuple[str, str]]) -> Operation:
    return Operation(id_, now.line if now else None, of, None, (), tuple(sorted(attributes)), "kubernetes")


def _may_show(value: object) -> bool:
    """A tag, a number, a revision: short, plain, and of no secret's shape."""
    plain = isinstance(value, str) and re.fullmatch(r"[\w.:/@+~^*-]{1,80}", value) is not None
    return plain and "://" not in str(value) and next(shaped(str(value).encode()), None) is None


def _opaque(source: Source, trouble: list[tuple[str, int | None]]) -> list[Operation]:
    """A template counts only where a line on image or size changed in it; what is broken otherwise always does."""
    why, line = next((one for one in trouble if not one[0].startswith("a template")), ("", None))
    if not why:
        lines = [number for text, number in changed_lines(source.old, source.new) if LINES.search(text)]
        if not lines:
            return []
        why, line = "a template, and a line on image or size changed in it", lines[0]
    return [Operation("opaque.unparsed", line, attributes=(("why", why),), via="kubernetes")]
