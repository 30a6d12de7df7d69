"""Circles of phases, and edges that lead nowhere."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, named

OTHER = """\
plan: other
version: 1
owner: dana
why: Go first
scope: {paths: [/src/**]}
phases:
  prepare: {after: {p/last: complete}, does: [file.modify]}
  settled: {does: [file.modify]}
"""
KNOT = OTHER.replace("{p/last: complete}", "{settled: complete}").replace(
    "settled: {", "settled: {after: {prepare: complete}, "
)

FINDS = [
    Finds(
        "two phases that wait for each other",
        "G230",
        "/phases/a/after/b",
        ("a -> b -> a",),
        ("b: {after: {a: complete}}",),
        "  a: {after: {b: complete}, does: [file.add]}\n  b: {after: {a: complete}, does: [file.add]}\n",
    ),
    Finds(
        "the shortest of several circles",
        "G230",
        "/phases/a/after/c",
        ("a -> c -> a",),
        (),
        "  a: {after: {c: complete}, does: [file.add]}\n  b: {after: {a: complete}, does: [file.add]}\n"
        "  c: {after: {a: complete, b: complete}, does: [file.add]}\n",
    ),
    Finds(
        "a circle by way of another plan",
        "G230",
        "/phases/first/after/other~1prepare",
        ("first -> last -> other/prepare -> first",),
        (),
        "  first: {after: {other/prepare: complete}, does: [file.add]}\n"
        "  last: {after: {first: complete}, does: [file.add]}\n",
        others=(OTHER,),
    ),
    Finds(
        "a circle in a plan that comes before",
        "G230",
        "/phases",
        ("other/prepare -> other/settled -> other/prepare",),
        (),
        "  first: {after: {other/settled: complete}, does: [file.add]}\n",
        others=(KNOT,),
    ),
    Finds(
        "a phase after itself",
        "G231",
        "/phases/a/after/a",
        ("a comes after itself",),
        ("a: {after: {EARLIER-PHASE: deployed}}",),
        "  a: {after: {a: deployed}, does: [file.add]}\n",
    ),
    Finds(
        "an unknown phase",
        "G231",
        "/phases/b/after/expnd",
        ("no phase expnd",),
        ("did you mean expand?", "b: {after: {expand: deployed}}"),
        "  expand: {does: [file.add]}\n  b: {after: {expnd: deployed}, does: [file.add]}\n",
    ),
    Finds(
        "an unknown plan",
        "G231",
        "/phases/a/after/othr~1prepare",
        ("no plan othr",),
        ("other/prepare",),
        "  a: {after: {othr/prepare: complete}, does: [file.add]}\n",
        others=(OTHER,),
    ),
    Finds(
        "an unknown phase of a known plan",
        "G231",
        "/phases/a/after/other~1setled",
        ("plan other has no phase setled",),
        ("did you mean settled?", "other/settled"),
        "  a: {after: {other/setled: complete}, does: [file.add]}\n",
        others=(OTHER,),
    ),
    Finds(
        "an unknown phase, with every condition",
        "G231",
        "/phases/b/after/expnd",
        ("no phase expnd",),
        ("b: {after: {expand: [drained env=staging remaining=3, deployed 7d]}}",),
        "  expand: {does: [code.read.switch]}\n"
        "  b: {after: {expnd: [deployed 7d, drained remaining=3 env=staging]}, does: [file.add]}\n",
    ),
    Finds(
        "an unknown phase, the nearest of which waits for this one",
        "G231",
        "/phases/a/after/swich-read",
        ("no phase swich-read",),
        ("name the phase it waits for: a: {after: {EARLIER-PHASE: deployed}}",),
        "  a: {after: {swich-read: deployed}, does: [file.add]}\n"
        "  switch-reads: {after: {a: deployed}, does: [file.add]}\n",
    ),
    Finds(
        "an unknown plan, and a phase it has not",
        "G231",
        "/phases/a/after/othr~1setled",
        ("no plan othr",),
        ("did you mean other?", "a: {after: {other/settled: complete}}"),
        "  a: {after: {othr/setled: complete}, does: [file.add]}\n",
        others=(OTHER,),
    ),
    Finds(
        "absent from an unknown phase",
        "G231",
        "/absent/late/from",
        ("from phase expnd on",),
        ("did you mean expand? write from: expand",),
        "  expand: {does: [file.add]}\n",
        "absent: {late: {text: old, in: /src/**, from: expnd}}\n",
    ),
    Finds(
        "absent from a phase like none",
        "G231",
        "/absent/late/from",
        ("from phase zz on",),
        ("from: expand",),
        "  expand: {does: [file.add]}\n",
        "absent: {late: {text: old, in: /src/**, from: zz}}\n",
    ),
    Finds(
        "an unknown phase, near to this one alone",
        "G231",
        "/phases/expand/after/expnd",
        ("no phase expnd",),
        ("name the phase it waits for: expand: {after: {EARLIER-PHASE: complete}}",),
        "  expand: {after: {expnd: complete}, does: [file.add]}\n",
    ),
]
LEAVES = [
    Leaves(
        "a diamond",
        "G230",
        "  a: {does: [file.add]}\n  b: {after: {a: complete}, does: [file.add]}\n"
        "  c: {after: {a: complete}, does: [file.add]}\n  d: {after: {b: complete, c: complete}, does: [file.add]}\n",
    ),
    Leaves("a phase after itself, which is no circle", "G230", "  a: {after: {a: deployed}, does: [file.add]}\n"),
    Leaves(
        "a circle elsewhere", "G230", "  a: {after: {other/settled: complete}, does: [file.add]}\n", others=(OTHER,)
    ),
    Leaves(
        "a phase of another plan",
        "G231",
        "  a: {after: {other/settled: complete}, does: [file.add]}\n",
        others=(OTHER,),
    ),
    Leaves("absent from a phase", "G231", "  a: {does: [file.add]}\n", "absent: {x: {text: o, in: /a, from: a}}\n"),
    Leaves("absent always", "G231", "  a: {does: [file.add]}\n", "absent: {x: {text: o, in: /a}}\n"),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
