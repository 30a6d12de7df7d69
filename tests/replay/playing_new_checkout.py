"""The example flag-removal: a flag that web and api ask for, in TypeScript and Python; nobody but people attests."""

from __future__ import annotations

from tests.replay.played import Act, Migration

PAGE = """\
import {{ flags }} from "../flags";
import {{ OldCheckout }} from "./old";
import {{ Checkout }} from "./new";

export function Page() {{
  return {shown};
}}
"""
ASKED = 'flags.isOn("new-checkout") ? <Checkout /> : <OldCheckout />'
CART = """\
import {{ flags }} from "./flags";

export function Cart() {{
  const label = {shown};
  return <a href="/checkout">{{label}}</a>;
}}
"""
ASKED_LABEL = 'flags.isOn("new-checkout") ? "Check out" : "To the till"'
API = """\
from api import flags


def steps():
    {body}
"""
ASKED_STEPS = 'return NEW if flags.is_on("new-checkout") else OLD'
TEST = """\
import { Checkout } from "./new";
import { OldCheckout } from "./old";

test("both paths end with a receipt", () => {
  expect(<Checkout />).toBeTruthy();
  expect(<OldCheckout />).toBeTruthy();
});
"""
FLAGS = "checkout-hints: {{enabled: true}}\n{flag}"
FLAG = "new-checkout: {{enabled: true, rollout: {share}}}\n"
PLAN = "remove-new-checkout-flag"
NEW_CHECKOUT = Migration(
    "flag-removal",
    {
        "web/checkout/page.tsx": PAGE.format(shown=ASKED),
        "web/checkout/old.tsx": "export function OldCheckout() {\n  return <form />;\n}\n",
        "web/checkout/new.tsx": "export function Checkout() {\n  return <form />;\n}\n",
        "web/cart.tsx": CART.format(shown=ASKED_LABEL),
        "api/checkout.py": API.format(body=ASKED_STEPS),
        "flags/checkout.yaml": FLAGS.format(flag=FLAG.format(share=95)),
    },
    {"web-questions": 2, "api-questions": 1},
    (
        Act(f"{PLAN}/discover"),
        Act(
            f"{PLAN}/test-both-paths",
            {"web/checkout/page.test.tsx": TEST},
            (f"{PLAN}/discover: complete",),
            signed=True,
            again={"web/checkout/old.test.tsx": TEST},
        ),
        Act(
            f"{PLAN}/flip-everywhere",
            {"flags/checkout.yaml": FLAGS.format(flag=FLAG.format(share=100))},
            (f"{PLAN}/test-both-paths: deployed",),
            signed=True,
        ),
        Act(
            f"{PLAN}/remove-readers",
            {
                "web/checkout/page.tsx": (
                    'import { Checkout } from "./new";\n\nexport function Page() {\n  return <Checkout />;\n}\n'
                ),
                "web/checkout/old.tsx": None,
                "web/checkout/page.test.tsx": None,
                "web/cart.tsx": 'export function Cart() {\n  return <a href="/checkout">Check out</a>;\n}\n',
                "api/checkout.py": "def steps():\n    return NEW\n",
            },
            (f"{PLAN}/flip-everywhere: deployed 14d",),
        ),
        Act(
            f"{PLAN}/remove-flag",
            {"flags/checkout.yaml": FLAGS.format(flag="")},
            (f"{PLAN}/remove-readers: complete", f"{PLAN}/remove-readers: deployed 7d"),
        ),
    ),
)
