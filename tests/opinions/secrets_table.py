"""Secrets of many shapes, in sentences and code as plans have them: none of the values may ever leave this machine.

Each is put together here, so that no file holds one. `@` stands for the value in its text.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple


def drawn(seed: str, length: int, letters: str = "") -> str:
    """Letters as if by chance, the same in every run."""
    letters = letters or "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    found = ""
    while len(found) < length:
        block = sha256(f"{seed}{len(found)}".encode()).digest()
        found += "".join(letters[byte % len(letters)] for byte in block)
    return found[:length]


HEX = "0123456789abcdef"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
DIGITS = "0123456789"


def pem(kind: str) -> str:
    lines = [drawn(f"{kind}{number}", 64) for number in range(6)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])


class Planted(NamedTuple):
    name: str
    value: str
    text: str = "We use @ for the run."


PLANTED = (
    Planted("aws access key", "AKIA" + drawn("aws", 16, UPPER)),
    Planted("aws secret key", drawn("awssecret", 40), "aws_secret_access_key = @"),
    Planted("aws session token", "FwoGZXIvYXdzE" + drawn("session", 120), "Session: @ until noon."),
    Planted("github token", "gh" + "p_" + drawn("gh", 36)),
    Planted("github fine-grained token", "github_" + "pat_" + drawn("ghfine", 60)),
    Planted("gitlab token", "gl" + "pat-" + drawn("gl", 20)),
    Planted("slack token", "xo" + "xb-" + drawn("slack", 12, DIGITS) + "-" + drawn("slack2", 24)),
    Planted("slack webhook", "T" + drawn("t", 8, UPPER) + "/B" + drawn("b", 8, UPPER) + "/" + drawn("hook", 24),
            "Tell https://hooks.slack.com/services/@ when done."),
    Planted("stripe key", "sk_" + "live_" + drawn("stripe", 24)),
    Planted("stripe test key", "sk_" + "test_" + drawn("stripetest", 24)),
    Planted("google api key", "AI" + "za" + drawn("google", 35)),
    Planted("google oauth token", "ya29." + drawn("oauth", 60)),
    Planted("sendgrid key", "SG." + drawn("sg1", 22) + "." + drawn("sg2", 43)),
    Planted("twilio key", "SK" + drawn("twilio", 32, HEX)),
    Planted("npm token", "npm_" + drawn("npm", 36), "//registry.npmjs.org/:_authToken=@"),
    Planted("pypi token", "pypi-" + "AgE" + drawn("pypi", 70)),
    Planted("jwt", "eyJ" + drawn("j1", 20) + ".eyJ" + drawn("j2", 40) + "." + drawn("j3", 43)),
    Planted("unsigned jwt", "eyJ" + drawn("j4", 20) + ".eyJ" + drawn("j5", 40) + "."),
    Planted("anthropic key", "sk-" + "ant-api03-" + drawn("ant", 60)),
    Planted("openai key", "sk-" + "proj-" + drawn("openai", 48)),
    Planted("hugging face token", "hf_" + drawn("hf", 34, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")),
    Planted("databricks token", "dapi" + drawn("dapi", 32, HEX)),
    Planted("vault token", "hvs." + drawn("vault", 30)),
    Planted("old vault token", "s." + drawn("oldvault", 24)),
    Planted("docker token", "dckr_" + "pat_" + drawn("docker", 30)),
    Planted("rsa key", pem("RSA PRIVATE " + "KEY"), "```\n@\n```"),
    Planted("openssh key", pem("OPENSSH PRIVATE " + "KEY"), "```\n@\n```"),
    Planted("pgp key", pem("PGP PRIVATE KEY " + "BLOCK"), "```\n@\n```"),
    Planted("ec key in json", pem("EC PRIVATE " + "KEY").replace("\n", "\\n"), '```json\n{"private_key": "@"}\n```'),
    Planted("age key", "AGE-SECRET-" + "KEY-1" + drawn("age", 58, UPPER)),
    Planted("wireguard key", drawn("wg", 43) + "=", "```\nPrivateKey = @\n```"),
    Planted("password in a url", "pl4in-" + drawn("url", 6),
            "It reads postgres://orders:@@db.internal:5432/orders now."),
    Planted("weak password in a url of this machine", "qwertz", "It reads redis://app:@@localhost:6379/0 now."),
    Planted("token in a url", drawn("urltoken", 24), "Clone https://@@git.example.org/a.git first."),
    Planted("dsn of a sentry", drawn("sentry", 32, HEX), "Set https://@@o1.ingest.sentry.io/42 there."),
    Planted("ado connection string", "Zomer!" + drawn("ado", 5), "Server=db;User Id=app;Password=@;Encrypt=true"),
    Planted("azure storage", drawn("azure", 86) + "==", "AccountName=a;AccountKey=@;EndpointSuffix=core"),
    Planted("service bus", drawn("bus", 43) + "=", "Endpoint=sb://a/;SharedAccessKeyName=r;SharedAccessKey=@"),
    Planted("go dsn", "tuesday" + drawn("dsn", 3, DIGITS), "The DSN is app:@@tcp(db:3306)/orders today."),
    Planted("pgpass", "tuesday" + drawn("pgpass", 3, DIGITS), "```\ndb:5432:orders:app:@\n```"),
    Planted("cookie", "sid=" + drawn("cookie", 12) + "; theme=dark", "```\nCookie: @\n```"),
    Planted("set-cookie", drawn("cookie2", 16), "```\nSet-Cookie: sessionid=@; HttpOnly\n```"),
    Planted("session in a sentence", drawn("session2", 20), "Use JSESSIONID=@ for it."),
    Planted("basic auth", b64encode(b"app:" + drawn("basic", 9).encode()).decode(), "curl -H 'Authorization: Basic @'"),
    Planted("basic auth alone", b64encode(b"app:" + drawn("basic2", 9).encode()).decode(), "Send Basic @ with it."),
    Planted("bearer", drawn("bearer", 30), "curl -H 'Authorization: Bearer @' https://api.example.org"),
    Planted("header of a gateway", drawn("gateway", 18), "Set X-Api-Key: @ on it."),
    Planted("netrc", "hunter" + drawn("netrc", 2, DIGITS),
            "```\nmachine db.example.org\n  login app\n  password @\n```"),
    Planted("netrc on a line", "tuesday", "machine db.example.org login app password @"),
    Planted("kubeconfig", drawn("kube", 200), "```yaml\nusers:\n- user:\n    client-key-data: @\n```"),
    Planted("docker auth", b64encode(b"u:" + drawn("auth", 8).encode()).decode(),
            '```json\n{"auths": {"a": {"auth": "@"}}}\n```'),
    Planted("environment", drawn("env", 10), "```\nexport ORDERS_DB_PASSWORD=@\n```"),
    Planted("weak environment", "tuesday", "```\nSMTP_PASS=@ ./send\n```"),
    Planted("option", "tues-day" + drawn("option", 2, DIGITS), "Run backfill --password @ --dry-run first."),
    Planted("curl user", "tues-day", "Run curl -u app:@ https://api.example.org first."),
    Planted("mysql option", "tues-day", "Run mysql -h db -uapp -p@ orders first."),
    Planted("sshpass", "tues-day", "Run sshpass -p @ ssh app@db first."),
    Planted("said in a sentence", "Tues!day" + drawn("said", 3), "The password of the replica is @."),
    Planted("said in a table", "Tues!day" + drawn("row", 3),
            "| what | value |\n| --- | --- |\n| password: @ | of app |"),
    Planted("crypt hash", "$6$" + drawn("salt", 8) + "$" + drawn("crypt", 86), "The hash is @."),
    Planted("bcrypt hash", "$2b$12$" + drawn("bcrypt", 53)),
    Planted("django hash", "pbkdf2_sha256$600000$" + drawn("dsalt", 12) + "$" + drawn("dhash", 43) + "="),
    Planted("signed url", drawn("sig", 64, HEX), "Get https://b.s3.amazonaws.com/k?X-Amz-Signature=@&a=1 then."),
    Planted("sas", drawn("sas", 43) + "%3D", "Get https://a.blob.core.windows.net/c?sv=2026&sig=@ then."),
    Planted("otp seed", drawn("otp", 16, UPPER), "Scan otpauth://totp/app?secret=@&issuer=app once."),
    Planted("hexadecimal key", drawn("hex", 64, HEX), "The key @ encrypts it."),
    Planted("drawn by chance", drawn("chance", 32)),
    Planted("drawn by chance, short", drawn("chance2", 22)),
    Planted("named in yaml", drawn("yaml", 14), "```yaml\napi_key: @\n```"),
    Planted("named in another line", drawn("next", 16), "```yaml\n- name: DB_PASSWORD\n  value: @\n```"),
    Planted("atlassian token", "ATATT3" + drawn("atlassian", 60)),
    Planted("linear key", "lin_" + "api_" + drawn("linear", 40)),
    Planted("telegram token", drawn("tg", 10, "123456789") + ":AA" + drawn("tg2", 33)),
    Planted("mailchimp key", drawn("mc", 32, HEX) + "-us12"),
    Planted("ldap hash", "{SSHA}" + drawn("ldap", 32)),
)  # fmt: skip

PLAIN = (  # nothing in these is a secret
    "Backfill users.given_name from users.display_name in batches of 500.",
    "The job `cmd/backfill-display-name/main.go` runs on the replica orders-db-2.",
    "We assume that INTERNAL_BILLING_ENABLED stays off until 2026-12-01T08:00:00Z.",
    "The password column is dropped after the token table has been drained.",
    "Secret rotation is done by the platform team; the token is rotated weekly.",
    "See https://example.org/docs/runbook-2026.html#restore-from-snapshot for the way back.",
    "Row 01890a5d-ac96-774b-bcce-b302099a8057 is the last one.",
    "DB_PASSWORD=${ORDERS_DB_PASSWORD} comes from Vault at secret/data/orders.",
    "Connect with postgres://app:$PGPASSWORD@db.internal:5432/orders.",
    "`kubectl rollout status deployment/orders-api --namespace production --timeout=600s`",
    "com.example.billing.internal.migration.SplitDisplayNameBackfillConfigurationFactory",
    "The basic authentication of the old gateway goes away in phase contract.",
    "git@github.com:example/orders.git stays; http://localhost:8080/health answers.",
    "Bearer tokens are no longer accepted.",
)
