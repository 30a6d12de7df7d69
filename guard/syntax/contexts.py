"""What a pattern may stand in, language by language: a pattern alone says too little of what it means.

`fmt.Errorf($A)` alone is read as a conversion to a type in Go and finds no call. So every pattern is read in each of
these surroundings, with the pattern in place of HERE; the readings without a fault are the ones that count.
"""

from __future__ import annotations

HERE = "\0"

_SCRIPT = (HERE, f"_ = {HERE};", f"_ = {{ {HERE} }};", f"class _ {{ {HERE} }}", f"_.{HERE};")
_JSX = (f"_ = <a {HERE} />;",)
_TYPED = (f"let _: {HERE};", f"interface _ {{ {HERE} }}", f"function _({HERE}) {{}}", f"{HERE} class _ {{}}")

CONTEXTS: dict[str, tuple[str, ...]] = {
    "go": (
        HERE,
        f"func _() {{ {HERE} }}",
        f"func _() {{ _ = {HERE} }}",
        f"type _ struct {{ {HERE} }}",
        f"var _ {HERE}",
        f"func _() {{ _ = _.{HERE} }}",
        f"func _() {{ _ = _{{ {HERE} }} }}",
        f"func _({HERE}) {{}}",
    ),
    "python": (
        HERE,
        f"_({HERE})",
        f"{HERE}\ndef _(): pass",
        f"_ = {{ {HERE} }}",
        f"_ = {HERE}",
        f"def _({HERE}): pass",
    ),
    "javascript": (*_SCRIPT, *_JSX),
    "typescript": (*_SCRIPT, *_TYPED),
    "tsx": (*_SCRIPT, *_TYPED, *_JSX),
    "java": (
        HERE,
        f"class _ {{ {HERE} }}",
        f"class _ {{ void _() {{ {HERE} }} }}",
        f"class _ {{ void _() {{ {HERE}; }} }}",
        f"class _ {{ Object _ = {HERE}; }}",
        f"class _ {{ {HERE} _; }}",
        f"{HERE} class _ {{}}",
        f"class _ {{ void _({HERE}) {{}} }}",
    ),
    "ruby": (HERE, f"_({HERE})", f"_ = {HERE}", f"class A; {HERE}; end"),
    "rust": (
        HERE,
        f"fn f() {{ {HERE} }}",
        f"fn f() {{ {HERE}; }}",
        f"fn f() {{ let _ = {HERE}; }}",
        f"struct S {{ {HERE} }}",
        f"fn f() {{ let _ = S {{ {HERE} }}; }}",
        f"fn f() {{ x.{HERE}; }}",
        f"type T = {HERE};",
        f"fn f() {{ match x {{ {HERE} }} }}",
        f"fn f({HERE}) {{}}",
    ),
    "hcl": (HERE, f"a = {HERE}"),
    "yaml": (HERE, f"a: {HERE}"),
}

# As a file, code that stands alone is something else than in a function: of these, only the following counts.
ALONE = {"go": ("_declaration", "_clause")}

# How ast-grep writes a metavariable where `$` means something, or nothing, in the language.
SIGN = {"javascript": "$", "typescript": "$", "tsx": "$", "java": "$", "yaml": "$"}
