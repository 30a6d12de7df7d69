"""Terms (G716): abbreviations that neither the text nor the glossary explains; asked where there is a glossary."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_SHORT = Cued(r"(?<![\w/.@#$&<\[-])[A-Z][A-Z0-9]{1,5}s?(?![\w/@$>\]]|[.-]\w|\()")
_TOLD = Cued(r" ?\([a-zA-Z][^()]{3,}\)|,? (?:means|is short for|stands for|i\.e\.)\s")
_FIRST = Cued(r"\s*[:=\u2013\u2014]\s+\w")
_LOUD = Cued(r"\b[A-Z]{2,}\b")
_COMMON_TEXT = """
    API APIS SQL HTTP HTTPS URL URI UI UX CI CD PR PRS MR MRS ID IDS UUID ULID JSON YAML XML CSV HTML CSS PDF SVG
    PNG DNS TCP UDP IP TLS SSL SSH VPN CPU GPU RAM SSD IO OS VM DB DBA SDK CLI IDE ORM ADR RFC FAQ TTL RPC GRPC
    REST CRUD CDN SLA SLO SLI QA HR IT OK NB PS TLDR USA UK EU US UN UTC GMT CET CEST EST EDT PST PDT BST AM PM GB
    MB KB TB GIB MIB KIB HZ MS NS KW EUR USD GBP CHF SEK AWS GCP IAM S3 EC2 RDS EKS ECS SQS SNS KMS VPC ARN SSO
    MFA OTP OAUTH SAML OIDC JWT PEM RSA AES SHA MD5 HMAC GDPR PII ASCII UTF UTF8 BOM LF CRLF EOF NUL NAN TODO
    FIXME TBD TBA TBC XXX WIP NA README LICENSE MIT ISO ANSI POSIX UNIX GNU BSD GET PUT POST HEAD PATCH DELETE
    OPTIONS ACID MVCC WAL DDL DML DCL PK FK LSN GUC CTE OLTP OLAP ETL BI SELECT INSERT UPDATE DROP CREATE ALTER
    TABLE INDEX VIEW NULL NOT AND OR IN IS IF AS ON TO BY FROM WHERE INTO SET ADD ALL ANY END CASE WHEN THEN ELSE
    COPY LIMIT ORDER GROUP UNION JOIN LEFT RIGHT INNER OUTER BEGIN COMMIT ROLLBACK LOCK GRANT REVOKE VACUUM
    ANALYZE EXPLAIN COLUMN RENAME SKIP LOCKED ACCESS SHARE EXCLUSIVE SCHEMA VALID CHECK KEY PRIMARY FOREIGN UNIQUE
    DEFAULT CASCADE ONLINE VALUES USING ONLY TEXT INT BIGINT BOOL BOOLEAN CHAR DATE TIME JSONB BYTEA ENUM ROW ROWS
    DISTINCT EXISTS BETWEEN LIKE HAVING OFFSET TRUNCATE REINDEX CLUSTER ARM X86 SMS IBAN BIC ACL VAT PIN QR GPS
    LAN WAN NAT DHCP SMTP IMAP FTP SFTP NFS LDAP SCIM CSRF CORS XSS AMI ALB NLB ELB WAF DKIM SPF DE AT CH FR NL BE
    ES PL SE DK FI IE CZ PT NO JP CN AU CA BR CEO CTO CFO QC DM CC TODOS TRUE FALSE YES MUST NEVER ALWAYS STOP DO
    WARN INFO ERROR FATAL DEBUG FAIL PASS NOTE II III IV VI VII VIII IX XI XII OFF A1 A2 A3 A4 A5 B1 B2
"""
COMMON = frozenset(_COMMON_TEXT.split())
MEND = "write it out where it first stands, as in Mean Time To Repair (MTTR), or add it to the glossary"


def check(paper: Paper) -> Iterator[Doubt]:
    """Each once, where it first stands."""
    text = [unit for unit in paper.prose.units if unit.kind != "comment"]
    explained = _explained(text)
    known = {
        name.upper()
        for kind in ("term", "external", "owner", "environment", "service")
        for name in paper.known.of(kind).names
    }
    known |= {part.upper() for name in paper.known.of("term").names for part in re.findall(r"[A-Z][A-Z0-9]{1,5}", name)}
    for unit in text:
        if unit.quoted or unit.kind == "heading" or len(_LOUD.findall(unit.text)) > 6:
            continue
        for found in _SHORT.finditer(unit.plain()):
            short = found[0].removesuffix("s")
            if (
                _loud(unit.text, found)
                or short in COMMON
                or short in explained
                or short in known
                or sum(map(str.isdigit, short)) > 1
            ):
                continue
            explained.add(short)
            ask = f"What does {short} stand for?"
            yield Doubt(
                "G716", unit.number, found[0], f"{short} is explained neither here nor in the glossary", ask, MEND
            )


def _loud(text: str, found: re.Match[str]) -> bool:
    """Whether its neighbour is all capitals as well: words of a language, or a voice raised."""
    before, after = text[max(0, found.start() - 14) : found.start()], text[found.end() : found.end() + 14]
    beside = [*before.split()[-1:], *after.split()[:1]]
    return any(len(word) > 1 and word.isalpha() and word.isupper() for word in beside)


def _explained(text: list[Unit]) -> set[str]:
    """Those the text writes out: Long Form (LF), LF (long form), LF: long form, LF means, a row of its own."""
    found: set[str] = set()
    for unit in text:
        for short in _SHORT.finditer(unit.text):
            name = short[0].removesuffix("s")
            before = unit.text[max(0, short.start() - 120) : short.start()]
            after = unit.text[short.end() : short.end() + 60]
            written = before.endswith("(") and after.startswith(")") and _initials(before[:-1], name)
            first = not before.strip() and _FIRST.match(after)
            if written or first or _TOLD.match(after) or (unit.cells and unit.cells[0].strip() == short[0]):
                found.add(name)
    return found


def _initials(before: str, name: str) -> bool:
    """Whether the words before the parenthesis begin with its letters, more or less: the first does."""
    words = re.findall(r"[A-Za-z0-9]+", before)
    return any(word[0].upper() == name[0] for word in words[-len(name) - 3 :])
