"""The example rename-call-sites: Money.render becomes Money.format, in three parts of a repository in Java."""

from __future__ import annotations

from tests.replay.played import Act, Migration

MONEY = """\
package money;

public final class Money {{
    {body}
}}
"""
RENDER = 'public static String render(long cents) { return cents / 100 + " EUR"; }'
FORMAT = 'public static String format(long cents) { return cents / 100 + " EUR"; }'
RENDER_BY_FORMAT = "public static String render(long cents) { return format(cents); }"
CALLS = """\
package {package};

import money.Money;

final class {name} {{
    String total(long cents) {{
        return "Total: " + Money.{call}(cents);
    }}

    String due(long cents, long paid) {{
        return "Due: " + Money.{call}(cents - paid);
    }}
}}
"""


def calls(package: str, name: str, call: str) -> str:
    return CALLS.format(package=package, name=name, call=call)


PLACES = {  # the phase that moves it -> file, package, class
    "move-billing": ("services/billing/Invoice.java", "billing", "Invoice"),
    "move-orders": ("services/orders/Receipt.java", "orders", "Receipt"),
    "move-admin": ("apps/admin/Ledger.java", "admin", "Ledger"),
}
RENAME_RENDER = Migration(
    "rename-call-sites",
    {
        "libs/money/Money.java": MONEY.format(body=RENDER),
        "libs/money/symbols.txt": "money.Money.render\n",
        **{path: calls(package, name, "render") for path, package, name in PLACES.values()},
    },
    {"billing-calls": 2, "orders-calls": 2, "admin-calls": 2},
    (
        Act(
            "rename-render/add-name",
            {
                "libs/money/Money.java": MONEY.format(body=f"{FORMAT}\n\n    {RENDER_BY_FORMAT}"),
                "libs/money/symbols.txt": "money.Money.format\nmoney.Money.render\n",
            },
            signed=True,
            again={"libs/money/Money.java": MONEY.format(body=f"{FORMAT}\n\n    {RENDER_BY_FORMAT}")},
        ),
        *[
            Act(f"rename-render/{phase}", {path: calls(package, name, "format")}, ("rename-render/add-name: complete",))
            for phase, (path, package, name) in PLACES.items()
        ],
        Act(
            "rename-render/remove-name",
            {"libs/money/Money.java": MONEY.format(body=FORMAT), "libs/money/symbols.txt": "money.Money.format\n"},
            tuple([f"rename-render/{phase}: complete 7d" for phase in PLACES]),
            signed=True,
        ),
    ),
)
