"""What the cases of a signed log keep is what guard asks to be signed, what it takes in, and by keys of tests alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guard.settings.shapes import shaped
from tests.conformance_cases import CASES
from tests.conformance_requests import KEYS, REQUESTS, TOUCHED, asked, asking, keys, touches
from tests.conftest import share

ASKING = {case.name: case for case in asking()}
NAMED = re.compile(r"^ *(?:signed|entered|request) ([a-z-]+)", re.M)
MADE = re.compile(r"^ *signed ([a-z-]+)", re.M)


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_keys_are_those_of_tests_and_no_scanner_takes_them_for_secrets() -> None:
    assert kept(KEYS) == keys()
    assert {name: list(shaped(content)) for name, content in kept(KEYS).items() if any(shaped(content))} == {}


def test_signatures_of_a_device_are_over_what_is_asked() -> None:
    found = {name: content for name, content in kept(REQUESTS).items() if name.endswith(".sig")}
    assert found == touches((REQUESTS / f"{TOUCHED}.json").read_bytes())


def test_every_request_is_asked_for_in_a_case_and_every_one_named_is_kept() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in [CASES / "log.sh", *CASES.glob("*/build.sh")]]
    named = {name for script in scripts for name in NAMED.findall(script)}
    made = {name for script in scripts for name in MADE.findall(script)}
    assert named == made == {path.stem for path in REQUESTS.glob("*.json")}


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(ASKING, 10))
def test_guard_asks_for_what_is_kept_and_takes_what_is_signed(name: str, tmp_path: Path) -> None:
    found = asked(ASKING[name], tmp_path)
    assert found
    assert found == {file: (REQUESTS / file).read_bytes() for file in found}
