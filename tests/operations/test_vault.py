"""Policies of Vault: what is told of a change, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.reading import Context, Source
from guard.operations.vault import detect
from tests.operations.telling import bitten, fuzzy, put_in, sound, spoken, told

A = """# secrets of the shop
path "secret/data/*" {
  capabilities = ["read"]
}

path "secret/data/admin/*" {
  capabilities = ["deny"]
}

path "auth/token/lookup-self" {
  capabilities = ["read", "update"]
  denied_parameters = { "policy" = [] }
}
"""

PIECES = ['path "x" {', "}", "capabilities = [", '"', "<<E\n", "/*", "#", "\\u0061", "${", "=", "{"]

# what is put in the place of what, and what is told: `and more` where that is not all

FINDS_A = [
    ("a capability more", '["read"]', '["read", "list"]', ["vault:secret/data/* @2 added=list change=modify widens"]),
    (
        "a capability less",
        '["read", "update"]',
        '["read"]',
        ["vault:auth/token/lookup-self @10 change=modify narrows removed=update"],
    ),
    ("sudo", '["read"]', '["read", "sudo"]', ["vault:secret/data/* @2 added=sudo change=modify sudo widens"]),
    (
        "no longer denied",
        '["deny"]',
        '["read"]',
        ["vault:secret/data/admin/* @6 added=read change=modify guard=removed widens"],
    ),
    ("denied", '["read"]', '["deny"]', ["vault:secret/data/* @2 change=modify narrows removed=read"]),
    (
        "a denial removed",
        'path "secret/data/admin/*" {\n  capabilities = ["deny"]\n}\n',
        "",
        ["vault:secret/data/admin/* @- added=read change=remove guard=removed widens"],
    ),
    (
        "a path more",
        'path "auth',
        'path "sys/*" { capabilities = ["create", "sudo"] }\npath "auth',
        ["vault:sys/* @10 added=create sudo change=add sudo widens"],
    ),
    (
        "a path that lets less than its pattern",
        'path "auth',
        'path "secret/data/x" { capabilities = [] }\npath "auth',
        ["vault:secret/data/x @10 change=add narrows removed=read"],
    ),
    (
        "a parameter no longer held back",
        '  denied_parameters = { "policy" = [] }\n',
        "",
        ["vault:auth/token/lookup-self @10 change=modify guard=removed limits=denied_parameters widens"],
    ),
    (
        "other parameters held back",
        '"policy" = []',
        '"ttl" = []',
        [("vault:auth/token/lookup-self @10 change=modify guard=removed limits=denied_parameters narrows widens")],
    ),
    (
        "a new limit",
        '["read", "update"]',
        '["read", "update"]\n  min_wrapping_ttl = "1m"',
        ["vault:auth/token/lookup-self @10 change=modify limits=min_wrapping_ttl narrows"],
    ),
    (
        "the old word",
        'capabilities = ["read"]',
        'policy = "write"',
        ["vault:secret/data/* @2 added=create delete list update change=modify widens"],
    ),
    (
        "quoted keys",
        'path "secret/data/*" {\n  capabilities = ["read"]',
        '"path" "secret/data/*" {\n  "capabilities" = ["read", "delete"]',
        ["vault:secret/data/* @2 added=delete change=modify widens"],
    ),
    (
        "keys in escapes",
        'path "secret/data/*" {\n  capabilities = ["read"]',
        '"p\\u0061th" "secret/data/*" {\n  "c\\u0061pabilities" = ["r\\u0065ad", "delete"]',
        ["vault:secret/data/* @2 added=delete change=modify widens"],
    ),
    (
        "a path twice",
        'path "auth',
        'path "secret/data/*" { capabilities = ["delete"] }\npath "auth',
        ["vault:secret/data/* @2 added=delete change=modify widens"],
    ),
    (
        "capabilities over lines",
        '["read"]',
        '[\n    "read", # "sudo"\n    "patch",\n  ]',
        ["vault:secret/data/* @2 added=patch change=modify widens"],
    ),
    (
        "a plus",
        'path "auth',
        'path "secret/+/x" { capabilities = ["create"] }\npath "auth',
        ["vault:secret/+/x @10 added=create change=add widens"],
    ),
    (
        "something else besides",
        'path "auth/token/lookup-self" {\n  capabilities = ["read", "update"]',
        'name = "x"\npath "auth/token/lookup-self" {\n  capabilities = ["read"]',
        ["vault:auth/token/lookup-self @11 change=modify narrows removed=update", "and more"],
    ),
    (
        "a template",
        '["read"]',
        "{{ caps }}",
        ["opaque.unparsed - @3 why=the capabilities are no plain list", "and more"],
    ),
    (
        "capabilities of a name",
        '["read"]',
        "local.caps",
        ["opaque.unparsed - @3 why=the capabilities are no plain list", "and more"],
    ),
    (
        "a bracket not closed",
        '["read"]',
        '["read"',
        ["opaque.unparsed - @4 why=a bracket closes what was not opened", "and more"],
    ),
    (
        "a path without a label",
        'path "auth/token/lookup-self" {',
        "path {",
        ["opaque.unparsed - @1 why=a path is not written as a block with one label", "and more"],
    ),
    (
        "a path as a value",
        'path "auth',
        'path = { "x" = { capabilities = ["sudo"] } }\npath "auth',
        ["opaque.unparsed - @10 why=a path is not written as a block with one label", "and more"],
    ),
    (
        "JSON",
        None,
        '{"path": {"secret/data/*": {"capabilities": ["read", "root"]}}}',
        [
            "vault:secret/data/* @1 added=root change=modify widens",
            "vault:secret/data/admin/* @- added=read root change=remove guard=removed widens",
            (
                "vault:auth/token/lookup-self @- change=remove guard=removed"
                " limits=denied_parameters narrows removed=read update widens"
            ),
        ],
    ),
    (
        "JSON with a key twice",
        None,
        '{"path": {}, "path": {"a": {"capabilities": ["sudo"]}}}',
        ["opaque.unparsed - @1 why=this is no policy written as JSON", "and more"],
    ),
    (
        "JSON of another shape",
        None,
        '{"path": {"a": ["capabilities"]}}',
        ["opaque.unparsed - @1 why=this is no policy written as JSON", "and more"],
    ),
    (
        "a control group",
        '["read"]',
        '["read"]\n  control_group = { factor = "x" }',
        ["vault:secret/data/* @2 change=modify limits=control_group narrows"],
    ),
    (
        "not UTF-8",
        None,
        b'path "x" { capabilities = ["\xff"] }',
        ["opaque.unparsed - @1 why=the file is not UTF-8", "and more"],
    ),
]

LEAVES_A = [
    ("a comment", A.replace("of the shop", 'path "x" { capabilities = ["sudo"] }')),
    ("order", A.replace('["read", "update"]', '["update", "read"]')),
    ("layout", A.replace('{\n  capabilities = ["read"]\n}', '{ capabilities = [ "read", ] }')),
    ("escapes of nothing", A.replace('["deny"]', '["\\u0064eny"]')),
    ("a path like its pattern", A + 'path "secret/data/y" { capabilities = ["read"] }\n'),
    ("order of paths", 'path "auth' + A.split('path "auth')[1] + A.split('path "auth')[0]),
    ("CRLF", A.replace("\n", "\r\n")),
    ("BOM", "\ufeff" + A),
    (
        "one path in two",
        A.replace('["read", "update"]', '["read"]') + 'path "auth/token/lookup-self" { capabilities = ["update"] }\n',
    ),
    ("denied with more", A.replace('["deny"]', '["deny", "read"]')),
]

lines = spoken(detect, ("identity.vault vault:", "vault:"))


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_A, ids=[row[0] for row in FINDS_A])
def test_finds(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines("policies/shop.hcl", A, put_in(A, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_A, ids=[row[0] for row in LEAVES_A])
def test_leaves_alone(label: str, new: str) -> None:
    assert new != A
    assert lines("policies/shop.hcl", A, new) == []
    assert lines("policies/shop.hcl", new, A) == []


def test_a_file_comes_and_goes() -> None:
    assert lines("policies/shop.hcl", None, A) == [
        "vault:secret/data/* @2 added=read change=add widens",
        "vault:secret/data/admin/* @6 change=add narrows",
        "vault:auth/token/lookup-self @10 added=read update change=add limits=denied_parameters narrows widens",
    ]
    assert lines("policies/shop.hcl", A, None) == [
        "vault:secret/data/* @- change=remove narrows removed=read",
        "vault:secret/data/admin/* @- change=remove guard=removed widens",
        (
            "vault:auth/token/lookup-self @- change=remove guard=removed limits=denied_parameters narrows"
            " removed=read update widens"
        ),
    ]


@pytest.mark.parametrize("text", ["", 'inputs = { policy = "x" }\n', 'key_prefix "x" { policy = "write" }\n'])
def test_other_files_are_left_alone(text: str) -> None:
    assert lines("x.hcl", text, text + 'name = "b"\n') == []
    assert lines("x.hcl", text, text + "name = [") == []


@pytest.mark.parametrize(
    ("pattern", "path", "over"),
    [
        ("a/*", "a/b", True),
        ("a/*", "a/b/c", True),
        ("a/*", "a", False),
        ("a/b*", "a/bc", True),
        ("a/+/c", "a/b/c", True),
        ("a/+/c", "a/b/d", False),
        ("a/+", "a/b/c", False),
        ("a/b", "a/b/c", False),
        ("+/b/*", "a/b/c", True),
        ("*", "x/y", True),
        ("a/b", "a/b*", False),
        ("a/b*", "a/xb", False),
        ("a/b*", "a/c/d", False),
        ("+/b*", "a/bc/d", True),
        ("a/*", "a/b*", True),
    ],
)
def test_a_path_falls_under_patterns(pattern: str, path: str, over: bool) -> None:
    said = f'path "{pattern}" {{ capabilities = ["read"] }}\n'
    own = f'path "{path}" {{ capabilities = ["read"] }}\n'
    assert (lines("p.hcl", said, said + own) == []) == over


@pytest.mark.parametrize(
    ("patterns", "path", "counts"),
    [
        ("a/* a/b/*", "a/b/c", "a/b/*"),
        ("a/+/c a/b/*", "a/b/c", "a/b/*"),
        ("a/+/c a/*", "a/b/c", "a/+/c"),
        ("+/+/c +/b/c", "a/b/c", "+/b/c"),
        ("a/+/* a/+/c", "a/b/c", "a/+/c"),
        ("a/+/c* a/+/*", "a/b/cd", "a/+/c*"),
        ("+/b a*", "a/b", "a*"),
        ("* +/b", "a/b", "+/b"),
    ],
)
def test_the_most_specific_pattern_counts(patterns: str, path: str, counts: str) -> None:
    before = "".join(
        f'path "{one}" {{ capabilities = ["{"update" if one == counts else "read"}"] }}\n' for one in patterns.split()
    )
    after = before + f'path "{path}" {{ capabilities = ["update"] }}\n'
    assert lines("p.hcl", before, after) == []


OLD_WORDS = {
    "deny": "",
    "read": "list read",
    "write": "create delete list read update",
    "sudo": "create delete list read sudo update",
}


@pytest.mark.parametrize("word", OLD_WORDS)
def test_old_words(word: str) -> None:
    (found,) = lines("p.hcl", None, f'path "x" {{ policy = "{word}" }}\n')
    sudo = " sudo" if word == "sudo" else ""
    said = f"added={OLD_WORDS[word]} change=add{sudo} widens" if OLD_WORDS[word] else "change=add narrows"
    assert found == f"vault:x @1 {said}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("allowed_parameters = {a = []}", "", "guard=removed limits=allowed_parameters widens"),
        ("", "required_parameters = [1]", "limits=required_parameters narrows"),
        ("mfa_methods = [1]", "mfa_methods = [2]", "guard=removed limits=mfa_methods narrows widens"),
        (
            "control_group { factor = 1 }",
            "control_group { factor = 2 }",
            "guard=removed limits=control_group narrows widens",
        ),
        (
            "control_group { a { b = 1 } }",
            "control_group { a { b = 2 } }",
            "guard=removed limits=control_group narrows widens",
        ),
        ("a = {b = [1, 2]}", "a = {\n    b = [\n 1, 2 ]}", ""),
    ],
)
def test_limits(old: str, new: str, expected: str) -> None:
    sides = [f'path "x" {{\n  capabilities = ["read"]\n  {words}\n}}\n' for words in (old, new)]
    facts = " ".join(sorted(f"change=modify {expected}".split()))
    assert lines("p.hcl", *sides) == ([f"vault:x @1 {facts}"] if expected else [])


def test_words_in_escapes_alone() -> None:
    for escape in ("u0061", "U00000061"):
        said = f'"p\\{escape}th" "x" {{ "c\\{escape}pabilities" = ["sudo"] }}\n'
        assert lines("p.hcl", None, said) == ["vault:x @1 added=sudo change=add sudo widens"]


def test_who_tells_it() -> None:
    for new in (A.replace('"deny"', '"read"'), A + "}", b"\xff"):
        found = detect(Source("p.hcl", A.encode(), new if isinstance(new, bytes) else new.encode()), Context())
        assert found is not None and {one.via for one in found.operations} == {"vault"}


def test_a_file_with_the_old_words_that_is_not_read() -> None:
    assert lines("p.hcl", 'path "x" { policy = "read"', 'path "x" { policy = "read" }\n') == [
        "opaque.unparsed - @- why=before the change: neither an attribute nor a block",
        "and more",
    ]
    assert lines("p.hcl", None, '{"path": {"x": {"policy": "read", "b": {"c": 1}}}}') == [
        "vault:x @1 added=list read change=add limits=b narrows widens"
    ]


@pytest.mark.fuzz
@given(old=bitten([A], PIECES), new=bitten([A], PIECES), one=st.booleans())
@fuzzy
def test_never_trips_over_a_text(old: bytes, new: bytes, one: bool) -> None:
    for path in ("policies/shop.hcl",):
        sound(detect(Source(path, None if one else old, new), Context()))
        sound(detect(Source(path, new, None if one else old), Context()))
        assert detect(Source(path, new, new), Context()) is None or sides_cannot_be_read(path, new)


def sides_cannot_be_read(path: str, data: bytes) -> bool:
    """The same on both sides is no change, unless it says nothing at all."""
    reading = detect(Source(path, data, data), Context())
    return reading is not None and {one.id for one in reading.operations} == {"opaque.unparsed"}


POLICY = '{"path": {"secret/*": {"capabilities": ["read"]}}}'
POSTED = r'{"policy": "path \"secret/*\" { capabilities = [\"read\"] }"}'


@pytest.mark.parametrize("text", [POLICY, POSTED])
def test_policies_in_json(text: str) -> None:
    assert told(detect, "vault/shop.json", text, text.replace("read", "sudo")) == (
        "accounted",
        "identity.vault vault:secret/* @1 added=sudo change=modify narrows removed=read sudo widens",
    )
    assert told(detect, "vault/shop.json", None, text)[-1].startswith("identity.vault vault:secret/* @1 added=read")
    assert told(detect, "vault/shop.json", text, text[:-1]) == (
        "opaque.unparsed - @1 why=this is no policy written as JSON",
    )
    assert told(detect, "vault/shop.hcl", text, "\ufeff" + text) == ()
    more = text.replace("{", '{"name": "x", ', 1)
    assert "accounted" not in told(detect, "vault/shop.json", None, more)
    listed = '{"path": [{"secret/*": {"capabilities": ["read"]}}]}'
    assert told(detect, "a.JSON", None, listed) == ("opaque.unparsed - @1 why=this is no policy written as JSON",)


def test_a_text_in_json_that_no_file_could_hold() -> None:
    found = told(detect, "vault/shop.json", POSTED, POSTED.replace("secret/*", r"\ud800"))
    assert found == ("opaque.unparsed - @1 why=the file is not UTF-8",)


@pytest.mark.parametrize(
    "text",
    [
        '{"path": "x", "capabilities": ["read"]}',
        '{"path": {"x": "y"}, "capabilities": 1}',
        '{"path": {"x": {"policy": "y"}}}',
        '["path", "capabilities"]',
        '{"path": capabilities',
        '{"policy": {"path": "capabilities"}}',
        '{"policy": "capabilities", "path": 1}',
    ],
)
def test_json_of_something_else(text: str) -> None:
    assert told(detect, "settings.json", None, text) == () == told(detect, "settings.json", text, "{}")
