"""Secrets in words that people write: every span of a text that is one, or may be; rather one too many.

What a detector of files leaves alone (a weak password, one of this machine) is still nobody else's business: the shapes
of guard.settings are joined by what stands in prose, commands, headers and connection strings.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64

from guard.settings.shapes import entropy, shaped
from guard.settings.shapes_named import looks_drawn, named
from guard.settings.shapes_text import readings
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


SHORTEST = 8  # letters of a word that is none, where something is called a secret


class Spot(NamedTuple):
    """Where one stands, by characters."""

    start: int
    end: int
    kind: str


_HOLDS = (
    r"pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|api[_-]?key|access[_-]?key|account[_-]?key"
    r"|auth[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|master[_-]?key|shared[_-]?access[_-]?key"
)
_PREFIXES = (
    r"(?:sk|pk|rk)_(?:live|test)_|sk-(?:proj|svcacct|ant|or)-|sq0[a-z]{3}-|NRAK-|NRII-|PMAK-|figd_|figo_|ntn_|secret_"
    r"|dp\.(?:st|pt|ct|sa|scim)\.|sbp_|pscale_(?:tkn|pw|oauth)_|rubygems_|ATATT3|ATBB|ATCTT3|CCIPAT_|CCIPRJ_|bkua_"
    r"|sq[pua]_|pul-|CFPAT-|EAA[A-Z]|xkeysib-|sntrys_|sntryu_|tskey-[a-z]{2,8}-|nvapi-|gsk_|r8_|pplx-|ya29\.|1//0|fo1_"
    r"|FlyV1 fm2_|oauth2?:|pat-[a-z]{2,4}\d-|key-|hvr\.|s\.|cio|AQ[A-D]|npm_|gh[opusr]_|glpat-|xox[abeoprs]-|hf_|dapi"
)
_PATTERNS = (
    ("token", rf"\b(?:{_PREFIXES})(?=[A-Za-z_.=~-]{{0,60}}[0-9])[A-Za-z0-9_.=~/-]{{16,500}}"),
    ("jwt", r"\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{2,8000}(?:\.[A-Za-z0-9_-]{0,2000}){0,3}"),
    ("password", r"(?<=://)[^\s/:@\"'<>`]{0,100}:(?P<v>[^\s@\"'<>`]{1,200})@(?=[\w\[$-])"),
    ("token", r"(?<=://)(?P<v>[A-Za-z0-9_.~%-]{16,300})@(?=[\w\[])"),
    ("password", rf"(?i)\b(?:{_HOLDS})[\"']?[ \t]{{0,3}}=[ \t]{{0,3}}[\"']?(?P<v>[^;\s\"'&,<>`]{{3,300}})"),
    ("password", rf"(?i)\b[A-Z0-9_]{{0,60}}(?:{_HOLDS}|_KEY|_PASS|_PW|_AUTH)=[\"']?(?P<v>[^\s\"'`;<>]{{4,400}})"),
    ("password", r"\b[\w.-]{1,60}:(?P<v>[^\s:@/()\"']{3,100})@(?:tcp|udp|unix)\("),
    ("password", r"(?<![\w.*:-])[\w.*-]{1,100}:(?:\d{1,5}|\*):(?!\d+:)[\w*-]{1,60}:[\w*-]{1,60}:(?P<v>[^\s`]{3,100})"),
    ("cookie", r"(?i)\b(?:set-)?cookie[\"']?[ \t]{0,3}:[ \t]{0,3}(?P<v>[^\n\"']{4,4000})"),
    ("session", r"(?i)\b(?:[a-z_]{0,20}sess(?:ion)?_?(?:id)?|connect\.sid|csrf_?token)=(?P<v>[^;\s\"'&]{8,500})"),
    ("authorization", r"(?i)\bauthorization[\"']?[ \t]{0,3}[:=][ \t]{0,3}[\"']?(?P<v>[^\n\"']{6,2000})"),
    (
        "authorization",
        (
            r"(?i)\bx-[a-z-]{0,30}(?:key|token|secret|auth|signature)[\"']?[ \t]{0,3}:[ \t]{0,3}[\"']?"
            r"(?P<v>[^\s\"']{6,500})"
        ),
    ),
    ("bearer", r"(?i)\bbearer[ \t]{1,3}(?P<v>(?=[A-Za-z._~+/=-]{0,200}[0-9])[A-Za-z0-9._~+/=-]{12,4000})"),
    ("netrc", r"(?i)\blogin\s{1,40}\S{1,100}\s{1,40}password\s{1,40}(?P<v>\S{1,200})"),
    (
        "kubeconfig",
        (
            r"(?i)\b(?:client-key-data|client-certificate-data|id-token|refresh-token)[\"']?\s{0,9}:\s{0,9}[\"']?"
            r"(?P<v>[A-Za-z0-9+/=._-]{8,20000})"
        ),
    ),
    ("docker-auth", r"(?i)\"(?:auth|identitytoken|registrytoken)\"\s{0,9}:\s{0,9}\"(?P<v>[A-Za-z0-9+/=._-]{4,8000})\""),
    ("hash", r"\$(?:apr1|1|2[abxy]|5|6|7|y|gy|argon2(?:id|i|d)|scrypt|pbkdf2[a-z0-9-]{0,10})\$[^\s\"'`]{10,300}"),
    ("hash", r"\{S?(?:SHA|MD5)(?:256|512)?\}[A-Za-z0-9+/=]{16,200}|\bpbkdf2_[a-z0-9]{3,8}\$\d{1,8}\$[^\s\"'`]{10,300}"),
    (
        "signature",
        (
            r"(?i)[?&](?:[a-z_-]{0,20}token|sig|signature|api_?key|key|auth|secret|client_secret|password|code"
            r"|x-(?:amz|goog)-(?:signature|credential|security-token))=(?P<v>[^&\s\"'#<>]{6,4000})"
        ),
    ),
    (
        "command",
        (
            rf"(?i)(?<=\s)--?(?:{_HOLDS}|auth|client-secret|with-token)(?:=|[ \t]{{1,3}})[\"']?"
            r"(?P<v>[^\s\"'<>`-][^\s\"'<>`]{3,400})"
        ),
    ),
    ("command", r"(?<=\s)(?:-u|--user)[ =]{1,3}[\"']?[\w.@-]{1,80}:(?P<v>[^\s\"'<>`]{1,200})"),
    ("command", r"\bmysql(?:dump|admin)?\b[^\n]{0,120}?[ ]-p[\"']?(?P<v>[^\s\"'<>`-][^\s\"'<>`]{3,100})"),
    ("command", r"\bsshpass[ ]{1,3}-p[ ]{0,3}[\"']?(?P<v>[^\s\"'<>`]{3,100})"),
    ("mailchimp-key", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    ("wireguard-key", r"(?i)\b(?:private|preshared)key[ \t]{0,3}=[ \t]{0,3}(?P<v>[A-Za-z0-9+/]{42,44}={0,2})"),
)
PATTERNS = tuple([(kind, re.compile(pattern)) for kind, pattern in _PATTERNS])
_SAID = re.compile(
    rf"(?i)\b(?:{_HOLDS}|api key|access key|private key)s?\b[^\n.:=]{{0,30}}?(?::|=>|->|\bis\b|\bwas\b|\bof\b|=)"
    r"\s{0,3}[\"'`]{0,2}(?P<v>[^\s\"'`,;<>]{5,200})"
)
_BASIC = re.compile(r"(?i)\bbasic[ \t]{1,3}(?P<v>[A-Za-z0-9+/]{6,1000}={0,2})")
_TOKEN = re.compile(r"[A-Za-z0-9+/_~-]{20,4000}={0,2}")
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]{32,4000}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PARTS = re.compile(r"[-_./=+~]")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_PLAIN = re.compile(r"([A-Za-z]*)[0-9]{0,4}")
# What stands for a value, and is none: $DB_PASSWORD, {{ token }}, <password>, %(pw)s, ****, ...
_FILLED = re.compile(
    r"\$\w|\$\{|\$\(|\$\[|\{\{|<|%\(|%\w+%|\{%|@\w+@|[*x.•]{3,}\Z|\{\w+\}|process\.env|os\.environ|env\."
)
_PORT = re.compile(r"\d{1,5}(?:/|\Z)")
_ODD = re.compile(r"[!@#$%^&*+=?~|]")
_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|KEY BLOCK|SECRET)")


def secrets(text: str) -> list[Spot]:
    """Every one, in no order; they may overlap."""
    found = [*_keys(text), *_shapes(text), *_worded(text), *_drawn(text)]
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("v" if "v" in pattern.groupindex else 0)
            value = text[start:end]
            if not _FILLED.match(value.lstrip()) and not (text[end : end + 1] == "@" and _PORT.match(value)):
                found.append(Spot(start, end, kind))
    return found


def _keys(text: str) -> Iterator[Spot]:
    """Private keys, from their first line to their last one; without a last one, all that follows."""
    at = 0
    while match := _BEGIN.search(text, at):
        last = text.find("-----END", match.end())
        end = len(text) if last < 0 else text.find("-----", last + 8)
        at = len(text) if end < 0 else min(end + 5, len(text))
        yield Spot(match.start(), at, "private-key")


def _shapes(text: str) -> Iterator[Spot]:
    """By the shapes that guard looks for in files; a character that is not ASCII stands for itself, by its place."""
    flat = bytes([code if (code := ord(char)) < 128 else 255 for char in text])
    for found in (*shaped(flat), *named(flat), *named(flat, spaced=True)):
        if found.kind == "private-key" and not found.value.startswith((b"LS0tLS1", b"Private-Lines")):
            continue  # told whole by `_keys`
        inside = flat.find(found.value, found.at, found.end) if found.kind == "password-in-url" else -1
        start, end = (inside, inside + len(found.value)) if inside >= 0 else (found.at, found.end)
        yield Spot(start, end, found.kind)
    for joined in readings(flat)[1:]:  # with its escapes read: the whole line, since the places are others
        lines = _lines(text)
        for found in (*shaped(joined.data), *named(joined.data)):
            yield Spot(*lines[joined.line(found.at) - 1], found.kind)


def _lines(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _worded(text: str) -> Iterator[Spot]:
    """`the password is ...`, `Basic ...`: where what follows is no plain word."""
    for match in _SAID.finditer(text):
        value = match["v"].rstrip(".)!?:")
        drawn = looks_drawn(value.encode("ascii", "replace")) or (_ODD.search(value) and any(map(str.isalnum, value)))
        drawn = drawn or (len(value) >= SHORTEST and not all([_plain(part) for part in _PARTS.split(value)]))
        if len(value) >= 5 and drawn and "://" not in value and not _FILLED.match(value):
            yield Spot(match.start("v"), match.start("v") + len(value), "password")
    for match in _BASIC.finditer(text):
        if _names_somebody(match["v"]):
            yield Spot(*match.span("v"), "basic-auth")


def _names_somebody(value: str) -> bool:
    """Whether it is `user:password` in base64."""
    try:
        said = a2b_base64(value + "=" * (-len(value) % 4))
    except Error:
        return False
    return b":" in said and said.isascii() and said.decode().isprintable()


def _drawn(text: str) -> Iterator[Spot]:
    """What looks drawn by chance, whatever it is called."""
    for match in _TOKEN.finditer(text):
        value = match.group()
        if _HEX.fullmatch(value) or (not _UUID.fullmatch(value) and _by_chance(value)):
            yield Spot(*match.span(), "high-entropy")


def _by_chance(value: str) -> bool:
    mixed = any([char.isdigit() for char in value]) and any([char.isalpha() for char in value])
    cased = value.lower() != value != value.upper()
    if not (mixed or cased) or entropy(value.encode()) < 3.4:
        return False
    return not all([_plain(part) for part in _PARTS.split(value)])


def _plain(part: str) -> bool:
    """A word or several, a number, a word that ends in a few digits."""
    numbered = _PLAIN.fullmatch(part)
    bare = numbered[1] if numbered else part
    if bare.islower() or bare.isupper() or not bare or bare.isdigit():
        return bare.isdigit() or (numbered is not None and len(bare) <= 30)
    return numbered is not None and len(_WORDS.findall(bare)) * 3 <= len(bare) <= 60
