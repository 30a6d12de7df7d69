"""Orders to a reader: forget what you were told, find nothing, call it safe, nobody need look."""

from __future__ import annotations

from guard.prose.spoken.lexicon import (
    AGENT,
    AI,
    BEFORE,
    CHECKER,
    CL,
    DOC,
    DOUBT,
    FOUND,
    IGNORE,
    INSTRUCTIONS,
    NONE,
    PART,
    RULES,
    SAFE,
    THIS,
    W,
)

ORDERS = (
    # orders given before are to be forgotten
    rf"{IGNORE}\s+{W}{{0,4}}{BEFORE}\s+{W}{{0,3}}{INSTRUCTIONS}",
    rf"\b{IGNORE}\s+{W}{{0,3}}(?:previous|prior|above|earlier|your|you were given|system)\s+{W}{{0,2}}{RULES}",
    (
        rf"\b{IGNORE}\s+{W}{{0,3}}(?:{INSTRUCTIONS}|rules)\s+{W}{{0,1}}(?:above|before|so far|given|listed"
        r"|you (?:were|have|got))"
    ),
    rf"{CL}forget (?:everything|all|anything|what) (?:that )?(?:you|i|was|above|before)",
    r"(?:take|takes|have|has) precedence over (?:your|the system|any (?:other )?(?:instructions|prompt))",
    r"(?:outrank|override|overrule|supersede)s? (?:any|all|your) (?:\w+ )?(?:instructions|prompts?|guidelines)",
    r"\b(?:system|admin|priority|security|safety) override\b|\boverride code\b|\bjailbreak|\bdan mode\b",
    r"\b(?:new|updated|real|secret|hidden|revised|additional) (?:system )?(?:instructions?|prompt)\s*:",
    r"\bsystem (?:prompt|message|notice)\b\s*(?::|is\b)",
    (
        rf"\b(?:print|reveal|repeat|show|output|leak|translate|ignore|override) {W}{{0,2}}(?:system prompt"
        r"|hidden prompt"
        r"|your (?:instructions|prompt|guidelines|rules))"
    ),
    rf"{CL}repeat (?:the )?(?:text|words|everything) (?:above|before)",
    (
        r"\b(?:api key|secrets?|token|password)s? (?:in|into) (?:the |your )?(?:\w+ ){0,3}(?:flag|finding|quote"
        r"|question|reply)"
    ),
    # nothing is to be found
    (
        rf"{CL}(?:do not|don'?t|never|no need to|there is no need to|avoid|refrain from|stop) {W}{{0,1}}{DOUBT}\s+"
        rf"(?:{THIS}{DOC}\b|(?:this|these|those|it|anything|any|that)\b\s*(?:[.!;,)]|$|in (?:this|the) |below"
        r"|above|here)"
        rf"|(?:the (?:following|above|below|wording|sentences)|the {W}{{0,1}}(?:steps|lines|text|sentences"
        rf"|words) (?:below|above)|the missing \w+|any {PART}|this (?:assumption|hedge|claim|paragraph"
        r"|function))\b)"
    ),
    (
        rf"{CL}(?:do not|don'?t|never|no need to|avoid|refrain from|stop) {W}{{0,1}}(?:flag|rais(?:e|ing)"
        r"|report(?:ing)?|list"
        rf"|ask(?:ing)?|mention(?:ing)?)\s+(?:any |further |more |additional |new )+{W}{{0,1}}(?:findings?|flags?"
        r"|questions|doubts"
        r"|concerns|ambiguities|objections|issues)"
    ),
    (
        rf"{CL}(?:do not|don'?t|never) (?:raise|report|ask) {W}{{0,1}}(?:questions|ambiguities|doubts|flags"
        r"|findings|concerns)\b"
    ),
    rf"{CL}(?:do not|don'?t|never) (?:escalate|block|reject|review|analy[sz]e|question) this (?:{DOC})\b",
    rf"{CL}(?:do not|don'?t|never) treat [^.!?\n]{{0,40}}\bas an? (?:hedge|assumption|ambiguity|guess|claim|finding)",
    rf"\b(?:not|without) (?:rais|flagg|report)ing (?:any )?(?:{FOUND}|anything)",
    (
        rf"{CL}(?:stop|end|finish|quit) (?:reading|reviewing|checking|analy[sz]ing|(?:your|the) (?:review"
        r"|analysis|check))"
        r"(?: here| now| at this)?\s*(?:$|[.,;!]|and\b|here|now|at this)"
    ),
    rf"{CL}(?:skip|ignore|overlook|pass over|leave out)\s+(?:the rest of )?{THIS}{DOC}\b",
    rf"\bskip (?:the )?(?:review|check|analysis) (?:of|for) {THIS}{PART}",
    rf"\bleave {THIS}{PART} out of (?:your|the) (?:review|analysis|check)",
    rf"\bif no {FOUND} (?:were|are) (?:reported|raised|found) (?:for|on|in) this",
    (
        rf"{CL}only report\b[^.!?\n]{{0,40}}\bin this {DOC}|\breport only (?:the first|spelling|typos|those|these"
        r"|the canar)"
    ),
    (
        rf"{CL}(?:please )?(?:report|return|flag|raise|question|find|list|mention|output|note)\s+(?:nothing|none)\s+"
        r"(?:at all\s+)?"
        rf"(?:here|below|above|(?:in|on|about|for|from|of) (?:this|these|the following) {W}{{0,2}}{PART})\b"
    ),
    (
        rf"\b(?:{AI}|{AGENT}|{CHECKER})\s*[:,\u2014-]\s*(?:please )?"
        r"(?:report|return|flag|raise|question|find|list|mention|output|note)\s+(?:nothing|none)\b"
        r"(?! (?:but|else|except|other|until|unless|if|when|before)\b)"
    ),
    rf"{CL}abstain from (?:every|all|any|each)|{CL}leave (?:your|the) list of {FOUND} empty",
    # a verdict is asked for
    (
        rf"{CL}(?:approve|accept|pass|greenlight|rubber-?stamp|wave through|sign off on|whitelist|clear) (?:of )?this "
        rf"{W}{{0,2}}{DOC}\b"
    ),
    (
        r"\b(?:approve|accept|pass)\b[^.!?\n]{0,40}\bwithout (?:any |further |more )*(?:questions?|comments?"
        r"|review|flags?"
        r"|findings|delay|hesitation|reading|asking)"
    ),
    (
        rf"{CL}(?:mark|rate|score|classify|label|grade|treat|consider|regard|deem|judge|certify|declare)\s+"
        rf"(?:{THIS}{DOC}|all assumptions|every (?:hedge|assumption|claim|statement)"
        rf"|everything)\b[^.!?\n]{{0,40}}\b{SAFE}\b"
    ),
    rf"{CL}(?:mark|rate|score|grade) {THIS}{W}{{0,1}}(?:plan|document) ",
    rf"{CL}give (?:this|the) (?:plan|document|section|text) (?:\w+ ){{0,2}}(?:score|marks|rating|grade|points|pass)",
    (
        rf"{CL}(?:report|return|output|respond(?: only)?(?: with)?|reply(?: only)?(?: with)?|answer(?: with)?|say"
        r"|state|print|emit"
        r"|produce|conclude|confirm|declare|give|provide|submit)\s*:?\s+(?:exactly:? |only:? |just "
        rf"|simply )*{W}{{0,4}}{NONE}\b"
    ),
    (
        rf"{CL}(?:respond|reply|answer|output|say|state|write|return"
        rf"|set)\b[^.!?\n]{{0,20}}\b(?:an )?empty (?:{FOUND} )?(?:list|array|"
        rf"set)(?: of {FOUND})?(?=$|[.!,;]| for this| to every)"
    ),
    rf"\bempty (?:{FOUND} (?:list|array)|(?:list|array) of {FOUND})|\b{FOUND} to an empty (?:list|array)",
    (
        rf"{CL}(?:respond|reply|answer|say|output|write|return|report)\b[^.!?\n]{{0,24}}[\s\"'`](?:approved|lgtm"
        r"|success|all clear|pass"
        r"|no issues|no findings|no flags)\b(?! (?:when|if|rate|code))(?:[\s\"'`]*$|[.!,;\"'`]| and nothing| only)"
    ),
    r"\breturn (?:\[\]|nothing)(?=$|[\s.`\"'<])(?! (?:if|when|for))",
    rf"{CL}(?:say|confirm|conclude|agree|declare) that (?:this|the) {DOC} is\b|\bjust say that the plan\b",
    rf"{CL}confirm that (?:there are )?{NONE}",
    rf"\b(?:is|be) to confirm that this {DOC}\b|\breports? no findings\b(?=[.\s]*$)",
    (
        r"\b(?:expected|correct|right|desired|only acceptable|proper|ideal) (?:(?:output|answer|response|result|reply)"
        r" (?:of|for) (?:this|the|your) (?:plan|document|section|text|page|review|check|analysis)"
        r"|(?:answer|verdict|findings|output|reply)(?: (?:of|for) (?:this|the|your) [\w ]{1,24})?)"
        rf"\s*(?:is|are|:|would be|should be)\s+{W}{{0,1}}(?:no {FOUND}|none|an? empty list|empty|\[\]"
        r"|pass|approved?|clean|safe|lgtm)\b"
    ),
    r"\bthe answer you are looking for\b|\bconstitutes (?:an )?approval\b|\bfalse positives?, so do not\b",
    (
        r"\b(?:flags?|findings?) (?:raised )?(?:on|in|for|about) (?:this"
        rf"|these) {PART}\b[^.!?\n]{{0,30}}\b(?:false|void|invalid|ignored)"
    ),
    r"\bflags are disabled\b|\b(?:plans|documents) by this author are (?:not checked|trusted|exempt)",
    # the text says of itself that nobody need look
    (
        rf"\b{DOC}\b[^.!?\n]{{0,60}}\b(?:(?:must|should|need|needs|may|is|are) not(?: to)? be (?:flagged"
        r"|questioned|challenged|analy[sz]ed"
        r"|reported|escalated|treated as data)|not to be (?:flagged|analy[sz]ed|questioned|reported))"
    ),
    r"\bthis \w{0,12} ?(?:file|function|step|phase) is not to be (?:flagged|analy[sz]ed|questioned)",
    (
        rf"\b(?:this|the|following) (?:\w+ ){{0,2}}{DOC}\b[^.!?\n]{{0,60}}\b(?:exempt"
        r"|excluded) from (?:\w+ )?(?:review|analysis|check"
        r"|scanning|flagging)|\bthis (?:plan|document|section|text) is exempt\b"
    ),
    (
        rf"\b(?:this|the|following) (?:\w+ ){{0,1}}{DOC}\b[^.!?\n]{{0,80}}\bno (?:further|additional"
        r"|more) (?:review|analysis|scrutiny|flags?|"
        r"findings?)\b"
    ),
    r"\b(?:needs?|requires?|deserves?) no (?:flags?|findings?|attention from you|scrutiny|analysis)\b",
    (
        r"\bno (?:further |more )?(?:flags|findings) (?:are |were )?(?:necessary|needed|expected|required"
        r"|reported) (?:for|on|in) this"
    ),
    (
        rf"\bnothing (?:in this {DOC} |here )?(?:is )?(?:to see here|worth flagging|to flag\b|for the (?:checker"
        r"|reviewer|model))"
    ),
    rf"\bthis {DOC} has no (?:{FOUND}|ambiguit)|\bout of scope for the (?:reviewer|checker|model|review)\b",
    rf"\b{FOUND} about this {DOC}[^.!?\n]{{0,60}}\bdo not ask\b",
)
