"""Words of claims about all of the code: what callers, readers and places there are, and that there are no others."""

from __future__ import annotations

from guard.prose.cued import Cued, OneOf

# Of the text of a unit each letter of code is a mark, so that a pattern can say: a name in code stands here.
CODE = "\x01\x02*"
NAME = (
    rf"(?:{CODE}|(?<!\w)(?:[A-Za-z][A-Za-z0-9]{{0,60}}(?:(?:\.|::|_{{1,3}})[A-Za-z0-9]{{1,60}}){{1,8}}(?:\(\))?"
    r"|[a-z]{1,30}[A-Z]\w{1,60}|[A-Z][a-z]{1,30}[A-Z]\w{1,60}))"
)
_NOUN = (
    r"(?:callers?|call sites?|consumers?|readers?|writers?|usages?|uses|users?|references?|clients?|dependents?"
    r"|importers?|subscribers?|producers?|publishers?"
    r"|connections?)"
)
_UNIT = (
    r"(?:code|service|services|team|job|jobs|process|module|package|component|application|app|repo|repository"
    r"|system|place|file|function|client|program|script|part|worker|class|controller|handler|query|view|template"
    r"|page|report|dashboard|task|binary|crate|library|microservice)"
)
_VERB = (
    r"(?:uses?|reads?(?: from)?|writes?(?: to)?|calls?|references?|imports?|touch(?:es)?|quer(?:y|ies)"
    r"|consumes?|invokes?|depends? on|rel(?:y|ies) on|subscribes? to|sets?"
    r"|updates?|inserts? into|looks? at|access(?:es)?|opens?|polls?|publish(?:es)?(?: to)?|mentions?)"
)
_VERBED = (
    r"(?:used|read|written(?: to)?|called|referenced|imported|touched|queried|consumed|invoked|set|updated"
    r"|accessed|needed|published|polled|mentioned)"
)
_KNOWS = (
    rf"(?:{_VERB}|knows?(?: about| of)?|has|have|contains?|holds?|needs?|starts?|triggers?|names?|refers? to|sends?)"
)
# code alone has these: users, clients and connections may be anybody's
_OF_CODE = (
    r"(?i:callers?|call sites?|consumers?|readers?|writers?|usages?|references?|dependents?|importers?|subscribers?"
    r"|producers?|publishers?)"
)
_DONE = (
    rf"(?:{_VERBED}|started|enqueued|triggered|scheduled|launched|attached|mounted|rendered|passed|known|instantiated"
    r"|constructed|registered|run|emitted|sent|handled|executed|included|loaded|parsed|exported|mentioned|consulted)"
)
_STILL = r"(?:still |currently |actually |directly |ever |even |really |now |also |today |at the moment )*"
_OBJECT = (
    rf"(?:{NAME}|[Ii]t\b|[Tt]hem\b|[Tt]his\b(?! (?:phase|step|plan))"
    r"|(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose) (?:old |legacy "
    rf"|current |former |two )*(?:{CODE} )?(?:columns?|tables?|fields?|functions?|methods?|endpoints?|flags?|topics?"
    rf"|queues?|variables?|api|class|views?|keys?|secrets?|types?|{NAME})|connections\b)"
)
_ANY = r"(?: any more| anymore| any longer| anywhere(?: else)?| elsewhere| at all| today| in production)?"
_CLAIMS = (
    rf"\b[Nn]o other (?:\w+ ){{0,2}}?{_NOUN}\b(?: than\b)?(?: (?:of|for|to|than) (?:the )?(?P<a>{NAME}))?",
    (
        rf"\b[Nn]o (?:other )?(?:\w+ )?{_UNIT}s?(?: (?:\w+|{CODE})){{0,3}}? {_STILL}(?:{_VERB}|knows?(?: about| of)?) "
        rf"(?P<b>{_OBJECT}){_ANY}"
    ),
    rf"\b[Nn]o other {_UNIT} (?:\w+ )?{_VERB}(?=[.,;)]|$)",
    (
        r"\b(?:[Aa]ll (?:the |of the )?(?:other|remaining|further)|[Ee](?:ach|very) (?:other|(?:one )?of the (?:other"
        rf"|remaining))|[Tt]he rest of the) {_OF_CODE}\b[^.;]{{0,60}}? (?:(?:is|are|gets?|have been)"
        r" (?:also |all |then |now )*(?:updated|changed|adapted|adjusted|moved|switched|converted|migrated|replaced"
        r"|renamed|fixed|rewritten|handled|covered)|gets? the new)\b"
    ),
    rf"\b[Tt]he [a-z]+ (?:that|which) {_STILL}{_VERB} (?P<u>{_OBJECT}) (?:are|is) [^.;]{{1,60}}?,? and no others?\b",
    (
        r"\b(?:[Nn]othing|[Nn]obody|[Nn]o one|[Nn]o-one|[Nn]one of (?:the |our )?\w+)(?: else)?(?: (?:in|outside"
        rf"|of) (?:the )?[\w\x01\x02./-]{{1,40}}(?: \w+)?)? {_STILL}{_VERB} (?P<c>{_OBJECT}){_ANY}"
    ),
    rf"\b(?:[Nn]othing|[Nn]obody|[Nn]o one|[Nn]o-one) else {_STILL}(?:does|{_VERB})\b",
    (
        rf"(?P<d>{_OBJECT}) (?:is|are) {_STILL}(?:only|solely|exclusively) (?:ever )?{_VERBED} (?:by|in|from|within"
        rf"|through"
        r"|inside|at|on|during|for)\b"
    ),
    (
        rf"(?P<e>{_OBJECT}) (?:is|are) {_STILL}{_VERBED} (?:only |solely |exclusively )(?:by|in|from|within"
        r"|through|inside|at)\b"
    ),
    (
        rf"(?P<f>{_OBJECT}) (?:is|are|gets) (?:then )?{_STILL}{_DONE} (?:by|in|from|at) (?:[^.;]{{1,80}}? (?:alone"
        r"|and (?:(?:by|from|in|at|on) )?(?:nowhere|nobody|nothing|no one|no-one) else)\b|one (?:place|file|function"
        r"|module|caller)\b|a single \w+)"
    ),
    (
        rf"\b[Tt]he (?:(?:only|sole|single|last) (?:\w+ )?(?:{_NOUN}|{_UNIT}|thing|one|spot|location|line)"
        r"|one (?:place|spot|location|file|module)) (?:(?:of|for"
        rf"|to|left|still|with|where|in which|reading|writing|calling|using|holding"
        rf"|importing|consuming|touching|accessing|invoking|querying|polling) (?:(?:{_STILL}{_VERB}|the) )?"
        rf"|(?:that|which) {_STILL}{_KNOWS} (?:the )?)(?P<g>{_OBJECT})"
    ),
    rf"\b(?:[Tt]hese|[Tt]hose|[Tt]his|[Tt]hat|[Tt]hey) (?:are|is) the only (?:\w+ )?{_NOUN}\b",
    (
        r"\b(?:[Tt]hese|[Tt]hose|[Tt]hey|[Tt]his|[Tt]hat) (?:are|is) (?:already )?(?:all|every one|(?:the|a) (?:full"
        r"|complete"
        r"|whole|entire|exhaustive) (?:list|set))(?: of)? (?:the|its|their|our) (?:\w+ )?"
        rf"{_OF_CODE}\b(?: (?:of|for|to) (?:the )?(?P<p>{NAME}))?"
    ),
    (
        r"\b(?:[Nn]othing|[Nn]obody|[Nn]o one|[Nn]o-one)(?: else)? (?:but|except(?: for)?|apart from|other than|besides"
        rf"|beyond) [^.;]{{1,60}}? {_STILL}{_VERB} (?P<q>{_OBJECT})"
    ),
    rf"(?:{NAME} alone|\b[Jj]ust {NAME}(?:,? and {NAME})?) {_STILL}{_VERB} (?P<r>{_OBJECT})",
    rf"\b(?:is|are) (?:its|their) (?:only|sole) {_NOUN}\b",
    rf"\b[Oo]nly {NAME}(?:,? (?:and |or )?{NAME}){{0,4}} {_STILL}{_VERB} (?P<h>{_OBJECT})",
    (
        rf"(?P<i>{_OBJECT}) (?:is|are) {_STILL}(?:completely |entirely |already |now )*(?:unused|dead(?: code)?"
        r"|unreferenced|orphaned)\b"
    ),
    (
        rf"(?P<j>{_OBJECT}) (?:is|are|isn't|aren't) {_STILL}(?:not|never|no longer"
        rf"|n't)? ?{_VERBED}(?: (?:by (?:anyone|anybody|anything|any \w+)|anywhere(?: else)?|elsewhere|any more"
        r"|anymore|outside \S+))\b"
    ),
    rf"(?P<k>{_OBJECT}) (?:is|are) {_STILL}no longer {_VERBED}\b",
    rf"(?P<l>{_OBJECT}) (?:has|have) (?:no|zero) (?:other |remaining |known |more |external |further )*{_NOUN}\b",
    (
        r"\b[Tt]here (?:are|is) (?:no|zero) (?:other |remaining |known |more |external "
        rf"|further )+{_NOUN}\b(?: (?:of|for|to) (?P<m>{NAME}))?"
    ),
    (
        rf"\b(?:[Aa]ll|[Ee]very|[Ee]ach)(?: of the)?(?: \d[\d,]*)? {_NOUN}(?: (?:of|for|to) (?:the )?(?:legacy "
        rf"|old )?(?P<n>{NAME}|(?:legacy |old )?\w+ \w+))? (?:are|is|lives?|sits?|stands?) (?:only |all "
        r"|already )?(?:in|within|inside|under|behind)\b"
    ),
    (
        rf"\b(?:[Aa]ll|[Ee]very|[Ee]ach)(?: of the)? {_NOUN} (?:of|for|to) (?P<o>{NAME}) (?:already "
        r"|now )?(?:goes?|use[sd]?|have|has|are|is)(?: been)? (?:already |all )?(?:through|migrated|moved"
        r"|switched|updated|known|covered|listed)\b"
    ),
    (
        r"\b(?:which|that|who) (?:is|are) (?:everyone|everybody|all) (?:who|that)\b|\b[Nn]owhere else\b"
        r"|\band nowhere else\b|\bnobody else (?:opens|has|holds)\b"
    ),
)
_PLACE = rf"(?:by|from|in|within|inside|through|at|to) (?:the |our )?{NAME}"
# said of a thing that is named, or not said of the code at all
_OF_A_NAME = (
    rf"(?P<a>{_OBJECT}) (?:is|are|gets?) {_STILL}(?:only|solely|exclusively) (?:ever )?{_DONE} {_PLACE}",
    rf"(?P<b>{_OBJECT}) (?:is|are|gets?) {_STILL}{_DONE} (?:only|solely|exclusively) (?:ever )?{_PLACE}",
    rf"(?P<c>{_OBJECT}) (?:is|are|gets?) {_STILL}{_DONE} (?:exactly |just |only )?once,? (?:and |namely )?{_PLACE}",
    (
        r"\b(?:so|hence|therefore|thus|which (?:leaves|means|makes)|leaves|there is|there's|it is|it's|that is|that's"
        r"|only|just|exactly)\b,? (?:that is |there is |we have |this is |it is )?(?:only |just |exactly )?(?:one"
        r"|a single) "
        r"(?:place|file|spot|line|call site|location|module) (?:to|that (?:has|needs) to|which (?:has"
        r"|needs) to) (?:be )?"
        r"(?:change|touch|edit|update|adapt|fix|switch|migrate|replace|move|look at)(?:d|ed)?\b"
    ),
    (
        r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Ww]hose) (?:only|sole|single) (?:remaining |other |known |real )?(?:caller"
        r"|call site"
        r"|consumer|reader|writer|usage|importer|subscriber|producer|publisher|dependent)\b(?! (?:group|per|of|for)\b)"
    ),
    rf"(?P<d>{NAME})(?:'s|\u2019s) (?:only|sole|single) (?:\w+ )?{_OF_CODE}\b",
    (
        rf"(?<!of )(?<!in )(?P<e>{NAME}) (?:has|have) (?:exactly |just |only |but )?(?:one|a single|1) "
        rf"(?:remaining |other )?{_OF_CODE}\b(?! (?:group|per|for each)\b)"
    ),
    (
        r"(?:^|(?<=[.;,:(] )|(?<= and )|(?<= but ))(?P<s>(?:[Ii]t|[Tt]h(?:e|is|at) (?:function|method|column|flag|class"
        r"|table|view|type|variable|endpoint|helper|field)) (?:still |now |today |currently )*(?:only has|has"
        r" (?:exactly |just |only |but )?)) ?(?:one|a single|1) (?:remaining |other )?"
        rf"{_OF_CODE}\b(?! (?:group|per|for each|at a time)\b)"
    ),
    (
        r"(?:^|(?<=[.;,:(] )|(?<= and ))(?P<t>(?:[Tt]hat|[Tt]his|[Ii]t|which)(?: is|'s|\u2019s)) the (?:one|only|sole"
        r"|single) (?:place|spot|location|site|caller|call site|reader|writer|file|use|usage|reference)\b"
        r"(?=[.,;)]|$| in (?:the|our) (?:code|tree|repo|repository|whole)|, so\b)"
    ),
    (
        rf"\b{_OF_CODE}\b(?: (?:of|for|to) (?P<j>{NAME}))?[^.]{{0,80}}? (?:[Tt]here (?:are|is) no others?"
        rf"|no others? (?:exist|remain)s?)(?=[ .,;)]|$)"
    ),
    (
        rf"(?P<f>{NAME}) (?:appears?|occurs?|shows up|turns up|is found|is mentioned) (?:only|just|exactly once|once"
        rf"|nowhere"
        r"(?: else)? (?:but|except|other than)|in (?:exactly |only |just )?(?:one|a single) (?:place|file|line))\b"
    ),
    (
        rf"\b[Tt]here(?: (?:are|is)|'s) (?:only |just |exactly )?(?:no|one|a single) {_OF_CODE} (?:of|for"
        rf"|to) (?P<k>{NAME})"
    ),
    rf"(?P<l>{NAME}) (?:no longer has any|never had any|only has one|only has a single) {_OF_CODE}\b",
    rf"(?P<m>{NAME}) has (?:been|gone|become) (?:unused|unreferenced|dead|orphaned)\b",
    (
        rf"\b[Tt]he (?:\w+ )?{_OF_CODE} (?:of|for|to) (?P<n>{NAME}) (?:are|is) (?:all|both|only) (?:in|within|inside"
        rf"|under)\b"
    ),
    (
        rf"\b[Ee]very (?:call|access|read|write|reference|import) (?:of|to|from) (?P<o>{NAME}) (?:goes|is|passes|comes"
        rf"|sits)\b"
    ),
    (
        rf"\b[Ww]e (?:only|solely) (?:use|call|read|write|import|reference) (?P<p>{NAME}) (?:in|from|by|at|within"
        rf"|inside)\b"
    ),
    rf"(?P<q>{NAME}) is (?:only|solely) (?:reachable|accessible|visible|callable) (?:from|in|by|within|inside)\b",
    rf"(?:^|\b[Oo]nly |\b[Jj]ust |\b[Ee]xactly )(?:[Oo]ne|[Aa] single) {_UNIT} {_STILL}{_VERB} (?P<r>{_OBJECT})",
    (
        rf"\b[Nn]o (?:\w+ )?{_OF_CODE}(?: (?:of|to|for) (?:the )?(?P<g>{NAME}))? (?:remains?|(?:is|are) left|exists?"
        r"|left)\b"
    ),
    (
        r"\b(?:[Aa]ll|[Ee]very|[Ee]ach)(?: of the)?(?: \w+)? (?:places?|files?|modules?|services?|packages?|classes"
        r"|jobs?"
        rf"|components?|sites?) (?:that|which) {_STILL}{_VERB} (?P<h>{_OBJECT}) (?:is|are|has been|have been) (?:\w+ )?"
        r"(?:listed|named|above|below|here|in|inside|within|known|shown|moved|migrated|switched|updated|covered"
        r"|changed)\b"
    ),
    (
        r"\b(?:[Tt]he|[Aa]) (?:complete|full|whole|exhaustive|entire) (?:list|set) of (?:the |its |their |all )*"
        rf"{_OF_CODE}\b(?: (?:of|for|to) (?P<i>{NAME}))?"
    ),
)
# two or more, named one after the other, as if these were all: "`round` is used by `issue` and by `credit`"
LISTED = Cued(
    rf"(?P<a>{NAME}) (?:is|are) {_STILL}{_DONE} (?:by|in|from) (?:the )?{NAME}"
    rf"(?:(?:, and |, | and |,? and also )(?:by |in |from )?(?:the )?{NAME}){{1,6}}(?=[.;:)]|$)"
)
SAID = OneOf([Cued(claim) for claim in _CLAIMS])
SAID_OF_A_NAME = OneOf([Cued(claim) for claim in _OF_A_NAME])
