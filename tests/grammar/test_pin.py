"""The version pin of a policy: what satisfies it, what does not, and what cannot be read."""

from __future__ import annotations

import pytest

from guard.grammar.pin import readable, satisfies

# pin | versions that satisfy it | versions that do not
MEANING = """
==1.2 | 1.2 1.2.0 1.2.0.0 01.2 | 1.2.1 1.1 1.20 1 12
!=1.2 | 1.1 1.2.1 2 | 1.2 1.2.0
>=1.2 | 1.2 1.2.0 1.3 1.10 2 | 1.1 1.1.9 1 0.9 1.1.99
<=1.2 | 1.2 1.2.0 1.1.9 0 | 1.2.1 1.3 1.10 2
>1.2 | 1.2.1 1.3 1.10 2 | 1.2 1.2.0 1.1 1
<1.2 | 1.1 1.1.99 1 0 | 1.2 1.2.0 1.3 1.10
>=0.1,<1 | 0.1 0.1.0 0.9.9 0.10 | 0 0.0.9 1 1.0 1.0.0 2
>= 0.1 , < 1 | 0.1 0.5 | 1 0
>=1,!=1.5,<2 | 1 1.4 1.5.1 | 1.5 1.5.0 2 0.9
==999999999 | 999999999 | 1 9999999990
>=1,<1 | | 0 1 2
"""
ROWS = [tuple(column.strip() for column in line.split("|")) for line in MEANING.strip().splitlines()]
UNREADABLE = ["", ",", "1.2", "=1.2", "~=1.2", "^1.2", "===1.2", "=>1", "><1", ">=", ">=1.", ">=.1", ">=1..2", ">=1.x",
    ">=1.0rc1", ">=-1", ">=1e3", ">=1 2", ">=1,", ",>=1", ">=1;<2", ">=1 <2", ">=１", ">=²", ">=1234567890",
    "*", ">=1.*"]  # fmt: skip


@pytest.mark.parametrize(("pin", "fit", "unfit"), ROWS, ids=[row[0] for row in ROWS])
def test_satisfies(pin: str, fit: str, unfit: str) -> None:
    assert readable(pin)
    assert [version for version in fit.split() if not satisfies(version, pin)] == []
    assert [version for version in unfit.split() if satisfies(version, pin)] == []


@pytest.mark.parametrize("pin", UNREADABLE)
def test_what_cannot_be_read_is_satisfied_by_nothing(pin: str) -> None:
    assert not readable(pin)
    assert not satisfies("1.2", pin)
    assert not satisfies("1.2", f">=1,{pin}")


@pytest.mark.parametrize("version", ["", "1.0rc1", "1.0+local", "v1", "1.0.dev0", "1,0"])
def test_a_version_that_cannot_be_read_satisfies_nothing(version: str) -> None:
    assert not any(satisfies(version, pin) for pin in (">=0", "<=9", "!=1", "==1"))
