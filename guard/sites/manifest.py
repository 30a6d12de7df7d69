"""The manifest: the places of a plan's sites when it was written, as a file; the same tree gives the same bytes.

It is written by guard alone. So one that is not byte for byte what guard writes for its rows is no manifest of guard's,
and reading it is held to that.
"""

from __future__ import annotations

from guard.doors.scanner import load
from guard.escape import hidden, shown
from guard.model.kind import MANIFEST, MANIFESTS_FOLDER
from guard.model.site import Site
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Stood = Mapping[tuple[bytes, str], int]

SCHEMA_VERSION = 1
NAMED = 200  # characters of the names around a place, which are there for people
ROW = frozenset(("id", "path", "anchor", "in", "becomes", "stood", "owners"))


class Manifest(NamedTuple):
    """The rows of one file, by path and id."""

    plan: str
    name: str
    query: str  # the digest of what was asked
    rows: tuple[Site, ...]
    stood: dict[tuple[bytes, str], int]  # how often what a place becomes stood in its file already


def place_of(plan: str, name: str) -> bytes:
    """Where the manifest of these sites stands."""
    return f"{MANIFESTS_FOLDER}/{plan}.{name}.json".encode()


def manifest_of(plan: str, name: str, query: str, sites: Sequence[Site], stood: Stood) -> Manifest:
    """The manifest of what was found; lines and texts are left out, which say nothing of what a place is."""
    rows = sorted(sites, key=lambda site: (site.path, site.id))
    named = {(row.path, row.becomes) for row in rows if row.becomes}
    kept = {of: number for of, number in sorted(stood.items()) if of in named and number}
    plain = [row._replace(within=name_of(row.within), line=0, text="") for row in rows]
    return Manifest(plan, name, query, tuple(plain), kept)


def name_of(within: str) -> str:
    """Names around a place as a document can hold them."""
    if within.isascii():
        return shown(within)[:NAMED]
    from unicodedata import normalize

    return shown(normalize("NFC", within))[:NAMED]


def writable(path: bytes) -> bool:
    """Whether a path can stand in a document as it is: UTF-8, nothing hidden in it, in the one form of its letters."""
    if path.isascii():
        return path.decode().isprintable()
    from unicodedata import normalize

    text = path.decode("utf-8", "replace")
    return text.encode() == path and not hidden(text) and normalize("NFC", text) == text


def written(manifest: Manifest) -> bytes:
    """The file: a line for each row."""
    seen: set[tuple[bytes, str]] = set()
    texts: dict[str, str] = {}  # the same few names and owners stand in many rows
    lines = []
    for path, id_, anchor, becomes, within, _, _, owners in manifest.rows:
        line = f'    {{"id": "{id_}", "path": {_text(path.decode())}, "anchor": "{anchor}"'
        if within:
            line += f', "in": {_text(within)}'
        if becomes:
            line += f', "becomes": "{becomes}"'
            if manifest.stood and (path, becomes) in manifest.stood and (path, becomes) not in seen:
                seen.add((path, becomes))
                line += f', "stood": {manifest.stood[path, becomes]}'
        if owners:
            listed = ", ".join(owners)  # names, which need no escapes
            texts[listed] = texts.get(listed) or ", ".join(map(_text, owners))
            line += f', "owners": [{texts[listed]}]'
        lines.append(line + "}")
    head = (
        f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "plan": {_text(manifest.plan)},\n'
        f'  "name": {_text(manifest.name)},\n  "query": {_text(manifest.query)},\n  "count": {len(lines)},\n'
    )
    return (head + '  "rows": [\n' + ",\n".join(lines) + "\n  ]\n}\n").encode()


def _text(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'  # nearly all there are
    from json import dumps

    return dumps(text, ensure_ascii=False)


def read(text: bytes) -> Manifest | None:
    """The manifest in a file; None where it is not exactly what guard writes. What is wrong then, its schema tells."""
    if len(text) > MANIFEST.size:
        return None
    try:
        data: Any = load(text.decode().removesuffix("\n"))
        manifest = manifest_from(data)
        return manifest if written(manifest) == text else None
    except Exception:  # anything at all may stand there
        return None


def manifest_from(data: dict[str, Any]) -> Manifest:
    """The value of valid data."""
    stood: dict[tuple[bytes, str], int] = {}
    rows = []
    for row in data["rows"]:
        if not ROW.issuperset(row):
            raise ValueError("a key that no row has")
        get = row.get
        path, becomes, owners = row["path"].encode(), get("becomes", ""), tuple(get("owners", ()))
        # the constructor itself would cost as much as all the rest
        rows.append(tuple.__new__(Site, (path, row["id"], row["anchor"], becomes, get("in", ""), 0, "", owners)))
        if "stood" in row:
            stood[path, becomes] = int(row["stood"])
    return Manifest(data["plan"], data["name"], data["query"], tuple(rows), stood)
