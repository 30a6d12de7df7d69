"""What parsers call comments and literals, language by language."""

from __future__ import annotations

COMMENTS = {
    **dict.fromkeys(("java", "rust"), ("line_comment", "block_comment")),
    **dict.fromkeys(("go", "python", "javascript", "typescript", "tsx", "ruby", "hcl", "yaml"), ("comment",)),
}
LITERALS = {
    "go": ("interpreted_string_literal", "raw_string_literal", "rune_literal"),
    "python": ("string",),
    **dict.fromkeys(("javascript", "typescript", "tsx"), ("string", "template_string", "regex")),
    "java": ("string_literal", "character_literal"),
    "ruby": ("string", "heredoc_body", "regex"),
    "rust": ("string_literal", "raw_string_literal", "char_literal"),
    "hcl": ("string_lit",),
    "yaml": ("double_quote_scalar", "single_quote_scalar"),
}
