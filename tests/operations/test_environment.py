"""Templates of environments: which secrets came, went, or changed; never a value."""

from __future__ import annotations

import pytest
from hypothesis import given

from guard.model.reading import Context, Source
from guard.operations.environment import detect, is_secret
from tests.operations.telling import SECRET, bitten, fuzzy, sound, told

OLD = f"""# the database
DB_HOST=localhost
DB_PASSWORD={SECRET}
export API_TOKEN="one"
PRIVATE_KEY="-----BEGIN
lines
-----END"
LAST=1
"""

# name | what is put in its place, by pairs | what is told
FINDS: dict[str, tuple[tuple[str, ...], str]] = {
    "rotated": ((SECRET, SECRET + "2"), "accounted, secret.rotate secret:DB_PASSWORD @3"),
    "emptied": ((f"={SECRET}", "="), "accounted, secret.rotate secret:DB_PASSWORD @3"),
    "added": (("LAST", "NEW_SECRET=\nLAST"), "accounted, secret.add secret:NEW_SECRET @8"),
    "removed": ((f"DB_PASSWORD={SECRET}\n", ""), "accounted, secret.remove secret:DB_PASSWORD @-"),
    "renamed": (
        ("API_TOKEN", "API_TOKEN_B"),
        "accounted, secret.add secret:API_TOKEN_B @4, secret.remove secret:API_TOKEN @-",
    ),
    "exported": (('export API_TOKEN="one"', "export API_TOKEN=two"), "accounted, secret.rotate secret:API_TOKEN @4"),
    "a line of many": (("lines", "other lines"), "accounted, secret.rotate secret:PRIVATE_KEY @5"),
    "with a colon": (("LAST=1", "LAST=1\nAPP_KEY: base64"), "accounted, secret.add secret:APP_KEY @9"),
    "a second time": (("LAST=1", "LAST=1\nAPI_TOKEN=two"), "accounted, secret.rotate secret:API_TOKEN @9"),
    "small letters": (("LAST=1", "LAST=1\ndb_password=x"), "accounted, secret.add secret:db_password @9"),
    "in quotes": (("LAST=1", 'LAST=1\n"SIGNING_KEY"="x"'), "accounted, secret.add secret:SIGNING_KEY @9"),
    "and another line": (("LAST=1", "LAST=2", SECRET, "x"), "secret.rotate secret:DB_PASSWORD @3"),
    "and a comment": (("# the", "# a", SECRET, "x"), "secret.rotate secret:DB_PASSWORD @3"),
    "and a new key": (("LAST=1", "LAST=1\nMORE=1", SECRET, "x"), "secret.rotate secret:DB_PASSWORD @3"),
    "below a quote that is never closed": (("LAST=1", "LAST='1\nNEW_TOKEN=x"), "secret.add secret:NEW_TOKEN @9"),
    "inside another value": (
        ("lines", "lines\nSMTP_PASS=x"),
        "accounted, secret.rotate secret:PRIVATE_KEY @5, secret.add secret:SMTP_PASS @7",
    ),
    "NUL": (("LAST", "\0"), "opaque.unparsed - @1 why=it holds NUL bytes"),
}
# name | what is put in its place: nothing is told
LEAVES: dict[str, tuple[str, ...]] = {
    "another host": ("localhost", "db"),
    "a comment": ("# the", "# a"),
    "line ends": ("\n", "\r\n"),
    "blanks": ("DB_PASSWORD=", "DB_PASSWORD= "),
    "nothing": (),
    "a secret that is commented out": ("LAST=1", "LAST=1\n# OLD_PASSWORD=x"),
    "a public key": ("LAST=1", "LAST=1\nSTRIPE_PUBLISHABLE_KEY=x\nPUBLIC_KEY=y"),
    "parts of words": ("LAST=1", "LAST=1\nMONKEY=1\nTOKENIZER=2\nKEYBOARD=3\nBYPASS=4"),
}


def edited(pairs: tuple[str, ...]) -> str:
    text = OLD
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    pairs, wanted = FINDS[name]
    assert ", ".join(told(detect, ".env.example", OLD, edited(pairs))) == wanted


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    assert told(detect, ".env", OLD, edited(LEAVES[name])) == ()


def test_whole_files() -> None:
    secrets = ("secret:DB_PASSWORD @3", "secret:API_TOKEN @4", "secret:PRIVATE_KEY @5")
    assert told(detect, "a/.env.sample", None, OLD) == tuple([f"secret.add {one}" for one in secrets])
    assert told(detect, ".env", "A_KEY=1\n", None) == ("accounted", "secret.remove secret:A_KEY @-")
    assert told(detect, ".env", None, b"\xef\xbb\xbfA_KEY=1\r\n") == ("accounted", "secret.add secret:A_KEY @1")
    assert told(detect, ".env", None, b"A_KEY=\xff") == ("opaque.unparsed - @1 why=it is not UTF-8",)
    assert told(detect, ".env", b"\xff", None) == ("opaque.unparsed - @- why=it is not UTF-8",)
    assert told(detect, ".env", None, 'A_KEY="one\\"\ntwo"\nB=1\n') == ("secret.add secret:A_KEY @1",)
    assert told(detect, ".env", None, "A_KEY='one\\'\nB=1\n") == ("secret.add secret:A_KEY @1",)


# before | after | what is told
MANY: list[tuple[str, str, str]] = [
    ("A_KEY=1\nA_KEY=2\n", "A_KEY=1\n", "accounted, secret.rotate secret:A_KEY @1"),
    ("A_KEY=1\nA_KEY=2\n", "A_KEY=2\nA_KEY=1\n", "accounted, secret.rotate secret:A_KEY @2"),
    ("A_KEY=1\nA_KEY=2\n", "A_KEY=3\nA_KEY=4\n", "accounted, secret.rotate secret:A_KEY @1"),
    (
        "A_KEY=1\nB_KEY=1\nC_KEY=1\n",
        "A_KEY=1\nB_KEY=2\nA_KEY=3\n",
        "accounted, secret.rotate secret:B_KEY @2, secret.rotate secret:A_KEY @3, secret.remove secret:C_KEY @-",
    ),
    ("A_KEY=1\n", "A_KEY\u3164=1\n", "secret.remove secret:A_KEY @-"),  # a letter that nobody sees
    ("A_KEY: 1\n", "A_KEY:1\n", "secret.remove secret:A_KEY @-"),
    ("A_KEY:\n", "A_KEY: 1\n", "accounted, secret.rotate secret:A_KEY @1"),
    ("\tA_KEY = 1\n", "\tA_KEY = 2\n", "accounted, secret.rotate secret:A_KEY @1"),
    ('A_KEY="one\\\n"\nB=1\n', 'A_KEY="one\\\n"\nB=2\n', ""),
    ('A_KEY="\\""\nB="1"\n', 'A_KEY="\\""\nB="2"\n', ""),
]


@pytest.mark.parametrize(("old", "new", "expected"), MANY)
def test_small_files(old: str, new: str, expected: str) -> None:
    assert ", ".join(told(detect, ".env", old, new)) == expected


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_values_between_quotes(quote: str) -> None:
    rotated = ("accounted", "secret.rotate secret:A_KEY @1")
    old = f"A_KEY={quote}one\ntwo{quote}\nthree\n"
    assert told(detect, ".env", old, old.replace("two", "2")) == rotated
    assert told(detect, ".env", old, old.replace("three", "3")) == ()
    for closed in (f"{quote}{quote}", f"{quote}one{quote}", f"one{quote}"):
        old = f"A_KEY={closed}\nB={quote}1{quote}\n"
        assert told(detect, ".env", old, old.replace("1", "2")) == ()
    old = f"A_KEY={quote}one\nB=1\n"
    assert told(detect, ".env", old, old.replace("1", "2")) == ()
    assert told(detect, ".env", old, old.replace("one", "1")) == rotated


def test_who_tells_it() -> None:
    for new in (b"A_KEY=2", b"\xff"):
        found = detect(Source(".env", b"A_KEY=1", new), Context())
        assert found is not None and {one.via for one in found.operations} == {"env"}


SECRETS = """
    KEY KEYS SECRET SECRETS TOKEN TOKENS PASSWORD PASSWORDS PASSWD PASS PWD PASSPHRASE PASSCODE CREDENTIAL CREDENTIALS
    CREDS DSN PRIVATE CERT CERTS CERTIFICATE APIKEY SECRETKEY ACCESSKEY PEM HMAC SALT PEPPER
"""
PUBLIC = ("KEY", "KEYS", "CERT", "CERTS", "CERTIFICATE")  # what may be called public


@pytest.mark.parametrize("word", SECRETS.split())
def test_words_of_secrets(word: str) -> None:
    assert is_secret(word) and is_secret(f"shop-{word.lower()}.eu") and is_secret(f"shop{word.title()}Eu")
    for public in ("PUBLIC", "PUBLISHABLE"):
        assert is_secret(f"{public}_{word}") is (word not in PUBLIC)
        assert is_secret(f"{public}_KEY_{word}") is (word not in PUBLIC)


@pytest.mark.parametrize(
    "key",
    [
        "DB_PASSWORD",
        "SECRET_KEY_BASE",
        "api-key",
        "JWT.SECRET",
        "stripeSecret",
        "SENTRY_DSN",
        "TLS_CERT",
        "PRIVATE_PUBLIC_KEY",
        "SMTP_PASS",
    ],
)
def test_names_of_secrets(key: str) -> None:
    assert is_secret(key)


@pytest.mark.parametrize("key", ["HOST", "MONKEY", "PASSENGERS", "NEXT_PUBLIC_KEY", "KEYS_PUBLIC", "SECRETARY"])
def test_other_names(key: str) -> None:
    assert not is_secret(key)


@pytest.mark.fuzz
@fuzzy
@given(bitten([OLD, "A_KEY=1\n"], ['"', "'", "\n", "=", "export ", "#", "SECRET=", "\\"]))
def test_any_bytes(data: bytes) -> None:
    for sides in ((OLD.encode(), data), (data, OLD.encode()), (None, data)):
        sound(detect(Source(".env", *sides), Context()))
