"""What declares a name in each language, as rules of ast-grep; what else it takes is told from the node they find.

No rule has a regular expression: each would be compiled again for every file.

A variable of a function is no name of its file, so it is not found; a function in a function is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Rule

_PYTHON_FUNCTIONS: tuple[str, ...] = ("function_definition", "lambda")
_GO_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")
_SCRIPT_FUNCTIONS = (
    *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
    *("arrow_function", "method_definition"),
)
FUNCTIONS = frozenset(
    (
        *(*_PYTHON_FUNCTIONS, *_SCRIPT_FUNCTIONS, "method_declaration", "constructor_declaration", "function_item"),
        *("method", "singleton_method", "func_literal"),
    )
)
MEMBERS = frozenset(  # of Ruby: calls that make methods of the names given to them
    (
        *(
            "attr_accessor",
            "attr_reader",
            "attr_writer",
            "attribute",
            "belongs_to",
            "has_many",
            "has_one",
            "scope",
            "enum",
        ),
        *(
            "has_and_belongs_to_many",
            "define_method",
            "delegate",
            "alias_method",
            "has_one_attached",
            "has_many_attached",
        ),
        *("cattr_accessor", "mattr_accessor", "class_attribute", "thread_mattr_accessor", "store_accessor"),
    )
)


def _any(*kinds: str) -> list[Rule]:
    return [{"kind": kind} for kind in kinds]


def _outside(kind: str, functions: tuple[str, ...]) -> Rule:
    """Of this kind, and in no function."""
    return {"kind": kind, "not": {"inside": {"any": _any(*functions), "stopBy": "end"}}}


_HELD = ("variable_declarator", "export_statement", "assignment_expression")


def _pairs(*held: str) -> Rule:
    """Of an object that such a thing holds. One rule for all of them: each that looks around is asked of every node."""
    return {"kind": "pair", "inside": {"kind": "object", "inside": {"any": _any(*held)}}}


_SCRIPT: list[Rule] = [
    *_any("class_declaration", "class", "function_declaration", "generator_function_declaration", "method_definition"),
    *_any("export_specifier", "import_statement"),
    _outside("variable_declarator", _SCRIPT_FUNCTIONS),
    {
        "kind": "variable_declarator",
        "has": {"field": "value", "any": _any("arrow_function", "function_expression", "class")},
    },
    {"kind": "assignment_expression", "has": {"field": "left", "kind": "member_expression"}},
]
_TYPED = (
    *("abstract_class_declaration", "interface_declaration", "enum_declaration", "type_alias_declaration"),
    *("public_field_definition", "property_signature", "method_signature", "abstract_method_signature"),
    *("function_signature", "internal_module", "module", "enum_assignment"),
)
_TYPESCRIPT: list[Rule] = [
    *_SCRIPT,
    *_any(*_TYPED),
    _pairs(*_HELD, "as_expression", "satisfies_expression"),
    {"kind": "required_parameter", "has": {"kind": "accessibility_modifier"}},
]
RULES: dict[str, list[Rule]] = {
    "python": [
        *_any("class_definition", "function_definition", "type_alias_statement"),
        _outside("assignment", _PYTHON_FUNCTIONS),
        {"kind": "assignment", "has": {"field": "left", "kind": "attribute"}},
        *_any("import_from_statement", "import_statement"),
    ],
    "go": [
        *_any("function_declaration", "method_declaration", "type_spec", "type_alias", "field_declaration"),
        *_any("method_elem"),
        *[_outside(kind, _GO_FUNCTIONS) for kind in ("const_spec", "var_spec")],
    ],
    "typescript": _TYPESCRIPT,
    "tsx": _TYPESCRIPT,
    "javascript": [*_SCRIPT, _pairs(*_HELD), *_any("field_definition")],
    "java": [
        *_any("class_declaration", "interface_declaration", "enum_declaration", "record_declaration"),
        *_any("annotation_type_declaration", "method_declaration", "constructor_declaration", "field_declaration"),
        *_any("enum_constant", "constant_declaration", "annotation_type_element_declaration"),
        {"kind": "formal_parameter", "inside": {"kind": "formal_parameters", "inside": {"kind": "record_declaration"}}},
    ],
    "ruby": [
        *_any("class", "module", "method", "singleton_method"),
        {"kind": "assignment", "has": {"field": "left", "kind": "constant"}},
        {"kind": "call", "has": {"kind": "argument_list", "has": {"kind": "simple_symbol"}}},
    ],
    "rust": [
        *_any("function_item", "function_signature_item", "struct_item", "enum_item", "union_item", "enum_variant"),
        *_any("trait_item", "impl_item", "mod_item", "type_item", "macro_definition", "field_declaration"),
        *[_outside(kind, ("function_item",)) for kind in ("const_item", "static_item")],
        {"kind": "use_declaration", "has": {"kind": "visibility_modifier"}},
    ],
    "hcl": [{"kind": "block", "inside": {"kind": "body", "inside": {"kind": "config_file"}}}],
}
OF_ENUMS: Rule = {"kind": "property_identifier", "inside": {"kind": "enum_body"}}


def rules_of(language: str, text: str) -> list[Rule]:
    """What may find something in this text."""
    return [*RULES[language], OF_ENUMS] if language in ("typescript", "tsx") and "enum" in text else RULES[language]
