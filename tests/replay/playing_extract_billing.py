"""The example service-extraction: two plans for one table, in Python; the second waits for the first."""

from __future__ import annotations

from tests.replay.played import Act, Migration

STORE = """\
from monolith.billing.models import Invoice


def write(**fields):
    {body}
"""
ONE = "return Invoice.objects.create(**fields)"
KEYED = "return Invoice.objects.create(uid=new_key(), **fields)"
BOTH = "service.write(**fields)\n    return Invoice.objects.create(uid=new_key(), **fields)"
AWAY = "return service.write(**fields)"
SIGNUP = """\
from monolith import billing
from monolith.billing.models import Invoice


def sign_up(user):
    return {call}(number=user.number, total=0)
"""
PAGE = """\
from monolith import billing
from monolith.billing.models import Invoice


def page(key):
    return {call}={argument})
"""
REPORT = """\
from monolith import billing
from monolith.billing.models import Invoice


def month(first):
    return {call}(month=first)
"""
MIGRATIONS, BILLING = "db/monolith/migrations", "db/billing"
REKEY, EXTRACT = "rekey-invoices", "extract-billing"
REKEYED = (
    Act(
        f"{REKEY}/expand",
        {
            f"{MIGRATIONS}/0002_uid.sql": (
                "ALTER TABLE invoices ADD COLUMN uid uuid;\nALTER TABLE invoice_lines ADD COLUMN invoice_uid uuid;\n"
            ),
            f"{MIGRATIONS}/0003_uid_index.sql": (
                "CREATE UNIQUE INDEX CONCURRENTLY invoices_uid_key ON invoices (uid);\n"
            ),
        },
        again={f"{MIGRATIONS}/0009_more.sql": "ALTER TABLE payments ADD COLUMN invoice_uid uuid;\n"},
    ),
    Act(
        f"{REKEY}/dual-write",
        {
            "monolith/billing/store/invoices.py": STORE.format(body=KEYED),
            "monolith/identity/signup.py": SIGNUP.format(call="Invoice.objects.create").replace("(n", "(uid=key(), n"),
        },
        (f"{REKEY}/expand: deployed",),
        signed=True,
    ),
    Act(
        f"{REKEY}/backfill",
        {f"{MIGRATIONS}/0004_fill_uid.sql": "UPDATE invoices SET uid = gen_random_uuid() WHERE uid IS NULL;\n"},
        (f"{REKEY}/dual-write: deployed 1d",),
        signed=True,
    ),
    Act(
        f"{REKEY}/promise",
        {
            f"{MIGRATIONS}/0005_promise.sql": (
                "ALTER TABLE invoices ADD CONSTRAINT invoices_keyed CHECK (uid IS NOT NULL) NOT VALID;\n"
            )
        },
        (f"{REKEY}/backfill: backfilled remaining=0",),
        signed=True,
    ),
    Act(
        f"{REKEY}/enforce",
        {
            f"{MIGRATIONS}/0006_enforce.sql": "ALTER TABLE invoices VALIDATE CONSTRAINT invoices_keyed;\n",
            f"{MIGRATIONS}/0007_keyed.sql": "ALTER TABLE invoices ALTER COLUMN uid SET NOT NULL;\n",
        },
        (f"{REKEY}/backfill: backfilled remaining=0", f"{REKEY}/promise: deployed"),
        signed=True,
    ),
    Act(
        f"{REKEY}/switch-reads",
        {"monolith/web/invoice.py": PAGE.format(call="Invoice.objects.get(uid", argument="key")},
        (f"{REKEY}/enforce: deployed",),
    ),
)
EXTRACTED = (
    Act(f"{EXTRACT}/discover"),
    Act(
        f"{EXTRACT}/route-writes",
        {"monolith/identity/signup.py": SIGNUP.format(call="billing.invoices.write").replace("(n", "(uid=key(), n")},
        (f"{EXTRACT}/discover: complete",),
    ),
    Act(f"{EXTRACT}/create-database", {}, (f"{EXTRACT}/discover: complete",)),
    Act(
        f"{EXTRACT}/give-access",
        {
            f"{BILLING}/roles/billing_service.sql": (
                "CREATE ROLE billing_service LOGIN;\nGRANT USAGE ON SCHEMA billing TO billing_service;\n"
            ),
            "services/billing/.env.example": "BILLING_DATABASE_PASSWORD=\n",
        },
        (f"{EXTRACT}/create-database: complete",),
        signed=True,
    ),
    Act(
        f"{EXTRACT}/create-tables",
        {
            f"{BILLING}/migrations/0001_tables.sql": (
                "CREATE TABLE billing.invoices (uid uuid PRIMARY KEY, total bigint NOT NULL);\n"
                "CREATE TABLE billing.invoice_lines (invoice_uid uuid NOT NULL, cents bigint NOT NULL);\n"
            )
        },
        (f"{EXTRACT}/give-access: deployed", f"{REKEY}/switch-reads: deployed 7d"),
        signed=True,  # its folder of migrations is new, and says nothing by itself
    ),
    Act(
        f"{EXTRACT}/stand-up",
        {
            "services/billing/main.py": "def main():\n    serve(port=8080)\n",
            "deploy/services.yaml": "- monolith\n- reports\n- billing\n",
        },
        (f"{EXTRACT}/create-tables: deployed",),
        signed=True,
    ),
    Act(
        f"{EXTRACT}/dual-write",
        {"monolith/billing/store/invoices.py": STORE.format(body=BOTH)},
        (
            f"{EXTRACT}/route-writes: complete",
            f"{EXTRACT}/route-writes: deployed 7d",
            f"{EXTRACT}/stand-up: deployed 1d",
        ),
        signed=True,
    ),
    Act(
        f"{EXTRACT}/backfill",
        {
            f"{BILLING}/fill/0001_invoices.sql": (
                "INSERT INTO billing.invoices (uid, total) SELECT uid, total FROM invoices ON CONFLICT DO NOTHING;\n"
            )
        },
        (f"{EXTRACT}/dual-write: deployed 1d",),
        signed=True,
    ),
    Act(
        f"{EXTRACT}/switch-reads",
        {
            "monolith/web/invoice.py": PAGE.format(call="billing.invoices.get(uid", argument="key"),
            "monolith/reports/month.py": REPORT.format(call="billing.invoices.find"),
        },
        (f"{EXTRACT}/backfill: backfilled remaining=0", f"{EXTRACT}/backfill: rehearsed"),
    ),
    Act(
        f"{EXTRACT}/stop-writes",
        {"monolith/billing/store/invoices.py": STORE.format(body=AWAY)},
        (f"{EXTRACT}/switch-reads: deployed 14d",),
        signed=True,
    ),
    Act(
        f"{EXTRACT}/contract",
        {f"{MIGRATIONS}/0008_without_invoices.sql": "DROP TABLE invoice_lines;\nDROP TABLE invoices;\n"},
        (f"{EXTRACT}/stop-writes: deployed 30d",),
    ),
)
EXTRACT_BILLING = Migration(
    "service-extraction",
    {
        f"{MIGRATIONS}/0001_invoices.sql": (
            "CREATE TABLE invoices (id bigint PRIMARY KEY, total bigint NOT NULL);\n"
            "CREATE TABLE invoice_lines (invoice_id bigint REFERENCES invoices (id), cents bigint NOT NULL);\n"
        ),
        "monolith/billing/store/invoices.py": STORE.format(body=ONE),
        "monolith/identity/signup.py": SIGNUP.format(call="Invoice.objects.create"),
        "monolith/web/invoice.py": PAGE.format(call="Invoice.objects.get(id", argument="key"),
        "monolith/reports/month.py": REPORT.format(call="Invoice.objects.filter"),
        "deploy/services.yaml": "- monolith\n- reports\n",
    },
    {"identity-writes": 1, "reads": 1, "lookups": 1},
    (*REKEYED, *EXTRACTED),
    {EXTRACT: f"{REKEY}/switch-reads"},
)
