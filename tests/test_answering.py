"""Answers written into whole plans: only they and the version change in the text, however it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guard.acts.answering import Answer, answered
from guard.compile import read_document
from guard.document.amending import Value, amended, quoted
from guard.document.spans import spans
from guard.drafts import File
from guard.model.plan import Plan, plan_from
from tests.conftest import examples
from tests.test_amending import COMMENTS, ENDS, GAPS, WORDS, assumptions, put_in, taken_out

REST = [
    ["owner: dana  # who"],
    ["why: >-", "  Split it", "", "  in two"],
    ['scope: {paths: ["/db/**", /src/**], max: {files: 20,', "  lines: 400}}"],
    [
        "phases:",
        "  expand:",
        "    does:",
        "    - schema.column.add",
        "# end of expand",
        "  drop: {does: [code.read.switch]}",
    ],
]


@dataclass(frozen=True)
class Text:
    """A plan as somebody laid it out, and the answers to it."""

    text: bytes
    answers: dict[str, str]
    version: int


@st.composite
def plans(draw: st.DrawFn) -> Text:
    names = draw(st.lists(st.sampled_from(["A1", "A2", "B3"]), unique=True, min_size=1, max_size=3))
    assumed = ["assume:" + draw(COMMENTS)]
    for name in names:
        assumed += draw(assumptions(name))
    number = draw(st.sampled_from(["1", "9", "10", "999"]))
    ways = [[f"version: {number}"], [f"version:   {number}"], ["version:", f"  {number}"], [f'"version": {number}']]
    ways += [["? version", f": {number}"], ["'version':", "  # c", f"  {number}"]]
    *above, last = draw(st.sampled_from(ways))
    version = [*above, last + draw(COMMENTS)]
    lines = []
    for part in draw(st.permutations([["plan: p"], version, assumed, *REST])):
        lines += [*part, *draw(GAPS)]
    if draw(st.booleans()):
        lines = ["---", *lines, *draw(st.sampled_from([[], ["..."]]))]
    end = draw(ENDS)
    text = end.join(lines) + draw(st.sampled_from(["", end, end * 2]))
    said = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
    asked = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    return Text(
        text.encode(), {name: f"dana: saw {draw(said)}" for name in asked}, draw(st.sampled_from([2, 10, 10**9]))
    )


def only(before: bytes, after: bytes, value: Value) -> None:
    """The one is the other with this value alone another."""
    found = spans(before.decode(), value.path)
    assert found is not None
    pair, scalar = found.of(value.key), quoted(value.says) if isinstance(value.says, str) else str(value.says)
    if pair is None:
        assert put_in(before.decode(), after.decode(), f"{value.key}: {scalar}")
        return
    old = read_document("plan", "p", before).data
    for key in (*value.path, value.key):
        assert isinstance(old, dict)
        old = old[key]
    taken_out(before.decode(), after.decode(), pair, scalar, str(old))


@settings(max_examples=examples(300), deadline=None)
@given(plans())
def test_only_answers_and_the_version_change(made: Text) -> None:
    read = read_document("plan", "p", made.text)
    assume(read.data is not None)
    assert read.data is not None
    plan = plan_from(read.data, read.name, read.lines)
    file = File("plan", b".guard/plans/p.yaml", read, plan)
    held = [
        Answer(one.name, one.says, one.settled_by, made.answers[one.name])
        for one in plan.assumptions
        if one.name in made.answers
    ]
    text, after = answered(file, plan, held, made.version)
    values = [Value(("assume", one.name), "settled_by", one.settled_by) for one in held if one.before != one.settled_by]
    values += [Value((), "version", made.version)] if made.version != plan.version and values else []
    step = made.text
    for value in values:
        written = amended(step, [value])
        only(step, written, value)
        step = written
    assert text == step
    ends = {line[-1:] for line in made.text.split(b"\n")[:-1]}
    if ends == {b"\r"}:
        assert {line[-1:] for line in text.split(b"\n")[:-1]} == {b"\r"}, "lines end as they did"
    said = {one.name: one.settled_by for one in after.assumptions}
    assert said == {one.name: made.answers.get(one.name, one.settled_by) for one in plan.assumptions}
    assert isinstance(after, Plan) and after.version == (made.version if values else plan.version)
    again = File("plan", file.path, read_document("plan", "p", text), after)
    assert answered(again, after, [one._replace(before=one.settled_by) for one in held], made.version)[0] == text
