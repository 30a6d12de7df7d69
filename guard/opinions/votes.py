"""Flags of several answers as one list: what any of them doubts is told, and how many did."""

from __future__ import annotations

import re

from guard.model.opinion import KINDS, SEVERITIES, Flag, flag_name
from guard.opinions.marks import digest, plain
from guard.opinions.quoting import WORDS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.opinions.answer import Raised
    from guard.opinions.pieces import Piece

NAMED = 2000  # letters of a sentence that a name is made of
_MARK = re.compile(r"<<S\d{1,6}>>")


class Vote(NamedTuple):
    """One flag, and the sample it comes from."""

    sample: int
    raised: Raised


def flags(votes: Iterable[Vote]) -> tuple[Flag, ...]:
    """In the order of the text. What overlaps within a family is one doubt; what does not are several, by number."""
    groups: dict[tuple[str, str], list[list[Vote]]] = {}
    for vote in sorted(votes, key=_place):
        one = vote.raised
        doubts = groups.setdefault((KINDS[one.kind].family, sentence(one)), [])
        same = next((doubt for doubt in doubts if any([_overlap(one, other.raised) for other in doubt])), None)
        if same is None:
            doubts.append([vote])
        else:
            same.append(vote)
    found = [_flag(doubt, number) for doubts in groups.values() for number, doubt in enumerate(doubts)]
    return tuple(sorted(found, key=lambda one: (one.line, one.fingerprint)))


def steady(found: Sequence[Flag], before: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each named as the doubt that it overlaps was before; one that overlaps none bears no name that was given.

    A name is that of the first who bore it: what only overlaps a later one may be far from it.
    """
    known: dict[tuple[str, str], dict[int, Flag]] = {}
    for flag in before:
        known.setdefault(_group(flag), {}).setdefault(flag.ordinal, flag)
    given = {(group, ordinal) for group, flags in known.items() for ordinal in flags}
    names: dict[int, int] = {}
    taken: set[tuple[tuple[str, str], int]] = set()
    for again in (True, False):
        for at, flag in enumerate(found):
            group = _group(flag)
            may = _alike(flag, known.get(group, {}).values()) if again else range(len(given) + len(found))
            free = [ordinal for ordinal in may if (group, ordinal) not in (taken if again else taken | given)]
            if at not in names and free:
                names[at] = free[0]
                taken.add((group, free[0]))
    return tuple([_named(flag, names[at]) for at, flag in enumerate(found)])


def _group(flag: Flag) -> tuple[str, str]:
    return (KINDS[flag.kind].family, flag.sentence)


def _named(flag: Flag, ordinal: int) -> Flag:
    return flag._replace(ordinal=ordinal, fingerprint=flag_name(flag.kind, flag.sentence, ordinal))


def _alike(flag: Flag, others: Iterable[Flag]) -> list[int]:
    """Ordinals of those that say something of the same words; first of those that quote the very same."""
    found = sorted([(one.quote != flag.quote, one.ordinal) for one in others if _share(flag, one)])
    return [ordinal for _, ordinal in found]


def _share(one: Flag, other: Flag) -> bool:
    """Whether two quotes overlap: by their places in the sentence, else by three words in a row."""
    quotes = [named(one.quote), named(other.quote)]
    first, second = [one.sentence.find(quote) for quote in quotes]
    if first >= 0 and second >= 0:
        return first < second + len(quotes[1]) and second < first + len(quotes[0])
    many = min(WORDS, *[len(quote.split()) for quote in quotes])
    runs = [{tuple(words[at : at + many]) for at in range(len(words))} for words in map(str.split, quotes)]
    return quotes[0] == quotes[1] or any([len(run) == many for run in runs[0] & runs[1]])


def _place(vote: Vote) -> tuple[int, int, int, str, int]:
    one = vote.raised
    return (one.piece.line, one.piece.number, one.start, one.kind, vote.sample)


def _overlap(one: Raised, other: Raised) -> bool:
    same = (one.piece.kind, one.piece.line, one.piece.number) == (
        other.piece.kind,
        other.piece.line,
        other.piece.number,
    )
    return same and one.start < other.end and other.start < one.end


def _flag(doubt: list[Vote], ordinal: int) -> Flag:
    """The heaviest of them speaks for all."""
    one = max([vote.raised for vote in doubt], key=lambda raised: SEVERITIES.index(raised.severity))
    text = plain(one.piece.text)
    said = sentence(one)
    return Flag(
        one.kind,
        one.piece.number,
        one.piece.line + text[: one.start].count("\n"),
        " ".join(text[one.start : one.end].split()),
        one.why,
        one.question,
        one.settles,
        one.evidence,
        one.severity,
        len({vote.sample for vote in doubt}),
        flag_name(one.kind, said, ordinal),
        said,
        ordinal,
        one.absent,
    )


def sentence(raised: Raised) -> str:
    """What names it: the unit, or the line of code; of something that is missing, the heading of its phase."""
    piece = raised.piece
    if KINDS[raised.kind].absence and piece.heading:
        return named(piece.heading)
    if piece.sentence:
        return named(piece.sentence)
    text = plain(piece.text)
    start = text.rfind("\n", 0, raised.start) + 1
    end = text.find("\n", raised.start)
    return named(text[start : end if end >= 0 else len(text)])


def sentences(pieces: Iterable[Piece]) -> frozenset[str]:
    """Everything that a flag about these pieces may be named after."""
    found: set[str] = set()
    for piece in pieces:
        found.update([named(piece.heading), named(piece.sentence)])
        if not piece.sentence:
            found.update(map(named, plain(piece.text).split("\n")))
    return frozenset(found - {""})


def named(text: str) -> str:
    """On one line; what was taken out without its number, which another text would change; a long one by its digest."""
    said = _MARK.sub("<<S>>", " ".join(plain(text).split()))
    return said if len(said) <= NAMED else f"{said[: NAMED - 80]} sha256:{digest(said.encode())}"
