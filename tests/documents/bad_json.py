"""JSON that is refused: what one reader takes and another does not is no document, as in YAML."""

from __future__ import annotations

from guard.document import DocumentErrors, load_json
from tests.documents import Bad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document import Fault

KEEP = "keep one of them; put what both say under it"
FLATTEN = "no document needs that depth; flatten it"
DELETE = "delete the character; it can hide what stands behind it"
LEAVE = "leave the character out; no document needs it"
SAVE = "save the file as UTF-8 without a byte-order mark"
LINE_ENDS = "end lines with LF or CRLF"
TEXT_KEY = "a key is text: put it in quotes"
ONE = "keep one document in a file"
SPLIT = "split it, or move prose into a file beside it"
BEGIN = 'begin with { and a key, as in {"version": 1}'
BRACKET = "take it out, or close with the other bracket"
VALUE = "write a value, or take out the comma or colon before this place"


def read(text: bytes) -> tuple[Fault, ...]:
    try:
        load_json(text, "policy.yaml")
    except DocumentErrors as errors:
        return errors.faults
    return ()


ROWS = (
    Bad("a key twice", '{"a": 1,\n "a": 2}', "G210", 2, 2, KEEP, '{"a": 1}'),
    Bad("a key twice, once by an escape", '{"a": 1, "\\u0061": 2}', "G210", 1, 10, KEEP, '{"a": 1, "\\u0062": 2}'),
    Bad("a key twice, deep inside", '{"x": [{"a": 1, "a": 1}]}', "G210", 1, 17, KEEP, '{"x": [{"a": 1}, {"a": 1}]}'),
    Bad(
        "NaN", '{"a": NaN}', "G212", 1, 7, 'write "NaN" in quotes, or a number in plain decimal digits', '{"a": "NaN"}'
    ),
    Bad(
        "an infinity",
        '{"a": [1, -Infinity]}',
        "G212",
        1,
        11,
        'write "-Infinity" in quotes, or a number in plain decimal digits',
        '{"a": [1, "-Infinity"]}',
    ),
    Bad(
        "an exponent",
        '{"a": 1e3}',
        "G212",
        1,
        7,
        'write "1e3" in quotes, or a number in plain decimal digits',
        '{"a": 1000}',
    ),
    Bad(
        "a large exponent",
        '{"a": 1E400}',
        "G212",
        1,
        7,
        'write "1E400" in quotes, or a number in plain decimal digits',
        '{"a": 1.5}',
    ),
    Bad("minus nothing", '{"a": -0}', "G212", 1, 7, "write 0", '{"a": 0}'),
    Bad(
        "a sign before a fraction",
        '{"a": -1.5}',
        "G212",
        1,
        7,
        'write "-1.5" in quotes, or a number in plain decimal digits',
        '{"a": 1.5}',
    ),
    Bad(
        "a leading zero",
        '{"a": 010}',
        "G212",
        1,
        7,
        'write "010" in quotes, or a number in plain decimal digits',
        '{"a": 10}',
    ),
    Bad(
        "a hexadecimal number",
        '{"a": 0x1F}',
        "G212",
        1,
        7,
        'write "0x1F" in quotes, or a number in plain decimal digits',
        '{"a": "0x1F"}',
    ),
    Bad(
        "a fraction without its whole",
        '{"a": .5}',
        "G212",
        1,
        7,
        'write ".5" in quotes, or a number in plain decimal digits',
        '{"a": 0.5}',
    ),
    Bad("True", '{"a": True}', "G212", 1, 7, 'write true or false, or "True" in quotes', '{"a": true}'),
    Bad(
        "brackets too deep",
        '{"a": ' + "[" * 32 + "]" * 32 + "}",
        "G214",
        1,
        38,
        FLATTEN,
        '{"a": ' + "[" * 31 + "]" * 31 + "}",
    ),
    Bad("braces too deep", '{"a":' * 33 + "1" + "}" * 33, "G214", 1, 161, FLATTEN, '{"a":' * 32 + "1" + "}" * 32),
    Bad("never closed and too deep", "[" * 3000, "G214", 1, 33, FLATTEN),
    Bad(
        "beyond what floating point keeps",
        '{"a": 9007199254740993}',
        "G215",
        1,
        7,
        'write a smaller number, or "9007199254740993" in quotes if it is text',
        '{"a": 9007199254740992}',
    ),
    Bad(
        "five thousand digits",
        '{"a": ' + "9" * 5000 + "}",
        "G215",
        1,
        7,
        'write a smaller number, or "9999999999999999999999999999999999999..." in quotes if it is text',
        '{"a": "' + "9" * 5000 + '"}',
    ),
    Bad(
        "a fraction of eighteen digits",
        '{"a": 0.12345678901234567}',
        "G215",
        1,
        7,
        'write fewer digits, or "0.12345678901234567" in quotes if it is text',
        '{"a": 0.1234567890123456}',
    ),
    Bad("a next line that divides", '{"a": 1\x85}', "G216", 1, 8, DELETE, '{"a": 1\n}'),
    Bad("a next line by an escape", '{"a": ["\\u0085"]}', "G216", 1, 8, LEAVE, '{"a": ["\\u00e5"]}'),
    Bad("a null by an escape in a key", '{"a\\u0000": 1}', "G216", 1, 2, LEAVE, '{"a\\u0030": 1}'),
    Bad("half of a pair by an escape", '{"a": "\\ud800"}', "G216", 1, 7, LEAVE, '{"a": "\\ud83d\\ude00"}'),
    Bad("a byte-order mark before all", "\ufeff{}", "G216", 1, 1, SAVE, "{}"),
    Bad(
        "text turned round",
        '{"a": "\u202e"}',
        "G216",
        1,
        8,
        'delete it, or write it as "\\u202E" inside double quotes',
        '{"a": "\\u202e"}',
    ),
    Bad("a carriage return alone", '{"a": 1,\r"b": 2}', "G216", 1, 9, LINE_ENDS, '{"a": 1,\r\n"b": 2}'),
    Bad("a number for a key", "{1: 2}", "G217", 1, 2, 'put it in double quotes: "1"', '{"1": 2}'),
    Bad("null for a key", '{"a": 1, null: 2}', "G217", 1, 10, 'put it in double quotes: "null"', '{"a": 1, "null": 2}'),
    Bad("a list for a key", '{["a"]: 2}', "G217", 1, 2, TEXT_KEY, '{"a": [2]}'),
    Bad("a second document", '{"a": 1}\n{"b": 2}\n', "G218", 2, 1, ONE, '{"a": 1}\n'),
    Bad("a word after the end", "{} x", "G218", 1, 4, ONE, "{}"),
    Bad(
        "too many bytes",
        '{"a": "' + "x" * (262144 - 8) + '"}',
        "G219",
        1,
        1,
        SPLIT,
        '{"a": "' + "x" * (262144 - 9) + '"}',
    ),
    Bad(
        "too many values",
        '{"a": [' + "1," * 19997 + "1]}",
        "G219",
        1,
        40002,
        "split the document",
        '{"a": [' + "1," * 19996 + "1]}",
    ),
    Bad("a key too long", '{"' + "k" * 257 + '": 1}', "G219", 1, 2, "use a shorter key", '{"' + "k" * 256 + '": 1}'),
    Bad(
        "a letter and its accent apart",
        '{"a": "e\u0301"}',
        "G220",
        1,
        7,
        "write the composed form: '\\xe9'",
        '{"a": "\u00e9"}',
    ),
    Bad(
        "the same by an escape",
        '{"a": "e\\u0301"}',
        "G220",
        1,
        7,
        "write the composed form: '\\xe9'",
        '{"a": "\\u00e9"}',
    ),
    Bad("a byte of another encoding", b'{"a": "\xe9"}', "G221", 1, 8, SAVE, '{"a": "\u00e9"}'),
    Bad("nothing", " \n", "G201", 1, 1, BEGIN, "{}"),
    Bad("a list", "[]", "G201", 1, 1, BEGIN, '{"a": []}'),
    Bad("a number", "1", "G201", 1, 1, BEGIN, "{}"),
    Bad("a mapping not closed", '{"a": {"b": 1}', "G201", 1, 1, "close it with } or ] at its end", '{"a": {"b": 1}}'),
    Bad("closed by the other bracket", '{"a": [1}}', "G201", 1, 9, BRACKET, '{"a": [1]}'),
    Bad("closed twice", "{}}", "G201", 1, 3, BRACKET, "{}"),
    Bad(
        "a comma too many in a mapping",
        '{"a": 1,}',
        "G201",
        1,
        9,
        "write a key in double quotes, or take out the comma before this place",
        '{"a": 1}',
    ),
    Bad("a comma too many in a list", '{"a": [1, ]}', "G201", 1, 11, VALUE, '{"a": [1 ]}'),
    Bad(
        "a comma too few",
        '{"a": 1\n "b": 2}',
        "G201",
        2,
        2,
        "put a comma between entries, and close what was opened",
        '{"a": 1,\n "b": 2}',
    ),
    Bad("a colon too few", '{"a": 1,\n "b" 2}', "G201", 2, 6, 'write "key": value', '{"a": 1,\n "b": 2}'),
    Bad("a value too few", '{"a": }', "G201", 1, 7, VALUE, '{"a": null}'),
    Bad(
        "a quote not closed",
        '{"a": "b\n}',
        "G201",
        1,
        7,
        "close it on its line; write a line end as \\n",
        '{"a": "b"\n}',
    ),
    Bad("single quotes", "{\"a\": 'b'}", "G201", 1, 7, 'write "b"', '{"a": "b"}'),
    Bad("a word without quotes", '{"a": [b, 1]}', "G201", 1, 8, 'write "b"', '{"a": ["b", 1]}'),
    Bad("a key without quotes", "{a: 1}", "G201", 1, 2, 'write "a"', '{"a": 1}'),
    Bad("a comment", '{"a": 1} // b', "G201", 1, 10, "leave the comment out", '{"a": 1}'),
    Bad("a tab in a text", '{"a": "b\tc"}', "G201", 1, 9, "write it as \\t", '{"a": "b\\tc"}'),
    Bad("an escape that is none", '{"a": "b\\d"}', "G201", 1, 9, "double the backslash", '{"a": "b\\\\d"}'),
)
