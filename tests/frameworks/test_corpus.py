"""The corpus of whole migrations: each does what stands below it, no more and no less."""

from __future__ import annotations

from importlib import import_module

import pytest

from guard.model.reading import Context, Source
from guard.model.vocabulary import TRAITS
from tests.frameworks.corpus import NAMES, Case, cases, lines, read

ALL = [(name, case) for name in NAMES for case in cases(name)]
LEAST = {"django": 45, "alembic": 35, "rails": 40}


def named(value: object) -> str:
    return value.name if isinstance(value, Case) else str(value)


@pytest.mark.parametrize(("framework", "case"), ALL, ids=named)
def test_a_migration_is_told_whole(framework: str, case: Case) -> None:
    assert case.told, "tests/frameworks/corpus.py writes what it does"
    assert read(import_module(f"guard.operations.{framework}").detect, case) == case.told


def test_there_are_enough_and_none_twice() -> None:
    for name, least in LEAST.items():
        own = list(cases(name))
        assert len(own) >= least
        assert len({case.name for case in own}) == len({case.path for case in own}) == len(own)


def test_only_words_of_the_vocabulary() -> None:
    told = [line.split(" ") for _, case in ALL for line in case.told]
    ids = {words[2] for words in told if len(words) > 2 and (words[0] == "-" or words[0].isdecimal())}
    assert ids <= set(TRAITS)


@pytest.mark.parametrize(("framework", "case"), ALL, ids=named)
def test_the_same_again_is_nothing_new(framework: str, case: Case) -> None:
    """A released migration that stays as it is does nothing; what could not be read may still differ."""
    text = case.text.encode()
    reading = import_module(f"guard.operations.{framework}").detect(
        Source(case.path, text, text, True, "postgres"), Context()
    )
    told = [line.split(" ")[2] for line in lines(reading) if line[0] in "-0123456789"]
    assert not [id_ for id_ in told if not id_.startswith(("opaque.", "migration."))]
