"""The little grammars that documents use, by the name a schema gives them in `format`."""

from __future__ import annotations

from decimal import Decimal

from guard.grammar import duration, edge, inventory_query, key, pin, resource, way, window
from guard.model.paths import check_operation_pattern, check_pattern
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Form(NamedTuple):
    """One grammar: why a value is not of it (None: it is), and the one value that all its spellings mean."""

    reason: Callable[[object], str | None]
    meaning: Callable[..., object]


def _same(value: object) -> object:
    return value


def _any(value: object) -> str | None:
    """Whatever it says, it is a document; whether it settles anything is asked elsewhere."""
    return None


def _text(check: Callable[[str], str | None]) -> Callable[[object], str | None]:
    """A grammar of text, asked of any value: what is no text was said to be none already."""
    return lambda value: check(value) if isinstance(value, str) else None


def _owned(value: str) -> str | None:
    if value.startswith("/"):
        return check_pattern(value)
    return resource.reason(value) and "neither a path, which starts with /, nor a resource such as table:users"


def _pin(value: str) -> str | None:
    return None if pin.readable(value) else "no version pin: comparators and versions, divided by commas"


def _amount(value: object) -> str | None:
    """Dollars and at most six decimals."""
    whole, dot, part = str(value).partition(".")
    digits = (
        whole.isascii() and whole.isdigit() and len(whole) <= 9 and (not dot or (part.isascii() and part.isdigit()))
    )
    return None if digits and len(part) <= 6 else "no amount: digits, and after a dot at most six more"


def _plain_amount(value: object) -> str:
    plain = f"{Decimal(str(value)):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


FORMS: dict[str, Form] = {
    "guard-path": Form(_text(check_pattern), _same),
    "guard-operation": Form(_text(check_operation_pattern), _same),
    "guard-owned": Form(_text(_owned), _same),
    "guard-resource": Form(_text(resource.reason), _same),
    "guard-duration": Form(duration.reason, duration.seconds),
    "guard-edge": Form(edge.reason, edge.long_form),
    "guard-window": Form(window.reason, window.long_form),
    "guard-key": Form(_text(key.reason), key.without_comment),
    "guard-pin": Form(_text(_pin), pin.plain),
    "guard-way": Form(way.reason, _same),
    "guard-settler": Form(_any, inventory_query.plain),
    "guard-amount": Form(_amount, _plain_amount),
}
GRAMMARS = {name: form.reason for name, form in FORMS.items()}
