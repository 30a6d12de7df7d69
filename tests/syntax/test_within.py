"""Which names a file declares, as places in it have them, and which are given a value beside those."""

from __future__ import annotations

import pytest

from guard.syntax import parse
from guard.syntax.within import bound, declared

FINDS: list[tuple[str, str, str, str]] = [
    ("python", "class A:\n    y = 1\n    def f(self):\n        z = 1\nx: int = 2\n", "A A.f", "x y"),
    ("go", "package a\nvar x = 1\nconst (\n c = 1\n)\nfunc (s *S) F() { var q = 1 }\n", "S.F", "c x"),
    ("javascript", "const f = (a) => old(a);\nlet x = 1;\nfunction g() { let y = 1; }\n", "f g", "f x"),
    ("typescript", "class A { f = (a) => 1; g() {} }\n", "A A.g", "f"),
    ("java", "class A { int x = 1; void f() { int y = 1; } }\n", "A A.f", "x"),
    ("ruby", "X = 1\nclass A\n  def f\n    y = 1\n  end\nend\n", "A A.f", "X"),
    ("rust", "const A: u8 = 1;\nimpl S { fn f() { x } }\n", "S S.f", "A"),
    ("hcl", 'resource "a" "b" {\n  c {\n    d = 1\n  }\n}\ne = 1\n', "resource.a.b resource.a.b.c", "e"),
    ("yaml", "a:\n  b: 1\nc:\n  - d: 2\n", "a a.b c c.d", ""),
]


@pytest.mark.parametrize(("language", "text", "names", "values"), FINDS)
def test_finds(language: str, text: str, names: str, values: str) -> None:
    root = parse(text, language)
    assert " ".join(sorted(declared(root))) == names
    assert " ".join(sorted(bound(root))) == values
