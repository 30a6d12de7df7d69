"""Several files in one: what is written is what tar reads, and what was not written so is refused."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.doors import shelf
from guard.errors import GuardError
from tests.conftest import examples
from tests.repos import tried

TEXTS = {"b/c.json": b"{}", "a": b"x" * 513, "empty": b""}


def any_size(name: str) -> int:
    return 1 << 20 if name in (*TEXTS, "large") else -1


def read(path: Path, allowed: Callable[[str], int] = any_size) -> dict[str, bytes]:
    with open(path, "rb") as file:
        found = shelf.members(file, allowed)
        return {name: shelf.content(file, member) for name, member in found.items()}


def test_what_is_put_is_there_for_us_and_for_tar(tmp_path: Path) -> None:
    large = tmp_path / "part"
    large.write_bytes(os.urandom(3000))
    shelf.put(str(tmp_path / "shelf"), TEXTS, {"large": str(large)})
    told = TEXTS | {"large": large.read_bytes()}
    assert read(tmp_path / "shelf") == told
    with tarfile.open(tmp_path / "shelf") as tar:
        assert tar.getnames() == sorted(told)
        assert {name: member.read() for name in told if (member := tar.extractfile(name))} == told
        assert {(one.mode, one.mtime, one.uid, one.isreg()) for one in tar.getmembers()} == {(0o644, 0, 0, True)}
    with open(tmp_path / "shelf", "rb") as file:
        shelf.lay(file, shelf.members(file, any_size)["large"], str(tmp_path / "laid"))
    assert (tmp_path / "laid").read_bytes() == told["large"]
    shelf.put(str(tmp_path / "again"), dict(reversed(TEXTS.items())), {"large": str(large)})
    assert (tmp_path / "again").read_bytes() == (tmp_path / "shelf").read_bytes()


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    for path, files in ((tmp_path / "no" / "folder", {}), (tmp_path / "shelf", {"large": str(tmp_path / "gone")})):
        with pytest.raises(GuardError, match="could not be written") as raised:
            shelf.put(str(path), TEXTS, files)
        assert raised.value.rule == "G820"
    assert list(tmp_path.iterdir()) == []


def tar(**fields: object) -> bytes:
    """One file as Python's tarfile lays it out."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as file:
        member = tarfile.TarInfo("a")
        member.size = 2
        for name, value in fields.items():
            setattr(member, name, value)
        file.addfile(member, io.BytesIO(b"ab"))
    return made.getvalue()


def plain(tmp_path: Path, name: str = "a") -> bytes:
    shelf.put(str(tmp_path / "made"), {name: b"ab"}, {})
    return (tmp_path / "made").read_bytes()


ODD: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "half a header": lambda made: made[:300],
    "cut short": lambda made: made[:513],
    "no end": lambda made: made[:1024] + made[:100],
    "a larger file than there is": lambda made: shelf._head("a", 1 << 40) + made[512:],
    "a size that is none": lambda made: made.replace(b"00000000002", b"0000000000x", 1),
    "a size below nothing": lambda made: made.replace(b"00000000002", b"-0000000002", 1),
    "a sum that is not of it": lambda made: b"b" + made[1:],
    "the name twice": lambda made: made[:1024] + made,
    "a file nobody asked for": lambda _: tar(name="zzz"),
    "a name that leads elsewhere": lambda _: tar(name="../a"),
    "a name from the top": lambda _: tar(name="/etc/passwd"),
    "a symlink": lambda _: tar(type=tarfile.SYMTYPE, linkname="/etc/passwd", size=0),
    "a hard link": lambda _: tar(type=tarfile.LNKTYPE, linkname="a", size=0),
    "a folder": lambda _: tar(type=tarfile.DIRTYPE, size=0),
    "a device": lambda _: tar(type=tarfile.CHRTYPE, size=0),
    "somebody's file": lambda _: tar(uid=1000),
    "a file of some time": lambda _: tar(mtime=1),
    "a program": lambda _: tar(mode=0o755),
    "something that is no tar": lambda _: b"PK\x03\x04" + bytes(2000),
    "something packed": lambda _: b"\x1f\x8b" + bytes(2000),
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_what_was_not_put_so_is_refused(change: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "odd"
    path.write_bytes(change(plain(tmp_path)))
    with pytest.raises(GuardError, match="this bundle cannot be read") as raised:
        read(path)
    assert raised.value.rule == "G804"


def test_one_larger_than_it_may_be_is_refused(tmp_path: Path) -> None:
    plain(tmp_path)
    assert read(tmp_path / "made", lambda _: 2) == {"a": b"ab"}
    with pytest.raises(GuardError, match="has 2 bytes in it, and 1 is the most"):
        read(tmp_path / "made", lambda _: 1)


@pytest.mark.fuzz
@given(data=st.data())
@settings(max_examples=examples(60))
def test_any_bytes_are_a_shelf_or_are_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shelf")
    made = bytearray(plain(folder))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    (folder / "odd").write_bytes(made)
    found = tried(lambda: read(folder / "odd"))
    if isinstance(found, GuardError):
        assert found.rule == "G804"
    else:
        assert set(found) <= {"a"} and len(found.get("a", b"")) in (0, 2)
