"""Flag files: which flags came, went, were flipped, or are decided in another way."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from guard.model.reading import Context, Reading, Source
from guard.operations.flags import detect, may_show, wanted
from guard.settings.texts import Places, UnreadError, entries, json_of, plain, table, take, trimmed, word
from tests.operations.telling import SECRET, bitten, fuzzy, sound, told

PLAIN = """# flags of the shop
new-checkout: false
rollout: 10
shop:
  search: "off"
  rank:
    enabled: true
    rules:
      - {country: de}
    description: how results are ranked
"""
FLAGD = """{
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "flags": {
    "new-checkout": {
      "state": "ENABLED",
      "variants": {"on": true, "off": false},
      "defaultVariant": "off",
      "targeting": {"if": [{"==": [{"var": "country"}, "de"]}, "on"]}
    }
  }
}
"""
UNLEASH = """{
  "version": 1,
  "features": [
    {"name": "new-checkout", "enabled": false, "strategies": [{"name": "default"}], "description": "one"},
    {"name": "search", "enabled": true}
  ]
}
"""
TOML = """[shop]
new-checkout = false

[shop.rank]
enabled = true
percentage = 10
"""
LISTED = "features:\n  - new-checkout\n  - search\n"

# name | path | old | what is put in its place, by pairs | what is told
FINDS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "flip": (
        "flags.yaml",
        PLAIN,
        ("checkout: false", "checkout: true"),
        "accounted, flag.flip flag:new-checkout @2 from=false to",
    ),
    "number": ("config/feature-flags.yml", PLAIN, ("10", "50"), "accounted, flag.flip flag:rollout @3 from=10 to=50"),
    "below": ("features.yaml", PLAIN, ('"off"', '"on"'), "accounted, flag.flip flag:shop.search @5 from=off to=on"),
    "text for a word": (
        "flags.yaml",
        PLAIN,
        ("checkout: false", 'checkout: "false"'),
        "accounted, flag.flip flag:new-checkout @2 from=false to=false",
    ),
    "state": (
        "flags.yaml",
        PLAIN,
        ("enabled: true", "enabled: false"),
        "accounted, flag.flip flag:shop.rank @6 from to=false",
    ),
    "targeting": (
        "flags.yaml",
        PLAIN,
        ("country: de", "country: fr"),
        "accounted, flag.flip flag:shop.rank @6 targeting=changed",
    ),
    "both": (
        "flags.yaml",
        PLAIN,
        ("country: de", "country: fr", "enabled: true", "enabled: false"),
        "accounted, flag.flip flag:shop.rank @6 from targeting=changed to=false",
    ),
    "add": ("flags.yaml", PLAIN, ("rollout", "more: on\nrollout"), "accounted, flag.add flag:more @3 to=on"),
    "remove": ("flags.yaml", PLAIN, ("rollout: 10\n", ""), "accounted, flag.remove flag:rollout @- from=10"),
    "rename": (
        "flags.yaml",
        PLAIN,
        ("rollout", "roll"),
        "accounted, flag.add flag:roll @3 to=10, flag.remove flag:rollout @- from=10",
    ),
    "add a definition": (
        "flags.yaml",
        PLAIN,
        ("rollout: 10", "rollout: 10\nmore: {on: true, rules: []}"),
        "accounted, flag.add flag:more @4 to",
    ),
    "state and a note": (
        "flags.yaml",
        PLAIN,
        ("are ranked", "rank", "enabled: true", "enabled: false"),
        "flag.flip flag:shop.rank @6 from to=false",
    ),
    "flagd": (
        "x/shop.flagd.json",
        FLAGD,
        ('"off",', '"on",'),
        "accounted, flag.flip flag:new-checkout @4 from=off to=on",
    ),
    "flagd, disabled": (
        "flagd.json",
        FLAGD,
        ("ENABLED", "DISABLED"),
        "accounted, flag.flip flag:new-checkout @4 from=ENABLED to=DISABLED",
    ),
    "flagd, targeting": (
        "flags.json",
        FLAGD,
        ('"de"', '"fr"'),
        "accounted, flag.flip flag:new-checkout @4 targeting=changed",
    ),
    "flagd, variants": (
        "flags.json",
        FLAGD,
        ('"on": true', '"on": 1'),
        "accounted, flag.flip flag:new-checkout @4 targeting=changed",
    ),
    "flagd, schema besides": (
        "flags.json",
        FLAGD,
        ("v0", "v1", "ENABLED", "x"),
        "flag.flip flag:new-checkout @4 from=ENABLED to=x",
    ),
    "unleash": (
        "unleash.json",
        UNLEASH,
        ('"enabled": false', '"enabled": true'),
        "accounted, flag.flip flag:new-checkout @3 from=false to",
    ),
    "unleash, strategy": (
        "unleash-export.json",
        UNLEASH,
        ('"default"', '"gradual"'),
        "accounted, flag.flip flag:new-checkout @3 targeting=changed",
    ),
    "unleash, remove": (
        "unleash.json",
        UNLEASH,
        (',\n    {"name": "search", "enabled": true}', ""),
        "accounted, flag.remove flag:search @- from",
    ),
    "toml": (
        "feature_flags.toml",
        TOML,
        ("false", "true"),
        "accounted, flag.flip flag:shop.new-checkout @2 from=false to",
    ),
    "toml, percentage": (
        "flags.toml",
        TOML,
        ("= 10", "= 20"),
        "accounted, flag.flip flag:shop.rank @4 targeting=changed",
    ),
    "listed": (
        "features.yaml",
        LISTED,
        ("  - search\n", "  - find\n"),
        "accounted, flag.add flag:find @3, flag.remove flag:search @-",
    ),
    "an anchor": (
        "flags.yaml",
        "a: &x true\nb: *x\n",
        ("&x true", "&x false"),
        "accounted, flag.flip flag:a @1 from to=false, flag.flip flag:b @2 from to=false",
    ),
    "an escape": (
        "flags.yaml",
        "a: true\n",
        ("a: true", '"\\x61": false'),
        "accounted, flag.flip flag:a @1 from to=false",
    ),
    "another order of states": (
        "flags.yaml",
        "a: {default: 1, enabled: true}\nb: {disable: no}\n",
        ("default: 1, enabled: true", "enabled: false, default: 2", "no", "x"),
        "accounted, flag.flip flag:a @1 from to=false, flag.flip flag:b @2 from=no to=x",
    ),
    "a list": ("flags.yaml", "rank: [a, b]\n", ("b]", "c]"), "accounted, flag.flip flag:rank @1 targeting=changed"),
    "a list below": ("flags.yaml", "shop:\n  flags: [a]\n", ("a]", "a, b]"), "accounted, flag.add flag:shop.b @2"),
    "a list that says nothing": ("flags.yaml", "---\n", ("---", "---\na: 1"), "accounted, flag.add flag:a @2 to=1"),
    "called as a word of targeting": (
        "flags.yaml",
        "shop: {rollout: 10, search: x}\n",
        ("10", "20"),
        "accounted, flag.flip flag:shop.rollout @1 from=10 to=20",
    ),
    "decided by something else": (
        "flags.yaml",
        "shop: {rules: [a], search: x}\n",
        ("x", "y"),
        "accounted, flag.flip flag:shop @1 targeting=changed",
    ),
    "words of targeting, notes and a state that is none": (
        "flags.yaml",
        "shop: {rollout: 10, owner: a, on: [x]}\n",
        ("10", "20"),
        "accounted, flag.flip flag:shop @1 targeting=changed",
    ),
    "as deep as a wrapper holds": (
        "flags.yaml",
        "flags: {features: {a: 1}}\n",
        ("1", "2"),
        "accounted, flag.flip flag:a @1 from=1 to=2",
    ),
    "deeper than a wrapper holds": (
        "flags.yaml",
        "flags: {features: {toggles: {a: 1}}}\n",
        ("1", "2"),
        "accounted, flag.flip flag:toggles.a @1 from=1 to=2",
    ),
    "a wrapper below two others": (
        "flags.yaml",
        "eu: {shop: {flags: {a: 1}}}\n",
        ("1", "2"),
        "accounted, flag.flip flag:eu.shop.flags.a @1 from=1 to=2",
    ),
    "a wrapper's name with a value": (
        "flags.yaml",
        "flags: 1\n",
        ("1", "2"),
        "accounted, flag.flip flag:flags @1 from=1 to=2",
    ),
    "a file of nothing": ("flags.yaml", "{}\n", ("{}", "a: 1"), "accounted, flag.add flag:a @1 to=1"),
    "a group more": ("flags.yaml", "a: 1\n", ("1", "1\nb: {c: 1}"), "accounted, flag.add flag:b.c @2 to=1"),
    "listed by name only": (
        "flags.yaml",
        "flags: [{name: a}]\n",
        ("name: a", "name: b"),
        "accounted, flag.add flag:b @1, flag.remove flag:a @-",
    ),
    "listed without a name": (
        "flags.yaml",
        "flags: [{on: 1}]\n",
        ("1", "2"),
        "accounted, flag.flip flag:0 @1 from=1 to=2",
    ),
    "another text that looks like a word": (
        "flags.json",
        '{"a": "true"}',
        ("true", "True"),
        "accounted, flag.flip flag:a @1 from to=True",
    ),
    "a group of nothing besides": ("flags.yaml", "a: 1\n", ("1", "2\nb: {}"), "flag.flip flag:a @1 from=1 to=2"),
    "text for a word in JSON": (
        "flags.json",
        '{"a": true}',
        ("true", '"True"'),
        "accounted, flag.flip flag:a @1 from to=True",
    ),
    "text for null": (
        "flags.json",
        '{"a": null}',
        ("null", '"none"'),
        "accounted, flag.flip flag:a @1 from=null to=none",
    ),
    "text for a number": ("flags.toml", "a = 1\n", ("1", '"1"'), "accounted, flag.flip flag:a @1 from=1 to=1"),
    "the same key below": (
        "flags.json",
        '{\n"a": {\n"on": 1},\n"b": {\n"on": 1, "a": 2}}',
        ('"on": 1, "a"', '"on": 3, "a"'),
        "accounted, flag.flip flag:b @4 from=1 to=3",
    ),
    "in the order of lines": (
        "flags.yaml",
        "x: &x {b: 1, a: 2}\ny:\n  <<: *x\n  c: 3\nd: 4\n",
        ("1", "5", "3", "6", "d: 4\n", ""),
        (
            "accounted, flag.flip flag:x.b @1 from=1 to=5, flag.flip flag:y.b @1 from=1 to=5,"
            " flag.flip flag:y.c @4 from=3 to=6, flag.remove flag:d @- from=4"
        ),
    ),
    "the longest key": (
        "flags.yaml",
        f"{'k' * 200}: 1\n",
        ("1", "2"),
        f"accounted, flag.flip flag:{'k' * 200} @1 from=1 to=2",
    ),
    "a longer key": (
        "flags.yaml",
        f"{'k' * 201}: 1\n",
        ("1", "2"),
        f"accounted, flag.flip flag:{'k' * 200} @1 from=1 to=2",
    ),
    "no YAML": (
        "flags.yaml",
        PLAIN,
        ("rollout: 10", "rollout: *x"),
        "opaque.unparsed - @3 why=the alias *x repeats nothing that stands before it",
    ),
    "no YAML before": (
        "flags.yaml",
        PLAIN.replace("10", "*x"),
        ("*x", "10"),
        "opaque.unparsed - @1 why=the alias *x repeats nothing that stands before it (before the change)",
    ),
    "a secret": ("flags.yaml", PLAIN, ("10", "ghp_" + "aB3" * 12), "accounted, flag.flip flag:rollout @3 from=10"),
    "a long text": (
        "flags.yaml",
        PLAIN,
        ("10", f"{SECRET} and a long text"),
        "accounted, flag.flip flag:rollout @3 from=10",
    ),
    "a key twice": (
        "flags.yaml",
        PLAIN,
        ("rollout", "new-checkout"),
        "opaque.unparsed - @1 why=a key stands in it twice",
    ),
    "a state in base64": (
        "flags.yaml",
        PLAIN,
        ("10", "!!binary MTA="),
        "opaque.unparsed - @1 why=a tag in it says how to read a value",
    ),
    "a flag twice": (
        "flags.yaml",
        PLAIN,
        ("rollout: 10", "---\nnew-checkout: 1"),
        "opaque.unparsed - @1 why=a flag stands in it twice",
    ),
    "a key twice in JSON": (
        "flags.json",
        '{"a": 1}',
        ('"a": 1', '"a": 1, "a": 2'),
        "opaque.unparsed - @1 why=a key stands in it twice",
    ),
    "no JSON": ("flags.json", FLAGD, ("{", "["), "opaque.unparsed - @1 why=it is not JSON"),
    "no TOML": ("flags.toml", TOML, ("[shop]", "[shop"), "opaque.unparsed - @1 why=it is not TOML"),
    "NUL": ("flags.yaml", PLAIN, ("rollout", "\0"), "opaque.unparsed - @1 why=it holds NUL bytes"),
}
# name | path | old | what is put in its place: nothing is told
LEAVES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a comment": ("flags.yaml", PLAIN, ("# flags", "# the flags")),
    "quotes": ("flags.yaml", PLAIN, ('"off"', "'off'")),
    "another word for true": ("flags.yaml", PLAIN, ("enabled: true", "enabled: True")),
    "another order": ("flags.yaml", PLAIN, ("rollout: 10\n", "", "# flags", "rollout: 10\n# flags")),
    "a note": ("flags.yaml", PLAIN, ("are ranked", "rank")),
    "the schema": ("flags.json", FLAGD, ("v0", "v1")),
    "layout": ("flags.json", FLAGD, ("  ", "\t")),
    "another file": ("settings.yaml", PLAIN, ("10", "50")),
    "weights of a model": ("feature_importances.json", '{"a": 1}', ("1", "2")),
    "nothing": ("flags.yaml", PLAIN, ()),
}


def edited(text: str, pairs: tuple[str, ...]) -> str:
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    path, old, pairs, expected = FINDS[name]
    assert ", ".join(told(detect, path, old, edited(old, pairs))) == expected


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    path, old, pairs = LEAVES[name]
    assert told(detect, path, old, edited(old, pairs)) == ()


def test_whole_files() -> None:
    assert told(detect, "flags.toml", None, "a = true\n") == ("accounted", "flag.add flag:a @1 to")
    assert told(detect, "flags.toml", "a = true\n", None) == ("accounted", "flag.remove flag:a @- from")
    assert told(detect, "flags.yaml", None, "version: 2\na: 1\n") == ("flag.add flag:a @2 to=1",)
    assert told(detect, "flags.toml", "a =", None) == ("opaque.unparsed - @- why=it is not TOML (before the change)",)
    one = '{"key": "new-checkout", "on": false, "variations": [1]}'
    assert told(detect, "ld-flags.json", one, one.replace("false", "true")) == (
        "accounted",
        "flag.flip flag:new-checkout @1 from=false to",
    )
    listed = '{"features": ["a", {}%s]}'
    assert told(detect, "flags.json", listed % "", listed % ", []") == ("accounted", "flag.add flag:2 @1")
    (template,) = told(detect, "flags.yaml", "a: 1", "a: {{ b }}")
    assert template.startswith("opaque.unparsed - @1 why=a template")


ROWS = '[{"model": "shop.flag", "pk": 1, "fields": {"on": true}}, {"model": "shop.flag", "pk": 2}]'
PLACES = '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point"}}]}'
EXPORT = '[{"name": "search", "enabled": true}, {"name": "rank", "enabled": false}]'


@pytest.mark.parametrize("text", [ROWS, PLACES, "[[1], [2]]", '[{"id": 1, "name": "x"}, {"id": 1, "name": "y"}]'])
def test_lists_of_other_things(text: str) -> None:
    for old, new in ((None, text), (text, text.replace("1", "3").replace("Point", "Line")), (text, None)):
        assert told(detect, "fixtures/flags.json", old, new) == ()
        assert told(detect, "features.yaml", old, new) == ()


def test_a_list_of_flags() -> None:
    assert told(detect, "flags.json", EXPORT, EXPORT.replace("true", "false")) == (
        "accounted",
        "flag.flip flag:search @1 from to=false",
    )
    assert told(detect, "flags.json", '["a"]', '["a", "b"]') == ("accounted", "flag.add flag:b @1")
    assert told(detect, "flags.json", None, "5") == (
        "opaque.unparsed - @1 why=something else stands where a table is expected",
    )
    assert "flag.remove flag:search @- from" in told(detect, "flags.json", EXPORT, ROWS)
    context = Context(flags=("/fixtures/**",))
    declared = detect(Source("fixtures/flags.json", None, ROWS.encode()), context)
    assert declared is not None and declared.operations


def test_files_that_the_policy_names() -> None:
    context = Context(flags=("/deploy/toggles-*.yaml", "/**/flags.properties"))
    assert wanted("deploy/toggles-eu.yaml", context) and not wanted("deploy/other.yaml", context)
    assert wanted("a/FLAGS.YAML", Context()) and not wanted("a/flags.md", Context())
    found = detect(Source("x/flags.properties", b"a=1\n# b=1\n", b"a=2\n# b=2\n"), context)
    assert found is not None and [one.object for one in found.operations] == ["flag:a"]
    assert wanted("deploy/toggles-\udcff.yaml", context)


# what stands in its place | what is told
LINES = [
    ("a=1", "a=2", "accounted, flag.flip flag:a @2 from=1 to=2"),
    ("a=1", "a = 2", "accounted, flag.flip flag:a @2 from=1 to=2"),
    ("b: x", "b: y", "accounted, flag.flip flag:b @3 from=x to=y"),
    ("export c=", "export c=1", "accounted, flag.flip flag:c @4 to=1"),
    ("b: x", "b=x", ""),
    ("# of", "! of", ""),
    ("\n", "\n\n", ""),
    ("b: x", "a: x", "opaque.unparsed - @3 why=a key stands in it twice"),
    ("b: x", "b x", "opaque.unparsed - @3 why=a line in it is neither a name with a value nor a comment"),
    ("b: x", "b: x\\", "opaque.unparsed - @3 why=a line in it is neither a name with a value nor a comment"),
]


@pytest.mark.parametrize(("was", "becomes", "expected"), LINES)
def test_files_of_lines(was: str, becomes: str, expected: str) -> None:
    old = "# of the shop\na=1\nb: x\nexport c=\n"
    context = Context(flags=("/deploy/*",))
    for path in ("deploy/x.properties", "deploy/.ENV"):

        def by_policy(source: Source, _: Context) -> Reading | None:
            return detect(source, context)

        assert ", ".join(told(by_policy, path, old, old.replace(was, becomes))) == expected


WRAPPERS = "flags features featureFlags feature_flags feature-flags toggles flagValues"
STATES = "enabled enable on state active value default defaultVariant default_variant disable"
TARGETING = (
    "variants variations targeting rules strategies rollout percentage rolloutPercentage fallthrough defaultRule"
)
NOTES = "description owner owners tags type expires name key id title createdAt updatedAt maintainer trackEvents"


@pytest.mark.parametrize("word", WRAPPERS.split())
def test_words_that_hold_flags(word: str) -> None:
    for said in ("{a: 1}", "[{name: a, value: 1}]"):
        old = f"{word}: {said}\n"
        found = told(detect, "flags.yaml", old, old.replace("1", "2"))
        assert found == ("accounted", "flag.flip flag:a @1 from=1 to=2")


@pytest.mark.parametrize("word", STATES.split())
def test_words_of_states(word: str) -> None:
    old = f"a: {{{word}: x, more: 1}}\n"
    assert told(detect, "flags.yaml", old, old.replace("x", "y")) == ("accounted", "flag.flip flag:a @1 from=x to=y")


def test_the_first_state_counts() -> None:
    words = STATES.split()
    for first, second in pairwise(words):
        old = f"a: {{{second}: 1, {first}: x}}\n"
        found = told(detect, "flags.yaml", old, old.replace("x", "y").replace("1", "2"))
        assert found == ("accounted", "flag.flip flag:a @1 from=x to=y")


@pytest.mark.parametrize("word", TARGETING.split())
def test_words_of_targeting(word: str) -> None:
    old = f"a: {{{word}: [x], more: 1}}\n"
    assert told(detect, "flags.yaml", old, old.replace("x", "y")) == (
        "accounted",
        "flag.flip flag:a @1 targeting=changed",
    )


@pytest.mark.parametrize("word", NOTES.split())
def test_words_of_notes(word: str) -> None:
    old, new, listed = (f"a: {{on: 1, {word}: {said}}}\n" for said in ("x", "y", "[x]"))
    assert told(detect, "flags.yaml", old, new) == ()
    assert told(detect, "flags.yaml", old, new.replace("1", "2")) == ("flag.flip flag:a @1 from=1 to=2",)
    assert told(detect, "flags.yaml", old, listed) == ("flag.flip flag:a @1 targeting=changed",)


@pytest.mark.parametrize("word", ["key", "name", "id", "flag"])
def test_words_that_name_a_flag(word: str) -> None:
    old = f"[{{{word}: a, on: 1}}]\n"
    assert told(detect, "flags.yaml", old, old.replace("1", "2")) == ("accounted", "flag.flip flag:a @1 from=1 to=2")
    assert told(detect, "flags.yaml", None, f"{word}: [a]\non: 1\n")[1:] == (
        f"flag.add flag:{word} @1",
        "flag.add flag:on @2 to=1",
    )


@pytest.mark.parametrize("word", ["$schema", "version", "apiVersion", "kind", "metadata", "namespace"])
def test_words_of_the_file(word: str) -> None:
    old = f"{word}: 1\nflags: {{{word}: x}}\n"
    assert told(detect, "flags.yaml", old, old.replace("1", "2")) == ()
    flip = f"flag.flip flag:{word} @2 from=x to=y"
    assert told(detect, "flags.yaml", old, old.replace("x", "y")) == ("accounted", flip)
    assert told(detect, "flags.yaml", old, old.replace("x", "y").replace("1", "2")) == (flip,)


def test_who_tells_it() -> None:
    for new in ("a: 2", "a: *x"):
        found = detect(Source("flags.yaml", b"a: 1", new.encode()), Context())
        assert found is not None and {one.via for one in found.operations} == {"flags"}


def test_what_may_be_shown() -> None:
    assert may_show("on") and may_show("50%") and may_show("v1.2") and may_show("ENABLED")
    assert (
        not may_show("x" * 25) and not may_show("two words") and not may_show("hU7kq2xZ9aPw3rT5") and not may_show("")
    )


# What settings of every kind are read with; the detectors of dependencies stand on it too.


def test_data_of_one_kind_where_it_is_expected() -> None:
    for of, found, none in ((table, {"a": 1}, {}), (entries, [1], []), (word, "a", "")):
        assert (of(found), of(None)) == (found, none)
        for other in ({"a": 1}, [1], "a", 1, False):
            if type(other) is not type(found):
                with pytest.raises(UnreadError, match=r"^something else stands where a \w+ is expected$"):
                    of(other)
    assert json_of('{"a": 1}') == {"a": 1}
    with pytest.raises(UnreadError, match="a number in it is none"):
        json_of('{"a": NaN}')


def test_data_as_one_text() -> None:
    assert plain({"b": [1], "a": None}) == '{"a": null, "b": [1]}' == plain({"a": None, "b": [1]})
    assert plain({"a": date(2024, 1, 2)}) == '{"a": "2024-01-02"}'
    assert [plain(found) for found in (None, {}, [], "", False)] == [""] * 5
    assert [plain(found) for found in (True, "x", 7)] == ["true", '"x"', "7"]


def test_what_is_taken_out() -> None:
    found: dict[str, object] = {"a": {"b": {"c": 1, "d": 2}}, "e": 3}
    assert (take(found, "a", "b", "c"), take(found, "e")) == (1, 3)
    assert found == {"a": {"b": {"d": 2}}}
    assert [take(found, *path) for path in (("x",), ("x", "y"), ("a", "b", "d", "z"))] == [None] * 3
    assert found == {"a": {"b": {"d": 2}}}
    assert trimmed({"a": {"b": {"c": {}}}, "d": [{}], "e": {"f": 0}}) == {"d": [{}], "e": {"f": 0}}
    assert trimmed([{}]) == [{}]


def test_where_things_stand() -> None:
    places = Places('{"a": 1,\n"b": {"a": 2,\n\n"c": 1}}')
    assert [places.key("a"), places.key("a", 1), places.key("a", 2), places.key("a", 3)] == [1, 1, 2, 1]
    assert [places.key("c"), places.key("c", 4), places.key("c", 5), places.key("z", 2)] == [4, 4, 4, 1]
    places = Places("\na b\nc a\n\na")
    assert [places.find(*texts) for texts in (["a"], ["c", "a"], ["b", "x", "a"], ["x"], [])] == [2, 3, 3, 1, 1]
    assert places.find("c", "b") == 3
    places = Places("a = 1\n[x]\n'a' = 2\n[ y ]\n[y.\"a\"]\nab.c = 2\n")
    assert [places.entry(*words) for words in (("", "a"), ("[x]", "a"), ("[y", "a"), ("", "ab"))] == [1, 3, 5, 6]
    assert [places.entry("[x]", "z"), places.entry("[z]", "z"), places.entry("[z]", "a")] == [2, 1, 1]
    assert places.headers(r"^\[[ \t]*[xy]") == [2, 4, 5]


@pytest.mark.fuzz
@fuzzy
@given(bitten([PLAIN, FLAGD, UNLEASH, TOML], ["&a ", "*a", "[", "{", '"', ": ", "- ", "\n---\n", "<<: ", "!x "]))
def test_any_bytes(data: bytes) -> None:
    for path, old in (("flags.yaml", PLAIN), ("flags.json", FLAGD), ("flags.toml", TOML)):
        sound(detect(Source(path, old.encode(), data), Context()))
    sound(detect(Source("flags.json", data, None), Context()))
