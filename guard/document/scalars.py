"""Plain scalars: text, a whole number, true, false or null; an error for what some reader takes for another thing."""

from __future__ import annotations

import re

from guard.document.faults import Problem, excerpt

LARGEST = 2**53  # beyond it, readers that use floating point change the number
WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}

_INTEGER = re.compile(r"-?[1-9][0-9]*|0")
_BOOLEAN = re.compile(r"(?i:yes|no|on|off|y|n|true|false)")
_TIMES = ("a time of day or a number in base 60", "a date")
_NULL = re.compile(r"(?i:null)")
# Every expression has one way to match, so the time is linear in the text; a value is up to 256 kB of one line.
_NUMBERS = (
    (re.compile(r"[-+]?0[xX][0-9a-fA-F_]+"), "a hexadecimal number"),
    (re.compile(r"[-+]?0[oO][0-7_]+"), "an octal number"),
    (re.compile(r"[-+]?0[bB][01_]+"), "a binary number"),
    (re.compile(r"[-+]?0[0-9_]+"), "a number with a leading zero"),
    (re.compile(r"[-+]?[0-9]+(?:_[0-9_]*)"), "a number with underscores"),
    (re.compile(r"[-+][0-9]+"), "a number with a sign"),
    (
        re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]+)?"),
        "a number with a fraction or exponent",
    ),
    (re.compile(r"[-+]?\.(?i:inf)|\.(?i:nan)"), "an infinity or not-a-number"),
    (re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"), _TIMES[0]),
    (
        re.compile(
            r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
            r"(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]*)?)?"
            r"[ \t]*(?:[Zz]|[-+][0-9]{1,2}(?::?[0-9]{2})?)?)?"
        ),
        _TIMES[1],
    ),
)


def value(text: str) -> tuple[object, Problem | None]:
    """What a plain scalar means, or why nothing can be said."""
    if text in WORDS:
        return WORDS[text], None
    if _INTEGER.fullmatch(text):
        return integer(text)
    if _BOOLEAN.fullmatch(text):
        return text, Problem(
            f"{text} is yes-or-no to some readers and text to others", f'write true or false, or "{text}" in quotes'
        )
    if _NULL.fullmatch(text):
        return text, Problem(f"{text} is null to some readers and text to others", f'write null, or "{text}" in quotes')
    if text.endswith(":"):
        # Only [a:, b] and {a:, b: 1} come here: YAML says that a is a key, this parser takes in the colon.
        return text, Problem(
            f"{excerpt(text)} ends with a colon", f"write {_quoted(text)} in quotes, or a value behind the colon"
        )
    for pattern, what in _NUMBERS:
        if pattern.fullmatch(text):
            number = "" if what in _TIMES else ", or a whole number in plain decimal digits"
            return text, Problem(
                f"{excerpt(text)} is {what} to some readers", f"write {_quoted(text)} in quotes{number}"
            )
    return text, None


def integer(text: str) -> tuple[object, Problem | None]:
    """A whole number in its one accepted spelling (also the one JSON has, but for -0)."""
    if text == "-0":
        return 0, Problem("-0 is not a whole number's spelling", "write 0")
    # The length first: turning a few thousand digits into a number is slow, and refused by Python itself.
    if len(text) > 17 or abs(int(text)) > LARGEST:
        return 0, Problem(
            f"{excerpt(text)} is beyond 2**53", f"write a smaller number, or {_quoted(text)} in quotes if it is text"
        )
    return int(text), None


def key(text: str, plain: bool) -> Problem | None:
    """Why a scalar cannot be a key."""
    if not plain:
        return None
    if text == "<<":
        return Problem(
            "<< merges another mapping into this one", "write out the keys you mean; what counts is what stands here"
        )
    if text == "":
        return Problem("a key is missing before the colon", "write the key")
    meant, problem = value(text)
    if problem or not isinstance(meant, str):
        return Problem(f"the key {excerpt(text)} is not text to every reader", f"put it in quotes: {_quoted(text)}")
    return None


def _quoted(text: str) -> str:
    return f'"{excerpt(text)}"'
