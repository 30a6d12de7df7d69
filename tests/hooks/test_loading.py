"""Modules of one door read from one file: what they are, and what makes them be read from their sources again."""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guard_hooks import loading
from guard_hooks.loading import Together

SCRIPT = """
import sys
sys.path += sys.argv[1:]
from guard_hooks.loading import Together
together = Together("told", sys.argv[1:])
sys.meta_path.insert(0, together)
import guard
from guard.errors import GuardError
from guard.model import change
import inspect
from importlib.resources import files
print(type(change.__loader__).__name__, change.ABSENT, GuardError.__module__, change.__file__, guard.__path__)
print(change.__spec__.cached, inspect.getsource(GuardError)[:16], (files("guard") / "py.typed").is_file())
together.keep(("guard.digest",))
"""
SEEN, KEPT = "SourceFileLoader", "Kept"
TABLE = 4 + 8 + 8  # before it stand the magic number, the digest and its length


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """An installation: the packages in one folder."""
    top = Path(__file__).resolve().parents[2]
    left = shutil.ignore_patterns("__pycache__")
    shutil.copytree(top / "guard", tmp_path / "lib/guard", ignore=left)
    (tmp_path / "lib/guard_hooks").mkdir()
    for name in ("__init__.py", "loading.py"):
        shutil.copy(top / "hooks/guard_hooks" / name, tmp_path / "lib/guard_hooks" / name)
    return tmp_path / "lib"


def run(library: Path, *flags: str, script: str = SCRIPT) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", *flags, "-c", script, str(library)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


def kept(library: Path) -> list[Path]:
    return sorted((library / "guard_hooks/__pycache__").glob("*.together*"))


def test_from_one_file_they_are_what_they_are_from_their_own(library: Path) -> None:
    first, second = run(library), run(library)
    assert (first[0].split()[0], second[0].split()[0]) == (SEEN, KEPT)
    assert first[0].split()[1:] == second[0].split()[1:]
    assert first[1] == second[1] and first[1].endswith("class GuardError True")


def test_a_source_that_was_changed_is_read_and_the_file_is_written_anew(library: Path) -> None:
    run(library)
    (path,) = kept(library)
    before = path.read_bytes()
    change = library / "guard/model/change.py"
    change.write_text(change.read_text() + '\nABSENT = b"another"\n')
    assert "another" in run(library)[0]
    assert path.read_bytes() != before
    told = run(library)[0]
    assert told.startswith(KEPT) and "another" in told


def test_what_another_version_wrote_is_nothing(library: Path) -> None:
    """It may be laid out in another way."""
    run(library)
    (path,) = kept(library)
    own = library / "guard_hooks/loading.py"
    text = own.read_text().replace("rows[name] = (place,", "rows[name] = (0, place,")
    own.write_text(text.replace("        place, cached,", "        _, place, cached,"))
    assert [run(library)[0].split()[0] for _ in range(2)] == [SEEN, KEPT]
    assert kept(library) == [path]


def test_a_source_that_went_away_is_no_module(library: Path) -> None:
    run(library)
    (library / "guard/errors.py").unlink()
    with pytest.raises(AssertionError, match=r"No module named 'guard\.errors'"):
        run(library)


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"\0" * 64, None, -1, -5000, 7],
    ids=["empty", "nothing in it", "another Python", "one byte less", "cut short", "its code is none"],
)
def test_what_is_no_such_file_is_none(library: Path, spoilt: bytes | int | None) -> None:
    """All is as without it, and it is written once more."""
    run(library)
    (path,) = kept(library)
    whole = path.read_bytes()
    if spoilt is None:
        path.write_bytes(b"\xcb\r\r\n" + whole[4:])
    elif isinstance(spoilt, bytes):
        path.write_bytes(spoilt)
    elif spoilt < 0:
        path.write_bytes(whole[:spoilt])
    else:
        table = TABLE + int.from_bytes(whole[TABLE - 8 : TABLE], "big")
        path.write_bytes(whole[:table] + b"\0" * (len(whole) - table))
    assert "GuardError" in run(library)[1]
    assert kept(library) == [path] and run(library)[0].startswith(KEPT)


def test_of_other_folders_nothing_is_told(library: Path) -> None:
    """What stands first where modules are looked for is what counts."""
    run(library)
    other = library.parent / "other"
    (other / "guard").mkdir(parents=True)
    (other / "guard/__init__.py").write_text("print('of the other')\n__version__ = '0'\n")
    script = SCRIPT.partition("import inspect")[0].replace("from guard.errors import GuardError\n", "")
    words = [sys.executable, "-I", "-S", "-c", script, str(other), str(library)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.stdout == "of the other\n" and "guard.model" in done.stderr


def test_nothing_is_written_where_python_is_told_to_write_nothing_or_much_is_rare(library: Path) -> None:
    run(library, "-B")
    assert not (library / "guard_hooks/__pycache__").exists()
    run(library, script=SCRIPT.replace("import guard\n", "import guard.digest\n"))
    assert kept(library) == []
    run(library)
    assert len(kept(library)) == 1


def test_where_nobody_can_write_all_is_as_without_it(library: Path) -> None:
    run(library, "-B")
    (library / "guard_hooks/__pycache__").write_text("no folder\n")
    assert [run(library)[0].split()[0] for _ in range(2)] == [SEEN, SEEN]


def test_a_few_modules_more_leave_it_as_it_is(library: Path) -> None:
    def loaded(*names: str) -> list[str]:
        return run(library, script=SCRIPT.replace("import guard\n", f"import guard, {', '.join(names)}\n"))

    loaded("guard.model.plan", "guard.model.policy")
    (path,) = kept(library)
    before = path.read_bytes()
    loaded("guard.model.plan", "guard.model.policy", "guard.nearest")
    assert path.read_bytes() == before
    more = "guard.model.state", "guard.model.world", "guard.model.case", "guard.model.trigger", "guard.model.landing"
    loaded("guard.model.plan", "guard.model.policy", *more)
    assert len(path.read_bytes()) > len(before)


def test_it_is_told_of_guards_own_modules_alone(tmp_path: Path) -> None:
    found = Together("nothing-is-kept-of-this", [str(tmp_path)])
    assert found.find_spec("json") is None and found.find_spec("guard.model") is None
    found.keep(tuple(sys.modules))
    assert not [name for name in os.listdir(Path(__file__).parent) if "together" in name]


def test_nobody_may_write_it_who_may_not_write_the_sources(library: Path) -> None:
    """A daemon may run hooks with a umask of 0."""
    before = os.umask(0)
    try:
        run(library)
    finally:
        os.umask(before)
    (path,) = kept(library)
    assert path.stat().st_mode & 0o777 == (library / "guard_hooks/loading.py").stat().st_mode & 0o666


def test_what_lies_where_it_is_written_is_not_written_into(library: Path) -> None:
    """A link, or what a process that was killed left there: the next run has the place to itself."""
    other = library.parent / "other"
    other.write_text("another's\n")
    fixed = SCRIPT.replace("import sys\n", "import os, sys\nos.getpid = lambda: 7\n", 1)
    run(library, "-B")
    (library / "guard_hooks/__pycache__").mkdir()
    (library / "guard_hooks/__pycache__" / f"told.{sys.implementation.cache_tag}.together.7").symlink_to(other)
    run(library, script=fixed)
    assert other.read_text() == "another's\n" and kept(library) == []
    run(library, script=fixed)
    assert [path.suffix for path in kept(library)] == [".together"]


def test_what_killed_processes_left_is_taken_away(library: Path) -> None:
    run(library)
    (path,) = kept(library)
    path.write_bytes(b"")
    for process in (1, 2):
        path.with_name(f"{path.name}.{process}").write_bytes(b"half")
    run(library)
    assert kept(library) == [path]


def test_a_fault_anywhere_in_it_makes_it_nothing(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bit may turn what is compared into another thing, and the code would load as ever."""
    run(library)
    (path,) = kept(library)
    whole = path.read_bytes()
    about = loading.loads(whole[TABLE:])[0]
    assert loading._read(str(path), about)[0]
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert loading._read(str(path), about)[0] == {}


def test_a_source_with_the_size_and_the_time_of_the_one_before_is_another(library: Path) -> None:
    """Archives and copies bring times along. Python compares what stands there where a .pyc says so."""
    change = library / "guard/model/change.py"
    change.write_text(change.read_text() + '\nABSENT = b"one"\n')
    py_compile.compile(str(change), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    assert "one" in run(library)[0]
    at = change.stat().st_mtime_ns
    change.write_text(change.read_text().replace('b"one"', 'b"two"'))
    os.utime(change, ns=(at, at))
    assert "two" in run(library)[0]


@pytest.mark.parametrize(
    "flags",
    [("-I", "-S", "-O"), ("-S",), ("-I", "-S", "-X", "pycache_prefix=elsewhere")],
    ids=["without asserts", "with PYTHONPATH", "with .pyc of another place"],
)
def test_it_is_written_by_no_python_that_others_would_not_run(library: Path, flags: tuple[str, ...]) -> None:
    """What is left out there, or stands in for a module of guard's, would be left out and stand in everywhere."""
    other = library.parent / "other"
    shutil.copytree(library / "guard", other / "guard")
    (library / "guard_hooks/__pycache__").mkdir()
    words = [sys.executable, *flags, "-c", SCRIPT, str(library)]
    done = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONPATH": str(other)}, cwd=other)
    assert done.returncode == 0 and kept(library) == []


def test_an_interrupt_while_it_is_written_changes_no_exit_code(library: Path) -> None:
    stopped = "import os\ndef stop(*_):\n    raise KeyboardInterrupt\nos.replace = stop\ntogether.keep"
    script = SCRIPT.replace("together.keep", stopped)
    run(library, "-B")
    (library / "guard_hooks/__pycache__").mkdir()
    run(library, script=script)
    assert kept(library) == []


def test_a_word_that_is_no_hook_leaves_nothing_behind(library: Path) -> None:
    """Nor does it take the place of a door that is none of git's."""
    hooks = Path(__file__).resolve().parents[2] / "hooks/guard_hooks"
    shutil.copytree(hooks, library / "guard_hooks", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))

    def code(*words: str) -> int:
        start = [sys.executable, "-I", "-S", str(library / "guard_hooks/entry.py"), str(library), "--", *words]
        return subprocess.run(start, cwd=library, capture_output=True).returncode

    assert {code(), code("agents"), code("nothing"), code("../commit-msg")} == {2} and kept(library) == []
    assert code("commit-msg") != 2 and [path.name.partition(".")[0] for path in kept(library)] == ["commit-msg"]
