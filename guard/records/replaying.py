"""Replaying a record: the landing judged once more, at its time, under its documents and log; then bytes are compared.

Nothing is asked of a network, of a clock or of what stands in the work tree.
"""

from __future__ import annotations

import json
from hashlib import sha256

from guard.errors import GuardError
from guard.model.claim import Claim
from guard.model.log import Recorded
from guard.records.differences import Difference, causes, results
from guard.records.judging import Question, bytes_of, judged
from guard.records.plain import written
from guard.records.signing import parsed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Entry
    from guard.records.branch import Branch
    from guard.records.judging import Record

IDENTICAL, SAME, DIFFERENT, GONE = "identical", "same", "different", "gone"
OF_DOCUMENTS = ("documents", "trusted", "inputs")  # parts of a record that follow from what it is judged under


class Kept(NamedTuple):
    """A record as the log keeps it."""

    entry: Entry
    text: bytes
    digest: str  # what was signed of it


class Replayed(NamedTuple):
    """What came of it. `same`: other rules, or another time that was asked for, and yet the same facts and outcome."""

    commit: str
    entry: str
    state: str
    outcome: str  # as recorded; "" where that cannot be read
    causes: tuple[Difference, ...] = ()
    results: tuple[Difference, ...] = ()
    why: str = ""  # why it cannot be replayed, or what is wrong with the record itself
    mend: str = ""


class Otherwise(NamedTuple):
    """What is asked of a replay that is not as it was: another time, or the documents of another commit."""

    now: int | None = None
    ref: str = ""
    under: bytes = b""


AS_IT_WAS = Otherwise()


def kept(repository: Repository, branch: Branch, wanted: frozenset[str] | None = None) -> list[Kept]:
    """The records of the log that count, in its order: those of these entries (None: all)."""
    chain = {link.commit: link for link in branch.chain}
    found = []
    for entry in branch.log.entries:
        if isinstance(entry.act, Recorded) and (wanted is None or entry.id in wanted):
            link = chain[entry.commit]
            text = repository.objects.content(link.record, b"blob")
            found.append(Kept(entry, text, json.loads(link.payload)["record"]))
    return found


def replayed(repository: Repository, branch: Branch, one: Kept, other: Otherwise = AS_IT_WAS) -> Replayed:
    """One record against the same landing judged once more."""
    act = one.entry.act
    assert isinstance(act, Recorded)
    told = Replayed(act.commit.decode(), one.entry.id, DIFFERENT, act.outcome)
    if f"sha256:{sha256(one.text).hexdigest()}" != one.digest:
        return told._replace(why="the record is not the one that was signed: its bytes have another digest")
    try:
        then = parsed(one.text, one.entry.id)
    except GuardError as error:
        return told._replace(why=error.what)
    if (then["judged"]["commit"], then["outcome"]["outcome"]) != (told.commit, told.outcome):
        return told._replace(
            why="the record is of another landing, or of another outcome, than the entry that names it"
        )
    return compared(repository, branch, then, told, other)


def unsigned(repository: Repository, branch: Branch, text: bytes, where: str, other: Otherwise = AS_IT_WAS) -> Replayed:
    """The same of a record that is in no log yet."""
    then = parsed(text, where)
    told = Replayed(then["judged"]["commit"], "", DIFFERENT, then["outcome"]["outcome"])
    return compared(repository, branch, then, told, other)


def compared(repository: Repository, branch: Branch, then: Record, told: Replayed, other: Otherwise) -> Replayed:
    """Judged anew, and held against the record byte by byte."""
    try:
        text = bytes_of(judged(repository, asked(branch, then, other)))
    except GuardError as error:
        return told._replace(state=GONE, why=f"{error.what} ({error.where})", mend=error.mend)
    if text == written(then):
        return told._replace(state=IDENTICAL)
    here = json.loads(text)
    may = {"versions", *(["now"] if other.now is not None else []), *(OF_DOCUMENTS if other.under else ())}
    same = all([then.get(part) == here.get(part) for part in {*then, *here} - may])
    return told._replace(state=SAME if same else DIFFERENT, causes=causes(then, here), results=results(then, here))


def asked(branch: Branch, then: Record, other: Otherwise) -> Question:
    """The question a record answers."""
    tip = then["log"]["tip"].encode()
    if tip and not branch.count(tip):
        mend = "bring the log together: guard log sync"
        raise GuardError("G804", "the log does not hold the entry it was judged at", tip.decode(), mend)
    what = then["judged"]
    return Question(
        repository=branch.trusted.policy.id,
        commit=what["commit"].encode(),
        now=then["now"] if other.now is None else other.now,
        ref=then["trusted"]["ref"],
        log=tip,
        entries=branch.count(tip),
        claim=Claim(what.get("plan", ""), what.get("phase", "")),
        under=(other.ref, other.under),
    )
