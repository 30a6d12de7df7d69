"""What a way back is worth: whether it brings back what was there, takes back the code alone, or is none."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

_NONE = Cued(
    r"\b(?:no|without|not|never|nothing)\b[^.;,|]{0,24}\b(?:roll(?:ed)? ?back|way back|restored?|undone"
    r"|reverted|back-?up)\b|\brollback\W{1,3}(?:n/?a|none|-|not)\b",
    re.I,
)
ACCEPTED = Cued(
    r"\b(?:accepted|agreed|approved|signed off|wanted)\b[^.;]{0,60}\b(?:by|on)\b"
    r"|(?:\bdocs?/|\.md\b)[^;|]{0,40}\b(?:accepts|allows)\b",
    re.I,
)
EMPTY = Cued(
    r"\W*(?:n/?a|none|no|nothing|not (?:needed|necessary|required|applicable|possible)|none (?:needed|required"
    r"|necessary)|nothing to (?:do|roll back)|no-?op"
    r"|not applicable|unnecessary)?\W*",
    re.I,
)
_CLAIMS = Cued(
    r"\b(?:nothing to roll ?back|(?:fully|completely|trivially|easily|always) reversible|transactional,? so"
    r"|no data (?:is|will be|can be) lost|without (?:any )?data loss)\b",
    re.I,
)
ONLY_CODE = Cued(
    r"\b(?:revert(?:ing)? (?:the |this )?(?:commit|pr|pull request|migration|landing|change|release|deploy\w*)"
    r"|\b(?:run|do|execute|apply|repeat)(?:s|ning|ing)? [^.;|]{0,30}\bagain\b|\brepeat(?:s|ing)? (?:step|phase|the)\b"
    r"|inverse commit|re-?run(?:ning)?\b|rerun|redeploy\w*|git revert|re-?appl(?:y|ies|ied|ying)|helm rollback"
    r"|roll(?:ing)? forward"
    r"|fix(?:ing)? forward|forward[- ]fix"
    r"|previous (?:image|version|release|tag)|in reverse|migrate[ -]down|down(?:ward)? migration|downgrade"
    r"|deploy(?:ing)? the (?:previous|old|last)|flag off|turn (?:it|the flag) (?:on|off|back))",
    re.I,
)
BRINGS_DATA = Cued(
    r"\brestor\w+|\bback-?ups?\b|\bdumps?\b|\bsnapshots?\b|\bpitr\b|\bpoint[- ]in[- ]time\b|\bcop(?:y|ies"
    r"|ied)\b|\bre-?creat\w+|\bre-?fill\w*|\bexport\w*|\bimport\w*"
    r"|\bstate (?:push|pull|mv)|\b(?:grant\w*|creat\w*|add\w*|issu\w*|built|fill\w*|given|load\w*|insert\w*"
    r"|store\w*)\b[^.;|]{0,40}\bagain\b|\bre-?issu\w+|\binsert\b|\barchive\w*|\bversioned|\bobject versions?"
    r"|\bundelete\w*"
    r"|\bkept\b|\brebuil\w+|\bput back\b|\bdeclare\b",
    re.I,
)
# the shape of what was removed, and nothing of what stood in it
_SHAPE = Cued(
    r"\b(?:(?:re-?)?add(?:s|ed|ing)?|(?:re-?)?creat(?:es?|ed|ing)|makes?|made|making)\b[^.;|]{0,24}?"
    r"\b(?:columns?|tables?|fields?|topics?|queues?|buckets?)\b(?:[^.;|,]{0,20}? (?:again|back|anew|once more)\b)?"
    r"|\b(?:columns?|tables?|fields?) (?:is|are) (?:added|created|made) (?:again|anew|back)\b",
    re.I,
)
_FILLED = Cued(
    r"\b(?:(?:back-?)?fill(?:s|ed)?|load(?:s|ed)?|replay(?:s|ed)?|sen(?:d|ds|t)|writ(?:es?|ten)|comput(?:es?|ed)"
    r"|read|fetch(?:es|ed)?|sync(?:s|ed)?|from)\b",
    re.I,
)
_HELD_NOTHING = Cued(
    r"\bempty\b|\bderived\b|\bcomputed\b|\b(?:no|without) (?:rows?|data|values?|content)\b"
    r"|\bnothing (?:was|is|stood|stands) in (?:it|them)\b|\b(?:never|not) (?:written|filled|used)\b",
    re.I,
)
# a guess that none will be wanted
DENIED = Cued(
    r"\W*(?:it |this |that |one |a rollback |rolling back |going back )?"
    r"(?:(?:should|would|ought|will)(?:n't| not| never| hardly)(?: to)? be (?:necessary|needed|required)"
    r"|(?:is |are )?(?:hopefully|probably|presumably|most likely|likely) (?:not|never|none|un)"
    r"|(?:is |are )?unlikely(?: to be (?:needed|necessary|used|required))?"
    r"|(?:is |are )?not (?:expected|foreseen|planned|considered|intended|thought of)"
    r"|none (?:planned|foreseen|expected|considered)"
    r"|(?:we|nobody|no one) (?:(?:do|does|will|would|can)(?: not|n't)|won't|hope not|hardly)"
    r" (?:expect |plan |intend |think we )?(?:to )?(?:will )?(?:need|want|roll|go back|use|see)"
    r"|(?:nobody|no one) (?:will|would|should) (?:want|need|have)"
    r"|(?:we|nobody) (?:expects?|hopes?|trusts?) (?:not|never|that|it|no)|(?:we will|we'll) (?:see|cross|look at))",
    re.I,
)
_DOCUMENT = Cued(r"[\w/.-]\.(?:md|adoc|rst|txt|pdf)\b|\bdocs?/|\brunbook\b", re.I)


# what is told by the words of one way back; of several all of it together
TOLD, _FULL, _NO, _BRINGS_BESIDE, _ACCEPTS, _SHAPES, _MORE, _BRINGS, _CLAIMED, _OF_CODE, _WRITTEN = [
    1 << at for at in range(11)
]


def judged(way: str) -> int:
    """What the words of a way back tell, as bits; those of several ways are put together with `|`."""
    told = TOLD
    if _NONE.search(way):
        told |= _NO | (_BRINGS_BESIDE if BRINGS_DATA.search(_NONE.sub(" ", way)) else 0)
    if not (EMPTY.fullmatch(way.strip(" .")) or DENIED.match(way)):
        told |= _FULL
    if ACCEPTED.search(way):
        told |= _ACCEPTS
    if BRINGS_DATA.search(way):
        told |= _BRINGS | _BRINGS_BESIDE * (_NONE.search(way) is None)
    rest = _SHAPE.sub(" ", way)
    if rest != way:
        told |= _SHAPES
    if BRINGS_DATA.search(rest) or ACCEPTED.search(rest) or _FILLED.search(rest) or _HELD_NOTHING.search(way):
        told |= _MORE
    told |= _CLAIMED if _CLAIMS.search(way) else 0
    told |= _OF_CODE if ONLY_CODE.search(way) else 0
    return told | (_WRITTEN if _DOCUMENT.search(way) else 0)


def empty(told: int) -> bool:
    """Whether all of it comes to nothing: "none", a dash, "not needed"."""
    return not told & _FULL or bool(told & _NO and not told & _BRINGS_BESIDE)


def fault(told: int) -> str:
    """What is the matter with the ways back of an act that destroys something; "" where nothing is to be seen."""
    if empty(told):
        return "" if told & _ACCEPTS else "this cannot be taken back, and its way back is empty"
    if told & _SHAPES and not told & _MORE:
        return "the way back brings back its shape, and not what stood in it"
    if leads_back(told):
        return ""
    if told & _CLAIMED:
        return "the text says that this can be taken back, and it cannot"
    return "the way back takes back the code; what is removed here stays away" if told & _OF_CODE else ""


def leads_back(told: int) -> bool:
    """Whether they bring back what was there, or somebody has accepted that they do not."""
    return bool(told & (_BRINGS | _ACCEPTS))


def documented(told: int) -> bool:
    return bool(told & _WRITTEN)
