"""Templates of environments (.env.example, .env): secrets that came, went, or changed, by name and never by value."""

from __future__ import annotations

import re
import sys

from guard.escape import hidden
from guard.model.operation import Operation
from guard.model.reading import Reading, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Context, Source

LINE = re.compile(r"""[ \t]*(?:export[ \t]+)?["']?([\w.-]{1,200})["']?[ \t]*(?:=|:(?=[ \t]|$))[ \t]*(.*)""", re.DOTALL)
_SECRET = """
    KEY KEYS SECRET SECRETS TOKEN TOKENS PASSWORD PASSWORDS PASSWD PASS PWD PASSPHRASE PASSCODE CREDENTIAL CREDENTIALS
    CREDS DSN PRIVATE CERT CERTS CERTIFICATE APIKEY SECRETKEY ACCESSKEY PEM HMAC SALT PEPPER
"""
SECRET = frozenset(_SECRET.split())
_PUBLIC, _ALSO_PUBLIC = frozenset(("PUBLIC", "PUBLISHABLE")), frozenset(("KEY", "KEYS", "CERT", "CERTS", "CERTIFICATE"))
_CLOSING = {'"': re.compile(r'(?<!\\)"'), "'": re.compile("'"), "`": re.compile("`")}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def detect(source: Source, context: Context) -> Reading | None:
    """Secrets by their keys. All else that changed is not told, so the file operation stands where any of it did."""
    try:
        old, before = _sides(source.old)
        new, after = _sides(source.new)
    except ValueError as error:
        return unread(str(error), "env", 1 if source.new is not None else None)
    found = []
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key, []), new.get(key, [])
        if [value for value, _ in was] == [value for value, _ in now]:
            continue
        id_ = "secret.add" if not was else "secret.remove" if not now else "secret.rotate"
        line = next((line for value, line in now if value not in [one for one, _ in was]), now[-1][1] if now else None)
        found.append(Operation(id_, line, f"secret:{key}", via="env"))
    if not found:
        return None
    return Reading(tuple(sorted(found, key=lambda one: one.line or sys.maxsize)), before == after)


def _sides(data: bytes | None) -> tuple[dict[str, list[tuple[str, int]]], list[str]]:
    """The values of each key that names a secret, with their lines; and every other line."""
    if data is None:
        return {}, []
    if b"\0" in data:
        raise ValueError("it holds NUL bytes")
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    secrets: dict[str, list[tuple[str, int]]] = {}
    rest: list[str] = []
    at = 0
    while at < len(lines):
        end = end_of(lines, at)
        text = "\n".join(lines[at:end])
        told = False
        for line in range(at, end):  # a quote that is never closed hides no assignment on a later line
            match = LINE.fullmatch(text if line == at else lines[line])
            if match is not None and is_secret(match[1]) and not hidden(match[1]):
                secrets.setdefault(match[1], []).append((match[2].strip(), line + 1))
                told = told or line == at
        if text.strip() and not told:
            rest.append(text.strip())
        at = end
    return secrets, rest


def end_of(lines: list[str], at: int) -> int:
    """The line after an assignment, whose value may go over several lines between quotes."""
    match = LINE.fullmatch(lines[at])
    value = match[2].strip() if match is not None else ""
    closing = _CLOSING.get(value[:1])
    if closing is None or closing.search(value, 1):
        return at + 1
    for end in range(at + 1, len(lines)):
        if closing.search(lines[end]):
            return end + 1
    return at + 1  # never closed: the quote is a part of the value


def is_secret(key: str) -> bool:
    """Whether the name of a key says that its value is a secret, by whole words; what is called public is not."""
    words = set(re.split(r"[_.-]+", _CAMEL.sub("_", key).upper()))
    named = words & SECRET
    return bool(named - _ALSO_PUBLIC if words & _PUBLIC else named)
