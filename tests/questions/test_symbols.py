"""Symbols that a text or new code names (G702)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added, Paper
from guard.model.known import Known
from guard.prose import prose
from tests.questions.papers import doubts, known, paper, register, unasked

GO = {
    "internal.users.Store": "internal/users/store.go:3",
    "internal.users.Store.Save": "internal/users/store.go:9",
    "internal.users.Store.Load": "internal/users/store.go:20",
    "internal.users.FullName": "internal/users/names.go:4",
}
PY = {
    "app.billing.invoices.render": "app/billing/invoices.py:4",
    "app.billing.invoices.void_invoice": "app/billing/invoices.py:9",
    "app.billing.models.Invoice": "app/billing/models.py:3",
    "app.billing.models.Invoice.total": "app/billing/models.py:8",
}

DJ = {
    "AbstractUser.*": "shop/accounts/models.py:2",
    "models.*": "shop/accounts/models.py:1",
    "shop.accounts.models.Customer": "shop/accounts/models.py:4",
    "shop.accounts.models.Customer.*": "shop/accounts/models.py:4",
    "shop.accounts.models.Customer.greeting": "shop/accounts/models.py:8",
    "shop.accounts.models.Basket": "shop/accounts/models.py:14",
    "shop.accounts.models.Basket.total": "shop/accounts/models.py:15",
    "shop.orders.models.OrderLine": "shop/orders/models.py:14",
    "shop.orders.tasks.send_receipt": "shop/orders/tasks.py:6",
    "shop.orders.tasks.sum_up": "shop/orders/tasks.py:9",
    "shop.orders.tasks.sum_up.*": "shop/orders/tasks.py:9",
    "shop.orders.tasks.sum_up.one": "shop/orders/tasks.py:10",
}

FINDS = {
    "a slip, whatever its base has": (DJ, "`Customer.greting` stays.", "Customer.greting", "Customer.greeting"),
    "a slip, out of a module called as another": (DJ, "`models.Custmer` stays.", "models.Custmer", "Customer"),
    "of a class of its own": (DJ, "`Basket.weight` stays.", "Basket.weight", "Basket has no weight"),
    "a type nobody imports": (DJ, "`AbstractGroup` stays.", "AbstractGroup", ""),
    "a member": (GO, "`Store.Persist` writes both.", "Store.Persist", "Store has no Persist"),
    "a member with parts before": (GO, "`users.Store.Sve` writes.", "users.Store.Sve", "did you mean users.Store.Save"),
    "of a package": (GO, "`users.FullNames` is read.", "users.FullNames", "FullName"),
    "another case": (GO, "`Store.save` is called.", "Store.save", "Store.Save"),
    "a call": (GO, "`ShortName()` returns both.", "ShortName()", ""),
    "a type alone": (GO, "`UserStore` holds them.", "UserStore", ""),
    "a call without marks": (PY, "It calls void_invoices() once.", "void_invoices()", "void_invoice"),
    "a name that is called": (PY, "It calls `drop_invoice` twice.", "drop_invoice", ""),
    "the callers of it": (PY, "All callers of `print_invoice` change.", "print_invoice", ""),
    "a function": (PY, "The function `remove_invoice` goes.", "remove_invoice", ""),
    "in a list with others": (PY, "`void_invoice` and `send_invoice` are moved.", "send_invoice", ""),
    "of a file": (PY, "See `app/billing/invoices.py::rendre`.", "app/billing/invoices.py::rendre", "render"),
    "a type nobody has": (GO, "`Ledger.Post` stays.", "Ledger.Post", ""),
    "almost a module": (PY, "`invoice.render` stays.", "invoice.render", "invoices.render"),
}
LEAVES = {
    "what a base from elsewhere has": (DJ, "`Customer.is_staff` and `accounts.models.Customer.is_active` stay."),
    "what is imported": (DJ, "`AbstractUser`, `AbstractUser.is_staff`, `models.CharField` and `models.CharField()`."),
    "of a function": (DJ, "`send_receipt.delay(order.pk)`, `send_receipt.apply_async`, `sum_up.cache_clear()`."),
    "what is declared": (GO, "`Store.Save`, `users.Store`, `internal.users.FullName` and `FullName()`."),
    "with arguments": (PY, "`render(invoice, locale)` stays."),
    "a module": (PY, "`app.billing.invoices` and `billing.invoices`."),
    "a module left out": (PY, "`billing.render` is what others see."),
    "of the language": (PY, "`datetime.now`, `os.environ`, `json.dumps` and `len()`."),
    "of Go": (GO, "`context.Context`, `sql.DB`, `fmt.Errorf` and `errors.Is`."),
    "products and errors": (PY, "`JavaScript`, `PostgreSQL`, a `ValueError`, `CrashLoopBackOff`."),
    "functions of SQL": (PY, "`count()`, `now()`, `gen_random_uuid()` and `pg_sleep(1)`."),
    "an object of a type": (PY, "`invoice.lines` is empty."),
    "what is made when it runs": (PY, "`Invoice.objects` is not used."),
    "a word": (PY, "The `invoice` is sent, by `mail`."),
    "settings": (PY, "`spring.datasource.url` and `server.port` stay."),
    "placeholders": (PY, "`foo.bar()`, `<Type>.member` and `your_function()`."),
    "a column of a table that a module is called as": (PY, "Add column `invoices.paid_at`, then fill it."),
    "said not to be": (PY, "`send_invoice()` does not exist."),
    "declared": (
        PY,
        "---\ncreates: [symbol:app.billing.models.Invoice.lines]\n---\n`Invoice.lines`, `models.Invoice.lines`.",
    ),
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    symbols, text, quote, says = FINDS[row]
    found = doubts(paper(text, symbol=symbols, path=["app/billing/invoices.py"]), "G702")
    assert [one.quote for one in found] == [quote]
    assert says in f"{found[0].what} {found[0].why}"


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    symbols, text = LEAVES[row]
    modules = ["app", "app.billing", "datetime"]
    assert doubts(paper(text, symbol=symbols, module=modules, path=["app/billing/invoices.py"]), "G702") == []


CODE = {
    "a member of Go": (GO, b"cmd/main.go", "\tstore.Store.Sav(ctx)", "Store.Sav"),
    "a name of a package": (GO, b"cmd/main.go", "\tname := users.ShortName(u)", "ShortName"),
    "a member that is a slip": (PY, b"app/x.py", "    Invoice.totals()", "totals"),
    "out of a module": (PY, b"app/x.py", "from app.billing.invoices import rendre", "rendre"),
}


@pytest.mark.parametrize("row", CODE)
def test_finds_in_new_code(row: str) -> None:
    symbols, path, line, quote = CODE[row]
    asked = paper("Text.", [Added(path, 7, line)], symbol=symbols, path=["app/billing/invoices.py"])
    (doubt,) = doubts(asked, "G702")
    assert (doubt.line, doubt.anchor) == (7, line.strip())
    assert quote in doubt.quote


@pytest.mark.parametrize(
    "lines",
    [
        ["    Invoice.objects.filter(total=1)"],
        ["class Receipt:", "    pass", "Receipt.render()"],
        ["from app.billing.invoices import render, void_invoice as void"],
        ["from app.billing import anything"],
        ['x = "Invoice.totals"', "# Invoice.totals"],
        ["    self.totals()", "    Invoice.issued_by"],
    ],
)
def test_leaves_new_code_alone(lines: list[str]) -> None:
    added = [Added(b"app/x.py", at, line) for at, line in enumerate(lines, 1)]
    assert doubts(paper("Text.", added, symbol=PY, path=["app/billing/invoices.py"]), "G702") == []


def test_what_is_not_indexed_is_said_and_flagged_only_where_its_type_is_known() -> None:
    told = {"symbol": register("symbol", GO, ["kotlin: 12 files are not indexed"])}
    asked = Paper(prose("`ShortName()` and `Store.Persist`.", "plan.md"), Known("a tree", told))
    assert [one.quote for one in doubts(asked, "G702")] == ["Store.Persist"]
    assert [(one.what, one.why) for one in unasked(asked, "G702")] == [
        ("symbols of kotlin", "12 files are not indexed")
    ]
    (none,) = unasked(Paper(prose("`A.b()`.", "plan.md"), known()), "G702")
    assert none.what == ""
