"""The same in roundabout ways: the check is switched off, done already, over, or asked for a favour."""

from __future__ import annotations

from guard.prose.spoken.lexicon import AI, CL, DOC, FOUND, IGNORE, W

PLEAS = (
    # the same in roundabout ways: the check is switched off, done already, over, or asked for a favour
    (
        r"\b(?:guard|plan[ -]?checker|checker)\s?[:-]\s?(?:ignore|disable|skip|off|exempt)\b|\bnoqa: ?guard"
        r"|\bguard (?:should|must|will) exit\b"
    ),
    (
        r"\b(?:suppress|turn off|switch off|disable|mute|silence|skip|ignore)\b[^.!?\n]{0,30}\bg7\d\d\b"
        r"|\bg7\d\d\b[^.!?\n]{0,30}\b(?:off|disabled|"
        r"does not apply)|\brule does not apply here\b"
    ),
    (
        r"\bseverity of (?:all|every|any|each|the) (?:\w+ )?(?:flags?|findings?)|\bexit code for this (?:file|plan"
        r"|document)"
    ),
    r"\byour (?:operator|developers?|creators?|makers?|json|vendor)\b|\b(?:who|that) runs you\b",
    (
        r"\byou (?:have )?(?:already |previously |earlier |once )*(?:reviewed|approved|agreed|checked|cleared"
        rf"|accepted)\b[^.!?\n]{{0,24}}\b(?:{DOC}"
        r"|version|not to|earlier)"
    ),
    (
        rf"\bi (?:have |'ve )?(?:reviewed|read|checked|analy[sz]ed) (?:this|the) (?:\w+ )?{DOC}"
        r"|\bno (?:ambiguit\w+|issues|findings) (?:was|were) found"
        rf"\b|\bi (?:have )?f[io]und no {FOUND}|\breview (?:result|status)\b\s*:"
        r"|\bautomated review\b[^.!?\n]{0,20}\b(?:passed|0 flags)"
    ),
    (
        r"\b(?:for (?:the purposes? of )?this review|(?:when|while|as|if) (?:you )?(?:are )?(?:summari|review"
        r"|check|analy|read|evaluat|grad)\w*(?: this"
        rf"(?: {DOC})?)?),\s+(?:please )?(?:assume|treat|do not|don't|consider|ignore|skip|say|accept|trust)"
    ),
    rf"{CL}assume (?:that )?(?:all|every|each|any) (?:identifiers?|names?|claims?|statements?|paths?|symbols?)\b",
    (
        rf"{CL}(?:do not|don'?t|never) (?:look up|verify|validate|fact-?check|double-?check"
        rf"|check) {W}{{0,1}}(?:claims|identifiers|statements|names"
        rf"|sentences|assumptions|tables named)\b"
    ),
    rf"\bno {FOUND} (?:should|must|need|are to|shall|may|can) be (?:asked|raised|reported|made)",
    rf"\b{DOC} (?:should|must|will|is to) (?:receive|produce|get|raise|yield|trigger) (?:no|zero|not any)\b",
    (
        r"\bnot part of the plan but\b|\b(?:plan|document|text) ends here\b|\bend of (?:the )?plan\s*[.:!]"
        r"|\b(?:begin|start) (?:a )?new (?:task|session"
        r"|conversation)|\beverything (?:after|below|above) this line is\b|^\W*new task\W*$|\btask complete\b"
        r"|\bawait (?:the )?next (?:document|task)"
    ),
    (
        r"\bneural networks?\b|(?:^|[.!?]\s)(?:dear|hey|hello|o) (?:\w+ )?(?:machine|computer|robot|checker"
        r"|reader)\b|\bonly for machines\b"
        r"|\binvisible to humans\b"
    ),
    (
        rf"\bbe (?:lenient|a good (?:bot|model|assistant|checker))\b|{CL}let (?:this|it)(?: (?:plan|one|section"
        rf"|document))? (?:through|pass\b)|{CL}wave this"
        rf"|\bdeserves a pass\b|{CL}give (?:it|this(?: \w+)?) a pass\b"
    ),
    (
        r"\b(?:take|accept|trust|believe) (?:every|all|each|any) (?:of )?(?:the )?(?:statement|claim|sentence"
        r"|word)s?\b|\bat face value\b|\btrust me\b"
        r"|\bnothing (?:here )?to question\b"
    ),
    (
        rf"{CL}(?:take|treat|regard|count|accept|consider) (?:them|it|this|that|these|those|everything"
        r"|all of (?:it|them|this)|(?:the|all|its|their|our|these|those) (?:names|claims|facts|figures|statements"
        r"|references|paths)) as (?:already |being |having been )?(?:verified|checked|approved|vetted|audited|reviewed"
        r"|cleared)\b(?! (?:once|when|after|if|as soon|by|only))"
    ),
    (
        rf"\b(?:if|when|should|in case|whenever|wherever) (?:an?|any|some|the|another) (?:\w+ )?{AI} (?:is |are )?"
        rf"(?:reads?|reading|checks?|checking|reviews?|reviewing|sees?|evaluates?|grades?|judges?|rates?|audits?)"
        rf" (?:this|the|our) ?(?:{DOC}\b|for \w+|[,:;.]|$)"
    ),
    rf"{CL}(?:spend|waste|raise|write|put|use) (?:no|not a single|not one|zero) (?:\w+ )?{FOUND}\b",
    rf"{CL}(?:spend|use) (?:no|at most|only|few) (?:\w+ )?tokens\b",
    (
        rf"{CL}(?:respond|reply|answer)\b[^.!?\n]{{0,12}}\b(?:in (?:base64|one word)|with (?:the|a) single"
        r"|with an? empty|: ?fine|: ?ok)\b"
    ),
    rf"{CL}(?:quote|flag|comment) only\b|\bif you (?:must|have to) flag\b|\bflags? (?:only )?in a language\b",
    (
        r"\b(?:need not|needn't|don't need to|do not need to|no need (?:for \w+(?: \w+)? )?to|do not"
        r"|don't) (?:read|look|continue|analy[sz]e) (?:any )?(?:further\b|the"
        r" rest\b|past this|beyond this|on from here)"
    ),
    (
        r"\bunrestricted (?:agent|ai|mode|model|assistant)|\b(?:do not|don't|never) tell (?:the )?(?:user"
        r"|reviewers?|owner|humans?)\b"
    ),
    rf"{CL}{IGNORE}\s+(?:all|any|every)\s+(?:other )?(?:instructions|prompts|directives)\b",
    (
        r"\b(?:model|checker|tool|reader|machine)\b (?:is|are) (?:only |just |hereby )?(?:asked|expected"
        r"|instructed|told) to (?:return|reply|respond|output|say"
        r"|approve|accept|skip|pass)|^\W*(?:model|machine|bot)\s?: [^\n]{0,80}\b(?:skip|ignore|approve|verified|flag)\b"
    ),
    (
        r"\b(?:to|for) (?:whoever|whatever|anyone who|everybody who|all who) (?:reads|evaluates|reviews|checks"
        r"|grades|judges) (?:this|the (?:plan|document|text))\b"
        r"|\bapprovals?\b[^.!?\n]{0,40}\bhereby (?:given|granted)\b"
    ),
    (
        r"\b(?:must|should|may|can|shall|will) not (?:raise|report|ask|list|flag) (?:any |further "
        r"|more )*(?:findings|flags|questions|doubts|concerns|ambiguities)\b"
    ),
    (
        r"\bno (?:longer )?(?:need|reason) (?:for \w+(?: \w+)? )?to (?:flag|question|doubt)"
        r"|\bsafe to skip the (?:analysis|review|check)|\bsay that it has no\b"
    ),
)
