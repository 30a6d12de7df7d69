"""The chain of the log, link by link: what git holds, held against the form of an entry; nothing is believed unread.

Every object is hashed again, because git does not do so when it reads one: a parent that was written over in place
would cut a revocation out of a log whose tip still has the same name.
"""

from __future__ import annotations

from guard.doors.log.faults import lost, malformed, unreadable
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

FILES = PAYLOAD, SIGNATURE, RECORD = b"payload.json", b"payload.json.sig", b"record.json"
LARGEST = {PAYLOAD: 64 << 10, SIGNATURE: 16 << 10, RECORD: 4 << 20}
COMMIT, TREE = 64 << 10, 1 << 10  # bytes of the objects around them
HEADERS = {3: (b"tree ", b"author ", b"committer "), 4: (b"tree ", b"parent ", b"author ", b"committer ")}
HEADS = [b"100644 " + name + b"\0" for name in FILES]
UNSHALLOW = "fetch it whole: git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)"


class Link(NamedTuple):
    """One commit of the log: the bytes that are signed, the signature, and the blob of the record (b"": none)."""

    commit: bytes
    parent: bytes
    payload: bytes
    signature: bytes
    record: bytes


class _Wrong(Exception):
    """An entry is not as one must be: which one of those looked at, and what is wrong with it."""

    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at = at
        self.what = what


def links(repository: Repository, tip: bytes, after: bytes = b"") -> list[Link]:
    """Every entry up to `tip`, oldest first; with `after`, those that came after that one.

    Where several entries are wrong the oldest is named, so that the one before it is good.
    """
    if tip == after:
        return []
    commits, merge = _listed(repository, tip, after)
    fault = merge
    found: list[Link] | None = None
    while found is None:
        try:
            found = _read(repository, commits, after)
        except _Wrong as wrong:
            good = commits[wrong.at - 1] if wrong.at else after
            fault = malformed(wrong.what, commits[wrong.at], good)
            commits = commits[: wrong.at]
    if fault is not None:
        raise fault
    return found


def first(repository: Repository, tip: bytes) -> bytes:
    """The commit the log up to `tip` begins with."""
    try:
        return repository.runner.read(("rev-list", "--max-parents=0", tip.decode(), "--")).strip()
    except GuardError as error:
        raise unreadable(f"the history of the log cannot be walked: {error.what}", tip) from error


def _read(repository: Repository, commits: list[bytes], after: bytes) -> list[Link]:
    parents = [after, *commits][:-1]
    trees = _commits(repository, commits, parents)
    files = _trees(repository, trees)
    payloads = _blobs(repository, [row[0] for row in files], PAYLOAD)
    signatures = _blobs(repository, [row[1] for row in files], SIGNATURE)
    records = [row[2] if len(row) > 2 else b"" for row in files]
    _check_records(repository, records)
    return [Link(*row) for row in zip(commits, parents, payloads, signatures, records, strict=True)]


def _listed(repository: Repository, tip: bytes, after: bytes) -> tuple[list[bytes], GuardError | None]:
    """The commits up to `tip`, oldest first, as far as they stand in one line; and where they do not."""
    limits = [tip.decode(), *(["^" + after.decode()] if after else []), "--"]
    try:
        printed = repository.runner.read(("rev-list", "--topo-order", "--reverse", "--parents", *limits))
    except GuardError as error:
        raise unreadable(f"the history of the log cannot be walked: {error.what}", tip) from error
    rows = [line.split(b" ") for line in printed.split(b"\n")[:-1]]
    merge = next((row for row in rows if len(row) > 2), None)
    commits = [row[0] for row in rows]
    fault = None
    if merge is not None:
        fault = malformed("a merge: an entry has one parent at most", merge[0], merge[1])
        parents = {row[0]: row[1] if len(row) > 1 else b"" for row in rows}
        commits = []
        at = merge[1]
        while at in parents:
            commits.append(at)
            at = parents[at]
        commits.reverse()
    elif after and (not rows or rows[0][1:] != [after]):
        mend = f"git branch guard-log {after.decode()} (or git update-ref) brings the lost entries back"
        raise lost("the log does not hold an entry that was verified here", after, mend)
    return commits, fault


def _commits(repository: Repository, commits: list[bytes], parents: list[bytes]) -> list[bytes]:
    """The tree of each, once all that stands in it is what an entry has."""
    trees = []
    for at, content in enumerate(_whole(repository, commits, b"commit", COMMIT)):
        head, gap, _ = content.partition(b"\n\n")
        lines = head.split(b"\n")
        if not gap or b"\0" in content or len(lines) not in HEADERS or not _begin(lines, HEADERS[len(lines)]):
            raise _Wrong(at, "a commit with other headers than an entry has")
        parent = lines[1][7:] if len(lines) == 4 else b""
        if parent != parents[at]:
            if repository.place.shallow:
                raise unreadable("this clone is shallow, and entries of the log are cut off", commits[at], UNSHALLOW)
            raise _Wrong(at, "a commit whose parent is not the entry before it")
        trees.append(lines[0][5:])
    return trees


def _begin(lines: list[bytes], names: tuple[bytes, ...]) -> bool:
    return all(map(bytes.startswith, lines, names))


def _trees(repository: Repository, trees: list[bytes]) -> list[list[bytes]]:
    """The files of each: payload, signature and, of a landing, its record."""
    found = []
    for at, content in enumerate(_whole(repository, trees, b"tree", TREE)):
        row = _files(content, repository.place.width // 2)
        if not row:
            raise _Wrong(at, "a tree that holds anything but the plain files payload.json, its .sig and record.json")
        found.append(row)
    return found


def _files(content: bytes, size: int) -> list[bytes]:
    """The blobs of a tree that is exactly as git writes one of an entry; none of any other."""
    row: list[bytes] = []
    at = 0
    for head in HEADS:
        start = at + len(head)
        if content[at:start] != head:
            break
        at = start + size
        row.append(content[start:at].hex().encode())
    return row if at == len(content) and len(row) > 1 else []


def _blobs(repository: Repository, oids: list[bytes], name: bytes) -> list[bytes]:
    return _whole(repository, oids, b"blob", LARGEST[name])


def _whole(repository: Repository, oids: list[bytes], kind: bytes, most: int) -> list[bytes]:
    """The content of each object, hashed again; one that is missing or damaged is an error of the whole log."""
    import hashlib

    algorithm = hashlib.sha1 if repository.place.width == 40 else hashlib.sha256
    found: list[bytes] = []
    try:
        for oid, (is_a, size, content) in zip(oids, repository.objects.small(oids, most), strict=True):
            if not is_a:
                raise unreadable("an object of the log is missing", oid)
            if is_a != kind:
                raise _Wrong(len(found), f"a {shown(is_a)} stands where a {kind.decode()} belongs")
            if size > most:
                raise _Wrong(len(found), f"a {kind.decode()} of {size:,} bytes; {most:,} is the most it may have")
            stored = b"%s %d\0%s" % (kind, size, content)
            if algorithm(stored, usedforsecurity=False).hexdigest().encode() != oid:
                raise unreadable("an object of the log is damaged: it is not what its name says", oid)
            found.append(content)
    except GuardError as error:
        if error.rule == "G501":
            raise
        raise unreadable(f"an object of the log is damaged: {error.what}", error.where) from error
    return found


def _check_records(repository: Repository, records: list[bytes]) -> None:
    """Records are read by those who replay them; here it is enough that each is a file of a size that can be."""
    at = [place for place, oid in enumerate(records) if oid]
    headers = repository.headers([records[place] for place in at])
    for place, header in zip(at, headers, strict=True):
        if header is None:
            raise unreadable("a record of the log is missing", records[place])
        if header.kind != b"blob" or header.size > LARGEST[RECORD]:
            raise _Wrong(place, f"record.json is no file of at most {LARGEST[RECORD]:,} bytes")
