"""A server that guard is installed on, and real pushes to it: `git push` over smart HTTP, as a client makes them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hooks.pushes import MAIN, Push, Shop
from tests.http_git import Server, serving
from tests.repos import GIT
from tests.running import WAYS_ROUND, Answer, asked


class Served:
    """A bare repository of a server, and the client's: whatever is pushed lies in that."""

    def __init__(self, root: Path, client: bytes, algorithm: str = "sha1") -> None:
        self.top = root / "srv" / "shop.git"
        self.client = Path(os.fsdecode(client))
        self.private = root / "private"
        self.private.mkdir()
        words = [
            GIT,
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            f"--object-format={algorithm}",
            str(self.top),
        ]
        subprocess.run(words, check=True)
        self.server: Server | None = None

    def holds(self, *refs: tuple[bytes, bytes]) -> None:
        """These refs stand on it, as they were before guard came."""
        if refs:
            specs = [b"%s:%s" % (oid, ref) for ref, oid in refs]
            subprocess.run([GIT, "push", "--quiet", "--force", str(self.top), *specs], cwd=self.client, check=True)

    def install(self, *words: str) -> Answer:
        return asked(("install", "--server", *words), self.top, {**os.environ, "TMPDIR": str(self.private)})

    def push(self, push: Push, *options: str) -> Answer:
        """`git push` of these refs."""
        assert self.server is not None
        specs = [b"%s:%s" % (new, ref) for ref, _, new in push]
        words = [
            GIT,
            "push",
            *([] if "--no-force" in options else ["--force"]),
            *options,
            self.server.at("shop.git"),
            *specs,
        ]
        done = subprocess.run(words, cwd=self.client, capture_output=True)
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert not WAYS_ROUND.search(screen(answer)), answer.said
        return answer

    def refs(self) -> dict[bytes, bytes]:
        printed = subprocess.run(
            [GIT, "for-each-ref", "--format=%(refname) %(objectname)"], cwd=self.top, capture_output=True, check=True
        ).stdout
        return dict(line.split(b" ") for line in printed.splitlines())  # type: ignore[misc]

    def has(self, oid: bytes) -> bool:
        return subprocess.run([GIT, "cat-file", "-e", oid], cwd=self.top, stderr=subprocess.DEVNULL).returncode == 0

    def files(self) -> set[str]:
        """Every file below it but objects."""
        return {
            str(path.relative_to(self.top))
            for path in self.top.rglob("*")
            if path.is_file() and path.relative_to(self.top).parts[0] != "objects"
        }


def screen(answer: Answer) -> str:
    """What the server wrote on the client's screen."""
    return "".join([line.rstrip() + "\n" for line in re.findall(r"^remote: ?(.*)$", answer.err, re.M)])


@contextmanager
def served(root: Path, shop: Shop, push: Push = (), hook: str = "pre-receive") -> Iterator[Served]:  # type: ignore[assignment]
    """A server where the refs of a shop stand, and those that a push moves, with this hook put there by the command."""
    made = Served(root, shop.made.top, "sha256" if shop.made.width == 64 else "sha1")
    made.holds(*dict([(MAIN, shop.main), *[(ref, old) for ref, old, _ in push if old]]).items())
    answer = made.install("--hook", hook)
    assert answer.code == 0, answer.said
    with serving(made.top.parent, environment={"TMPDIR": str(made.private)}) as server:
        made.server = server
        yield made
    assert os.listdir(made.private) == []  # nothing of guard stays behind where it ran
