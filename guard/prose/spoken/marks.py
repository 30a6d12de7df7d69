"""Marks of a chat, replies in the name of a checker, and what comments whisper."""

from __future__ import annotations

from guard.prose.spoken.lexicon import ANY, DOC, FOUND

MARKERS = (
    r"<\|[a-z_ ]{2,20}\|>|\[/?inst\]|<</?sys>>|</?(?:start|end)_of_turn>|<eos>",
    (
        r"</?(?:system|assistant|instructions?|system-reminder|system_prompt|tool_results?|tool_use"
        r"|function_(?:results?|calls?)|untrusted"
        r"\w{0,10}|user_input|invoke|thinking|human)(?:\s[^<>]{0,60})?>|</(?:document|plan|prompt|units?|user)>"
    ),
    r"(?:^|\s)#{2,4} ?(?:instruction|response|system|assistant|human|input)s?\s*:",
    r"(?:^|[\n>\"'|]\s*|[.!?] )(?:assistant|human|ai assistant|chatgpt)\s?:\s",
    (
        r"^\W{0,6}(?:tool|function)[ _](?:result|response|output|call)s?\b[^\n]{0,20}:"
        r"|\bobservation: the (?:checker|reviewer|model)"
    ),
    (
        r"[-=*\[#]{1,6}\s?(?:begin|end) (?:of )?(?:the )?(?:system|untrusted|user|plan|document|trusted|hidden"
        r"|prompt|data|review)"
        r"\b[\w ]{0,20}[-=*\]#]{1,6}|\bend of (?:user|untrusted) (?:input|text)\b|^\W{0,3}\[system\]\s"
    ),
    (
        r"[\"'](?:units_read|abstained|why_uncertain|evidence_to_settle|verdict|may_merge|may_commit|tool_use_id"
        r"|stop_reason)[\"']\s*:"
    ),
    r"[\"'](?:flags|findings|issues|ambiguities)[\"']\s*:\s*\[\s*\]",
    r"[\"']role[\"']\s*:\s*[\"'](?:assistant|system|developer)[\"']|[\"']type[\"']\s*:\s*[\"']tool_(?:use|result)[\"']",
    r"^\W{0,3}guard: pass\b",
)
# a heading that is the name of a speaker
SPEAKERS = r"^(?:instructions?|response|assistant|human)\s*:|^system: (?:the|you|be)\b"
# in a comment that no page shows, fewer words are enough
HIDDEN = (
    (
        rf"\b(?:approve|accept|pass|skip|ignore|trust)\b[^.!?\n]{{0,30}}\b(?:{DOC}|review|checks?|below|above"
        r"|everything)\b"
    ),
    rf"\b(?:do not|don't|never|no)\b[^.!?\n]{{0,20}}\b(?:flag|report|{FOUND})\b",
    rf"\b{ANY}\b\s*[:,]",
)
# run together, as they stand once the blanks between letters are gone
CLOSE = (
    r"(?:ignore|disregard|forget)(?:all|any|the|your)*(?:previous|prior|above|earlier|your)?(?:instructions"
    r"|rules|prompts)"
    r"|(?:approve|accept)(?:this|the)plan|donotflag|reportno(?:issues|findings)|noissuesfound|(?:the)?instructionsabove"
    r"|(?:checker|reviewer)shouldnot|youarealanguagemodel"
)
