"""What runs, by name: services of compose, workloads of Kubernetes, charts, processes of a Procfile."""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.nodes import Node
    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

KINDS = frozenset(
    (
        *("deployment", "statefulset", "daemonset", "service", "cronjob", "job", "replicaset", "pod", "rollout"),
        *("scaledobject", "application", "helmrelease", "kafkatopic", "ingress", "knative", "function"),
    )
)
_WORDS = (re.compile(rb"(?i)apiversion"), re.compile(rb"(?i)kind"))
_TEMPLATE = b"{{"
_OTHER = re.compile(  # a line that says, in so many words, that an object is of a kind that is none of these
    rb"(?im)^[ \t-]*kind[ \t]*:[ \t]+(?!(?:list|%s)\b)[a-z]\w*[ \t]*\r?$" % "|".join(sorted(KINDS)).encode()
)
_BESIDE = re.compile(  # what stands below a key of an object that says neither what it is nor how it is called
    rb"(?m)^(?!(?i:apiversion|kind|metadata|items):)[A-Za-z]\w*:[ \t]*\r?\n((?:[ \t]+\S.*\n|[ \t]*\r?\n)+)"
)
_PROCESS = re.compile(r"([A-Za-z0-9_-]{1,100}):\s")


def how(file: Named, around: Around) -> str:
    if file.name == "procfile":
        return "procfile"
    if file.ending not in ("yaml", "yml"):
        return ""
    from guard.operations.deploy import COMPOSE

    if COMPOSE.fullmatch(file.name):
        return "compose"
    return "chart" if file.name in ("chart.yaml", "chart.yml") else "yaml"


def read(data: bytes, how: str) -> Iterator[Row]:
    """Every service. A template is text until it is filled in: that is said, and nothing of it is named."""
    if how == "procfile":
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
            found = _PROCESS.match(line)
            if found is not None:
                yield "service", found[1], number
        return
    if how == "yaml" and not all([word.search(data) for word in _WORDS]):
        return
    if how == "yaml" and _TEMPLATE in data:
        raise UnreadError("a template, which names nothing until it is filled in")
    if how == "yaml" and b"\\" not in data and not _WORDS[1].search(_OTHER.sub(b"", data)):
        return  # nothing in it says that it is one of these, and without escapes nothing can say so in other words
    try:
        told = tuple(_documents(_heads(data), how)) if how == "yaml" else ()
    except UnreadError:
        told = ()
    yield from told or _documents(data, how)


def _heads(data: bytes) -> bytes:
    """Its objects without what they are made of, line by line as before: most of the text, and it names no service."""
    return _BESIDE.sub(lambda found: found[0][: found.start(1) - found.start()] + b"\n" * found[1].count(b"\n"), data)


def _documents(data: bytes, how: str) -> Iterator[Row]:
    from guard.document.lenient import Unreadable, compose
    from guard.settings.yaml_nodes import get, items, pairs, text_of

    try:
        documents = compose(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None
    except Unreadable as error:
        raise UnreadError(error.words) from None
    for root in [document.root for document in documents]:
        if how == "compose":
            for key, node in pairs(get(root, "services")):
                yield "service", key.text, key.line
                yield "service", text_of(get(node, "container_name")) or "", key.line
        elif how == "chart":
            yield "service", text_of(get(root, "name")) or "", root.line
        else:
            listed = items(get(root, "items")) if text_of(get(root, "kind")) == "List" else (root,)
            for one in listed:
                yield from _object(one)


def _object(node: Node) -> Iterator[Row]:
    """An object of Kubernetes that runs something, or is reached by name."""
    from guard.settings.yaml_nodes import get, text_of

    if get(node, "apiversion") is None or (text_of(get(node, "kind")) or "").lower() not in KINDS:
        return
    name = get(get(node, "metadata"), "name")
    if name is not None:
        yield "service", text_of(name) or "", name.line
