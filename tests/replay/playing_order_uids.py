"""The plan order-uids of the sample monolith, in Go: a UUID for the number of an order, in two tables of two teams."""

from __future__ import annotations

from tests.replay.played import EXAMPLES, Act, Migration

ORDERS, BILLING = "internal/orders/store.go", "internal/billing/store.go"
HANDLERS, CANCEL = "internal/orders/handlers.go", "internal/orders/cancel.go"
MIGRATIONS, PLAN = "db/migrations", "order-uids"
STANDING = {path: (EXAMPLES / "monolith" / path).read_text() for path in (ORDERS, BILLING, HANDLERS, CANCEL)}

Pairs = tuple[tuple[str, str], ...]


def edited(files: dict[str, str], edits: dict[str, Pairs]) -> dict[str, str]:
    """These files with each text replaced, which must stand there once."""
    found = dict(files)
    for path, pairs in edits.items():
        for old, new in pairs:
            assert found[path].count(old) == 1, (path, old)
            found[path] = found[path].replace(old, new)
    return found


BOTH = edited(
    STANDING,
    {
        ORDERS: (
            ("\tOrderNo    int64  `json", '\tOrderUID   string `json:"order_uid"`\n\tOrderNo    int64  `json'),
            (
                (
                    "\"INSERT INTO orders (order_no, user_id, total_cents) VALUES (nextval('order_numbers'), $1, $2)"
                    ' RETURNING order_no"'
                ),
                (
                    '"INSERT INTO orders (order_uid, order_no, user_id, total_cents) "+\n\t\t\t'
                    "\"VALUES (gen_random_uuid(), nextval('order_numbers'), $1, $2) RETURNING order_uid, order_no\""
                ),
            ),
            ("row.Scan(&order.OrderNo)\n", "row.Scan(&order.OrderUID, &order.OrderNo)\n"),
        ),
        HANDLERS: (("tx, order.OrderNo,", "tx, order.OrderUID, order.OrderNo,"),),
        BILLING: (
            ("tx pgx.Tx, orderNo,", "tx pgx.Tx, orderUID string, orderNo,"),
            (
                'tx.Exec(ctx, "INSERT INTO invoices (order_no, total_cents) VALUES ($1, $2)", orderNo, totalCents)',
                (
                    "tx.Exec(ctx,\n\t\t"
                    '"INSERT INTO invoices (order_uid, order_no, total_cents) VALUES ($1, $2, $3)", '
                    "orderUID, orderNo, totalCents)"
                ),
            ),
        ),
    },
)
SWITCHED = edited(
    BOTH,
    {
        ORDERS: (
            ("SELECT order_no, user_id, total_cents FROM orders WHERE order_no = $1", ("SELECT order_uid, user_id, "
             "total_cents FROM orders WHERE order_uid = $1")),
            ("row.Scan(&order.OrderNo, &order.UserID", "row.Scan(&order.OrderUID, &order.UserID"),
        ),
        BILLING: (
            ("SELECT id, order_no, total_cents", "SELECT id, order_uid, total_cents"),
            ("\tOrderNo    int64\n", "\tOrderUID   string\n"),
            ("return strconv.FormatInt(i.OrderNo, 10)", "return i.OrderUID"),
            ('\t"strconv"\n', ""),
        ),
        CANCEL: (('WHERE order_no = $1", order.OrderNo', 'WHERE order_uid = $1", order.OrderUID'),),
    },
)  # fmt: skip
STOPPED = edited(
    SWITCHED,
    {
        ORDERS: (
            ('\tOrderNo    int64  `json:"order_no"`\n', ""),
            ("(order_uid, order_no, user_id, total_cents)", "(order_uid, user_id, total_cents)"),
            ("nextval('order_numbers'), $1, $2) RETURNING order_uid, order_no", "$1, $2) RETURNING order_uid"),
            ("row.Scan(&order.OrderUID, &order.OrderNo)\n", "row.Scan(&order.OrderUID)\n"),
        ),
        HANDLERS: (("order.OrderUID, order.OrderNo,", "order.OrderUID,"),),
        BILLING: (
            ("orderUID string, orderNo, totalCents int64", "orderUID string, totalCents int64"),
            ("(order_uid, order_no, total_cents) VALUES ($1, $2, $3)", "(order_uid, total_cents) VALUES ($1, $2)"),
            ("orderUID, orderNo, totalCents)", "orderUID, totalCents)"),
        ),
    },
)


def changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in after.items() if before[path] != text}


ORDER_UIDS = Migration(
    "monolith",
    {},
    {},
    (
        Act(
            f"{PLAN}/expand",
            {
                f"{MIGRATIONS}/0004_order_uids.up.sql": (
                    "ALTER TABLE orders ADD COLUMN order_uid uuid;\nALTER TABLE invoices ADD COLUMN order_uid uuid;\n"
                ),
                f"{MIGRATIONS}/0004_order_uids.down.sql": (
                    "ALTER TABLE invoices DROP COLUMN order_uid;\nALTER TABLE orders DROP COLUMN order_uid;\n"
                ),
            },
        ),
        Act(f"{PLAN}/dual-write", changed(STANDING, BOTH), (f"{PLAN}/expand: deployed",), signed=True),
        Act(
            f"{PLAN}/backfill",
            {
                "db/backfills/order_uids.sql": (
                    "UPDATE orders SET order_uid = gen_random_uuid() WHERE order_uid IS NULL;\n"
                    "UPDATE invoices SET order_uid = orders.order_uid FROM orders\n"
                    "    WHERE orders.order_no = invoices.order_no AND invoices.order_uid IS NULL;\n"
                )
            },
            (f"{PLAN}/dual-write: deployed 1d",),
            signed=True,
        ),
        Act(
            f"{PLAN}/switch-reads", changed(BOTH, SWITCHED), (f"{PLAN}/backfill: backfilled remaining=0",), signed=True
        ),
        Act(f"{PLAN}/stop-writes", changed(SWITCHED, STOPPED), (f"{PLAN}/switch-reads: deployed 7d",), signed=True),
        Act(
            f"{PLAN}/contract",
            {
                f"{MIGRATIONS}/0005_without_numbers.up.sql": (
                    "ALTER TABLE invoices DROP COLUMN order_no;\nALTER TABLE orders DROP COLUMN order_no;\n"
                ),
                f"{MIGRATIONS}/0005_without_numbers.down.sql": (
                    "ALTER TABLE orders ADD COLUMN order_no bigint;\nALTER TABLE invoices ADD COLUMN order_no bigint;\n"
                ),
            },
            (f"{PLAN}/stop-writes: deployed 7d",),
        ),
    ),
)
