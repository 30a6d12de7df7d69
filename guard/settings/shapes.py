"""Secrets by their shape: one row a kind, with bytes to look for first and a bounded pattern that starts with them.

A pattern is tried only where one of its words stands, so that the time taken grows with the text and no faster. What is
found is told by kind and place; the value itself is for comparing the two sides, and goes nowhere.
"""

from __future__ import annotations

import binascii
import re
from math import log2

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS = bytes([c if chr(c).isalnum() or c in b"_.+/=-:%" else 32 for c in range(128)]) + b" " * 128
_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
# What documentation writes in the place of a value, in lower case.
_IN_EXAMPLES = b"example xxxx .... **** placeholder your redacted dummy"
_IN_STAND_INS = b"""
    change replace todo fixme insert sample test fake foobar 1234567 abcdef qwerty default none null undefined not-set
    notset my-secret mysecret my_secret supersecret super-secret super_secret
"""
_ARE_WEAK = b"""
    password passwd pass pwd secret admin root user username guest postgres mysql redis mongo rabbitmq token dev
"""
_EXAMPLES = tuple(_IN_EXAMPLES.split())
_STAND_INS = (b"...", *_EXAMPLES, *_IN_STAND_INS.split())
_WEAK = frozenset(_ARE_WEAK.split())
_NEAR = (b"localhost", b"127.", b"0.0.0.0", b"[::1]", b"host.docker.internal", b"example.", b"host:", b"hostname")
_CLASSES = [re.compile(one) for one in (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[^a-zA-Z0-9]")]
_FILLED_IN = re.compile(
    rb"^\$[A-Za-z_0-9]"
    rb"|\$[{(\[<]|\$[A-Z_]{4}|\{\{|\}\}|\{%|<[^<>]*>|%\(|%[A-Za-z_]+%|@[\w.-]+@|#\{|__\w+__|\[\["
)


class Shape(NamedTuple):
    """A kind of secret: `words` are what every one of them contains, where `pattern` begins to match."""

    name: str
    words: tuple[bytes, ...]
    pattern: re.Pattern[bytes]
    apart: bool  # no letter and no digit stands directly before it
    dense: bool  # it stands in one run of at least 20 letters, digits and the like
    mixed: bool  # it has letters of both cases and digits: words with hyphens begin alike


class Found(NamedTuple):
    """One secret in a text. `value` is never shown, kept or sent."""

    kind: str
    value: bytes
    at: int
    end: int


def _shape(
    name: str, words: str, pattern: str, *, apart: bool = True, dense: bool = True, mixed: bool = False
) -> Shape:
    return Shape(name, tuple(words.encode().split(b"|")), re.compile(pattern.encode()), apart, dense, mixed)


_END = r"(?![A-Za-z0-9_])"
SHAPES = (
    _shape("aws-access-key", "AKIA|ASIA|ABIA|ACCA", rf"[A-Z]{{4}}[A-Z2-7]{{16}}{_END}"),
    _shape("github-token", "ghp_|gho_|ghu_|ghs_|ghr_", rf"gh._[A-Za-z0-9]{{36,255}}+{_END}"),
    _shape("github-token", "github_pat_", r"github_pat_[A-Za-z0-9_]{36,255}+"),
    _shape("gitlab-token", "glpat-|gldt-|glrt-|glcbt-|glptt-|glft-|glsoat-", r"gl[a-z]{2,5}-[A-Za-z0-9_.-]{20,300}+"),
    _shape("slack-token", "xoxa-|xoxb-|xoxe-|xoxp-|xoxr-|xoxs-|xapp-", r"x[a-z]{3}-[0-9A-Za-z-]{20,250}+"),
    _shape("slack-webhook", "hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/]{30,120}+"),
    _shape("discord-webhook", "/api/webhooks/", r"/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}+", apart=False),
    _shape("stripe-key", "sk_live_|rk_live_|whsec_", r"[a-z]{2,5}_(?:live_)?[0-9a-zA-Z]{20,250}+"),
    _shape("google-api-key", "AIza", rf"AIza[0-9A-Za-z_-]{{35}}{_END}"),
    _shape("google-oauth-secret", "GOCSPX-", r"GOCSPX-[0-9A-Za-z_-]{28}"),
    _shape("google-service-account", '"private_key_id"', r'"private_key_id"\s{0,9}:\s{0,9}"[0-9a-f]{40}"', dense=False),
    _shape("azure-key", "AccountKey=|SharedAccessKey=", r"\w{9,15}=[A-Za-z0-9+/]{43,86}={1,2}"),
    _shape("azure-signature", "sig=", r"sig=(?:[A-Za-z0-9+/]|%2[BbFf]){43}(?:=|%3[Dd])"),
    _shape("sendgrid-key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _shape("twilio-key", "SK", rf"SK[0-9a-f]{{32}}{_END}"),
    _shape("npm-token", "npm_", rf"npm_[A-Za-z0-9]{{36}}{_END}"),
    _shape("pypi-token", "pypi-AgE", r"pypi-AgE[A-Za-z0-9_-]{50,500}+"),
    _shape("jwt", "eyJ", r"eyJ[A-Za-z0-9_-]{10,2000}+\.eyJ[A-Za-z0-9_-]{10,6000}+\.[A-Za-z0-9_-]{20,1000}+"),
    _shape("anthropic-key", "sk-ant-", r"sk-ant-[a-z0-9]{2,9}-[A-Za-z0-9_-]{40,200}+"),
    _shape("openai-key", "sk-", r"sk-(?!ant-)[A-Za-z0-9_-]{32,250}+", mixed=True),
    _shape("huggingface-token", "hf_", rf"hf_[A-Za-z]{{34,40}}{_END}"),
    _shape("digitalocean-token", "dop_v1_|doo_v1_|dor_v1_", r"do._v1_[0-9a-f]{64}"),
    _shape("shopify-token", "shpat_|shpca_|shppa_|shpss_", r"shp[a-z]{2}_[0-9a-fA-F]{32}"),
    _shape("databricks-token", "dapi", rf"dapi[0-9a-f]{{32}}(?:-[0-9])?{_END}"),
    _shape("vault-token", "hvs.|hvb.", r"hv[sb]\.[A-Za-z0-9_-]{24,300}+", mixed=True),
    _shape("terraform-token", ".atlasv1.", r"\.atlasv1\.[A-Za-z0-9_=-]{60,80}+", apart=False),
    _shape("docker-token", "dckr_pat_", r"dckr_pat_[A-Za-z0-9_-]{27,60}+"),
    _shape("grafana-token", "glsa_|glc_", r"gl[a-z]{1,2}_[A-Za-z0-9_+/=]{32,200}+"),
    _shape("linear-key", "lin_api_", r"lin_api_[A-Za-z0-9]{40}"),
    _shape("telegram-token", ":AA", r":AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])", apart=False),
    _shape("age-key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    _shape("private-key", "PRIVATE KEY", r"PRIVATE KEY(?: BLOCK)?-{5}", dense=False),
    _shape("private-key", "LS0tLS1CRUdJTi", r"LS0tLS1CRUdJTi[A-Za-z0-9+/=]{100,20000}+"),
    _shape("private-key", "Private-Lines:", r"Private-Lines: [0-9]{1,3}\s{1,4}[A-Za-z0-9+/]{40,80}", dense=False),
    _shape(
        "password-in-url",
        "://",
        r"://[^\s:/@\"'<>`]{0,100}+:[^\s@\"'<>`/]{3,200}+@(?=([^\s/\"'<>`]{1,200}+))",  # another may begin in the host
        apart=False,
        dense=False,
    ),
)
_LOOSE = tuple([shape for shape in SHAPES if not shape.dense])  # in a text without a run nothing else stands
_BODY = re.compile(rb"[A-Za-z0-9/=]{40}")
_BETWEEN = re.compile(rb"\\[nrt]|[\s\"'+,>|#*\\]|//")  # a body may be quoted, indented, or put together from lines
# How secrets begin that nothing else looks like, in files of any name; a private key is told by its body.
_NOTHING_ELSE = b"""
    AKIA ASIA ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- xoxb- xoxp- sk_live_ rk_live_ pypi-AgE sk-ant- GOCSPX-
    AGE-SECRET-KEY-1
"""
UNMISTAKABLE = tuple(_NOTHING_ELSE.split())
# As DER begins once it is base64, an OpenSSH key, and one that is encrypted by its headers.
_KEY = re.compile(rb"M[A-I][A-Za-z0-9/=]{38}|b3BlbnNzaC1rZXktdjE|Proc-Type:4ENCRYPTED")
_BOT = re.compile(rb"(?<![0-9])[0-9]{8,10}\Z")


def shaped(text: bytes) -> Iterator[Found]:
    """Every secret in a text that has the shape of one."""
    runs = b" ".join([run for run in text.translate(_RUNS).split() if len(run) >= 20])
    for shape in SHAPES if runs else _LOOSE:
        for word in shape.words:
            at = text.find(word) if not shape.dense or word in runs else -1
            while at >= 0:
                match = None if shape.apart and at and text[at - 1] in _WORD else shape.pattern.match(text, at)
                if match is None:
                    at = text.find(word, at + len(word))
                    continue
                value = _checked(shape, match, text)
                if value:
                    yield Found(shape.name, value, at, match.end())
                at = text.find(word, max(match.end() if value else 0, at + len(word)))


def _checked(shape: Shape, match: re.Match[bytes], text: bytes) -> bytes:
    """The value, or nothing where it only looks like one."""
    value = match.group()
    if shape.name == "private-key":
        return _private(value, text, match.start())
    if shape.name == "password-in-url":
        return _in_url(value[3:] + match[1])
    if shape.name == "telegram-token" and not _BOT.search(text[max(match.start() - 11, 0) : match.start()]):
        return b""
    if shape.mixed and not all([one.search(value) for one in _CLASSES[:3]]):
        return b""
    lower = value.lower()
    return b"" if len(set(value)) < 8 or any([word in lower for word in _EXAMPLES]) else value


def _private(value: bytes, text: bytes, at: int) -> bytes:
    """A private key has a body, however its lines are quoted or indented; a page that names one has none."""
    if value.startswith(b"LS0tLS1"):
        letters = value[:80].replace(b"=", b"")
        head = binascii.a2b_base64(letters[: len(letters) // 4 * 4])  # "-----BEGIN ... PRIVATE KEY-----" once more
        return value if b"PRIVATE KEY" in head else b""
    if value.startswith(b"Private-Lines"):
        return value
    if b"-----BEGIN" not in text[max(at - 32, 0) : at]:
        return b""
    start = text.index(b"-----", at) + 5
    body = _BETWEEN.sub(b"", text[start : start + 9000].partition(b"-----")[0])
    return body if _BODY.search(body) and len(set(body)) > 12 else b""


def unmistakable(one: Found) -> bool:
    """Whether a value is a secret wherever it stands: a shape that nothing else has, and no row of letters for one."""
    if one.kind == "private-key":
        return _KEY.match(one.value) is not None and classes(one.value[:80]) >= 3
    return one.value.startswith(UNMISTAKABLE) and b"0123456789" not in one.value


def _in_url(value: bytes) -> bytes:
    """A password before the host, unless the host is this machine or the password stands for another."""
    user, _, rest = value.partition(b":")
    password, _, host = rest.rpartition(b"@")
    stands_in = stand_in(password) or password.lower() in _WEAK or password.lower() == user.lower()
    return b"" if stands_in or host.lower().startswith(_NEAR) else rest[: len(password)]


def stand_in(value: bytes) -> bool:
    """Whether a value only stands for one: a word that says so, a variable, a template, one letter again and again."""
    lower = value.lower()
    return len(set(value)) < 4 or _FILLED_IN.search(value) is not None or any([word in lower for word in _STAND_INS])


def entropy(value: bytes) -> float:
    """Bits a byte, as the value itself has its bytes."""
    counts = [value.count(byte) / len(value) for byte in set(value)]
    return -sum([share * log2(share) for share in counts])


def classes(value: bytes) -> int:
    """How many kinds of characters it has: lower and upper case, digits, others."""
    return len([one for one in _CLASSES if one.search(value)])
