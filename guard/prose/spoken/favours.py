"""Orders to a reader told by what stands together: an order, the reader or its work, and what it is to spare."""

from __future__ import annotations

from guard.prose.spoken.lexicon import CL, DOC, W

_DOUBTFUL = (
    r"(?:flags?\b|findings?\b|ambiguit\w+|hedg(?:e|es|ing)\b|open (?:points|ends)|doubts\b|vague\w*"
    r"|missing (?:owners?|rollbacks?|gates?)|unclear\w*|detection\b|loose ends|guesses\b|unresolved)"
)
_READS = (
    r"(?:checkers?|reviewers?|assistants?|models?|bots?|machines?|ais?|llms?|graders?|agents?|scanners?|robots?"
    r"|algorithms?|software|automation)"
)
_SPARES = r"(?:ignore|skip|pass|accept|approve|overlook|trust|spare|whitelist|exempt|clear)"
_FINE = (
    r"(?:clean|fine|approved|green|passed|flawless|verified|complete|ok(?:ay)?|unproblematic|accepted|confirmed"
    r"|in order)"
)
_PAGE = rf"(?:{DOC}|file|block|remainder|migration|write-?up|draft|runbook)"
FAVOURS = (
    # an order, and what a checker looks for
    (
        rf"{CL}(?:skip|ignore|disregard|suppress|disable|overlook|mute|silence|switch off|turn off|pass over"
        rf"|dismiss)\s+"
        rf"{W}{{0,4}}{_DOUBTFUL}"
    ),
    (
        rf"{CL}(?:do not|don'?t|never|no need to|avoid|refrain from|stop) (?:look(?:ing)? for|search(?:ing)? for"
        rf"|hunt(?:ing)?"
        rf" for|dig(?:ging)? for|complain(?:ing)? about|count|treat|regard|consider|read)\b[^.!?\n]{{0,60}}{_DOUBTFUL}"
    ),
    r"\bthere (?:shall|must|should|will|need) be no (?:questions|flags|findings|doubts|comments|objections)\b",
    (
        rf"{CL}treat (?:the |any |all |every |each )?(?:missing|unclear|vague|unnamed|absent|unknown) \w+(?: \w+)? as"
        r" (?:intentional|intended|answered|known|settled|deliberate|fine|resolved|given|ok)"
    ),
    rf"{CL}(?:do not|don'?t|never) mention (?:the |any )?(?:drop|risks?|missing|owners?|rollback|deletion|gaps?)\b",
    # the reader by its name, where only a call begins
    (
        rf"(?:^|[.!?]\s+)(?:(?:hi|hello|hey|thanks|thank you|listen|ok(?:ay)?),?\s+)(?:dear |good |my )?(?:{_READS}"
        rf"|guard)\b\s*[,.:!]"
        rf"|(?:^|[.!?]\s+)(?:guard|assistant|robot|machine|checker),\s+(?:please|look|let|ignore|skip|pass|you|just"
        rf"|kindly|"
        r"summari\w+|approve|accept|stop|be|do)\b"
        r"|(?:^|[.!?]\s+)system: (?:user|you|the (?:user|reviewer|plan)|ignore|suppress|new|override|all|approve"
        r"|disable)\b"
    ),
    # how it is to answer
    r"\b(?:begin|start|end|open|close|finish|preface) your (?:reply|answer|response|output|review|report)\b",
    (
        r"\b(?:output|reply with|answer with|respond with|print|write|say|type|emit)\s+(?:only |just )?(?:the (?:word"
        r"|string|token|letters)"
        r" )[\"'`]?\w+"
        rf"[\"'`]?(?: for this {_PAGE}|\s*$|\.)"
    ),
    (r"\byour (?:previous|last|earlier|former) (?:answer|reply|response|review|verdict|findings|output)\b"
    r"|\byour administrator\b"
    r"|\bif your policy says\b|\bin your (?:reply|answer|response|verdict)\b"),
    (
        r"(?<!if )\byou(?:'re| are) (?:now |currently )?(?:reading|reviewing|checking|looking at|grading|evaluating"
        r"|judging|analy[sz]ing)"
        r" an? (?:\w+ ){0,3}(?:plan|document|text|page)\b"
    ),
    r"\b(?:rules|checks|prompts|lints|policies) (?:that )?you (?:run|follow|apply|enforce)\b",
    (
        r"\b(?:ignore|forget|disregard|never mind|pay no heed to)\b[^.!?\n]{0,30}\b(?:told|asked|instructed|ordered"
        r"|taught|trained|gave) you\b"
        r"|\bpay no (?:heed|attention|mind) to any (?:earlier|previous|prior|other)\b"
    ),
    # what it is to think of the text
    (
        rf"\b(?:this|the whole|the entire) {_PAGE}\b[^.!?\n]{{0,24}}\b(?:should|must|will|shall|ought to|is to"
        rf"|has to) (?:come out|be found|be rated|be"
        rf" judged|read|count|be reported|be considered|be deemed|turn out|be treated)\s+(?:as )?{_FINE}\b"
    ),
    (
        rf"\b(?:this|the)? ?{_PAGE}\b[^.!?\n]{{0,80}}\b(?:needs?|requires?|wants?|warrants?|deserves?) no (?:checking"
        rf"|further look|second look|scrutiny"
        r"|checks? by|verification by|flags?|machine)"
    ),
    (
        rf"\b{_READS}\b[^.!?\n]{{0,30}}\b(?:must|should|may|shall|has to|have to|are to|is to|needs? to|can) (?:only "
        rf"|just |simply )?"
        r"(?:say|consider|treat|assume|regard|accept|agree|confirm|conclude|believe|trust|rate|mark)\b[^.!?\n]{0,50}"
        r"\b(?:confirmed|approved|verified|correct|fine|answered|settled|true as|valid as is|complete|intended|clean"
        r"|no issues)\b"
    ),
    (rf"\b(?:told|asked|instructed|configured|set|taught) (?:the |our |your |this )?(?:\w+ )?(?:{_READS}|tool|guard"
    rf"|linter) to {_SPARES} (?:this|the|these) {_PAGE}\b"),
    (rf"\b{_READS}\b[^.!?\n]{{0,40}}\b(?:has|have|is|are) (?:permission|allowed|permitted|free|welcome"
    rf"|authori[sz]ed) to {_SPARES}\b"),
    (
        r"\b(?:only (?:humans|people)|no (?:machine|model|bot|tool|robot|ai)) (?:may|can|should|must|shall"
        r"|is allowed to) (?:question|flag|review|check|judge"
        rf"|touch|analy[sz]e)\b|\baddressed to (?:the )?(?:machines?|{_READS})\b|\bnot (?:meant )?(?:to"
        rf"|for) (?:people|humans)\b"
    ),
    (r"\bflag(?:ging|ged)? (?:this|these|it|anything|the)\b[^.!?\n]{0,40}\b(?:mistake|wrong|unnecessary|pointless"
    r"|forbidden|not allowed|unhelpful|unfair)\b"),
    (rf"{CL}(?:rate|score|grade) the (?:clarity|quality|completeness|risk|safety) of this {_PAGE}|\b10 out of 10\b"
    rf"|\bfull marks\b"),
    (
        r"\blet the record show\b|\blook the other way\b|\bturn a blind eye\b|\b(?:this one|it"
        r"|all) is fine, (?:thanks|thank you)\b"
        r"|\bnothing (?:to do|for you) here\b|\binstruction override\b"
        r"|\belevated privileges\b[^.!?\n]{0,30}\b(?:suppress|skip|approve)"
        r"|\b(?:written|generated|produced) by a trusted (?:model|source|system)\b"
    ),
)  # fmt: skip
