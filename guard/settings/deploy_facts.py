"""What a document of a deployment says of images, sizes, revisions and secrets, told apart from all else in it."""

from __future__ import annotations

import re
from collections import Counter

from guard.settings.yaml_nodes import get, items, pairs, text_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from guard.document.lenient import Node

SIZES = frozenset(("replicas", "replicacount", "minreplicas", "maxreplicas", "minreplicacount", "maxreplicacount",
                   "parallelism", "completions", "targetcpuutilizationpercentage"))  # fmt: skip
_PARTS = frozenset(("limits", "requests", "reservations", "claims"))
_MEASURES = frozenset(("metrics", "behavior", "triggers"))
_TAGS = frozenset(("tag", "imagetag", "image_tag", "image-tag", "imageversion"))
_IMAGE = frozenset(("repository", "tag", "digest", "registry"))
_SCALERS = frozenset(("horizontalpodautoscaler", "scaledobject"))
_REFS = ("branch", "tag", "semver", "commit", "name", "digest")
_VARIABLE = frozenset(("name", "valuefrom"))
_IMAGE_TEXT = re.compile(r"(?:(?P<registry>[\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?|[\w-]+:\d+)/)?"
                         r"(?P<name>[^:@\s]+)(?::(?P<tag>[^@\s]*))?(?:@(?P<digest>\S+))?")  # fmt: skip


class Image(NamedTuple):
    """What an image reference says."""

    registry: str
    name: str
    tag: str
    digest: str


class Fact(NamedTuple):
    """One told thing, and on which line it stands."""

    kind: str  # image, scale, promote, secret
    of: str  # the workload; of a secret its name
    what: str  # the field; of a secret its key; of an image nothing
    value: Hashable
    line: int


class Document(NamedTuple):
    """One document and how it is to be read: kubernetes, kustomize, values, compose."""

    how: str
    kind: str
    name: str
    root: Node


def image(text: str) -> Image:
    match = _IMAGE_TEXT.fullmatch(text.strip())
    if match is None:
        return Image("", text.strip(), "", "")
    return Image(match["registry"] or "", match["name"], match["tag"] or "", match["digest"] or "")


def read(document: Document) -> tuple[dict[tuple[str, ...], Fact], Hashable]:
    """The facts of a document by kind and place, and what it means without them."""
    reader = _Reader(document)
    if document.how == "kustomize":
        reader.kustomize()
    reader.revisions()
    reader.below(document.root, ())
    return reader.facts, reader.left(document.root)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.facts: dict[tuple[str, ...], Fact] = {}
        self.times = Counter[tuple[str, ...]]()
        self.told: set[int] = set()  # by identity: two nodes that mean the same are two nodes

    def tell(self, kind: str, slot: tuple[str, ...], what: str, value: Hashable, node: Node, of: str = "") -> None:
        self.told.add(id(node))
        place = (kind, *slot)
        self.times[place] += 1  # two containers of one name, a key that stands twice
        self.facts[(*place, str(self.times[place]))] = Fact(kind, of or self.workload(slot), what, value, node.line)

    def workload(self, slot: tuple[str, ...]) -> str:
        """Whose size it is: the object; in values and in compose files the part that is named."""
        if self.document.how == "kubernetes":
            return f"{self.document.kind}/{self.document.name}"
        if self.document.how == "compose":
            return f"service/{slot[1] if len(slot) > 1 else self.document.name}"
        named = [word for word in slot[:-1] if word.lower() not in ("image", "images", "resources")]
        return f"{self.document.how}/{'.'.join(named) or self.document.name}"

    def below(self, node: Node, path: tuple[str, ...]) -> None:
        for key, value in pairs(node):
            if id(value) not in self.told:
                self.pair(key.text, value, node, (*path, key.text))
        listed: tuple[Node, ...] = getattr(node, "items", ())
        for at, item in enumerate(listed):
            source = get(item, "valuefrom")
            names = {key.text.lower() for key, _ in pairs(item)}
            if names <= _VARIABLE and [key.text.lower() for key, _ in pairs(source)] == ["secretkeyref"]:
                self.told.add(id(item))  # a variable that holds a secret, and nothing else
            self.below(item, (*path, text_of(get(item, "name")) or str(at)))

    def pair(self, key: str, value: Node, node: Node, slot: tuple[str, ...]) -> None:
        word, scalar = key.lower(), text_of(value)
        inner = {name.text.lower() for name, _ in pairs(value)}
        if word == "image" and scalar is not None:
            self.tell("image", slot, "", image(scalar), value)
        elif inner & {"tag", "digest"} and ("repository" in inner or "image" in word):
            self.parts(value, slot)
        elif word in _TAGS and scalar is not None and self.document.how == "values":
            parts = [part for part in slot[:-1] if part.lower() not in ("image", "global")]
            self.tell("image", slot, "", Image("", ".".join(parts) or self.document.name, scalar, ""), value)
        elif word in SIZES and scalar is not None:
            self.tell("scale", slot, key, scalar, value)
        elif self.sizes(word, value, inner):
            self.tell("scale", slot, key, value.canonical(), value)
        elif word in ("secretkeyref", "secretref"):
            self.secret(value, slot)
        elif word in ("secretname", "existingsecret") and scalar is not None:
            self.tell("secret", slot, "", scalar, value, scalar)
        else:
            self.below(value, slot)

    def sizes(self, word: str, value: Node, inner: set[str]) -> bool:
        """Whether the key holds what decides on size: requests and limits, or how to scale."""
        if word == "resources":
            return hasattr(value, "pairs") and inner <= _PARTS
        return word == "autoscaling" or (word in _MEASURES and self.document.kind.lower() in _SCALERS)

    def secret(self, reference: Node, slot: tuple[str, ...]) -> None:
        name, key = text_of(get(reference, "name")) or "", text_of(get(reference, "key")) or ""
        optional = text_of(get(reference, "optional")) or ""
        self.tell("secret", slot, key, (name, key, optional), reference, name)

    def parts(self, value: Node, slot: tuple[str, ...]) -> None:
        """An image in parts, as values have it."""
        said = {word: text_of(get(value, word)) or "" for word in _IMAGE}
        parts = [part for part in slot if part.lower() != "image"]
        whole = image(said["repository"] or ".".join(parts) or self.document.name)
        found = Image(said["registry"] or whole.registry, whole.name, said["tag"] or whole.tag, said["digest"])
        first = next(node for word in ("tag", "digest") if (node := get(value, word)) is not None)
        self.tell("image", slot, "", found, first)
        self.told |= {id(node) for key, node in pairs(value) if key.text.lower() in _IMAGE}
        self.below(value, slot)

    def kustomize(self) -> None:
        for entry in items(get(self.document.root, "images")):
            name = text_of(get(entry, "name")) or ""
            new = image(text_of(get(entry, "newname")) or name)
            tag, digest = text_of(get(entry, "newtag")) or "", text_of(get(entry, "digest")) or ""
            line = next((node for word in ("newtag", "digest") if (node := get(entry, word)) is not None), entry)
            self.tell("image", (name,), "", new._replace(tag=tag, digest=digest), line)
            self.told.add(id(entry))
        for entry in items(get(self.document.root, "replicas")):
            name, count = text_of(get(entry, "name")) or "", get(entry, "count")
            if count is not None:
                self.tell("scale", (name,), "replicas", text_of(count), count, f"kustomize/{name}")
                self.told.add(id(entry))

    def revisions(self) -> None:
        """What Argo CD and Flux follow: a branch, a tag, a version of a chart, a folder."""
        kind, spec = self.document.kind.lower(), get(self.document.root, "spec")
        if kind in ("application", "applicationset"):
            spec = get(get(spec, "template"), "spec") if kind == "applicationset" else spec
            for at, one in enumerate((*items(get(spec, "source")), *items(get(spec, "sources")))):
                for word in ("targetRevision", "path"):
                    self.revision(get(one, word.lower()), (word, str(at)))
                for entry in items(get(get(one, "kustomize"), "images")):
                    named = image((text_of(entry) or "").rpartition("=")[2])
                    self.tell("image", (str(at), named.name), "", named, entry)
        elif kind in ("gitrepository", "ocirepository") and (ref := get(spec, "ref")) is not None:
            said = " ".join([found for word in _REFS if (found := text_of(get(ref, word)))])
            self.tell("promote", ("ref",), "ref", said, ref)
        elif kind == "helmrelease":
            self.revision(get(get(get(spec, "chart"), "spec"), "version"), ("version",))
        elif kind == "kustomization" and self.document.how == "kubernetes":
            self.revision(get(spec, "path"), ("path",))

    def revision(self, node: Node | None, slot: tuple[str, ...]) -> None:
        if node is not None:
            self.tell("promote", slot, slot[0], text_of(node) or "", node)

    def left(self, node: Node) -> Hashable:
        """What a node means without what was told."""
        if pairs(node):
            kept = [(key.text, self.left(value)) for key, value in pairs(node) if id(value) not in self.told]
            return frozenset([pair for pair in kept if pair[1] != ()])
        listed: tuple[Node, ...] = getattr(node, "items", ())
        if not listed:
            return node.canonical()  # an empty list is not one of which all was told
        return tuple([self.left(item) for item in listed if id(item) not in self.told])
