"""Secret values in settings: found by shape, told by kind and line, and never shown.

No secret-shaped text stands here: every example is put together when the test runs.
"""

from __future__ import annotations

import base64
import random
import string
import time

import pytest
from hypothesis import given

from guard.model.reading import Context, Source
from guard.operations import ANYWHERE
from guard.operations.secrets import detect, wanted
from guard.settings.hints import SECRETS
from guard.settings.shapes import SHAPES, UNMISTAKABLE
from guard.settings.shapes_named import WORDS, looks_drawn
from tests.operations.telling import bitten, fuzzy, sound

DRAW = random.Random(20260102)
UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
ANY, HEX, BASE32 = UPPER + LOWER + DIGITS, "0123456789abcdef", UPPER + "234567"


def drawn(length: int, of: str = ANY) -> str:
    """Characters drawn by chance, each class among them where there is room."""
    return (
        "".join(DRAW.sample(of, min(8, len(of)))) + "".join(DRAW.choices(of, k=length - min(8, len(of))))
        if length > 8
        else ""
    )


def pem(kind: str = "", head: str = "") -> str:
    body = "\n".join([drawn(64) for _ in range(12)])
    return f"-----BEGIN {kind}PRIVATE" + f" KEY-----\n{head}{body}\n-----END {kind}PRIVATE" + " KEY-----\n"


def begun(body: str, kind: str = "RSA ") -> str:
    return f"-----BEGIN {kind}PRIVATE" + f" KEY-----\n{body}\n-----END {kind}PRIVATE" + " KEY-----\n"


AWS, AWS_SECRET = "AK" + "IA" + drawn(16, BASE32), "wJ" + drawn(38)
GITHUB = "gh" + "p_" + drawn(36)
PASSWORD = "hU7" + "kq2x" + "ZZ9!w"
TOKEN = "q" + drawn(31)
PEM = pem("RSA ")
JWT = "ey" + "J" + drawn(20) + ".ey" + "J" + drawn(60) + "." + drawn(43)

# kind | a value of that shape
VALUES: list[tuple[str, str]] = [
    ("aws-access-key", AWS),
    ("aws-access-key", "AS" + "IA" + drawn(16, BASE32)),
    ("github-token", GITHUB),
    ("github-token", "gh" + "s_" + drawn(36)),
    ("github-token", "gh" + "o_" + drawn(40)),
    ("github-token", "github" + "_pat_" + drawn(22) + "_" + drawn(59)),
    ("gitlab-token", "gl" + "pat-" + drawn(20)),
    ("gitlab-token", "gl" + "rt-" + drawn(24)),
    ("slack-token", "xo" + "xb-" + drawn(12, DIGITS) + "-" + drawn(24)),
    ("slack-token", "xa" + "pp-1-" + drawn(40)),
    (
        "slack-webhook",
        "https://hooks.slack" + ".com/services/T" + drawn(9, UPPER) + "/B" + drawn(9, UPPER) + "/" + drawn(24),
    ),
    ("discord-webhook", "https://discord.com/api" + "/webhooks/" + drawn(18, DIGITS) + "/" + drawn(68)),
    ("stripe-key", "sk" + "_live_" + drawn(24)),
    ("stripe-key", "rk" + "_live_" + drawn(24)),
    ("google-api-key", "AI" + "za" + drawn(35)),
    ("google-oauth-secret", "GOC" + "SPX-" + drawn(28)),
    ("google-service-account", '"private_key' + '_id": "' + drawn(40, HEX) + '"'),
    ("azure-key", "Account" + "Key=" + drawn(86) + "=="),
    ("azure-key", "SharedAccess" + "Key=" + drawn(43) + "="),
    ("azure-signature", "https://x.blob.core.windows.net/c?sv=1&" + "sig=" + drawn(43) + "%3D"),
    ("sendgrid-key", "S" + "G." + drawn(22) + "." + drawn(43)),
    ("twilio-key", "S" + "K" + drawn(32, HEX)),
    ("npm-token", "np" + "m_" + drawn(36)),
    ("pypi-token", "pyp" + "i-AgE" + "IcHlwaS5vcmc" + drawn(60)),
    ("jwt", JWT),
    ("anthropic-key", "sk" + "-ant-" + "api03-" + drawn(90)),
    ("openai-key", "sk" + "-proj-" + drawn(60)),
    ("huggingface-token", "h" + "f_" + drawn(34, UPPER + LOWER)),
    ("digitalocean-token", "do" + "p_v1_" + drawn(64, HEX)),
    ("shopify-token", "shp" + "at_" + drawn(32, HEX)),
    ("databricks-token", "da" + "pi" + drawn(32, HEX)),
    ("vault-token", "hv" + "s." + drawn(90)),
    ("terraform-token", drawn(14) + ".atlas" + "v1." + drawn(67)),
    ("docker-token", "dckr" + "_pat_" + drawn(27)),
    ("grafana-token", "gl" + "sa_" + drawn(41)),
    ("linear-key", "lin" + "_api_" + drawn(40)),
    ("telegram-token", drawn(10, DIGITS) + ":A" + "A" + drawn(33)),
    ("age-key", "AGE-SECRET" + "-KEY-1" + drawn(58, UPPER + DIGITS)),
    ("private-key", pem()),
    ("private-key", pem("EC ")),
    ("private-key", pem("OPENSSH ")),
    ("private-key", pem("ENCRYPTED ")),
    ("private-key", pem("RSA ", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n")),
    ("private-key", pem("PGP ").replace(" KEY-----", " KEY BLOCK-----", 1)),
    ("private-key", base64.b64encode(PEM.encode()).decode()),
    ("private-key", "Private-" + "Lines: 14\n" + drawn(64)),
    ("password-in-url", "postgres://app:" + TOKEN + "@db.internal:5432/shop"),
    ("password-in-url", "mongodb+srv://app:" + TOKEN + "@cluster.internal/shop"),
    ("password-in-url", "redis://:" + TOKEN + "@cache.internal"),
    ("password-in-url", "https://me:" + TOKEN + "@git.internal/x.git"),
]
# name | a whole file | what is told: kind and line
FILES: dict[str, tuple[str, str]] = {
    "a password in quotes": (f'a = 1\npassword = "{PASSWORD}"\n', "password 2"),
    "in YAML": (f"db:\n  password: {PASSWORD}\n", "password 2"),
    "in JSON": (f'{{"clientSecret": "{TOKEN}"}}', "secret-value 1"),
    "in INI": (f"[db]\npasswd={PASSWORD}\n", "password 2"),
    "in properties": (f"spring.datasource.password={PASSWORD}\n", "password 1"),
    "in XML": (f"<c>\n<password>{PASSWORD}</password></c>", "password 2"),
    "in an attribute": (f'<add key="DbPassword" value="{PASSWORD}"/>', "password 1"),
    "in HCL": (f'db_password = "{PASSWORD}"', "password 1"),
    "a variable of Terraform": (
        f'variable "db_password" {{\n  type = string\n  default = "{PASSWORD}"\n}}\n',
        "password 3",
    ),
    "an environment of Kubernetes": (f"- name: DB_PASSWORD\n  value: '{PASSWORD}'\n", "password 2"),
    "the same on one line": (f'[{{"name": "API_TOKEN", "value": "{TOKEN}"}}]', "secret-value 1"),
    "exported": (f"export API_KEY='{TOKEN}'\n", "secret-value 1"),
    "in a Dockerfile": (f"FROM x\nENV DB_PASSWORD {PASSWORD}\n", "password 2"),
    "in .netrc": (f"machine h login me password {PASSWORD}\n", "password 1"),
    "in .npmrc": (f"//r.internal/:_authToken={TOKEN}\n", "secret-value 1"),
    "in .pypirc": (f"[pypi]\nusername = me\npassword = {PASSWORD}\n", "password 3"),
    "of docker": (
        f'{{"auths": {{"r": {{"auth": "{base64.b64encode(("me:" + TOKEN).encode()).decode()}"}}}}}}',
        "secret-value 1",
    ),
    "of AWS": (f"aws_secret_access_key = {AWS_SECRET}\n", "aws-secret-key 1"),
    "hex": (f"api_token: {drawn(40, HEX)}\n", "secret-value 1"),
    "in the command line": (f"x --api-token={TOKEN}\n", "secret-value 1"),
    "two on a line": (f"a: {AWS} {GITHUB}\n", "aws-access-key 1, github-token 1"),
    "two of a kind on two lines": (f"a: {GITHUB}\nb: {'gh' + 'p_' + drawn(36)}\n", "github-token 1, github-token 2"),
    "named and shaped": (f"token: {GITHUB}\n", "github-token 1"),
    # ways round
    "JSON escapes": ('{"a":\n"\\u0041K' + "IA" + f'{AWS[4:]}"}}', "aws-access-key 2"),
    "hex escapes": ('a: "\\x41K' + "IA" + f'{AWS[4:]}"', "aws-access-key 1"),
    "behind an escaped line end": ('{"a": "first\\n' + f'{AWS}"}}', "aws-access-key 1"),
    "a slash escaped": (f'{{"u": "https:\\/\\/me:{TOKEN}@git.internal\\/x"}}', "password-in-url 1"),
    "over two lines": (f"a\nKEY={AWS[:6]}\\\n    {AWS[6:]}\n", "aws-access-key 2"),
    "over two lines with CRLF": (f"a\r\nKEY={AWS[:6]}\\\r\n    {AWS[6:]}\r\n", "aws-access-key 2"),
    "CRLF": (f"a\r\npassword: {PASSWORD}\r\n", "password 2"),
    "a byte-order mark": (f"\ufeff{GITHUB}", "github-token 1"),
    "quotes": (f"a: '{AWS}'", "aws-access-key 1"),
    "a comment": (f"# {AWS}", "aws-access-key 1"),
    "a key in JSON": ('{"k": "' + PEM.replace("\n", "\\n") + '"}', "private-key 1"),
    "a key in a block": ("a:\n  k: |\n    " + PEM.replace("\n", "\n    "), "private-key 3"),
    "a key put together": ("k = " + " +\n".join([f'"{line}\\n"' for line in PEM.split("\n")]), "private-key 1"),
    "a key with CRLF": (PEM.replace("\n", "\r\n"), "private-key 1"),
    "an escape of eight digits": ('{"a": "\\U00000041K' + "IA" + f'{AWS[4:]}"}}', "aws-access-key 1"),
    "a name with escapes": (f'{{"\\u0070assword": "{PASSWORD}\\u000a"}}', "password 1"),
    "quotes that are escaped": (f'x = "{{\\"password\\": \\"{PASSWORD}\\"}}"', "password 1"),
    "where a part of it is escaped": (f"x: {AWS[:8]}\\x{ord(AWS[8]):02x}{AWS[9:]}\n", "aws-access-key 1"),
    "at the very beginning": (f"password={PASSWORD}\n", "password 1"),
    "in grave accents": (f"x\npassword: `{PASSWORD}`\n", "password 2"),
    "one that begins with a mark": (f"password: '&{PASSWORD}'\n", "password 1"),
    "told once, by its first name": (f"password_token: {PASSWORD}\n", "password 1"),
    "named before shaped": (f"password: {PASSWORD}\ntoken: {GITHUB}\n", "password 1, github-token 2"),
    "shaped before named": (f"token: {GITHUB}\npassword: {PASSWORD}\n", "github-token 1, password 2"),
    "named between shaped": (
        f"token: {GITHUB}\npassword: {PASSWORD}\nkey: {AWS}\n",
        "github-token 1, password 2, aws-access-key 3",
    ),
    "on the line below its name": (f"login x\nENV password {PASSWORD}\n", "password 2"),
    "behind an example": ("gl" + "pat-example-gl" + f"pat-{drawn(20)}\n", "gitlab-token 1"),
    "in the query of an address": (
        f"http://me:{'pass'}word@localhost?to=https://me:{TOKEN}@git.internal\n",
        "password-in-url 1",
    ),
    "a signature of many escapes": (f"sig={drawn(9)}%2F{drawn(15)}%2b{drawn(17)}%3D\n", "azure-signature 1"),
    "a password with a sign in it": (f"a: postgres://app:{TOKEN}@2@db.internal/shop\n", "password-in-url 1"),
    "the least of a key": (begun(drawn(40)), "private-key 1"),
    "thirteen letters in a key": (begun("abcdefghijkl" * 4 + "m"), "private-key 1"),
    "the longest head of a key": (begun(drawn(64), "A" * 20 + " "), "private-key 1"),
    "a bot of eight digits": ("12345678:A" + "A" + drawn(33), "telegram-token 1"),
    "a bot of ten digits": ("1234567890:A" + "A" + drawn(33), "telegram-token 1"),
    "eight letters in all": ("np" + "m_" + "ABCD" * 9, "npm-token 1"),
    "of AWS, of nine letters": (f"aws_secret_access_key = {'aB3dE5fG' * 4}aB3dE5fK\n", "aws-secret-key 1"),
    "named as that of AWS, of eight": (f"aws_secret_access_key = {'aB3dE5fG' * 5}\n", "secret-value 1"),
}
# name | a whole file in which nothing is found
LEAVES: dict[str, str] = {
    "base64 that ends in the middle": "key: LS0tLS1CRUdJTi" + "A=" * 60,
    "the keys of the documentation": "a: AKIA"
    "IOSFODNN7EXAMPLE\nsecret_access_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "stand-ins": (
        "password: changeme\ntoken: xxxxxxxxxxxxxxxx1A\n"
        "secret: YOUR_SECRET_HERE1\napi_key: <api-key-12A>\npasswd: REPLACE_ME_1a\n"
    ),
    "more of them": "password: dummyPass1!\ntoken: test-Token-12345\nsecret: placeholder99A\npwd: Passw0rd-example\n",
    "variables": (
        "password: ${DB_PASSWORD}\ntoken: $API_TOKEN1\n"
        "secret: {{ .Values.secret1A }}\npwd: %DB_PWD1%\nx_token: $(cat f1A)\n"
    ),
    "references": (
        "password: vault:secret/data/db#pW1\n"
        "token: arn:aws:secretsmanager:eu-1:123:secret:Ab1\nsecret: op://v/i/pA55w\n"
    ),
    "code": "password = os.environ1.getPassword\ntoken = data.aws_secret.db1.value\nsecret = random_password(16, A1)\n",
    "encrypted": (
        "password: ENC[AES256_GCM,data:Ab1,iv:Cd2]\n"
        "token: '{cipher}0123456789abcdefAB'\nhash_password: $2b$10$abcdefghiJKLM\n"
    ),
    "names": (
        "secretName: my-app-tls-2\nsecret: orders-db-b\ntoken: shop_api_v2\nsecretKeyRef: {name: db1, key: password2}\n"
    ),
    "paths": (
        "password_file: /run/secrets/db1A\n"
        "token: /var/run/secrets/kubernetes.io/serviceaccount/token\nsecret: ./Keys/db1A.pem\n"
    ),
    "addresses": (
        "token_url: https://auth.internal/oauth2/Token9\nsecret_id: aB3dE5fG7hJ9kL\nsecret: https://h/aB3dE5fG7\n"
    ),
    "numbers and words": (
        "max_tokens: 4096000000\ntoken_ttl: 86400000s1A\npassword: correct\n"
        "password_min_length: 123456789\ntoken: 1234.5678\n"
    ),
    "a UUID": "token: 123e4567-e89b-12d3-a456-426614174000",
    "hashes": (
        f"integrity: sha512-{drawn(86)}==\nsha256: {drawn(64, HEX)}\n"
        f"token_sha256: {drawn(64, HEX)}\ncommit: {drawn(40, HEX)}"
    ),
    "a digest": f"image: x@sha256:{drawn(64, HEX)}",
    "an image": f"icon: data:image/png;base64,{drawn(400)}",
    "a public key": f"-----BEGIN PUBLIC KEY-----\n{drawn(64)}\n-----END PUBLIC KEY-----\npublic_key_token: {TOKEN}",
    "a private key without a body": "x: -----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----\n",
    "a certificate in base64": base64.b64encode(b"-----BEGIN CERTIFICATE-----\n" + drawn(300).encode()).decode(),
    "on this machine": (
        f"a: postgres://me:{TOKEN}@localhost/x\nb: redis://:{TOKEN}@127.0.0.1\nc: https://me:{TOKEN}@example.com"
    ),
    "weak ones": (
        "a: postgres://postgres:postgres@db/x\nb: amqp://guest:guest@mq\n"
        "c: mysql://root:password@db\nd: mysql://shop:shop@db"
    ),
    "filled in later": "a: postgres://me:${PASSWORD}@db.internal/x\nb: postgres://me:<password>@db.internal",
    "addresses with ports": "a: http://host:8080/x@y\nb: ssh://git@host.internal:22/x",
    "parts of words": f"x{GITHUB}\nx{AWS}\n",
    "too short": "a: gh" + "p_abc\nb: AK" + "IA123\nc: sk" + "_live_1\npassword: aB1!x",
    "classes of CSS": "class: sk-loading-indicator-container-large-two-columns",
    "one letter": "a: gh" + "p_" + "a" * 36 + "\nb: AK" + "IA" + "X" * 16,
    "marks of YAML": "secret: &aB3dE5fG7 x\ntoken: *aB3dE5fG7\npassword: !aB3dE5fG7 x\n",
    "pages": f"next_token: {TOKEN}\nNextContinuationToken: {TOKEN}\npage_token: {TOKEN}\n",
    "a name of Amazon": "arn:aws:secretsmanager:eu-1:123456789012:secret:aB3dE5fG7-x",
    "a date": "PasswordLast: 2016-09-08T21:47:36Z\npassword: 2016-09-08T21:47:36Z\n",
    "a list in a line": "creates: [role:billing-service, secret:billing-database]\n",
    "a call": "password: random.password1(16)\nsecret: getSecret1A(x)\n",
    "not ASCII": "token: GetFederationToken\u20141aB\n",
    "twelve letters in a key": begun("abcdefghijkl" * 4),
    "less than a key": begun(drawn(39)),
    "too far from its head": begun(drawn(64), "A" * 21 + " "),
    "what stands behind a key": "-----END RSA PRIVATE" + f" KEY-----\n{drawn(64)}\n",
    "base64 with signs in it": "key: LS0tLS1CRUdJTi" + "AA===" + "A" * 100,
    "a bot of seven digits": "1234567:A" + "A" + drawn(33),
    "a bot of eleven digits": "12345678901:A" + "A" + drawn(33),
    "seven letters in all": "np" + "m_" + "ABC" * 12,
    "lower case and digits": f"a: sk-{drawn(40, LOWER + DIGITS)}\nb: hvs.{drawn(40, LOWER + DIGITS)}\n",
    "lower and upper case": f"a: sk-{drawn(40, LOWER + UPPER)}\nb: hvs.{drawn(40, LOWER + UPPER)}\n",
    "the name of who it is for": "a: postgres://Team7:team7@db.internal/x\n",
    "two words": "password: 'correct horse7B'\n",
    "a name that only begins like one": f"public_{'x' * 52}_token: {TOKEN}\n",
    "nothing": "",
}


def found(path: str, new: str | bytes, old: str | bytes | None = None) -> str:
    sides = [side.encode() if isinstance(side, str) else side for side in (old, new)]
    reading = detect(Source(path, *sides), Context())
    if reading is None:
        return ""
    sound(reading)
    assert not reading.accounted
    assert {(one.id, one.confidence) for one in reading.operations} == {("secret.exposed", "pattern")}
    return ", ".join([f"{(one.object or '').removeprefix('secret:')} {one.line}" for one in reading.operations])


@pytest.mark.parametrize("at", range(len(VALUES)))
def test_shapes(at: int) -> None:
    """Found where it stands, on a later line, in quotes; known by the old side; and no part of it is told."""
    kind, value = VALUES[at]
    for text, line in ((value, 1), (f"one: 1\n\nkey: {value}\n", 3), (f"a='{value}'", 1)):
        assert f"{kind} {line}" in found("settings.yaml", text).split(", ")
        assert found("settings.yaml", text + "\n", text) == ""
        assert found("settings.yaml", f"more: 1\n{text}", text) == ""
    reading = repr(detect(Source(".env", None, value.encode()), Context()))
    assert not any(value[at : at + 8] in reading for at in range(8, len(value) - 8))


def test_every_shape_has_an_example() -> None:
    assert {kind for kind, _ in VALUES} == {shape.name for shape in SHAPES}


# kind | how those of it may begin | the least that follows | of what | how they end
LEAST: list[tuple[str, str, int, str, str]] = [
    ("aws-access-key", "AKIA ASIA ABIA ACCA", 16, BASE32, ""),
    ("github-token", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", 36, ANY, ""),
    ("gitlab-token", "glpat- gldt- glrt- glcbt- glptt- glft- glsoat-", 20, ANY, ""),
    ("slack-token", "xoxa- xoxb- xoxe- xoxp- xoxr- xoxs- xapp-", 20, ANY, ""),
    ("slack-webhook", "https://hooks.slack.com/services/ https://hooks.slack.com/workflows/", 30, ANY, ""),
    ("discord-webhook", "https://discord.com/api/webhooks/12345678901234567/", 60, ANY, ""),
    ("stripe-key", "sk_live_ rk_live_ whsec_", 20, ANY, ""),
    ("google-api-key", "AIza", 35, ANY, ""),
    ("google-oauth-secret", "GOCSPX-", 28, ANY, ""),
    ("google-service-account", '"private_key_id":"', 40, HEX, '"'),
    ("azure-key", "AccountKey= SharedAccessKey=", 43, ANY, "="),
    ("azure-signature", "sig=", 43, ANY, "="),
    ("sendgrid-key", f"SG.{drawn(22)}.", 43, ANY, ""),
    ("twilio-key", "SK", 32, HEX, ""),
    ("npm-token", "npm_", 36, ANY, ""),
    ("pypi-token", "pypi-AgE", 50, ANY, ""),
    ("jwt", f"eyJ{drawn(10)}.eyJ{drawn(10)}.", 20, ANY, ""),
    ("anthropic-key", "sk-ant-api03-", 40, ANY, ""),
    ("openai-key", "sk-", 32, ANY, ""),
    ("huggingface-token", "hf_", 34, UPPER + LOWER, ""),
    ("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", 64, HEX, ""),
    ("shopify-token", "shpat_ shpca_ shppa_ shpss_", 32, HEX, ""),
    ("databricks-token", "dapi", 32, HEX, ""),
    ("vault-token", "hvs. hvb.", 24, ANY, ""),
    ("terraform-token", "a.atlasv1.", 60, ANY, ""),
    ("docker-token", "dckr_pat_", 27, ANY, ""),
    ("grafana-token", "glsa_ glc_", 32, ANY, ""),
    ("linear-key", "lin_api_", 40, ANY, ""),
    ("telegram-token", "123456789:AA", 33, ANY, ""),
    ("age-key", "AGE-SECRET-KEY-1", 58, UPPER + DIGITS, ""),
]


@pytest.mark.parametrize(("kind", "beginnings", "least", "of", "end"), LEAST)
def test_how_each_shape_may_begin_and_how_short_it_may_be(
    kind: str, beginnings: str, least: int, of: str, end: str
) -> None:
    for beginning in beginnings.split():
        body = drawn(least, of)
        assert found(".env", f"- {beginning}{body}{end}") == f"{kind} 1"
        assert kind not in found(".env", f"- {beginning}{body[1:]}{end}")


def test_shapes_have_all_their_beginnings() -> None:
    words = {word.decode() for shape in SHAPES for word in shape.words}
    by_hand = {"PRIVATE KEY", "LS0tLS1CRUdJTi", "Private-Lines:", "://"}
    told = " ".join([row[1].replace("https://", "") for row in LEAST])
    assert {word for word in words if word not in told} == by_hand


NAMED = """
    db_password DB_PASSWD dbPwd client_secret x_token api_key apikey api-key access_key accesskey access-key account_key
    auth_key private_key encryption_key signing_key master_key credential passphrase _auth "auth"
"""
STANDS_IN = """
    example xxxx .... **** placeholder your redacted dummy ... change replace todo fixme insert sample test fake foobar
    1234567 abcdef qwerty default none null undefined not-set notset my-secret mysecret my_secret supersecret
    super-secret super_secret
"""
FILLED_IN = "${A} $(a) $<a> $[a] $ABCD {{ }} {% <a> %(a %AB% @a.b@ #{a __a__ [["


@pytest.mark.parametrize("name", NAMED.split())
def test_names_that_tell_of_a_secret(name: str) -> None:
    """And what is no value: one that has a word of documentation, or that is filled in later, wherever it does."""
    kind = "password" if any([word in name.lower() for word in ("passw", "pwd", "passphrase")]) else "secret-value"
    assert found(".env", f"x: 1\n{name}: {PASSWORD}\n") == f"{kind} 2"


@pytest.mark.parametrize("word", STANDS_IN.split())
def test_words_of_what_stands_for_a_value(word: str) -> None:
    for value in (f"{PASSWORD}{word}7K", f"K7{word.upper()}{PASSWORD}"):
        assert found(".env", f"password: '{value}'\n") == ""
        assert found(".env", f"x: postgres://app:{value}@db.internal/x\n") == ""


@pytest.mark.parametrize("mark", FILLED_IN.split())
def test_marks_of_what_is_filled_in_later(mark: str) -> None:
    assert found(".env", f"password: '{PASSWORD}{mark}'\n") == ""


@pytest.mark.parametrize("word", ["example", "xxxx", "....", "placeholder", "your", "redacted", "dummy"])
def test_words_in_shapes_that_documentation_shows(word: str) -> None:
    assert found(".env", "x: gl" + f"pat-{drawn(20)}{word}") == ""


WEAK = """
    password passwd pass pwd secret admin root user username guest postgres mysql redis mongo rabbitmq token dev test
    aabbc
"""
NEAR = "localhost 127.0.0.1 0.0.0.0 [::1]:80 host.docker.internal example.com host:80 hostname LOCALHOST"


def test_addresses_that_open_nothing() -> None:
    for password in WEAK.split():
        assert found(".env", f"x: postgres://app:{password}@db.internal/x\n") == "", password
        assert found(".env", f"x: postgres://app:{password.upper()}@db.internal/x\n") == "", password
    for host in NEAR.split():
        assert found(".env", f"x: postgres://app:{TOKEN}@{host}/x\n") == "", host
    for password in ("abcd", "tokens", "aabcd"):
        assert found(".env", f"x: postgres://app:{password}@db.internal/x\n") == "password-in-url 1", password


@pytest.mark.parametrize("name", FILES)
def test_finds(name: str) -> None:
    text, wanted_ = FILES[name]
    assert found("settings.conf", text) == wanted_
    assert found("settings.conf", text, text) == ""
    assert found("settings.conf", f"{text}\n# end", text) == ""


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    assert found("settings.conf", LEAVES[name]) == ""


def test_only_what_is_new() -> None:
    other = "gh" + "p_" + drawn(36)
    assert found(".env", f"A={other}\n", f"A={GITHUB}\n") == "github-token 1"
    assert found(".env", f"A={GITHUB}\nB={other}\n", f"A={GITHUB}\n") == "github-token 2"
    assert found(".env", f"B={GITHUB}\n", f"A={GITHUB}\n") == ""
    assert found("k.pem", pem("RSA "), PEM) == "private-key 1"
    assert found("a.yaml", f"a: {{password: {PASSWORD}X}}\n", f"password: '{PASSWORD}X'\n") == ""
    assert found("a.yaml", f"a: [{{password: {PASSWORD}}}]\n", f"password: '{PASSWORD}'\n") == ""
    assert found("k.yaml", "k: |\n  " + PEM.replace("\n", "\n  "), PEM) == ""
    assert detect(Source(".env", GITHUB.encode(), None), Context()) is None
    assert (
        found("a.yaml", f"- name: DB_PASSWORD\n  value: {PASSWORD}\n", "- name: DB_PASSWORD\n  value: x\n")
        == "password 2"
    )


def test_what_is_new_beside_what_was_known() -> None:
    one, two = f"https://me:{TOKEN}@git.internal", f"https://me:{drawn(31)}@git.internal"
    assert found(".env", f"A={one}?to={two}\n", f"A={one}\n") == "password-in-url 1"
    assert found(".env", f"A={one}\nB={two}\n", f"A={one}\n") == "password-in-url 2"


def test_a_name_that_is_new_with_a_value_that_stood_there() -> None:
    """The next line, and as many above as a list or a variable may have between the name and the value."""
    assert found("a.yaml", f"- name: DB_PASSWORD\n  value: {PASSWORD}\n", f"- name: X\n  value: {PASSWORD}\n") == (
        "password 2"
    )
    for lines, told in ((11, "password 13"), (12, "")):
        head = 'variable "db_password" {\n' + "\n" * lines + "  default = "
        assert found("a.tf", f'{head}"{PASSWORD}"\n}}\n', f'{head}"x"\n}}\n') == told
    changed = f"a: 1\nb: 2\nc: 3\nd: 4\ne: 5\npassword: {PASSWORD}\ntoken: {GITHUB}\n"
    assert found("a.yaml", changed, "b: 2\nd: 4\n") == "password 6, github-token 7"


def test_other_bytes() -> None:
    assert found(".env", f"a\nA={GITHUB}".encode("utf-16")) == "github-token 2"
    assert found(".env", f"\ufeffa\nA={GITHUB}".encode("utf-16-be")) == "github-token 2"
    assert found(".env", b"\xff\xfe\0") == ""
    assert found(".env", b"\xff\0" + GITHUB.encode()) == "github-token 1"


def test_what_is_not_seen() -> None:
    """Said in words where the detector stands: what is put together from parts."""
    assert found("a.sh", f'A="{AWS[:8]}""{AWS[8:]}"') == ""
    assert found("a.yaml", f"a: >-\n  {AWS[:8]}\n  {AWS[8:]}\n") == ""
    assert found("a.yaml", base64.b64encode(GITHUB.encode()).decode()) == ""


def test_files_that_are_read() -> None:
    for name in [
        ".env",
        ".env.local",
        "a/b.yaml",
        "a.yml",
        "c.json",
        "d.toml",
        "e.ini",
        "f.cfg",
        "g.conf",
        "h.properties",
        "i.tf",
        "j.tfvars",
        "k.xml",
        "l.pem",
        "m.key",
        "n.sh",
        "Dockerfile",
        "Dockerfile.dev",
        ".npmrc",
        ".pypirc",
        ".netrc",
        "id_rsa",
        "id_ed25519",
        ".git-credentials",
        "app.Dockerfile",
        "kubeconfig",
        ".envrc",
        "Cargo.lock",
        "a/Cargo.lock",
        "a/Dockerfile",
        "Containerfile.dev",
        "a/.env",
        "env.test1",
        "_netrc",
        ".yarnrc",
        ".pgpass",
        ".my.cnf",
        "credentials",
        "config",
        "kubeconfig-dev",
        ".dockercfg",
        "Makefile",
        "Jenkinsfile",
        ".htpasswd",
        ".s3cfg",
        ".boto",
        "vault-password",
        "go.sum",
        "requirements.txt",
        "dev_requirements.in",
        "requirements/prod.pip",
        "constraints.txt",
        "Pipfile",
        "a/Gemfile",
        "gems.rb",
        "gems.locked",
        "Podfile",
        ".gemrc",
        ".condarc",
        ".gitmodules",
        ".gitconfig",
        "build.gradle.kts",
        "settings.gradle.kts",
        "setup.cfg",
    ]:
        assert wanted(name) and found(name, GITHUB) == "github-token 1"
    for name in ("requirements.txt", "a/Gemfile", "gems.rb", "Pipfile", "setup.cfg", "pip.conf", ".gitmodules"):
        for text in (
            f"--index-url https://me:{TOKEN}@h.internal/simple\n",
            f"url = 'https://me:{TOKEN}@h.internal/'\n",
        ):
            assert found(name, text) == "password-in-url 1"
    assert found("requirements.txt", "token==2.31.17\napi-secret==1.0 --hash=sha256:" + drawn(64, HEX)) == ""
    for name in OTHERS:
        assert not wanted(name) and found(name, f"api_token: {TOKEN}") == ""
    assert found("a/go.sum", f"secretToken: {TOKEN}\n") == "" and found("a/go.yml", f"secretToken: {TOKEN}\n") != ""
    integrity = f'"secretToken": "{TOKEN}"\n'
    assert found("package-lock.json", integrity) == "" and found("package.json", integrity) == "secret-value 1"
    assert found("yarn.lock", f'resolved "https://me:{TOKEN}@r.internal/x.tgz"') == "password-in-url 1"


# In a file of any name

OTHERS = ("a.py", "README.md", "a.png", "src/config.ts", "keys.rs", "key", "a/sh", "a.txt", "gems.py", "a.in", "x.sql")
CERTAIN: list[tuple[str, str]] = [
    ("aws-access-key", AWS),
    ("aws-access-key", "AS" + "IA" + drawn(16, BASE32)),
    *[("github-token", f"gh{kind}_" + drawn(36)) for kind in "pousr"],
    ("github-token", "github" + "_pat_" + drawn(22) + "_" + drawn(59)),
    ("gitlab-token", "gl" + "pat-" + drawn(20)),
    ("slack-token", "xo" + "xb-" + drawn(12, DIGITS) + "-" + drawn(24)),
    ("slack-token", "xo" + "xp-" + drawn(12, DIGITS) + "-" + drawn(24)),
    ("stripe-key", "sk" + "_live_" + drawn(24)),
    ("stripe-key", "rk" + "_live_" + drawn(24)),
    ("pypi-token", "pyp" + "i-AgE" + "IcHlwaS5vcmc" + drawn(60)),
    ("anthropic-key", "sk" + "-ant-" + "api03-" + drawn(90)),
    ("google-oauth-secret", "GOC" + "SPX-" + drawn(28)),
    ("age-key", "AGE-SECRET" + "-KEY-1" + drawn(58, UPPER + DIGITS)),
    ("private-key", begun("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n" + drawn(64), "OPENSSH ")),
    ("private-key", begun("MIIE" + drawn(60) + "\n" + drawn(64))),
    ("private-key", begun("MC4CAQAwBQYDK2VwBCIEI" + drawn(43), "")),
    ("private-key", begun("Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n" + drawn(64))),
    ("private-key", 'KEY = """' + begun("MHcC" + drawn(60), "EC ").replace("\n", "\\n") + '"""'),
]
HEAD = begun("").partition("\n")[0]
COULD_BE_ELSE: dict[str, str] = {
    "a token in an address": f"postgres://app:{TOKEN}@db.internal:5432/shop",
    "a name beside a value": f"password = '{PASSWORD}'",
    "a JWT": JWT,
    "a key of Google, which pages hand out": "AI" + "za" + drawn(35),
    "letters in a row": "gh" + "s_0123456789abcdefghijklmnopqrstuvwxyz",
    "an example of AWS": "AK" + "IAIOSFODNN7EXAMPLE",
    "the head of a key in code": f'"{HEAD}"}}}}\nnames = people_of_the_whole_house_and_of_others(1)',
    "a page that leaves the key out": begun("MIIEpAIBAAKCAQEA...\n..."),
    "prose behind a head": begun("Mend it by hand, and tell whoever owns it of this: it was published"),
    "PGP, of which anything may be the body": pem("PGP "),
    "a public key": pem().replace("PRIVATE", "PUBLIC"),
    "a certificate": pem().replace("PRIVATE KEY", "CERTIFICATE"),
    "a word that begins alike": "npm_config_registry_of_the_whole_house_and_more sk-" + "anteater",
}


@pytest.mark.parametrize("at", range(len(CERTAIN)))
def test_what_nothing_else_looks_like_is_found_in_a_file_of_any_name(at: int) -> None:
    kind, value = CERTAIN[at]
    assert any([word in value.encode() for word in ANYWHERE])
    for name in OTHERS:
        assert found(name, f"\nsee {value}\n") == f"{kind} 2"
    assert found("notes", f"see {value}\n", f"see {value}\n") == ""


@pytest.mark.parametrize("name", COULD_BE_ELSE)
def test_what_could_be_something_else_is_left_alone_there(name: str) -> None:
    for path in OTHERS:
        assert found(path, f"see {COULD_BE_ELSE[name]}\n") == ""


def test_the_words_of_files_of_any_name_are_those_of_the_shapes() -> None:
    assert set(ANYWHERE) == {b"PRIVATE KEY-----", *UNMISTAKABLE}
    assert all([any([hint in word for hint in SECRETS]) for word in ANYWHERE])
    words = {word for shape in SHAPES for word in shape.words}
    for word in UNMISTAKABLE:
        assert any([word.startswith(one) for one in words]), word


@pytest.mark.parametrize(
    ("value", "drawn_"),
    [
        ("aB3dE5f", False),  # seven
        ("aB3dE5fG", True),
        ("a1b2c3d4e5f6g7h", False),  # two classes, fifteen
        ("a1b2c3d4e5f6g7hi", True),
        ("0a1b2c3d4e5f678", False),  # hex, fifteen
        ("0a1b2c3d4e5f6789", True),
        ("0000aaaa0000aaaa", False),  # hex, of two letters
        ("server-name-1234", False),
        ("server-name-12345x", True),
        ("sixteenletterszz-1", True),  # a part longer than words are
        ("fifteenlettersx-1", False),
        ("getSecretValueOfThing/x1", False),
        ("aB3dE5fG" * 37 + "abcd", True),
        ("aB3dE5fG" * 37 + "abcde", False),
        ("AbAbAbAb1AbAbAbAb1", False),  # too few of them
        ("0000aaaa11bb22cc", True),  # as even as hex has to be
        ("0000aaaa111b22cc", False),
        ("aaK3dM5g", True),  # as even as three classes have to be
        ("aaK3dMMg", False),
        ("g1h2i3j4g1h2i3j4", True),  # as even as two
        ("g1h2i3j4g1h2i3j3", False),
        ("word_12345_12345", True),
        ("word_1234_1234-1234", False),  # digits of a name
        ("GetFooBar1234", False),  # words of three letters, on average
        ("GetFooBa1234", True),
        ("OneTwoThreeFourFiveSixSevenEightNineTenX/1", False),  # forty letters
        ("OneTwoThreeFourFiveSixSevenEightNineTenXx/1", True),
        ("123456-789012.345678", False),
        ("correct1 H", False),
        ("g1!h2?jk", True),  # one more sign than letters and digits
    ],
)
def test_bounds_of_what_looks_drawn(value: str, drawn_: bool) -> None:
    assert looks_drawn(value.encode()) is drawn_


def test_what_looks_drawn() -> None:
    for value in (PASSWORD, TOKEN, drawn(32, HEX), "aB3dE5fG7h", "P@ssw0rd-Zu7"):
        assert looks_drawn(value.encode()), value
    for value in (
        "password",
        "hunter2",
        "correct horse battery 1A",
        "a" * 40,
        "0" * 32,
        "20260102030405",
        "api-server-v2",
        "x" * 400,
    ):
        assert not looks_drawn(value.encode()), value


ADVERSE = sorted(
    {word for shape in SHAPES for word in shape.words}
    | {word + mark for word in WORDS for mark in (b"", b'"  ,  "value": ', b' = "', b" ")}
    | {
        b"eyJ" + b"a" * 30 + b".eyJ",
        b"://a:",
        b"://" + b"a" * 99 + b":",
        b"\\u0041",
        b"\\",
        b"\\\n",
        b"<",
        b"{",
        b"a",
        b'"',
    }
    | {
        b"-----BEGIN PRIVATE" + b" KEY-----",
        b"-----BEGIN PRIVATE" + b" KEY-----" + b"A" * 64,
        b"ENV password ",
        b":AA" + b"A" * 33,
    }
)


@pytest.mark.later
def test_time_grows_with_the_text() -> None:
    """What a pattern begins with, again and again."""
    for word in ADVERSE:
        size = 12_000  # `make soak` has 100 kB of each
        data = (word * (size // len(word) + 1))[:size]
        started = time.perf_counter()
        detect(Source(".env", None, data), Context())
        assert time.perf_counter() - started < 0.5, word


@pytest.mark.soak
@pytest.mark.parametrize("word", ADVERSE)
def test_a_hundred_kilobytes(word: bytes) -> None:
    data = (word * (100_000 // len(word) + 1))[:100_000]
    started = time.perf_counter()
    detect(Source(".env", None, data), Context())
    assert time.perf_counter() - started < 3


@pytest.mark.fuzz
@fuzzy
@given(
    bitten(
        [text for text, _ in FILES.values()] + list(LEAVES.values()),
        ["\\", "\n", '"', "-----", "://", "=", "secret", GITHUB],
    )
)
def test_any_bytes(data: bytes) -> None:
    for old in (None, b"", PEM.encode()):
        reading = detect(Source(".env", old, data), Context())
        sound(reading)
        for one in reading.operations if reading else ():
            assert one.line is not None and one.line <= data.count(b"\n") + 1
            assert PASSWORD not in repr(one) and GITHUB not in repr(one)
