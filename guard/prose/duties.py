"""Words of duties that a text gives to nobody in particular: whoever is around, somebody, the team."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

DUTY = (
    r"(?:own(?:s|ed)?|approv(?:e|es|ed|al)|sign(?:s|ed)? off|runs?|executes?|drops?|check(?:s|ed)?|watch(?:es"
    r"|ed)?|monitor(?:s|ed)?"
    r"|confirm(?:s|ed)?|verif(?:y|ies|ied)|decides?|deploys?|reviews?|triggers?|flips?|merges?|handles?"
    r"|coordinates?|responsible|starts?"
    r"|does|do|takes? care|records?|looks? after|rotates?|deletes?|switch(?:es)?|rolls? (?:it )?back|presses?"
    r"|takes? (?:it|this|that|these|those|them|over|on)|raises?|alerts?"
    r"|picks? (?:it|this|that) up|restarts?|informs?|restores?|compares?|cleans? up|closes?|fix(?:es)?|prepares?"
    r"|performs?|carr(?:y|ies) (?:it )?out|repairs?|announces?|signs?)"
)
_AT_HAND = (
    r"(?:(?:is|'s) (?:\w+ ){0,2}?(?:on (?:call|duty|shift|rota)|around|available|free|awake|online|there|next|first"
    r"|nearest|closest|in|up|at (?:work|hand|the|their|a|his|her)\b)|has (?:the )?(?:time|capacity|access|pager|rights"
    r"|shift|permissions?|a (?:minute|moment|hand|slot)|\w+ hands)|happens|feels|gets (?:to|there|the)"
    r"|finds (?:the )?time"
    r"|wants to do|picks (?:it|this|that|the)|merges|deploys|lands|ships|opens|approves|reviews)"
)
_DOES = (
    r"(?:owns|approves|signs off|runs|executes|drops|checks|watches|monitors|confirms|verifies|decides|deploys|reviews"
    r"|triggers|flips|merges|handles|coordinates|starts|does|takes care|records|looks after|rotates|deletes|switches"
    r"|rolls"
    r"|presses|raises|alerts|restarts|informs|restores|compares|cleans|closes|fixes|prepares|performs|carries|repairs|announces"
    r"|signs)"
)
_ONE = (
    r"(?:someone|somebody|anyone|anybody|one of (?:us|the (?:\w{2,20} ){0,2}(?:engineers|developers|devs|admins|dbas"
    r"|team|people|folks|colleagues|guys|others))"
    r"|any (?:engineer|developer|dba|admin)|a volunteer|some (?:engineer|developer|dba))"
    r"(?: (?:with|from|on|in|of) [^.;,|]{1,40}?)?"
)
BY_NOBODY = Cued(
    rf"\b(?:whoever|whichever (?:team|person|engineer|developer|squad|side|group|dba|admin|colleague)"
    rf"(?: of (?:us|them|the \w{{1,20}}))?) {_AT_HAND}\b[^.;|]{{0,40}}"
    rf"|\bwhoever (?:can|has to|wants to|should) (?:\w+ )?{DUTY}\b[^.;|]{{0,40}}"
    rf"|\b(?:{DUTY} by|up to|left to|ask) (?:whoever|anyone|anybody|someone|somebody)\b[^.;|]{{0,40}}"
    rf"|\b{_ONE} (?:will|should|must|has to|needs to|is going to|can|then)\s+(?:\w+ )?{DUTY}\b"
    rf"|(?:^\W*|[;:] |, and |, then |^(?![^.;:]{{0,120}}\b(?:if|when|while|once|unless|whenever|where"
    rf"|until|before|after|suppose|because|that)\b[^.;:]{{0,120}} and )[^.;:]{{3,120}} and ){_ONE} (?:then |also )?"
    rf"{_DOES} (?:the|a|an|it|them|this|these|that|those|all"
    rf"|each|every"
    r"|both|whether|which|what|on|by hand|off|after|of)\b"
    r"|\b(?:the )?(?:owners?|approvers?) (?:of [^.;:,|]{1,40}? |for [^.;:,|]{1,40}? )?(?:is|are|remains?|has"
    r"|have) (?:still |yet )?"
    r"(?:to be (?:found|named|chosen|agreed|decided|defined|determined|assigned|appointed|seen)|open|unclear|unassigned"
    r"|not (?:yet )?(?:known|named|clear|decided|agreed|assigned|found)|not been (?:named|decided|agreed|assigned"
    r"|found))\b"
    r"|\b(?:has|have) no (?:owner|approver)s? (?:yet|so far|at the moment)\b|\bno (?:owner|approver) (?:yet|so far"
    r"|has been named)\b"
    r"|\bnobody (?:owns|is responsible for|answers for|has been asked to) (?:it|this|that|the|them)\b",
    re.I,
)
THE_TEAM = Cued(
    rf"\b{DUTY} by (?:the team|us|everyone|everybody|all of us|the relevant (?:team|people)"
    r"|the right (?:people|team))\b(?! (?:of|that|which))",
    re.I,
)
TEAM_BEFORE = Cued(
    rf"(?:\b{DUTY} by|\b(?:ask|tell|owners?:?|owned by|contact|page"
    r"|(?:approval|signature|sign-?off|review|consent|go-?ahead|ok(?:ay)?|confirmation|decision|permission|clearance"
    r"|agreement|acceptance|consent|an? answer|somebody|someone|an engineer|a person) (?:of|from|by|in|on)"
    r"|hand(?:ed)? (?:it )?(?:over )?to|with))\s*$",
    re.I,
)
TEAM_AFTER = Cued(rf"\s+(?:(?:will|should|must|has to|have to|needs to|then|also)\s+)?{DUTY}\b", re.I)
# a group at the head of a sentence of a step, and what it does there, whatever that is
_STATES = (
    r"(?:is|was|has|does|uses|wants|needs|knows|sees|likes|asks|reads|hears|expects|gets|always|sometimes|this|its|us"
    r"|depends|relies|loses|keeps|owns|works|sits|lives|notices|complains|remains|stays|says|thinks|tells|agrees)"
)
_OF_SEVERAL = (
    r"(?:are|were|have|do|had|use|want|need|know|see|like|ask|read|hear|expect|get|who|that|in|on|at|of|from|with|and"
    r"|or|to|for|can|could|may|might|would|as|by|still|already|then|also|depend|rely|lose|keep|own|notice|say|think"
    r"|tell|told|saw|\w+ed)"
)
TEAM_DOES = Cued(
    rf"\s+(?:then |also )?(?!{_STATES}\b)[a-z]{{2,20}}s\b(?! (?:of|and)\b)"
    rf"|\s+(?:then |also )?(?!{_OF_SEVERAL}\b)[a-z]{{3,20}} (?:the|an?|it|them|this|that|these|those|each|all|every"
    r"|both)\b"
)
SPEAKS = Cued(rf"(?:{_DOES}|reads?|says?|finds?|tells?|asks?|looks?|may|must|accepts?|puts?|knows?)\b", re.I)
