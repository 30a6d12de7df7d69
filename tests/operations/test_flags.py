"""Flag files: which flags came, went, were flipped, or are decided in another way."""

from __future__ import annotations

import pytest
from hypothesis import given

from guard.model.reading import Context, Source
from guard.operations.flags import detect, may_show, wanted
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


def test_what_may_be_shown() -> None:
    assert may_show("on") and may_show("50%") and may_show("v1.2") and may_show("ENABLED")
    assert (
        not may_show("x" * 25) and not may_show("two words") and not may_show("hU7kq2xZ9aPw3rT5") and not may_show("")
    )


@pytest.mark.fuzz
@fuzzy
@given(bitten([PLAIN, FLAGD, UNLEASH, TOML], ["&a ", "*a", "[", "{", '"', ": ", "- ", "\n---\n", "<<: ", "!x "]))
def test_any_bytes(data: bytes) -> None:
    for path, old in (("flags.yaml", PLAIN), ("flags.json", FLAGD), ("flags.toml", TOML)):
        sound(detect(Source(path, old.encode(), data), Context()))
    sound(detect(Source("flags.json", data, None), Context()))
