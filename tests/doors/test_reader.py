"""The reading process: whatever happens in it, every file gets an answer, and nothing that was not read passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.doors import reader
from guard.doors.reader import GAVE_UP, TOO_MANY, Job, Reader
from guard.model.reading import Context, Pattern, Reading, Source

# A detector of each kind of trouble, put in place before the process starts to work.
FAKES = """
import os, sys, types
def answer(source, context):
    from guard.model.operation import Operation
    from guard.model.reading import Reading
    text = source.new.decode()
    if text == "crash": os.kill(os.getpid(), 11)
    if text == "exit": os._exit(0)
    if text == "panic":
        class Panic(BaseException): pass
        raise Panic("at the parser")
    if text == "raise": raise ValueError("secret text of the file")
    if text == "deep": answer.deep = lambda n: answer.deep(n); answer.deep(0)
    if text == "hang":
        while True: pass
    if text == "memory": held = bytearray(8 << 30)
    if text == "print": print("not an answer"); sys.stderr.write("nor this")
    if text.startswith("write "): os.write(os.open(text[6:], os.O_CREAT | os.O_WRONLY, 0o600), b"x")
    if text == "strange": return Reading((Operation("schema.column.dorp"),), True)
    if text == "house": return Reading((Operation("house.audit"),), False)
    if text == "nothing": return None
    if text == "shape": return Reading((1, 2), True)
    return Reading((Operation("data.read", 3, "table:a\\udcff", "up", ("c",), (("where", "true"),), "sql"),), True)
fake = types.ModuleType("guard.operations.fake"); fake.detect = answer
import guard.operations
sys.modules["guard.operations.fake"] = fake
"""
WELL = "the text of a file"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> object:
    head, tail = reader.CODE.split("; ", 2)[:2], "from guard.worker import main; main()"
    monkeypatch.setattr(reader, "CODE", f"{'; '.join(head)}\nexec({FAKES!r})\n{tail}")

    def ask(*texts: str, patience: int = 20_000, starts: int = reader.STARTS) -> list[Reading]:
        monkeypatch.setattr(reader, "PATIENCE", patience)
        monkeypatch.setattr(reader, "STARTS", starts)
        house = Pattern("detect", "house.audit", "go", "audit()", ("/**",), (), "", "audit()")
        asked = Reader(Context((house,), ("column:a.b",), (), ("/flags/**",)))
        try:
            asked.send([Job(("fake",), Source(f"{at}.txt", None, text.encode())) for at, text in enumerate(texts)])
            return asked.readings()
        finally:
            asked.close()

    return ask


def why(reading: Reading) -> str:
    (operation,) = reading.operations
    assert operation.id == "opaque.unparsed" and not reading.accounted
    return operation.attribute("why")


def test_an_answer_comes_back_whole(told: object) -> None:
    (reading,) = told(WELL)  # type: ignore[operator]
    (operation,) = reading.operations
    assert operation == ("data.read", 3, "table:a\udcff", "up", ("c",), (("where", "true"),), "sql", "parsed", False)
    assert reading.accounted and type(operation).__name__ == "Operation"


@pytest.mark.parametrize("trouble", ["crash", "exit", "memory", "panic", "raise", "deep", "shape", "strange"])
def test_trouble_in_one_file_is_told_of_that_file_alone(told: object, trouble: str) -> None:
    before, bad, after = told(WELL, trouble, WELL)  # type: ignore[operator]
    assert why(bad)
    assert before == after and before.accounted


def test_a_file_that_takes_too_long_is_given_up(told: object) -> None:
    bad, after = told("hang", WELL, patience=1500)  # type: ignore[operator]
    assert why(bad) == GAVE_UP
    assert after.accounted


def test_after_too_many_stops_nothing_more_is_read(told: object) -> None:
    answers = told("crash", "crash", "crash", WELL, WELL, starts=4)  # type: ignore[operator]
    assert [why(answer) for answer in answers] == [GAVE_UP] * 3 + [TOO_MANY] * 2


def test_what_a_parser_prints_is_no_answer(told: object) -> None:
    (reading,) = told("print")  # type: ignore[operator]
    assert reading.accounted


def test_the_text_of_a_file_is_in_no_complaint(told: object) -> None:
    (reading,) = told("raise")  # type: ignore[operator]
    assert why(reading) == "its reader failed (ValueError)"


def test_no_file_can_be_written(told: object, tmp_path: Path) -> None:
    place = tmp_path / "file"
    (reading,) = told(f"write {place}")  # type: ignore[operator]
    assert why(reading)
    assert place.read_bytes() == b""


def test_an_operation_of_the_house_is_known(told: object) -> None:
    (reading,) = told("house")  # type: ignore[operator]
    assert [operation.id for operation in reading.operations] == ["house.audit"]


def test_nothing_to_tell_is_an_empty_reading(told: object) -> None:
    assert told("nothing") == [Reading((), False)]  # type: ignore[operator]


def test_more_requests_and_answers_than_any_pipe_holds(told: object) -> None:
    answers = told(*[WELL * 500] * 3000)  # type: ignore[operator]
    assert len(answers) == 3000 and all(answer.accounted for answer in answers)


def test_it_may_be_asked_again(told: object) -> None:
    asked = Reader(Context())
    try:
        for _ in range(3):
            asked.send([Job(("fake",), Source("a", None, WELL.encode()))])
            (reading,) = asked.readings()
            assert reading.accounted
        assert asked.readings() == []
    finally:
        asked.close()
        asked.close()


def test_a_detector_that_is_not_there_is_trouble_too(told: object) -> None:
    asked = Reader(Context())
    try:
        asked.send([Job(("nowhere",), Source("a", None, b""))])
        (reading,) = asked.readings()
    finally:
        asked.close()
    assert why(reading) == "its reader failed (ModuleNotFoundError)"
