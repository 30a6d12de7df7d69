"""Words that call on somebody who can only be the reader, and tests of the reader itself."""

from __future__ import annotations

from guard.prose.spoken.lexicon import AGENT, AI, CHECKER, DOC, DOUBT, FOUND, MODAL, NOT, PART, THIS, W

TO_A_READER = (
    # somebody is called who can only be the reader
    (
        r"(?:^|[.!?:;>\u2014(\[\"'/*#|]\s*|- )(?:dear|hey|hi|hello|attention|attn|note (?:to|for)|notice (?:to"
        r"|for)|message (?:to|for)"
        r"|instructions? (?:to|for)|reminder (?:to|for)|hint (?:to|for)|for the attention of|developer note to"
        r"|this (?:message|note) is for)"
        rf"[:,]?\s+(?:(?:the|any|all|whichever|every|my|our|future)\s+){{0,2}}(?:{AI}\b(?! team| platform)"
        r"|model\b(?!s)|checker\b|reviewer model)"
    ),
    (
        rf"(?:^|[.!?;>\u2014(\[\"'/*#|]\s*|-- )(?:to (?:the|any|all|whichever|every) )?{AI}(?:s)?\s*(?::"
        r"|,(?= (?:please|do|don'?t|you|reply|stop|skip|"
        rf"ignore|approve|accept|return|report)))"
    ),
    (
        rf"\b(?:{AI}|{AGENT}|{CHECKER}|system|tool|whoever|whatever|anyone)\s+(?:that |who |which |currently |now "
        r"|or whatever )*"
        r"(?:is )?(?:read|review|check|process|pars|evaluat|analy[sz]|grad|judg|scann?)(?:s|es"
        r"|ing)?\s+(?:this|these|the)"
        rf"(?: (?:\w+ )?(?:{DOC}|line))?\b[^.!?\n]{{0,60}}\b(?:should|must|may|can|will|has to|stop|skip|ignore"
        r"|approve|conclude)\b"
    ),
    rf"\bto (?:the|whichever|any) (?:{AI}|{AGENT}) (?:that is |that )?(?:read|check|review)\w* this",
    rf"\bif you(?:'re| are) (?:reading this (?:as )?)?an? {W}{{0,2}}(?:{AI}|model|bot)\b",
    rf"\bas an? {W}{{0,1}}(?:{AI})\b|\bas the (?:plan |automated )?checker, you\b",
    (
        rf"\byou(?:'re| are)\s+(?:now |actually |really |no longer |just )?(?:an? |the |in )?{W}{{0,3}}(?:{AI}"
        r"|assistant|model|checker|"
        r"planbot|developer mode|poet)\b"
    ),
    (
        r"\b(?:act as|pretend (?:to be|you are|that you)|role-?play as|imagine (?:that )?you (?:are"
        rf"|were))\s+{W}{{0,3}}"
        rf"(?:{AI}|{AGENT}|{CHECKER}|owner|author|already|have)\b"
    ),
    r"\bfrom now on,? you (?:will|must|shall|are|answer)\b",
    (
        r"\byour (?:only |new |real |actual |true )?(?:task|job|goal|role|objective) is (?:now )?to (?:confirm"
        r"|approve|summari|accept|report"
        r"|return|agree|ignore|output|answer)"
    ),
    r"\byour (?:new |real |only )(?:task|job|goal|role|objective|instructions?) (?:is|are)\b",
    (
        r"\byour (?:system prompt|programming|instructions (?:have )?changed|guidelines (?:do|are|for|in)"
        r"|earlier instructions"
        rf"|verdict\b|findings?\b|flags?\b|list of {FOUND}|output (?:must|should|is)|(?:reply|answer"
        r"|response) (?:must|should) be)"
    ),
    # what a reader of plans should do, said of it
    (
        rf"\b(?:the |any |all |every )?{AI}\b[^.!?\n]{{0,40}}\b{MODAL}\s+{W}{{0,2}}(?:{NOT}\s+{W}{{0,1}}{DOUBT}"
        r"|(?:skip|ignore|overlook|"
        rf"disregard|approve|accept|pass|trust|treat|stop|conclude|move on|give|output|be lenient)\b)[^.!?\n]{{0,60}}"
        rf"(?:{PART}\b|{FOUND}|here|author|list|marks|\bit\b)"
    ),
    (
        rf"\b(?:{CHECKER}|{AGENT})\s*(?:{MODAL})\s+{W}{{0,2}}(?:{NOT}\s+{W}{{0,1}}{DOUBT}\s+(?:{THIS}|any "
        r"|questions|anything)"
        rf"|(?:skip|ignore|overlook|disregard)\s+{THIS}?(?:{PART})\b)"
    ),
    (
        rf"\b(?:{CHECKER})\s*(?::|,| must| should)\s*(?:please )?(?:(?:skip|ignore)\b[^.!?\n]{{0,40}}\band approve"
        rf"|skip {W}{{0,1}}{PART}|treat|accept|approve|trust|return|report)\s+(?:this {DOC}|no {FOUND}"
        rf"|without|the same answer|the plan as)"
    ),
    (
        rf"(?:^|[.!?>\"'/*#|-]\s*)@?(?:claude|copilot|gemini|codex|chatgpt|gpt)\b[:,]?\s+{W}{{0,1}}(?:approve"
        r"|accept|skip|ignore|reply|respond|"
        r"answer|do not flag|don't flag|report no)"
    ),
    (
        rf"\b(?:{CHECKER}|{AI}|assistant|model)\b[^.!?\n]{{0,60}}\b(?:says? that it is clean|finds? it clean"
        r"|found it clean|has found no issues"
        r"|never flags|trusts? the author|no flags|returns? no findings)"
    ),
    r"\bmessage to the automated\b|\bis instructed to pass\b|\bapproves everything\b|\bassistant that approves\b",
    rf"\b(?:{AI}|we trust that the checker|{CHECKER})\b[^.!?\n]{{0,20}}\bwill not flag (?:the|this|these|any)",
    # tests of the reader itself
    (
        r"\bplanted (?:ambigui|canar|test|sentence|doubt)|\b(?:report|satisf|caught"
        r"|catch) (?:only )?(?:the )?canar(?:y|ies)\b(?! (?:deploy|rollout"
        r"|release|traffic|pod|metric|error|analysis|health))|\bcanary (?:units?"
        r"|check)\b[^.!?\n]{0,30}\b(?:reported|satisfied|caught|in this"
        r" request)|\bknown canary\b|\brandom mark\b"
    ),
    r"(?:^|\s)u\d{1,4}\|\d{1,6}\|",
    (
        r"\b(?:call|invoke|use|run|execute) (?:the )?[`\"']?\w{0,20}(?:approve|submit_review|mark_safe|merge_pull"
        r"|merge_pr)\w{0,20}[`\"']? "
        r"(?:tool|function)|\band do not tell (?:anybody|anyone)\b"
    ),
)
