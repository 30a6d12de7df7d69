"""What must stand nowhere is found in every spelling of a call and an assignment, and nothing else is."""

from __future__ import annotations

import pytest

from guard.sites.query import Query
from guard.sites.search import search_of

CALL, SET = "forbidden($$$A)", "$U.Legacy = $V"
GO = "package z\nfunc F(u *U) { %s }\n"
JAVA = "class Z { void f() { %s; } }"

FINDS: list[tuple[str, str, str]] = [
    ("python", CALL, "(forbidden)(1)\n"),
    ("python", CALL, "((\n  forbidden\n))(1)\n"),
    ("python", CALL, "forbidden\\\n(1)\n"),
    ("python", CALL, "def f():\n    return(forbidden)(1)\n"),
    ("python", CALL, "x = 1\r#\rforbidden(1)\n"),
    ("python", CALL, "@forbidden\ndef f(): pass\n"),
    ("python", "$U.legacy = $V", "u.legacy += 1\n"),
    ("python", "$U.legacy = $V", "(u.legacy) = 1\n"),
    ("python", "$U.legacy = $V", "x, u.legacy = 1, 2\n"),
    ("python", "$U.legacy = $V", "[u.legacy] = x\n"),
    ("javascript", "$U.legacy = $V", "[u.legacy] = x"),
    ("ruby", "$U.legacy = $V", "u.legacy, x = 1, 2\n"),
    ("python", "a.forbidden($$$A)", "(a.forbidden)(1)\n"),
    ("python", "a.forbidden($$$A)", "(a).forbidden(1)\n"),
    ("go", CALL, GO % "(forbidden)(1)"),
    ("go", CALL, GO % "forbidden/* */(1)"),
    ("go", CALL, GO % "forbidden[int](1)"),
    ("go", CALL, GO % "forbidden[int, string](1, 2)"),
    ("go", CALL, GO % "forbidden[int](1, 2)"),
    ("go", SET, GO % "(u.Legacy) = 1"),
    ("go", SET, GO % "u.Legacy += 1"),
    ("go", SET, GO % "u.Legacy &^= 1"),
    ("go", SET, GO % "u.Legacy++"),
    ("javascript", CALL, "forbidden?.(1)"),
    ("javascript", CALL, "new forbidden(1)"),
    ("javascript", CALL, "new forbidden"),
    ("javascript", CALL, "(0, forbidden)(1)"),
    ("javascript", CALL, "forbidden`1`"),
    ("javascript", CALL, "forbidden /* x */ (1)"),
    ("javascript", CALL, "// x\u2028forbidden(1)"),
    ("javascript", "$U.legacy($$$A)", "u?.legacy(1)"),
    ("javascript", "$U.legacy = $V", "u.legacy ??= 1"),
    ("javascript", "$U.legacy = $V", "u.legacy++"),
    ("javascript", "$U.legacy = $V", "++u.legacy"),
    ("typescript", CALL, "forbidden<number>(1)"),
    ("typescript", CALL, "forbidden!(1)"),
    ("typescript", CALL, "(forbidden as any)(1)"),
    ("typescript", CALL, "(<any>forbidden)(1)"),
    ("typescript", CALL, "(forbidden satisfies F)(1)"),
    ("java", CALL, JAVA % "this.forbidden(1)"),
    ("java", CALL, JAVA % "this.<T>forbidden(1)"),
    ("java", "$U.legacy = $V", JAVA % "u.legacy += 1"),
    ("ruby", CALL, "forbidden 1\n"),
    ("ruby", CALL, "forbidden 1, a: 2 do |x|\n  y\nend\n"),
    ("ruby", CALL, "x = forbidden\n"),
    ("ruby", CALL, "forbidden { |x| y }\n"),
    ("ruby", CALL, "self.forbidden(1)\n"),
    ("ruby", "$U.forbidden($$$A)", "u.forbidden 1\n"),
    ("ruby", "$U.forbidden($$$A)", "u.forbidden\n"),
    ("ruby", "$U.legacy = $V", "u.legacy += 1\n"),
    ("ruby", "old(user)", "old user\n"),
    ("ruby", "old(User)", "old User\n"),
    ("ruby", "User.old($$$A)", "User.old 1\n"),
    ("ruby", "A::User.old($$$A)", "A::User.old 1\n"),
    ("rust", CALL, "fn f() { forbidden::<u8>(1); }"),
    ("rust", CALL, "fn f() { (forbidden)(1); }"),
    ("rust", "$U.legacy = $V", "fn f() { u.legacy += 1; }"),
    ("text", "OLD_KEY", "x OLD_\u200bKEY"),
]
LEAVES: list[tuple[str, str, str]] = [
    ("python", CALL, "x = forbidden\nforbidden.x(1)\nf(forbidden)(1)\n# forbidden\\\n'(forbidden)(1)'\n"),
    ("python", CALL, "(forbidden, x)(1)\n(forbidden or x)(1)\n"),
    ("python", "$U.legacy = $V", "u.legacy == 1\nu.legacy.x += 1\nx += u.legacy\n"),
    ("go", CALL, GO % 'x := []F{forbidden}; g((forbidden)); var s = "forbidden(1)"; h(forbidden/* */)'),
    ("go", SET, GO % "x += u.Legacy; y[u.Legacy] += 1; if u.Legacy >= 1 { }"),
    ("javascript", CALL, "x(forbidden); (forbidden, 0)(1); forbidden?.x(1); forbidden.new(1)"),
    ("typescript", CALL, "let x: forbidden<number>; type forbidden = number; (x as forbidden)(1)"),
    ("java", CALL, JAVA % "that.forbidden(1); this.x(forbidden)"),
    ("ruby", CALL, "forbidden = 1\ndef forbidden(x) end\nx.forbidden 1\n:forbidden\n{forbidden: 1}\n"),
    ("rust", CALL, "fn f() { let x = forbidden; g(forbidden); }"),
    ("text", "OLD_KEY", "OLD_ KEY \u200b"),
]


def lines(language: str, pattern: str, text: str, wide: bool = True) -> list[int]:
    search = search_of(Query(language, pattern, "", ("/**",), (), wide))
    assert search.may_answer(text.encode(), language)
    hits = search.file(text.encode(), language)
    assert not hits.unread
    return [place.line for place in hits.places]


@pytest.mark.parametrize(("language", "pattern", "text"), FINDS)
def test_finds(language: str, pattern: str, text: str) -> None:
    assert len(lines(language, pattern, text)) == 1


@pytest.mark.parametrize(("language", "pattern", "text"), LEAVES)
def test_leaves_alone(language: str, pattern: str, text: str) -> None:
    assert lines(language, pattern, text) == []


def test_what_the_parser_cannot_make_out_is_not_read() -> None:
    search = search_of(Query("java", "$U.legacy = $V", "", ("/**",), (), True))
    assert search.file((JAVA % "(u.legacy) = 1").encode(), "java").unread


def test_each_place_counts_once_and_on_its_own_line() -> None:
    text = "forbidden(1)\n(\n\nforbidden)(2)\nforbidden\\\n(3)\nforbidden(forbidden)\n(forbidden)(forbidden(4))\n"
    assert sorted(lines("python", CALL, text)) == [1, 4, 5, 7, 8, 8]
    assert lines("python", CALL, text, wide=False) == [1, 7, 8]
    search = search_of(Query("go", SET, "", ("/**",), (), True))
    told = search.file((GO % "(u.Legacy) += 1; u.Legacy++; (u).Legacy = 1").encode(), "go").places
    assert [place.text for place in told] == ["(u).Legacy = 1", "(u.Legacy) += 1", "u.Legacy++"]
    assert lines("tsx", CALL, "const x = <a>{(forbidden)(1)}</a>;\n") == [1]


@pytest.mark.parametrize(
    ("first", "unread"),
    [
        ("# -*- coding: utf-7 -*-", True),
        ("#!/usr/bin/python\n# coding: raw_unicode_escape", True),
        ("#!/usr/bin/python\r# coding=unicode-escape", True),
        ("# vim: set fileencoding=cp1026 :", True),
        ("# -*- coding: utf-8 -*-", False),
        ("# coding: Latin_1", False),
        ("#\n#\n# coding: utf-7", False),
        ("x = 'coding: utf-7'", False),
    ],
)
def test_code_in_an_encoding_that_hides_names_is_not_read(first: str, unread: bool) -> None:
    search = search_of(Query("python", CALL, "", ("/**",), ()))
    data = f"{first}\nx = 1\n".encode()
    assert search.may_answer(data, "python") == unread == bool(search.file(data, "python").unread)
