"""Three incidents of real migrations, played on the sample monolith: what each change set would have done unseen."""

from __future__ import annotations

import re
from pathlib import Path

from guard.commands.demo.stage import LINE, say
from guard.model.claim import Claim
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.commands.demo.stage import Stage

PLANS, MIGRATIONS = ".guard/plans", "db/migrations"
EXPAND = {
    f"{MIGRATIONS}/0004_order_uids.up.sql": (
        "ALTER TABLE orders ADD COLUMN order_uid uuid;\nALTER TABLE invoices ADD COLUMN order_uid uuid;\n"
    ),
    f"{MIGRATIONS}/0004_order_uids.down.sql": (
        "ALTER TABLE invoices DROP COLUMN order_uid;\nALTER TABLE orders DROP COLUMN order_uid;\n"
    ),
}
BACKFILL = {
    "db/backfills/order_uids.sql": """\
UPDATE orders SET order_uid = gen_random_uuid() WHERE order_uid IS NULL;
UPDATE invoices SET order_uid = orders.order_uid FROM orders
    WHERE orders.order_no = invoices.order_no AND invoices.order_uid IS NULL;
"""
}
EXTRACT_ORDERS = {
    f"{PLANS}/extract-orders.yaml": """\
plan: extract-orders
version: 1
owner: dana
why: Orders become a service and take their invoices along
scope: {paths: [/db/**, /internal/orders/**, /deploy/**]}
phases:
  mark:
    after: {order-uids/contract: deployed}
    does: [schema.column.add]
    creates: [column:invoices.handed_over]
  hand-over: {after: {mark: deployed}, does: [code.ref.add, file.add, file.modify]}
"""
}
MARK = {
    f"{MIGRATIONS}/0005_handed_over.up.sql": (
        "ALTER TABLE invoices ADD COLUMN handed_over boolean NOT NULL DEFAULT false;\n"
    ),
    f"{MIGRATIONS}/0005_handed_over.down.sql": "ALTER TABLE invoices DROP COLUMN handed_over;\n",
}
LEDGER = """\
plan: invoice-ledger
version: {version}
owner: omar
why: Accounting gets a ledger with every movement of an invoice
scope: {{paths: [/db/migrations/**, /internal/billing/**]}}
assume:
  A1: {{says: the ids of invoices are ULIDs of 26 characters{settled}}}
phases:
  tables: {{does: [schema.table.create, file.add], creates: [table:ledger_lines]}}
"""
GUESSED = {f"{PLANS}/invoice-ledger.yaml": LEDGER.format(version=1, settled="")}
ASKED = {
    f"{PLANS}/invoice-ledger.yaml": LEDGER.format(
        version=2, settled=', settled_by: "inventory: column:invoices.id type=char(26)"'
    )
}
LEDGER_LINES = {
    f"{MIGRATIONS}/0005_ledger.up.sql": (
        "CREATE TABLE ledger_lines (\n    invoice_id char(26) NOT NULL,\n    cents bigint NOT NULL\n);\n"
    ),
    f"{MIGRATIONS}/0005_ledger.down.sql": "DROP TABLE ledger_lines;\n",
    "internal/billing/ledger.go": """\
package billing

import "fmt"

// LedgerLine is one movement of an invoice.
type LedgerLine struct {
	InvoiceID string
	Cents     int64
}

// Check refuses an id that cannot be one.
func (l LedgerLine) Check() error {
	if len(l.InvoiceID) != 26 {
		return fmt.Errorf("%q is no ULID", l.InvoiceID)
	}
	return nil
}
""",
}


class Step(NamedTuple):
    """What comes to pass, what guard is asked then, and what it must say; where it must say nothing, it lands."""

    title: str
    files: Mapping[str, str]
    claim: Claim | None = None  # None: a plan, merged by people
    asks: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    code: int = 0


class Incident(NamedTuple):
    """One incident: what came of it where nobody looked, and the steps to it."""

    title: str
    happened: str
    steps: tuple[Step, ...]


MERGE = ("check", "--range", "main..HEAD")
INCIDENTS = (
    Incident(
        "the backfill ran before the insert code was changed",
        "Every order placed after the statement had read its last row came from code that did not know the column.\n"
        "It had no UUID, and nothing looked again. The plan order-uids says what comes before the backfill.",
        (
            Step("The agent: adds the columns, phase expand", EXPAND, Claim("order-uids", "expand"), MERGE),
            Step(
                "The agent: wants to fill them next",
                {},
                None,
                ("next", "--take", "order-uids/backfill"),
                ("not taken up: order-uids/backfill is not open", "order-uids/dual-write: deployed"),
                1,
            ),
            Step(
                "The agent: fills them all the same, phase backfill",
                BACKFILL,
                Claim("order-uids", "backfill"),
                MERGE,
                ("[G401]", "[G422]"),
                1,
            ),
        ),
    ),
    Incident(
        "one table, taken along by two extractions",
        "Two teams write invoices and three programs use it, and each of two plans took it for its own. Each of them\n"
        "reads well by itself: extract-billing, which stands on main, and extract-orders, which an agent writes now.",
        (
            Step(
                "The agent: writes the plan extract-orders",
                EXTRACT_ORDERS,
                None,
                ("plan", "lint", "extract-orders"),
                ("[G249]",),
                1,
            ),
            Step("Somebody merges it all the same", EXTRACT_ORDERS),
            Step(
                "The agent: lands its first step, phase mark",
                MARK,
                Claim("extract-orders", "mark"),
                MERGE,
                ("[G406]", "[G410]"),
                1,
            ),
        ),
    ),
    Incident(
        "a guessed format of an id, in every file of a change set",
        "Nobody had looked: an id was taken for a ULID, and columns, checks and code were built for 26 characters.",
        (
            Step("A plan is merged that takes it for granted", GUESSED),
            Step(
                "The agent: builds a ledger on it",
                LEDGER_LINES,
                Claim("invoice-ledger", "tables"),
                MERGE,
                ("[G421]",),
                3,
            ),
            Step("The plan now says what settles it", ASKED),
            Step(
                "The agent: brings the same change set again",
                LEDGER_LINES,
                Claim("invoice-ledger", "tables"),
                MERGE,
                ("[G422]",),
                1,
            ),
        ),
    ),
)


def play(stage: Stage) -> list[str]:
    """Play them one after the other on one repository; the titles of the steps that did not end as they should."""
    for path, text in sample().items():
        stage.put(path, text)
    stage.commit("The shop, its policy and two plans")
    stands = "A shop in Go on one PostgreSQL database. On main stand two plans: order-uids and extract-billing."
    say(f"{LINE}\n{stands}\nIts phases, as order-uids has them:", stage.guard("plan", "graph", "order-uids"))
    wrong: list[str] = []
    told: set[str] = set()  # documents that have been shown
    for incident in INCIDENTS:
        say(f"{LINE}\nIncident: {incident.title}", incident.happened)
        wrong += [step.title for step in incident.steps if not _ends_well(stage, step, told)]
    return wrong


def _ends_well(stage: Stage, step: Step, told: set[str]) -> bool:
    """Whether guard said what it must; what passes becomes main, what does not goes away."""
    stage.branch("agent/work")
    for path, text in step.files.items():
        stage.put(path, text)
    if step.files:
        stage.commit(step.title, step.claim)
    news = [text for text in step.files.values() if step.claim is None and text not in told]
    told.update(news)
    say(step.title, "\n".join(news) or (stage.changed("HEAD~1") if step.files else ""))
    said = stage.guard(*step.asks, code=step.code) if step.asks else ""
    if step.asks:
        say(f"$ guard {' '.join(step.asks)}", said)
    if not step.says:
        stage.land()
    return all(words in said for words in step.says)


def sample() -> dict[str, str]:
    """The files of the sample: shipped with an installed guard, else those of the example.

    Nobody has a key in a demo, and there is no log: a plan that stands on main counts as approved.
    """
    package = Path(__file__).resolve().parents[2]
    top = package / "sample" if (package / "sample").is_dir() else package.parent / "examples" / "monolith"
    files = {path.relative_to(top).as_posix(): path for path in sorted(top.rglob("*")) if path.is_file()}
    texts = {name: path.read_text("utf-8") for name, path in files.items()}
    policy = re.sub(r"key: ssh-ed25519 \S+, (?=teams)", "", texts[".guard/policy.yaml"])
    texts[".guard/policy.yaml"] = re.sub(r"^approvals: .*\n", "", policy, flags=re.MULTILINE)
    return texts
