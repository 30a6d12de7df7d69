"""What a tree knows, as JSON and back: what guard plan inventory writes, and what others write who know more."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.known import KINDS, Known, Register
from guard.twice import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA_VERSION = 1
LARGEST = 128 << 20  # bytes of such a file
SHOWN = 5  # faults that are told
MEND = "guard plan inventory -o FILE writes one; its form: guard schema inventory"


def data_of(known: Known) -> dict[str, object]:
    """As JSON has it, in one order."""
    from guard import __version__

    data: dict[str, object] = {"schema_version": SCHEMA_VERSION, "guard": __version__, "where": known.where}
    data["registers"] = {kind: _register(known.registers[kind]) for kind in KINDS if kind in known.registers}
    if known.mentions:
        data["mentions"] = {name: list(places) for name, places in sorted(known.mentions.items())}
    if known.unsearched:
        data["unsearched"] = list(known.unsearched)
    return data


def _register(one: Register) -> dict[str, object]:
    told: dict[str, object] = {"names": dict(sorted(one.names.items()))}
    if one.missing:
        told["missing"] = one.missing
    if one.partial:
        told["partial"] = list(one.partial)
    if one.covers:
        told["covers"] = list(one.covers)
    return told


def known_of(text: bytes, where: str) -> Known:
    """The text of a file as a value; `where` names the file."""
    import json

    try:
        if len(text) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
        data = json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        why = str(error) if type(error) is ValueError else "it is not JSON, or not UTF-8"
        raise GuardError("G813", f"the inventory cannot be read: {why}", where, MEND) from None
    return known_from(data, where)


def known_from(data: object, where: str) -> Known:
    """Valid data as a value; GuardError says what is wrong with any other."""
    from guard.schema import validate_data

    faults = validate_data("inventory", data)
    if faults:
        more = f"; and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
        what = "; ".join([shown(fault) for fault in faults[:SHOWN]])
        raise GuardError("G813", f"the inventory is not valid: {what}{more}", where, MEND)
    valid: Any = data
    registers = {kind: _from(kind, valid["registers"][kind], where) for kind in KINDS if kind in valid["registers"]}
    mentions = {name: tuple(places) for name, places in valid.get("mentions", {}).items()}
    return Known(where, registers, mentions, tuple(valid.get("unsearched", ())))


def _from(kind: str, one: dict[str, Any], where: str) -> Register:
    """Of names without places the place is the file itself."""
    names = one["names"] if isinstance(one["names"], dict) else dict.fromkeys(one["names"], where)
    partial, covers = tuple(one.get("partial", ())), tuple(one.get("covers", ()))
    return Register(kind, dict(sorted(names.items())), one.get("missing", ""), partial, covers)
