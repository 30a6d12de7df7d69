"""Words of which orders to a reader are made: where one begins, whom it calls, what it is about."""

from __future__ import annotations

# where an order may begin
CL = (
    r"(?:^|[.!?:;,\u2014\u2013()\[\]>\"'*|{}#/]\s*|\s-+\s|\b(?:please|kindly|just|simply|always|instead|now"
    r"|therefore|hence"
    r"|you (?:should|must|may|can|will|shall|are to|have to|need to)|so kind as to|i want you to|we ask you to)\s+)"
)
W = r"(?:[\w'-]+[\s,]+)"  # a word and what follows it
AI = (
    r"(?:a\.?i\.?(?! \w+ (?:model|service|feature)s?\b)|llms?|(?:large )?language models?|chat ?bots?|chatgpt"
    r"|gpt-?\d[\w.]*"
    r"|(?:ai|llm|automated|automatic|machine|review|reviewing|plan|grading|judging)[ -]"
    r"(?:reviewers?|checkers?|graders?|judges?|evaluators?|auditors?|verifiers?|assistants?|agents?|bots?"
    r"|models?|tools?"
    r"|systems?|reviews?|linters?|scanners?|validators?)"
    r"|(?:reviewer|checker|grader|judge) (?:models?|bots?|agents?|ais?)|planbot|bots, graders and models)"
)
AGENT = r"(?:claude|copilot|gemini|codex|assistants?|agents?|bots?|models?)"
CHECKER = r"(?:reviewers?|checkers?|graders?|judges?|auditors?|evaluators?|readers?|guard)"
ANY = rf"(?:{AI}|{AGENT}|{CHECKER})"
DOC = r"(?:plan|document|text|section|paragraph|passage|page|submission|proposal|wording|sentences?|statements?|prose)"
PART = rf"(?:{DOC}|steps?|phases?|files?|lines?|rest|remainder|assumptions?|hedges?|claims?|migration plan|runbook)"
THIS = rf"(?:(?:this|these|the|that|my|our|every|all|any|following|whole|entire|next)\s+){{1,3}}{W}{{0,2}}"
FOUND = (
    r"(?:findings?|flags?|questions?|issues?|doubts?|concerns?|ambiguit(?:y|ies)|problems?|objections?"
    r"|uncertaint(?:y|ies)"
    r"|contradictions?|canar(?:y|ies))"
)
NONE = rf"(?:no|zero|0|not any|any|an empty (?:list|array|set) of|nothing|without(?: any)?)\s+{W}{{0,2}}{FOUND}"
INSTRUCTIONS = r"(?:instructions?|prompts?|directions?|directives|guidelines|guidance|programming|training)"
RULES = r"(?:rules|polic(?:y|ies)|constraints|commands|orders|context|messages|checks|guardrails|restrictions|criteria)"
BEFORE = (
    r"(?:previous|prior|preceding|above|earlier|foregoing|original|initial|former|system|your|you (?:were|have been))"
)
IGNORE = (
    r"(?:ignore|disregard|forget|override|bypass|discard|overlook|neglect|dismiss|abandon|set aside|pay no \w+ to"
    r"|(?:do not|don'?t|never|stop|no longer) (?:follow|obey|heed|apply|listen to|adhere to)(?:ing)?)"
)
SAFE = (
    r"(?:safe|clean|approved|pre-?approved|passed|compliant|verified|trusted|unambiguous|low[ -]risk|resolved|settled"
    r"|reviewed|complete and correct|flawless|perfect|fine|error[ -]free|intended|exempt)"
)
MODAL = (
    r"(?:should|must|may|can|could|shall|will|would|might|has to|have to|needs? to|(?:is|are) (?:not |hereby |kindly )?"
    r"(?:instructed|asked|told|requested|required|expected|allowed|ordered|to)(?: to)?|please|:|,|to)"
)
NOT = r"(?:not|never|no need to|refrain from|avoid|stop)"
DOUBT = (
    r"(?:flag(?:ging)?|rais(?:e|ing)|report(?:ing)?|question(?:ing)?|escalat(?:e|ing)|mention(?:ing)?"
    r"|comment(?:ing)?(?: on)?"
    r"|second-guess(?:ing)?|challeng(?:e|ing)|scrutini[sz](?:e|ing)|list(?:ing)?|object(?:ing)?(?: to)?"
    r"|analy[sz](?:e|ing))"
)
