"""What every test runs in: an empty home, no configuration of yours, fixed names and dates, and no network."""

from __future__ import annotations

import gc
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

from guard.doors.cache import CI
from tests import nursery
from tests.compiled import compile_once

gc.disable()  # until all is collected (pytest_collection_finish): nothing of that is thrown away
T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent

FIXED = {
    "GIT_CONFIG_GLOBAL": str(ROOT / "tests" / "gitconfig"),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Ada Author",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+00:00",
    "GIT_COMMITTER_NAME": "Cy Committer",
    "GIT_COMMITTER_EMAIL": "cy@example.org",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:06+00:00",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    # pip takes guard and all it stands on from the folder that `make test` fills
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": str(ROOT / "build" / "wheels"),
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_COMPILE": "0",  # which says yes to it: what a test installs runs a few times, and is not compiled whole
    "VIRTUALENV_NO_PERIODIC_UPDATE": "1",  # beside the pre-commit framework it asks for newer wheels of pip
    # children that ask a network find a closed port
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
}
LONG = (
    *("test_conformance.py", "test_guides.py", "test_framework.py", "test_demo.py", "test_promises.py"),
    *("test_edit_promises.py", "test_action.py", "test_push.py", "test_story.py", "test_log.py"),
)
# Each row of their tables takes a repository, or a process: one in three is run, by `make test` one in eight.
TABLES = (
    *("test_approve.py", "test_attest.py", "test_check.py", "test_next.py", "test_revoke.py", "test_sites.py"),
    *("test_append.py", "test_chain.py", "test_sync.py", "test_tips.py", "test_log_judged.py", "test_reading.py"),
    *("test_cache.py", "test_history.py", "test_index.py", "test_keygen.py", "test_objects.py", "test_trees.py"),
    *(
        "test_broker.py",
        "test_gate.py",
        "test_past.py",
        "test_receipt.py",
        "test_check_outputs.py",
        "test_replaying.py",
    ),
    *("test_carried.py", "test_edits_approved.py", "test_effects.py", "test_install.py", "test_message.py"),
    *("test_sign_here.py", "test_one.py", "test_editor.py", "test_model_failures.py"),
    *("test_story.py", "test_record.py", "test_desks.py", "test_forge.py", "test_wake.py", "test_fresh.py"),
    *(
        "test_plan.py",
        "test_plan_lint.py",
        "test_plan_new.py",
        "test_plan_show.py",
        "test_plan_status.py",
        "test_why.py",
    ),
)
QUICK, USUAL = 8, 3  # one row in so many, in `make test` and else
# Each test of these files takes a repository and some processes: `make test` runs one in five.
_SCENES = """
    action answer_refused approve ask attest bundle carried check claude_code doctor door doors_commit doors_push
    doors_refs doors_via drill edits_approved elsewhere ending fleet gate harnesses hostile_calls hostile_desk init
    install judging known landing_unread last_past lines_asked log log_steps looks message model_failures moved next
    next_agent one parity plain plan_answer plan_lint plan_read plan_read_landing plan_status push questions
    queue_screen reader reading record rows scripted_door server session settings sign_here slow steps story sync
    terminal terminal_work typed_ahead why
"""
SCENES = frozenset([f"test_{name}.py" for name in _SCENES.split()])
SCENE = 5
# How guard starts what reads, and how that ends, is what they are about.
READING = ("test_reader.py", "test_reading_promises.py", "test_searching.py", "test_known.py", "test_hostile.py")
SHARED = ("test_conformance.py",)  # it says itself which rows are for `make fuzz`
FOREIGN = ("GIT_", "GITHUB_", "GITLAB_", "GUARD_", "PRE_COMMIT", "PYTHON", "PIP_", "XDG_", "SSH_")
FOREIGN += ("ANTHROPIC_", "AWS_", "GOOGLE_", "CLOUDSDK_")  # no key of yours pays for a test
KEPT = ("GUARD_FUZZ_EXAMPLES", "PYTHONHASHSEED")
DISTURBING = (
    *CI,
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LINES",
    "EMAIL",
    "SKIP",
    "no_proxy",
    "NO_PROXY",
)

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])  # its number
EXAMPLES = int(os.environ.get("GUARD_FUZZ_EXAMPLES", "0"))
# `make test` draws the same examples in every run; `make fuzz` draws new ones, and prints what replays a failure.
hypothesis.settings.register_profile("test", deadline=None, print_blob=True, derandomize=True, max_examples=15)
hypothesis.settings.register_profile(
    "fuzz", deadline=None, print_blob=True, derandomize=False, max_examples=EXAMPLES or 1
)
hypothesis.settings.load_profile("fuzz" if EXAMPLES else "test")


def examples(usual: int) -> int:
    """How many examples a fuzz test that sets its own number draws: what `make fuzz` asks for, or a share of `usual`.

    `make test` draws a twelfth of them and has to be quick; those it draws are the same in every run.
    """
    return EXAMPLES or (usual + 11) // 12


def share(rows: Iterable[T], one_in: int) -> list[T]:
    """Of many rows alike those that are tried now: one in so many by `make test`, all of them by `make fuzz`.

    A test of them bears the mark `fuzz`. The same share in every run; a row that comes moves no other.
    """
    every = list(rows)
    found = every if EXAMPLES else [row for row in every if zlib.crc32(repr(row).encode()) % one_in == 0]
    assert found, f"none of {len(every)} rows is one in {one_in}"
    return found


@pytest.fixture(scope="session", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The environment of every test and of every process it starts."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name in DISTURBING or (name.startswith(FOREIGN) and name not in KEPT):
                patch.delenv(name)
        for name, value in FIXED.items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(home))
        patch.setenv("PRE_COMMIT_HOME", str(home / "pre-commit"))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """A policy or plan that stands in many repositories is compiled once."""
    back = compile_once({})
    yield
    back()


@pytest.fixture(scope="module", autouse=True)
def readers(request: pytest.FixtureRequest) -> Iterator[None]:
    """What changes is read by processes that are forked off one that has loaded what reads it (tests/nursery.py)."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.name not in READING:
            patch.setattr(os, "posix_spawn", nursery.given)
        yield


@pytest.fixture
def read_here() -> Iterator[None]:
    """What changes is read in here; that a process of its own comes to the same says tests/test_reading_promises.py."""
    from tests.replay.quick import here

    with here():
        yield


class Folder(pytest.Dir):
    """What stands in it from its end or its middle on, with a worker that is not the first."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        found = list(super().collect())
        begin = len(found) // 2 if WORKER % 2 == 0 else 0
        return iter([*found[begin:], *found[:begin]] if begin else found[::-1])


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """In a fresh clone the asserts of every file have to be rewritten. No two workers begin with the same ones."""
    return Folder.from_parent(parent, path=path) if WORKER and not (path / "__init__.py").exists() else None


def alike(items: Iterable[pytest.Item], quick: bool) -> Iterator[pytest.Item]:
    """Of each table whose rows are tests of their own, those that `make test` leaves to `make fuzz`: seven in eight.

    Where nobody is in a hurry, only of TABLES, two in three. One is always left, and what has its share already stays.
    """
    one_in = QUICK if quick else USUAL
    tables: dict[str, list[pytest.Item]] = {}
    for item in items:
        shared = item.path.name in SHARED or any(item.get_closest_marker(name) for name in ("fuzz", "later", "soak"))
        if hasattr(item, "callspec") and not shared and (quick or item.path.name in TABLES):
            tables.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for rows in tables.values():
        lots = {row: zlib.crc32(row.nodeid.encode()) for row in rows}
        stays = min(rows, key=lambda row: lots[row] % one_in)
        yield from [row for row in rows if lots[row] % one_in and (EXAMPLES or row is not stays)]


def scenes(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Of each file of SCENES the tests that `make test` leaves to `make fuzz`: four in five, and never all of them."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.path.name in SCENES and not any(item.get_closest_marker(name) for name in ("later", "soak")):
            files.setdefault(str(item.path), []).append(item)
    for tests in files.values():
        lots = {test: zlib.crc32(f"scene {test.nodeid}".encode()) for test in tests}
        stays = min(tests, key=lambda test: lots[test] % SCENE)
        yield from [test for test in tests if lots[test] % SCENE and test is not stays]


@pytest.hookimpl(tryfirst=True)  # what is marked here is chosen by -m afterwards
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first: no worker is left with one at the end. `make test` leaves out what is marked `later`."""
    longest = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: (longest.get(item.path.name, len(LONG)), item.path))  # the same with every worker
    for item in alike(items, quick=bool(EXAMPLES) or config.getoption("--together", default=False)):
        item.add_marker("later")
    if config.getoption("--together", default=False) and not EXAMPLES:
        for item in scenes(items):
            item.add_marker("later")
    late = [item for item in items if not EXAMPLES and item.get_closest_marker("later")]
    if late:
        config.hook.pytest_deselected(items=late)
        items[:] = [item for item in items if not item.get_closest_marker("later")]


def pytest_collection_finish() -> None:
    """What is collected stays to the end: nobody looks through it again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.enable()


def no_network(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook, which no library can go round: this process connects to nothing but itself."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise ConnectionRefusedError(f"tests have no network: {address!r}")
    elif event == "socket.getaddrinfo" and arguments[0] not in (None, "", "127.0.0.1", "::1", "localhost"):
        raise ConnectionRefusedError(f"tests have no network: {arguments[0]!r}")


sys.addaudithook(no_network)
