"""Words that a text speaks about: a value that somebody typed, quoted as one; they are the matter, and order nobody.

What such a quotation says of plans, reviews and findings is no value of a product: that is left where it stands.
"""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Span, Unit

_VALUE = (
    r"(?:reason|entry|value|row|field|column|cell|input|payload|string|ticket|description|label|query|search"
    r"|feedback|reply|review|title|subject|record|remark|e-?mail|sms|test|case|fixture|sample|(?:user|display"
    r"|file) name)"
)
_VALUES = (
    r"(?:reasons|entries|values|rows|fields|inputs|payloads|strings|tickets|descriptions|labels|queries|searches"
    r"|replies|reviews|titles|subjects|records|remarks|e-?mails|messages|texts|comments|answers|names|cases|fixtures"
    r"|samples|examples|quotations)"
)
_SOMEBODY = r"(?:customers?|users?|patients?|people|members?|merchants?|buyers?|sellers?|guests?|they|somebody|someone)"
_SPOKEN_OF = Cued(
    rf"\b(?:{_VALUE}|{_VALUES})(?: (?:of|in|from|for) \S{{1,40}}(?: \S{{1,40}})?)?(?: (?:that|which|whose \w{{1,20}}))?"
    r" (?:says?|said|saying|reads?|reading|is|are|was|were|like|such as|with|containing|contains?|holds?|as in)\W{0,3}$"
    rf"|\b{_SOMEBODY} (?:\w{{1,20}} )?(?:wrote|writes?|types?|typed|sends?|sent|answers?|answered|enters?|entered"
    rf"|put)\b"
    r"(?: (?:things|texts|words|reasons|in|into|like|such as|only|just|also|to us|us|back)){0,4}\W{0,3}$",
    re.I,
)
_LISTS = Cued(rf"\b{_VALUES}\b[^.]{{0,80}}:\s*$", re.I)
_OF_THE_TEXT = Cued(
    r"\b(?:plans?|documents?|checkers?|reviewers?|reviewing|findings?|flags?|flagged|guard|sections?|ambiguit\w+"
    r"|phases?|migrations?|verdicts?|merge|paragraphs?|assumptions?)\b",
    re.I,
)
# behind a quotation that stands alone in a block quote: whose words they are
_WHOSE = Cued(
    r"[.\"'\u201c\u201d ]{0,4}\s*[-\u2013\u2014]{1,2}\s*"
    r"(?:an?|the|one|from|said|written|taken|sent|found|by|line|sentence)\b",
    re.I,
)
_SAMPLE = Cued(
    r"\W*(?:it|this|that|the (?:sentence|line|quotation|text)) (?:is|serves as|becomes) (?:the |an? |one of the )?"
    r"(?:\w+ )?(?:sample|example|fixture|input|payload|text|data|string|case|line)s?\b[^.]{0,40}\btests?\b",
    re.I,
)
_BEFORE = 100  # letters before a quotation that may introduce it


def values(prose: Prose) -> dict[int, tuple[Span, ...]]:
    """Of units, by number: the quotations and code in them that are values the text speaks about."""
    found: dict[int, tuple[Span, ...]] = {}
    listed = False
    for unit in prose.units:
        if unit.kind != "item":
            listed = _LISTS.search(unit.text[-200:]) is not None and unit.kind == "sentence"
        if unit.kind in ("sentence", "item") and not unit.quoted:
            spans = tuple(_values(unit, listed))
            if spans:
                found[unit.number] = spans
        elif unit.kind == "sentence" and _sample(prose, unit):
            found[unit.number] = unit.spans[:1]
    return found


def _sample(prose: Prose, unit: Unit) -> bool:
    """A quotation within a block quote, with whose words they are, and that a test takes them for its text."""
    first = unit.spans[0] if unit.spans and unit.spans[0].kind == "quote" else None
    if first is None or first.start > 1 or not _WHOSE.match(unit.text, first.end) or unit.number >= len(prose.units):
        return False
    behind = prose.unit(unit.number + 1)
    return behind.block == unit.block and behind.quoted and _SAMPLE.match(behind.text) is not None


def _values(unit: Unit, listed: bool) -> Iterator[Span]:
    plain = unit.plain()
    for span in unit.spans:
        if span.kind == "link" or _OF_THE_TEXT.search(unit.text, span.start, span.end):
            continue
        before = plain[max(0, span.start - _BEFORE) : span.start]
        if (listed and unit.kind == "item" and span.start < 2) or _SPOKEN_OF.search(before):
            yield span


def without(unit: Unit, spans: tuple[Span, ...]) -> str:
    """Its text with these blanked, place by place."""
    letters = list(unit.text)
    for span in spans:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)
