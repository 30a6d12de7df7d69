"""Secrets by the name they are given: `password = "..."`, where the value is no stand-in and looks drawn by chance."""

from __future__ import annotations

import re

from guard.settings.shapes import Found, classes, entropy, stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = b"""
    passw pwd secret token api_key apikey api-key access_key accesskey access-key account_key auth_key private_key
    encryption_key signing_key master_key credential passphrase _auth "auth"
"""
WORDS = tuple(_WORDS.split())
LONGEST = 300
_VALUE = rb"""(?:"([^"\n]{0,300})"|'([^'\n]{0,300})'|`([^`\n]{0,300})`|([^\s"'`<>,;\\]{1,300}))"""
_BETWEEN = (
    rb"""(?:["'\]]{0,2}[ \t]{0,20}(?:=>|:=|=|:|>)[ \t]{0,20}"""
    rb"""|["']?[ \t]{0,20},?\s{1,200}["']?value["']?[ \t]{0,20}[:=][ \t]{0,20}"""
    rb"""|["'],["']value["']:"""
    rb"""|["'][ \t]{0,9}\{[^{}]{0,300}?\bdefault[ \t]{0,20}=[ \t]{0,20}"""
    rb""")[>|]?(?:!!str |\\?(?=["']))?"""
)
_NAMED = re.compile(rb"([\w.-]{0,60}+)" + _BETWEEN + _VALUE)
_SPACED = re.compile(rb"([\w.-]{0,60}+)[ \t]{1,20}" + _VALUE)
_NO_NAME = re.compile(rb"[^\w.-]")
_SPLIT = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_NUMBERED = re.compile(rb"([A-Za-z]*)[0-9]{0,4}")
_HEX, _UUID = re.compile(rb"[0-9a-fA-F]+"), re.compile(rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_AWS = re.compile(rb"[A-Za-z0-9/+]{40}")
# Code, paths, and what leads to a secret that is kept elsewhere.
_ELSEWHERE = re.compile(
    rb"[~.\\\[{(^]|\d{4}-\d\d-\d\d|[A-Za-z]:\\|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z|[\w.]+\(|.*://|\$[0-9a-z]{1,9}\$|\{cipher\}"
    rb"|(?i:vault|arn|op|ssm|sops|enc|kms|env|file|secret|secretsmanager|ref|projects|base64|sha\d+|md5"
    rb"|bcrypt|pbkdf2\w*)[:\[(/$]",
    re.DOTALL,
)
_ENDS = b"""
    file path name names url uri id ids arn ref refs type length len size ttl expiry expires expiration expire seconds
    minutes hours days timeout interval enabled disabled required policy policies rules min max count limit limits
    algorithm alg format prefix suffix header field endpoint provider version strategy regex pattern validator
    validators class label hint description help text title message store mount mode audience issuer scope scopes
    lifetime age encoder hasher hashers manager host port env var location dir kind status at by date rotation bytes
    encoding budget hash used code
"""
_HOLDS = b"public publishable hash hashed sha sha1 sha256 sha512 md5 digest checksum integrity fingerprint"
_PAGES = b"next continuation page"
_LAST, _ANY = (
    frozenset(_ENDS.split()),
    frozenset((*_HOLDS.split(), *_PAGES.split())),
)  # names that tell of a secret and are none


def named(text: bytes, spaced: bool = False) -> Iterator[Found]:
    """Every value that a name calls a secret. `spaced`: a blank alone parts name and value, as in .netrc."""
    lower = text.lower()
    pattern = _SPACED if spaced else _NAMED
    told: set[int] = set()
    for word in WORDS:
        at = lower.find(word)
        while at >= 0:
            match = pattern.match(text, at + (word[:1] == b'"'))
            found = _found(text, match, word) if match is not None else None
            if found and found.at not in told:
                told.add(found.at)
                yield found
            at = lower.find(word, at + len(word))


def _found(text: bytes, match: re.Match[bytes], word: bytes) -> Found | None:
    before = _NO_NAME.split(text[max(match.start() - 60, 0) : match.start()])[-1]
    start = match.start() - len(before)
    name = [part.lower() for part in _SPLIT.findall(text[start : match.end(1)])]
    group = next(group for group in (2, 3, 4, 5) if match[group] is not None)
    value, (at, end) = match[group], match.span(group)
    if group == 5:
        value = value.rstrip(b"]})") if value[:1] not in b"&*!" else b""  # what YAML means by them
    if text[match.end(1) : at].strip() == b":" and text[start - 1 : start] == b":":
        return None  # a part of a name such as arn:aws:secretsmanager:eu-1:123:secret:orders
    if name[-1] in _LAST or not _ANY.isdisjoint(name):
        return None
    if _AWS.fullmatch(value) and {b"secret", b"access"} <= {*name} and entropy(value) > 3 and not stand_in(value):
        return Found("aws-secret-key", value, at, end)
    if not looks_drawn(value):
        return None
    return Found("password" if word in (b"passw", b"pwd", b"passphrase") else "secret-value", value, at, end)


def looks_drawn(value: bytes) -> bool:
    """Whether a value looks drawn by chance: not a word, an identifier, a path, a stand-in, or a place to look."""
    if (
        not 8 <= len(value) <= LONGEST
        or not value.isascii()
        or stand_in(value)
        or _ELSEWHERE.match(value)
        or len(value.split()) != 1
    ):
        return False
    if _UUID.fullmatch(value) or value.isalpha() or value.replace(b".", b"").replace(b"-", b"").isdigit():
        return False
    if _HEX.fullmatch(value):
        return len(value) >= 16 and entropy(value) >= 2.5
    if all([_plain_word(part) for part in re.split(rb"[-_.:/]", value)]):
        return False
    kinds, bits = classes(value), entropy(value)
    return bits >= (2.75 if kinds >= 3 else 3) and (kinds >= 3 or len(value) >= 16)


def _plain_word(part: bytes) -> bool:
    """Letters, digits, or a word that ends in a few digits: as in names."""
    numbered = _NUMBERED.fullmatch(part)
    if numbered is None:
        return False
    bare = numbered[1]
    if bare.islower() or bare.isupper():
        return len(bare) <= 15
    return len(_SPLIT.findall(bare)) * 3 <= len(bare) <= 40
