"""The words by which files are passed over hold one of every word by which a detector finds something."""

from __future__ import annotations

import re

import pytest

from guard.model.reading import Context, Source
from guard.operations import DETECTORS, deploy, rbac, secrets
from guard.settings import hints
from guard.settings.shapes import SHAPES
from guard.settings.shapes_named import WORDS
from guard.settings.yaml_text import hinted, may_hold

FOUND = [word for shape in SHAPES for word in shape.words] + list(WORDS)


@pytest.mark.parametrize("word", FOUND)
def test_no_secret_is_passed_over(word: bytes) -> None:
    both = word + word.lower()
    assert any([hint in both for hint in hints.SECRETS])


# Only in objects of Kubernetes, which say apiVersion, so that one word of them all stands there already.
IN_OBJECTS = (b"completions", b"triggers", b"argoproj")


def test_the_words_of_rights_and_of_deployment_are_all_there() -> None:
    for pattern, words in ((rbac.WORDS, hints.RBAC), (deploy.WORDS, hints.DEPLOY)):
        alternatives = pattern.pattern.replace(b"(?i)", b"").replace(b"\\b", b"").replace(b"(?:List)?", b"").split(b"|")
        plain = [one.strip(b"()?:").lower() for one in alternatives]
        plain = [b"apiversion" if one in IN_OBJECTS else one for one in plain]
        assert [one for one in plain if not any([hint in one for hint in words])] == []


@pytest.mark.parametrize("mark", [*[b"!" + mark for mark in hints.TAGS], b"\\", b"\0"])
def test_what_may_spell_any_word(mark: bytes) -> None:
    assert hints.spelled(b"a: " + mark + b" b")
    assert not hints.spelled(b"a: " + mark.lstrip(b"!\\\0") + b" b") and not hints.spelled(b"a: ! b")
    source = Source("a.yaml", None, b"a: " + mark)
    assert hinted((b"zzz",), source.new) and hinted((b"zzz",), b"", source.new)
    assert not hinted((b"zzz",), None, b"a: b")


TAGGED = (
    *(b"!!binary a", b"!<tag:yaml.org,2002:binary> a", b"!!%62inary a", b"!!bina%72y a", b"- !binary a"),
    *(b"!<tag%3Ayaml.org%2C2002%3Abinary> a", b"%TAG !e! tag:yaml.org,2002:bin\n", b"a: !" + b"x" * 100 + b"binary"),
)
UNTAGGED = (
    *(b"binary", b"! binary", b"!a binary", b"a! the binary", b"!a %62", b"!a%5b", b"TAG", b"%a", b"a: ! b"),
    b"!" + b"x" * 101 + b"binary",
)


@pytest.mark.parametrize("text", [*TAGGED, *UNTAGGED])
def test_a_tag_that_encodes_may_hold_any_word(text: bytes) -> None:
    assert may_hold(text, re.compile(b"zzz")) == (text in TAGGED)


def test_each_hint_leads_to_its_detector() -> None:
    rows = {one.name: one.hints for one in DETECTORS if one.hints}
    assert rows == {"rbac": "RBAC", "vault": "VAULT", "deploy": "DEPLOY", "secrets": "SECRETS"}
    assert all([getattr(hints, name) for name in rows.values()])


def test_a_file_without_any_is_of_no_interest_to_them() -> None:
    source = Source("a.yaml", b"allow: none\n", b"allow: all\n")
    for detector in (rbac, deploy, secrets):
        assert detector.detect(source, Context()) is None
