"""Words that wait for a live state: a queue that drains, a fleet that settles, rows that are all there, nobody left."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WAIT = r"(?:once|after|as soon as|the moment|until|till|wait(?:s|ing)?\b(?: for| until| till)?)"
_BE = r"(?:is|are|was|were|has|have|had|be|been|gets?|becomes?|stays?|remains?|to be|to)"
_NEARLY = (
    r"(?:all|fully|completely|basically|mostly|nearly|almost|finally|also|been|be|become|more or less|really|truly"
    r"|again|sufficiently|reasonably|quite)"
)
# what a queue, a replica, a fleet does; the word alone says that it is a state
_DOES = (
    r"(?:caught up|catch(?:es)? up|drained|drains|settled(?: down| in)?|settles?(?: down| in)?|stabili[sz](?:ed|es)"
    r"|quiet(?:ed|en(?:ed|s)?|s)?(?: down)|(?:calm|cool|di|slow)(?:ed|s)? (?:down|off)|converge[ds]|propagate[ds]"
    r"|warm(?:ed|s) up|subside[ds]|in sync|replicated|level(?:led|ed|s) (?:off|out)|taper(?:ed|s) off"
    r"|recovered|bedded in|baked(?: in)?|soaked(?: in)?|run dry|runs dry|gone (?:quiet|idle|green|away|down)"
    r"|prove[dn]s? (?:itself|themselves|stable|reliable)|proven (?:itself|themselves|stable|reliable)"
    r"|synchroni[sz]ed|synced(?: up)?|back to normal|running smoothly|moved over|picked (?:it|them|the \w+) up"
    r"|rolled (?:out )?everywhere)"
)
_IS = (
    r"(?:stable|steady|quiet|healthy|idle|calm|warm|happy|flat|green everywhere|gone quiet|all up|ready everywhere"
    r"|at rest|in good shape|up to date|consistent|through(?! (?:the|an?|its?|our)\b))"
)
_LOOKS = (
    r"(?:looks?|seems?|feels?) (?:to be )?(?:\w+ )?(?:good|fine|ok(?:ay)?|healthy|stable|right|clean|normal|quiet|happy"
    r"|green|calm|all right|reasonable|sane|safe|solid)"
)
_WELL = (
    r"(?:it|everything|things|all|they|this|staging|production|the (?:first |new |other )?[\w-]+|(?:phase|step) \w+)"
    r" (?:works?|runs?|behaves?|goes|go|went|(?:is|are) (?:working|running|going"
    r"|behaving)|(?:has|have) (?:worked|run|gone|behaved))"
    r" (?:\w+ )?(?:well|fine|smoothly|properly|reliably|stably|ok(?:ay)?|as (?:expected|it should|they should|hoped)"
    r"|without (?:any )?(?:problems?|issues?|errors?|trouble|complaints?|incidents?))"
)
_SURE = (
    r"(?:we|everyone|everybody|people|the team|all teams) (?:is|are|feels?|gets?|have become) (?:\w+ )?(?:confident"
    r"|comfortable|happy|satisfied|convinced)"
)
_MEASURED = (
    r"(?:lag|queues?|backlogs?|load|traffic|error rates?|errors|latency|cpu|memory|usage|pressure|throughput"
    r"|replication|volume|outbox|topics?|buffers?|dashboards?|graphs?|metrics|monitors|alerts?)"
    r" (?:is|are|has|have|gets?|goes|drops?|stays?)\s+(?:\w+\s+)?(?:low|small|down|gone|dropped|normal|acceptable"
    r"|empty|emptied|subsided|quiet|minimal|flat|green|clean|worked off|cleared"
    r"|fine|ok(?:ay)?|tolerable|reasonable)(?: enough| again)?"
)
_UP = (
    r"(?:pods|nodes|replicas?|brokers|instances|workers|consumers|standby|targets|hosts|shards|listeners)"
    r" (?:is|are|have become|become|get) (?:all |both |fully )?(?:ready|up|running|live|online|available|back|warm"
    r"|joined|gone)\b"
)
_NOBODY = (
    r"(?:nothing|nobody|no one|no-one|no (?:other )?(?:client|service|code|pod|consumer|caller|job|reader"
    r"|writer|process|user|customer|tenant)s?)(?: else)?"
    r"(?: (?!is\b|are\b|has\b)\w+)? (?:uses?|reads?|writes?|calls?|assumes?|needs?|depends?|connects?|touch(?:es)?"
    r"|references?|polls?|hits?|asks?|sends?|consumes?|complains?|has complained"
    r"|(?:is|are) (?:still )?(?:using|reading|writing|calling|connected|left|logged|depending))\b"
)
_TRACES = (
    r"(?:traffic|requests|errors|connections|readers|writers|consumers|clients|calls|sessions|messages|alerts"
    r"|complaints|tickets|reads|writes|timeouts|retries)"
)
_LEFT = (
    rf"(?:no (?:more |new |further )?{_TRACES}"
    r" (?:remains?|(?:is|are|has been|have been) (?:left|seen|reported|logged|raised|observed|open|active)|left"
    r"|arrives?|comes?|appears?|shows?|turns? up|hits?|reach(?:es)?|occurs?)\b"
    rf"|there (?:is|are) no (?:more |longer |further )?{_TRACES}\b"
    rf"|{_TRACES} (?:has |have )?(?:stop(?:s|ped)?|ceased?|dried up|disappear(?:s|ed)?|vanish(?:es|ed)?|gone away)\b)"
)
_PAPERS = (
    r"(?:all|every) (?:[\w-]+ ){0,2}(?:phases?|steps?|tests?|checks?|reviews?|approvals?|changes?|commits?|tasks?"
    r"|tickets?|callers?|readers?|writers?|patches|requests?|files?|boxes)\b"
)
# work on data that comes to an end at a time that nobody knows
_THINGS = (
    r"(?:rows?|records?|tenants?|customers?|users?|clients?|messages?|objects?|accounts?|documents?|entries|entry"
    r"|events?|data|partitions?|shards?|consumers?|devices?|apps?|practices|shops?|stores?|orders?|invoices?)"
)
_WHOLE = (
    rf"(?!{_PAPERS})(?:everything|all (?:of )?(?:the |our |them\b)?(?:[\w-]+ ){{0,2}}{_THINGS}?"
    rf"|every (?:[\w-]+ )?{_THINGS}"
    r"|the (?:[\w-]+ )?(?:backfill(?:ing)?|copy(?:ing)?|import|re-?index(?:ing)?|replay|conversion|transfer|filling"
    r"|data migration|initial load|catch-?up))"
    rf" ?(?:is|are|has|have) (?:{_NEARLY} )*(?:filled(?: in)?|copied|done|completed?|finished|migrated|moved|over"
    r"|converted|processed|written|there|in place|imported|loaded|transferred|through|across|re-?indexed)\b"
)
_ENOUGH = (
    r"(?:enough|most|the (?:vast |large |great )?(?:majority|bulk)|(?:almost|nearly) all)"
    r" (?:of (?:the|them|our|all) ?)?(?:[\w-]+ ){0,3}?(?:(?:have|has) (?:\w+ )?\w{2,20}(?:ed|en|ne|ot|ft|ut)"
    r"|(?:is|are) (?:on|in|over|there|through|done|updated|migrated|moved|ready|using|live))\b"
)
_STATE = (
    rf"(?:(?:{_NEARLY} )*\b{_DOES}|{_BE} (?:{_NEARLY} )*{_IS}\b|(?:to )?{_LOOKS}|{_WELL}|{_SURE}|{_MEASURED}|{_UP}"
    rf"|{_NOBODY}|{_LEFT}|{_WHOLE}|{_ENOUGH}"
    rf"|everyone (?:is|has)(?: \w+){{0,2}} (?:moved|switched|migrated|upgraded|done))"
)
_ENDS = (
    r"(?:drain|settle|propagate|catch up|stabili[sz]e|warm up|converge|(?:calm|cool|quiet|quieten|die) down|recover"
    r"|replicate|sync|level (?:off|out)|subside|bake|soak|run dry)"
)
_WAITS = Cued(rf"\b{_WAIT}\b[^.;!?]{{0,70}}?\b{_STATE}", re.I)
_WHEN = Cued(
    rf"\bwhen\b[^.;!?,]{{0,50}}?\b(?:{_DOES}|{_LOOKS}|{_WELL}|{_SURE}|{_BE} (?:{_NEARLY} )+through\b|{_MEASURED}"
    rf"|{_NOBODY}|{_LEFT}|{_ENOUGH})",
    re.I,
)
_IF = Cued(
    rf"\b(?:if|provided(?: that)?|as long as)\b[^.;!?,]{{0,50}}?\b(?:{_LOOKS}|{_WELL}|{_SURE}|all (?:is|goes) well)",
    re.I,
)
_WHEN_THEN = Cued(rf"\bwhen\b[^.;!?,]{{0,50}}?\b(?:{_BE} (?:{_NEARLY} )*{_IS}\b|{_WHOLE}|{_UP})", re.I)
_AFTER = Cued(
    r"\b(?:after|once|upon|pending|following|wait(?:s|ing)? for|until) (?:the |full |complete |dns |cache |initial )*"
    r"(?:propagation|stabili[sz]ation|the dust (?:has )?settle[ds]|replication|convergence|warm-?up|catch-?up"
    r"|draining|settling)\b(?! (?:phase|step|stage|of|slots?|lag|user|role|job)\b)",
    re.I,
)
_LET = Cued(
    rf"\b(?:wait(?:s|ing)? (?:for|until|till)|let|give|allow)\b[^.;!?\d]{{1,60}}?\b(?:to |can |time to )?{_ENDS}\b"
    r"(?![^.;]{0,20}\d)",
    re.I,
)
# what a program does by itself, round and round
_LOOPS = Cued(
    r"\b(?:retr\w+|loops?|polls?|repeats?|blocks?|keeps? \w+ing|spins?|sleeps?|backs? off|buffers?|queues? up)\b"
    r"[^.;]{0,30}$"
    r"|\b(?:nights?|weekends?|mornings?|evenings?|usually|always|sundays?|saturdays?|\d\d:\d\d)\b[^.;]{0,12}$",
    re.I,
)
_UNTIL_THEN = Cued(r"\b(?:not|never|no)\b[^.;]{0,40}\buntil\b", re.I)
# "after this step it is quiet", "until the links change nothing reads it": what follows from it, not what is waited for
_FOLLOWS = Cued(
    r"after (?:this|that|these|those|the|an?|its|phase|step|stage)\b(?: (?!sees?\b|says?\b|finds?\b|notices?\b|knows?\b"
    r"|confirms?\b|that\b)[\w-]+){0,4},? (?:it|they|everything|all|nothing|nobody|no one) "
    r"|(?:until|till) (?!(?:nothing|nobody|no|there)\b)[^,]{3,60} (?:nothing|nobody|no one|no \w+) \w+"
    r"|(?:once|after|until|till|as soon as|the moment) [^,]{0,60}\b(?:is|are|was|were|has|have|does|do|did|lands?|runs?"
    r"|ends?|starts?|changes?|\w{3,}ed)\b[^,]{0,40}, [^,]{0,40}"
    r"|after (?:the |this |that |an? |phase |step )?[\w-]+(?: [\w-]+){0,2}, [^,]{0,40}",
    re.I,
)
_GOES_ON = Cued(
    r"\b(?:starts?|begins?|follows?|continues?|proceeds?|resumes?|comes?|go(?:es)?|moves?|done|over|then|next|we \w+"
    r"|(?:is|are|gets?) (?:then )?(?:switched|dropped|removed|deployed|released|merged|enabled|turned|opened|closed"
    r"|promoted|retired|deleted|added|set)|deploy|switch|drop|remove|delete|merge|release|enable|turn|promote|cut"
    r"|flip|open|close|retire)\b[^.;,]{0,40}$",
    re.I,
)
_THEN = Cued(
    r"[^.;]{0,40}?(?:\bwe\b|\bthen\b|,\s*(?:the\s+)?(?:next|second|other|rest|deploy|switch|drop|remove|delete|merge"
    r"|release|enable|turn|promote|start|run|add|flip|continue|proceed|go)\b)",
    re.I,
)


_BY_EYE = Cued(rf"\W*(?:[\w-]+ ){{0,4}}?(?:{_LOOKS}|{_WELL}|{_SURE}|{_MEASURED})\W*", re.I)


def by_eye(cell: str) -> bool:
    """Whether a cell that says when a step is done says no more than that all looks well."""
    return _BY_EYE.fullmatch(cell[:200]) is not None


def waits(plain: str) -> Iterator[tuple[int, int]]:
    """Where a text waits for a state, by characters: the text has the letters of code and quotations blanked."""
    for words in (_WAITS, _WHEN, _WHEN_THEN, _AFTER, _LET, _IF):
        for found in words.finditer(plain):
            if not _by_itself(plain, found) and (words is not _WHEN_THEN or _ordered(plain, found)):
                yield found.span()


def _by_itself(plain: str, found: re.Match[str]) -> bool:
    """Whether a program does the waiting, or nothing waits: the state is what comes of it."""
    before = plain[max(0, found.start() - 60) : found.start()]
    if _LOOPS.search(before) or _UNTIL_THEN.search(before[-45:] + found[0][:6]):
        return True
    return _FOLLOWS.match(found[0]) is not None and found.re is _WAITS.compiled


def _ordered(plain: str, found: re.Match[str]) -> bool:
    """Whether something goes on when the state is there: of a machine, `when it is healthy` is how it works."""
    before = plain[max(0, found.start() - 80) : found.start()]
    return _GOES_ON.search(before) is not None or _THEN.match(plain, found.end()) is not None
