"""The reading process: whatever happens in it, every file gets an answer, and nothing that was not read passes."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from guard.doors import process, reader, succession
from guard.doors.process import GAVE_UP, TOO_LARGE
from guard.doors.reader import TOO_MANY, TOO_MUCH, Job, Reader, side_by_side
from guard.errors import GuardError
from guard.model.reading import Context, Pattern, Reading, Source

# A detector of each kind of trouble, put in place before the process starts to work.
FAKES = """
import os, sys, time, types
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
    if text == "sleep": time.sleep(60)
    if text.startswith("import "): __import__(text[7:])
    if text == "memory": held = bytearray(8 << 30)
    if text == "print": print("not an answer"); sys.stderr.write("nor this")
    if text.startswith("write "): os.write(os.open(text[6:], os.O_CREAT | os.O_WRONLY, 0o600), b"x")
    if text == "strange": return Reading((Operation("schema.column.dorp"),), True)
    if text == "house": return Reading((Operation("house.audit"),), False)
    if text == "nothing": return None
    if text == "limit":
        import resource
        return Reading((Operation("data.read", resource.getrlimit(resource.RLIMIT_CPU)[0]),), True)
    if text.startswith("many "): return Reading((Operation("data.read"),) * int(text[5:]), True)
    if text.startswith("long "): return Reading((Operation("data.read", None, "x" * int(text[5:])),), True)
    if text == "shape": return Reading((1, 2), True)
    return Reading((Operation("data.read", 3, "table:a\\udcff", "up", ("c",), (("where", "true"),), "sql"),), True)
fake = types.ModuleType("guard.operations.fake"); fake.detect = answer
import guard.operations
sys.modules["guard.operations.fake"] = fake
"""
WELL = "the text of a file"
ROOT = Path(__file__).resolve().parent.parent.parent


def code(worker: str = "") -> str:
    """What the process runs: the same, with the detector above in place and perhaps other bounds."""
    head, start, main = process.CODE.rpartition("from guard.worker")
    bounds = f"import guard.worker as worker; {worker}" if worker else ""
    return f"{head}pass\nexec({FAKES!r})\n{bounds}\n{start}{main}"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(process, "CODE", code())

    def ask(*texts: str, worker: str = "", **bounds: int) -> list[Reading]:
        for name, value in bounds.items():
            of = next(one for one in (reader, succession, process) if hasattr(one, name.upper()))
            monkeypatch.setattr(of, name.upper(), value)
        if worker:
            monkeypatch.setattr(process, "CODE", code(worker))
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
    bad, after = told("sleep", WELL, patience=1000)  # type: ignore[operator]
    assert why(bad) == GAVE_UP
    assert after.accounted


def test_every_file_has_processor_time_of_its_own(told: object) -> None:
    """However much the files before it took; a large change set is no hanging file."""
    clock = "times = iter((0.2, 0.3, 99.9, 500.0)); worker.time.process_time = lambda: next(times)"
    answers = told("limit", "limit", "limit", worker=clock)  # type: ignore[operator]
    assert [operation.line for answer in answers for operation in answer.operations] == [31, 130, 531]


@pytest.mark.parametrize(("trouble", "bound"), [("hang", "SECONDS = 0"), ("sleep", "ALONE = 1")])
def test_it_ends_by_itself_where_nobody_is_left_to_end_it(trouble: str, bound: str) -> None:
    """guard is killed while a file hangs: processor time ends the reading, or where it only waits, time."""
    script = f"""
import os, sys
from guard.doors import process, reader
from guard.model.reading import Context, Source
process.CODE = {code(f"worker.{bound}")!r}
asked = reader.Reader(Context())
asked.send([reader.Job(("fake",), Source("a", None, b"nothing"))])
asked.readings()
asked.send([reader.Job(("fake",), Source("a", None, {trouble.encode()!r}))])
os.kill(os.getpid(), 9)
"""
    here, theirs = os.pipe()  # closed when the last process that has it is gone
    try:
        guard = subprocess.run([sys.executable, "-c", script], cwd=ROOT, pass_fds=[theirs], check=False)
        os.close(theirs)
        assert guard.returncode == -signal.SIGKILL
        assert select.select([here], [], [], 20)[0], "it still runs"
        assert os.read(here, 1) == b""
    finally:
        os.close(here)


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


def test_no_compiled_module_is_left(told: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fresh_module.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    (reading,) = told("import fresh_module")  # type: ignore[operator]
    assert reading.accounted
    assert os.listdir(tmp_path) == ["fresh_module.py"]


def test_more_operations_than_are_told(told: object) -> None:
    before, bad, after = told("many 3", "many 4", WELL, worker="worker.OPERATIONS = 3")  # type: ignore[operator]
    assert why(bad) == "more than 3 operations"
    assert before.accounted and len(before.operations) == 3 and after.accounted


def test_a_longer_answer_than_is_told(told: object) -> None:
    bad, after = told("long 3000", "long 100", worker="worker.BYTES = 1000")  # type: ignore[operator]
    assert why(bad) == "what it does takes more than 1,000 bytes to tell"
    assert after.accounted


def test_bounds_as_they_are(told: object) -> None:
    answers = told("many 10000", "many 10001", "long 2000000", "long 2100000")  # type: ignore[operator]
    assert [len(answer.operations) for answer in answers] == [10_000, 1, 1, 1]
    assert [answer.accounted for answer in answers] == [True, False, True, False]


def test_an_answer_that_never_ends_is_not_held(told: object) -> None:
    before, bad, after = told(WELL, "long 900000", WELL, largest_answer=100_000)  # type: ignore[operator]
    assert why(bad) == TOO_LARGE
    assert before.accounted and after.accounted


def test_more_operations_of_all_files_than_are_held(told: object) -> None:
    *first, third, fourth = told("many 3", "many 4", "many 4", "many 3", most=10)  # type: ignore[operator]
    assert why(third) == TOO_MUCH
    assert all(answer.accounted for answer in (*first, fourth))


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


def unstarted(told: object) -> GuardError:
    """What is said where it cannot be started; nothing is left open."""
    before = len(os.listdir("/dev/fd"))
    with pytest.raises(GuardError) as raised:
        told(WELL)  # type: ignore[operator]
    assert len(os.listdir("/dev/fd")) == before
    assert raised.value.rule == "G821"
    return raised.value


@pytest.mark.parametrize("python", [None, "", "/nonexistent/python", os.devnull])
def test_no_python_to_start(told: object, monkeypatch: pytest.MonkeyPatch, python: str | None) -> None:
    monkeypatch.setattr(sys, "executable", python)
    error = unstarted(told)
    assert error.where == python or (error.where == "python" and not python)
    assert f"{error.where} -I -c 'import guard.worker'" in error.mend


@pytest.mark.parametrize("at", ["first pipe", "second pipe", "process"])
def test_no_descriptor_or_process_to_be_had(told: object, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    pipe = os.pipe
    made: list[tuple[int, int]] = []

    def scarce() -> tuple[int, int]:
        if at == f"{'second' if made else 'first'} pipe":
            raise OSError(24, "Too many open files")
        made.append(pipe())
        return made[-1]

    def none(*_: object, **__: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "pipe", scarce)
    if at == "process":
        monkeypatch.setattr(os, "posix_spawn", none)
    error = unstarted(told)
    assert error.what.endswith("Resource temporarily unavailable" if at == "process" else "Too many open files")


@pytest.mark.parametrize("start", ["raise ValueError('loud')", "import guard.nowhere", "import os; os.abort()", ""])
def test_one_that_is_never_ready(
    told: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], start: str
) -> None:
    """That is no file's fault; and whatever it says of it is not said on the terminal."""
    monkeypatch.setattr(process, "CODE", start)
    assert unstarted(told).what.endswith("it ended, or hung, before it was ready")
    assert capfd.readouterr() == ("", "")


def test_one_that_hangs_before_it_is_ready(told: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "CODE", "import time; time.sleep(60)")
    monkeypatch.setattr(process, "PATIENCE", 50)
    unstarted(told)


def test_nothing_of_it_is_said_on_the_terminal(told: object, capfd: pytest.CaptureFixture[str]) -> None:
    told("print", "crash", "memory", "raise")  # type: ignore[operator]
    assert capfd.readouterr() == ("", "")


def test_children_nobody_waits_for(told: object) -> None:
    """Where guard was started so, the system takes every child away as soon as it ends."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        bad, after = told("crash", WELL)  # type: ignore[operator]
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert why(bad) == GAVE_UP and after.accounted


# Two side by side: the second is forked off the first


def side_by_side_told(*texts: str, number: int = 2) -> list[list[Reading]]:
    """Each text is given to every one of them."""
    jobs = [Job(("fake",), Source(f"{at}.txt", None, text.encode())) for at, text in enumerate(texts)]
    both = side_by_side(Context(), ["fake", "nowhere"], number)
    try:
        for one in both:
            one.load()
        for one in both:
            one.send(jobs)
        return [one.readings() for one in both]
    finally:
        for one in both:
            one.close()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_side_by_side_all_answer(told: object, number: int) -> None:
    answers = side_by_side_told(WELL, "nothing", WELL, number=number)
    assert len(answers) == number
    for answer in answers:
        assert [reading.accounted for reading in answer] == [True, False, True]


@pytest.mark.parametrize("trouble", ["crash", "exit", "memory", "raise"])
def test_trouble_in_one_of_two_is_told_of_its_file_alone(told: object, trouble: str) -> None:
    for before, bad, after in side_by_side_told(WELL, trouble, WELL):
        assert why(bad)
        assert before == after and before.accounted


def test_where_no_other_can_be_forked_off_another_is_started(told: object, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = "import os; os.fork = lambda: (_ for _ in ()).throw(OSError())"
    monkeypatch.setattr(process, "CODE", code(failing))
    for answers in side_by_side_told(WELL, WELL):
        assert [reading.accounted for reading in answers] == [True, True]


def test_the_end_of_the_first_is_the_end_of_both(told: object) -> None:
    here, theirs = os.pipe()  # closed when the last process that has it is gone
    os.set_inheritable(theirs, True)
    try:
        both = side_by_side(Context(), ["fake"], 2)
        try:
            for one in both:
                one.load()
                one.send([Job(("fake",), Source("a", None, WELL.encode()))])
                one.readings()
            both[1].send([Job(("fake",), Source("a", None, b"sleep"))])
        finally:
            os.close(theirs)
            both[0].close()
        assert select.select([here], [], [], 20)[0], "one still runs"
        assert os.read(here, 1) == b""
        both[1].close()
    finally:
        os.close(here)
