"""Plain scalars: text, a number, true, false or null; an error for what some reader takes for another thing.

Rules: G212 a value that readers take for different things, G215 number out of bounds, G217 key that is not text,
G211 for the merge key.
"""

from __future__ import annotations

import re

from guard.document.faults import Problem, excerpt

LARGEST = 2**53  # beyond it, readers that use floating point change the number
DIGITS = 17  # of a fraction, on both sides of the dot
WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}

_INTEGER = re.compile(r"-?[1-9][0-9]*|0")
_FRACTION = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]+")
_LOOSE_WORDS = (
    (re.compile(r"(?i:yes|no|on|off|y|n|true|false)"), "yes-or-no", "true or false"),
    (re.compile(r"(?i:null)"), "null", "null"),
)
_TIMES = ("a time of day or a number in base 60", "a date")
# Every expression has one way to match, so the time is linear in the text; a value is up to 256 kB of one line.
_NUMBERS = (
    (re.compile(r"[-+]?0[xX][0-9a-fA-F_]+"), "a hexadecimal number"),
    (re.compile(r"[-+]?0[oO][0-7_]+"), "an octal number"),
    (re.compile(r"[-+]?0[bB][01_]+"), "a binary number"),
    (re.compile(r"[-+]?0[0-9_]+(?:\.[0-9_]*)?"), "a number with a leading zero"),
    (re.compile(r"[-+]?[0-9]+_[0-9_]*(?:\.[0-9_]*)?"), "a number with underscores"),
    (re.compile(r"[-+][0-9]+(?:\.[0-9_]*)?"), "a number with a sign"),
    (
        re.compile(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]+)?"),
        "a number with an exponent or a fraction cut short",
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
        return _whole(text)
    if _FRACTION.fullmatch(text):
        return _fraction(text)
    if text == "-0":
        return text, Problem("-0 is a number with a sign to some readers", "write 0", "G212")
    for pattern, what, words in _LOOSE_WORDS:
        if pattern.fullmatch(text):
            hint = f'write {words}, or "{text}" in quotes'
            return text, Problem(f"{text} is {what} to some readers and text to others", hint, "G212")
    if text == "<<":
        words = "a value << is a sign for merging to some readers and text to others"
        return text, Problem(words, f"write {_quoted(text)} in quotes", "G211")
    if text.endswith(":"):
        # Only [a:, b] and {a:, b: 1} come here: YAML says that a is a key, this parser takes in the colon.
        hint = f"write {_quoted(text)} in quotes, or a value behind the colon"
        return text, Problem(f"{excerpt(text)} ends with a colon", hint, "G212")
    for pattern, what in _NUMBERS:
        if pattern.fullmatch(text):
            number = "" if what in _TIMES else ", or a number in plain decimal digits"
            hint = f"write {_quoted(text)} in quotes{number}"
            return text, Problem(f"{excerpt(text)} is {what} to some readers", hint, "G212")
    return text, None


def _whole(text: str) -> tuple[object, Problem | None]:
    # The length first: turning a few thousand digits into a number is slow, and refused by Python itself.
    if len(text) > DIGITS or abs(int(text)) > LARGEST:
        return 0, _beyond(text)
    return int(text), None


def _fraction(text: str) -> tuple[object, Problem | None]:
    """Digits, a dot, digits: kept exactly as written. Which key may hold one is the schema's to say."""
    from decimal import Decimal

    if len(text) > DIGITS + 1:
        hint = f"write fewer digits, or {_quoted(text)} in quotes if it is text"
        return 0, Problem(f"{excerpt(text)} has {len(text) - 1} digits; {DIGITS} is the most", hint, "G215")
    number = Decimal(text)
    return (0, _beyond(text)) if number > LARGEST else (number, None)


def _beyond(text: str) -> Problem:
    hint = f"write a smaller number, or {_quoted(text)} in quotes if it is text"
    return Problem(f"{excerpt(text)} is beyond 2**53", hint, "G215")


def key(text: str, plain: bool) -> Problem | None:
    """Why a scalar cannot be a key."""
    if not plain:
        return None
    if text == "<<":
        hint = "write out the keys you mean; what counts is what stands here"
        return Problem("<< merges another mapping into this one", hint, "G211")
    if text == "":
        return Problem("a key is missing before the colon", "write the key", "G217")
    meant, problem = value(text)
    if problem or not isinstance(meant, str):
        hint = f"put it in quotes: {_quoted(text)}"
        return Problem(f"the key {excerpt(text)} is not text to every reader", hint, "G217")
    return None


def _quoted(text: str) -> str:
    return f'"{excerpt(text)}"'
