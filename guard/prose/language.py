"""Whether a text reads as English: by the small words that every sentence holds."""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.prose import Language

_ENGLISH_TEXT = (
    "the a an of to and or in on at by for from with without is are was were be been it its this that these those we "
    "our you your they their not no as if then when where which who what will would can must should has have had do "
    "does before after until once all any each every into out up only than there here but so because while about "
    "over under between through during per via more most other same"
)
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_OTHERS_TEXT = (
    "der die das den dem des ein eine einen einem einer und oder nicht ist sind wird werden wurde mit von zu zum zur "
    "im auf aus bei nach vor wenn dann sich auch nur noch durch als "
    "le la les un une des du de et ou est sont dans pour par sur avec sans ne pas que qui ce cette ces il elle nous "
    "vous au aux plus se "
    "el los las una unos y o en con por para del al es son como pero si su sus "
    "il lo gli i uno e di da nel nella che non per con sono come "
    "os as um uma do dos da das em no na nos nas com ao mais "
    "het een van voor met niet zijn wordt worden naar bij ook dat deze "
    "och att det som en ett inte av till og ikke af jeg er "
    "i w z na do nie jest oraz przez się"
)
_OTHERS = frozenset(_OTHERS_TEXT.split())
_THEIRS = _OTHERS - _ENGLISH
_WORD = Cued(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_LETTERS = 400  # of each sentence; its language shows in them
FEWEST = 12  # words by which anything can be told


class Heard(NamedTuple):
    """What one sentence sounds like."""

    english: bool
    other: bool
    words: int
    ours: int
    theirs: tuple[str, ...]  # its small words of other tongues
    letters: int  # of other scripts, where they are what it is written in; a sign for a word counts as four
    written: int  # of any script


def heard(sentence: str) -> Heard:
    low = sentence[:_LETTERS].lower()
    words = _WORD.findall(low)
    ours = len([word for word in words if word in _ENGLISH])
    theirs = tuple([word for word in words if word in _OTHERS and word not in _ENGLISH])
    foreign = len([word for word in words if word[0] > "\u024f"])
    letters = written = 0
    if foreign:  # scripts without blanks have few words, and long ones
        marks = [letter for letter in "".join(words) if letter > "\u024f"]
        letters = len(marks) + 3 * len([letter for letter in marks if letter > "\u2e7f"])
        written = len("".join(words)) + letters - len(marks)
        letters = letters if letters * 2 >= written else 0
    if len(words) < 4 and letters < FEWEST:
        return Heard(False, False, len(words), ours, theirs, letters, written)
    script = foreign * 2 >= len(words) or letters >= FEWEST
    english = ours >= len(theirs) and ours > 0 and not script
    return Heard(english, len(theirs) > ours or script, len(words), ours, theirs, letters, written)


def may_be_other(sentence: str) -> bool:
    """What costs next to nothing to ask: of most pages no sentence may be."""
    low = sentence[:_LETTERS].lower()
    return not low.isascii() or not _THEIRS.isdisjoint(low.split())


def language(sentences: Iterable[str]) -> Language:
    """English as soon as a fair part of the sentences is: no paragraph in another tongue takes the rest with it."""
    told = [heard(sentence) for sentence in sentences]
    english, other = sum([one.english for one in told]), sum([one.other for one in told])
    total, known = sum([one.words for one in told]), sum([one.ours for one in told])
    if other and english * 6 < other:
        return "other"
    if total < FEWEST:
        return "unknown"
    return "en" if english or known * 12 >= total else "unknown"
