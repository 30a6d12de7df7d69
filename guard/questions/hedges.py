"""Guesses (G711): probably, seems to, I think, should be fine, where a text says what happens."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.cued import Cued
from guard.prose.evidence import rests, weighs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_SOUND = (
    r"(?:fine|ok(?:ay)?|safe|enough|good|clean|sufficient|harmless|trivial|straightforward|negligible|unaffected|"
    r"(?:no|not a|not much of a) (?:problem|issue|impact|concern|big deal)|alright|all right|all set|unused|correct|"
    r"right|plenty|quick|fast|easy|simple|painless|smooth|stable|minimal|low|rare|small|compatible|possible|quiet)"
)
# a guess by itself, wherever it stands
_SURE = Cued(
    r"\b(?:probably|presumably|apparently|supposedly|allegedly|reportedly|hopefully|perhaps|maybe|conceivably|"
    r"seemingly|ostensibly|theoretically|in all likelihood|chances are|with (?:any|some|a bit of) luck|"
    r"most likely|very likely|quite likely|(?:is|are|was|were|will|would|has|have|had|it's|that's)"
    r" (?:very |quite |most )?likely|"
    r"likely (?:to|be|been|has|have|is|are|will|won't|not|does|the|a|because|due|no|only|never|still|already|that)|"
    r"(?:highly |very |most |quite )?unlikely|more than likely|"
    r"(?:I|we) (?:would |'d )?(?:think|believe|guess|suppose|suspect|imagine|reckon|bet|figure|gather|hope|doubt)|"
    r"I(?:'d| would) (?:say|expect|have thought)|(?:we|I) (?:do not|don't|would not|wouldn't) (?:really )?expect|"
    r"(?<!not a )(?<!no )(?<!than a )(?:my|our|best|educated|wild|rough) guess|(?:is|was|just|only) a guess|"
    r"(?:I'm|I am|we're|we are|am|are|is|be|pretty|fairly|quite|reasonably|"
    r"almost) (?:not )?(?:\w{3,10} )?(?:sure|certain)"
    r"(?! (?:that )?(?:to|you|everyone)\b)|not (?:\w{3,10} )?(?:sure|certain)|unsure|uncertain|unclear|"
    r"(?:fairly|pretty|reasonably|quite) confident|hard to (?:say|tell)|remains to be seen|no idea|"
    r"(?:do not|don't|does not|doesn't) (?:really |exactly |yet )?know (?:if|whether|how|what|why|who|for)|"
    r"(?:nobody|no one|no-one) (?:really |quite |yet )?(?:knows|remembers|is sure)|"
    r"(?:as|so) far as (?:I|we|one|anyone|anybody|is|can|it) (?:\w{1,8} )?(?:know|knows|known|tell|"
    r"see|remember|recall|aware)|"
    r"(?:AFAIK|AFAICT|AFAICS|IIRC|IIUC|IMO|IMHO)|if (?:I|we|memory) (?:\w{3,10} )?(?:remember|recall|"
    r"serves?|understand)s?|"
    r"to (?:the best of )?(?:my|our) (?:best )?knowledge|(?:from|off the top of) (?:memory|my head)|"
    r"(?:we'll|we will|I'll|let's|let us|wait and) see(?: (?:how|what|if|whether))?\b(?! (?:that|the|"
    r"in|under|below|above))|"
    r"fingers crossed|play it by ear|gut feeling|word is|in my experience|"
    r"(?:it is|it's|is|not|quite|very|entirely|would be) (?:\w{3,8} )?(?:possible|conceivable|plausible) that|"
    r"there(?: is|'s) (?:a|some|a small|a slight|no) chance|would be surprised if|"
    r"no reason to (?:think|believe|doubt|expect)|"
    r"more or less|or something(?: like that|"
    r" similar)?(?=[,.;:)]|$)|or whatever|somehow|"
    r"(?<!a )(?<!an )(?<!the )(?<!this )(?<!that )(?<!any )(?<!some )(?<!what )(?<!every )(?<!each )(?<!one )(?<!same )"
    r"(?<!other )(?<!new )(?<!which )(?<!right )(?<!different )(?<!only )(?<!second )(?<!first )(?<!kinds, )"
    r"(?:kind|sort) of (?!thing\b)|kinda|sorta|"
    r"(?:have|has|had) not (?:yet |really |actually |been ){0,2}(?:checked|verified|tested|tried|"
    r"confirmed|measured|looked)|"
    r"(?:haven't|hasn't|hadn't) (?:yet |really |actually |been ){0,2}(?:checked|verified|tested|tried|"
    r"confirmed|measured|"
    r"looked)|untested|unverified|unconfirmed|"
    r"(?:mostly|largely|basically|essentially|virtually|practically|almost certainly|almost always|for the most part|"
    r"in most cases|by and large)(?= (?!in the|on the|from the|of the)))\b",
    re.I,
)
# a guess where nobody asks whether it is so: "if it looks wrong, stop" is none
_SEEMS = Cued(
    r"\b(?:(?:seem|appear)(?:s|ed)? (?:to (?!have been (?:set|called) by\b)|(?:to be )?"
    + _SOUND
    + r"|like|that|as (?:if|though))|"
    r"(?:it|this|that|everything|all|which|there|things) looks? like|looks? (?:as (?:if|though)|to be|"
    + _SOUND
    + r")|feels? (?:like|right|safe|ok(?:ay)?|fine)|"
    r"sounds? (?:like|right|safe|fine|ok(?:ay)?))\b",
    re.I,
)
_SHOULD = Cued(
    r"\bshould(?:n't| not) be (?:a|an|any|much|too|necessary|needed|noticeable|visible|affected|"
    r"possible|required|hard|difficult|"
    r"long|slow|worse|different|able)\b|\bshould(?:n't| not) (?:cause|affect|matter|take|hurt|break|"
    r"happen|impact|change much)\b|"
    r"\bshould(?: also| still| all| then| just| really| only| easily| normally| simply| hopefully){0,2} "
    r"(?:be (?:\w{2,12} )?(?:" + _SOUND + r"|any|none|few|able to cope|no)\b|work\b|do\b(?= ?[,.;)]|$)|"
    r"do (?:it|the (?:job|trick))|suffice|hold\b(?! (?:the|a|an|off)\b)|cope|survive|recover|catch up|"
    r"have (?:no|little|been|already|plenty|enough|finished|landed|propagated|happened)|"
    r"already (?:be|have|contain|exist|hold)|mostly|take (?:no|less|only|about|around|a|roughly|under|some)|"
    r"need (?:no|only|little)|go (?:through|away|fine|smoothly|well)|"
    r"(?:last|behave|fit|disappear|settle|stay (?:the same|up|green|below)))\b",
    re.I,
)
_MIGHT = Cued(
    r"\b(?:might(?! want| of | and main| look\b)(?: not| also| still| even| already| well)? [a-z]{2,}|"
    r"(?:may|could) (?:or may not|well|still be|already|have (?:been|to|more|other|some|a)|also be|"
    r"be (?:that|because|wrong|slow(?:er)?|"
    r"stale|missing|incomplete|affected|enough|"
    + _SOUND
    + r"|due|some|other|more|a (?:few|bit|problem))|need|break|cause|conflict|"
    r"lead to|require|differ|be (?:slightly|somewhat) ))",
    re.I,
)
# the month; and the type of that name, which stands with a capital letter in a sentence that has no others
_MONTH = Cued(
    r"(?:\b(?:in|since|by|of|until|till|from|to|on|before|after|early|mid|late|last|next|this|every)|\d)[ -]$", re.I
)
_TYPE = Cued(
    r"\b(?:Maybe|Perhaps|Possibly) (?:types?|monads?|values?|class(?:es)?|instances?|parsers?|wrappers?|enums?)\b"
)
_ASKED = Cued(
    r"\b(?:if|when|whenever|unless|whether|in case|where|as soon as|until|once|should|in doubt|even though|although|"
    r"anything that|whatever|whoever|what)\b[^,;:.()\u2013\u2014]{0,80}$",
    re.I,
)
_MEETS = Cued(
    r"\b(?:so|therefore|hence|which is why|that is why|for that reason|because of (?:that|this)|to avoid|to prevent|"
    r"in that case|then|we (?:stop|abort|pause)|stop|abort|must not|is refused|are refused)\b",
    re.I,
)
_TESTS = Cued(r"\b(?:tests?|specs?|assert\w*|asserts|suite|fixtures?|scenario|acceptance|requirement)\b", re.I)
_SHOWS = Cued(
    r"\b(?:\w+ )?looks? like\s*(?:this|the following|so|these|what follows|below)?\s*(?:[:.]|$)|"
    r"\b(?:\w+ )?looks? like (?:this|the following)",
    re.I,
)
_SUBJECT = Cued(r"\b(?:the word|words? (?:like|such as)|says?|reads?|titled|called|named|labell?ed)\s*$", re.I)
_STATE = Cued(r"(?:maybe|probably|possibly|perhaps) \w+ed", re.I)
_ASKABLE = ("unclear", "unsure", "not ", "uncertain", "is ", "are ", "be ", "untested", "unverified", "unconfirmed")
_RESULT = Cued(r"\bbe (?:empty|\d|none\b|no )")
_COUNTED = Cued(r"\b(?:an?|one) \w+ $", re.I)
_COMPARES = Cued(r"\b(?:less|more|equally|how|as) $", re.I)
_NOUN = Cued(r"\b(?:their|his|her|our|all the|the) $", re.I)
_ONCE = Cued(
    r"\b(?:I|we|one|somebody|people|they) (?:first|at first|initially|originally|once|had|had first)"
    r" (?:thought|believed|assumed|feared|expected|suspected|guessed)\b|\bone (?:could|might) think\b",
    re.I,
)
_DENIES = Cued(
    r"\W*(?:(?:it|that|this|they|these|he|she) (?:(?:would|does|do|is|are|was|were|will|did|has|have|can|could)"
    r" not\b|\w{2,6}n't\b|(?:is|was) (?:wrong|false|mistaken|not so))|no[,.:;]|wrong\b|not so\b|neither\b)",
    re.I,
)
_AROUND = 400  # letters before and behind that are looked at
_STATES = frozenset(("sentence", "item", "row", "field"))
MEND = (
    "find out and say what holds, with what shows it: a query and its result, a file, a person and a date; "
    "where nobody can know it yet, say what is done in either case"
)


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a unit: its first guess that nothing beside it answers."""
    for unit in paper.prose.units:
        found = _cue(unit)
        if found is None or _taken_back(paper, unit):
            continue
        start, end = found
        if not rests(paper.prose, paper.known, unit, start):
            quote = unit.text[start:end].strip()
            what = f'"{quote}": the text guesses where it says what happens'
            yield Doubt("G711", unit.number, quote, what, "What is known here, and what shows it?", MEND)


def _taken_back(paper: Paper, unit: Unit) -> bool:
    """Whether it tells what was thought once, and the sentence behind it says that it is not so."""
    if not _ONCE.search(unit.plain()) or unit.number >= len(paper.prose.units) or not unit.block:
        return False
    behind = paper.prose.unit(unit.number + 1)
    return behind.block == unit.block and _DENIES.match(behind.text) is not None


def _cue(unit: Unit) -> tuple[int, int] | None:
    """Where the first guess stands."""
    if unit.quoted or (unit.kind not in _STATES and unit.kind != "comment"):
        return None
    plain = unit.plain()
    if plain.rstrip().endswith("?") and unit.role == "questions":
        return None  # a question, and asked as one
    if weighs(unit):
        return None
    certain = unit.kind == "comment" or unit.role == "background"
    for words in (_SURE, _SEEMS) if certain else (_SURE, _SEEMS, _SHOULD, _MIGHT):
        for found in words.finditer(plain):
            if not _meant_otherwise(unit, plain, found, words):
                return found.span()
    return None


def _meant_otherwise(unit: Unit, plain: str, found: re.Match[str], words: Cued) -> bool:
    before, said = plain[max(0, found.start() - _AROUND) : found.start()], found[0].lower()
    if _SUBJECT.search(before[-40:]) or any(_STATE.fullmatch(cell) for cell in unit.cells):
        return True
    if words is _SURE:
        name = found[0].istitle() and " " not in found[0] and _TYPE.search(plain) is not None
        one_more = said == "more or less" and _COUNTED.search(before) is not None
        if name or one_more or _COMPARES.search(before):
            return True  # the name of a type; a row more or less; more likely than something else
        return said.startswith(_ASKABLE) and _ASKED.search(before[-90:]) is not None
    if words is _SEEMS:
        return _ASKED.search(before[-90:]) is not None or _of_a_sample(unit, plain, found)
    if _ASKED.search(before[-90:]):
        return True
    if words is _SHOULD:
        return _TESTS.search(before) is not None or _expects(unit, found)
    if found[0].startswith("May") and _MONTH.search(before[-12:]):
        return True
    met = _MEETS.search(plain[found.end() : found.end() + _AROUND])
    return met is not None or _NOUN.search(before) is not None


def _of_a_sample(unit: Unit, plain: str, found: re.Match[str]) -> bool:
    """`looks like` followed by what it looks like."""
    if "look" not in found[0].lower():
        return False
    after = unit.text[found.end() : found.end() + 2].strip()
    code = bool(after) and not plain[found.end() : found.end() + 2].strip()
    return code or after == ":" or _SHOWS.match(plain, found.start()) is not None


def _expects(unit: Unit, found: re.Match[str]) -> bool:
    """What a query or a command should give is an expectation, where its figure stands beside it."""
    asked = any(span.kind == "code" and span.end <= found.start() for span in unit.spans[:50])
    return asked and _RESULT.search(unit.text[found.start() : found.end() + 12]) is not None
