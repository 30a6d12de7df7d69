"""A fresh repository: what is in it, what is not, and what it is fetched with."""

from __future__ import annotations

import os
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from guard.doors.git.fresh import Brought, Far, Store
from guard.errors import GuardError
from tests import http_git
from tests.repos import GIT, make_repository

TOKEN = "gh" + "s_16C7e42F292c6912E7710c838347Ae178B4a"
HEADER = f"AUTHORIZATION: basic {b64encode(f'x-access-token:{TOKEN}'.encode()).decode()}"


class Shop:
    """A repository at a host: two steps of main, a commit that no branch holds, a log, a tag, another branch."""

    def __init__(self, folder: Path, algorithm: str = "sha1") -> None:
        self.made = made = make_repository(folder / "shop", algorithm)
        self.first = made.commit(made.tree(made.files({b"a": b"a\n"})))
        self.tip = made.commit(made.tree(made.files({b"a": b"b\n"})), [self.first])
        self.head = made.commit(made.tree(made.files({b"a": b"c\n"})), [self.tip])
        self.log = made.commit(made.tree(made.files({b"payload.json": b"{}"})))
        self.other = made.commit(made.tree(made.files({b"other": b"o\n"})), [self.first])
        made.ref(b"refs/heads/main", self.tip)
        made.ref(b"refs/heads/guard-log", self.log)
        made.ref(b"refs/heads/other", self.other)
        made.ref(b"refs/tags/v1", self.other)
        self.far = Far(f"file://{os.fsdecode(made.git_dir)}")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def refs(store: Store) -> dict[str, str]:
    told = subprocess.run(
        [GIT, f"--git-dir={store.git_dir}", "for-each-ref", "--format=%(refname) %(objectname)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split(" ") for line in told.stdout.splitlines())


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_what_was_named_is_there_and_nothing_else(tmp_path: Path, algorithm: str) -> None:
    shop = Shop(tmp_path, algorithm)
    with Store(shop.far, folder=str(tmp_path)) as store:
        brought = store.bring("main", [shop.head, shop.head], [b"refs/heads/other", b"refs/heads/none"])
        assert brought == Brought(shop.tip, shop.log, frozenset(), brought.tips)
        assert brought.tips[b"refs/heads/other"] == shop.other and b"refs/heads/none" not in brought.tips
        head = shop.head.decode()
        assert refs(store) == {
            "refs/remotes/origin/main": shop.tip.decode(),
            "refs/remotes/origin/guard-log": shop.log.decode(),
            f"refs/guard/heads/{head}": head,
        }
        with store.opened() as repository:
            assert not repository.place.shallow
            assert repository.contains(shop.head, shop.first)
            assert next(iter(repository.headers([shop.other]))) is None
        folder = Path(store.git_dir).parent
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not (Path(store.git_dir) / "hooks").exists()
    assert not folder.exists()


def test_no_log_is_no_error_and_no_branch_is_one(shop: Shop, tmp_path: Path) -> None:
    shop.made.git("update-ref", "-d", "refs/heads/guard-log")
    with Store(shop.far) as store:
        assert store.bring("main").log == b""
    with Store(shop.far) as store, pytest.raises(GuardError, match="G812"):
        store.bring("trunk")
    shop.made.git("update-ref", "-d", "refs/heads/main")
    shop.made.ref(b"refs/tags/refs/heads/main", shop.tip)  # which git would take for it
    with Store(shop.far) as store, pytest.raises(GuardError, match="G812"):
        store.bring("main")


def test_of_many_heads_those_that_are_gone_are_told(shop: Shop) -> None:
    none = [b"%040x" % number for number in range(1, 4)]
    with Store(shop.far) as store:
        brought = store.bring("main", [none[0], shop.head, none[1], shop.other, none[2]])
        assert brought.gone == frozenset(none)
        assert {name.rpartition("/")[2] for name in refs(store) if "heads" in name} == {
            shop.head.decode(),
            shop.other.decode(),
        }


def test_history_that_is_cut_off_is_refused(shop: Shop, tmp_path: Path) -> None:
    cut = tmp_path / "cut.git"
    subprocess.run([GIT, "clone", "-q", "--bare", "--depth=1", shop.far.url, cut], check=True, capture_output=True)
    with Store(Far(f"file://{cut}")) as store, pytest.raises(GuardError, match="G807"):
        store.bring("main")


def test_a_clone_at_hand_is_taken_from_and_not_believed(shop: Shop, tmp_path: Path) -> None:
    """It saves what it has; what it calls main, and how it is set up, is nothing to go by."""
    clone = tmp_path / "clone"
    subprocess.run([GIT, "clone", "-q", shop.far.url, clone], check=True, capture_output=True)
    for words in (
        ("update-ref", "refs/heads/main", shop.other.decode()),
        ("update-ref", "refs/remotes/origin/main", shop.other.decode()),
        ("config", "core.hooksPath", str(tmp_path)),
        ("config", "uploadpack.packObjectsHook", f"touch {tmp_path}/pwned; git pack-objects"),
        ("config", "core.fsmonitor", f"touch {tmp_path}/pwned"),
    ):
        subprocess.run([GIT, "-C", clone, *words], check=True)
    with Store(shop.far) as store:
        brought = store.bring("main", [shop.head], lent=str(clone))
        assert (brought.trusted, brought.log, brought.gone) == (shop.tip, shop.log, frozenset())
        with store.opened() as repository:
            assert repository.contains(brought.trusted, shop.first)
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("lent", ["none", "empty", "cut", "damaged"])
def test_a_clone_that_is_of_no_use_costs_nothing(shop: Shop, tmp_path: Path, lent: str) -> None:
    clone = tmp_path / lent
    if lent == "empty":
        clone.mkdir()
    if lent in ("cut", "damaged"):
        more = ["--depth=1"] if lent == "cut" else []
        subprocess.run([GIT, "clone", "-q", *more, shop.far.url, clone], check=True, capture_output=True)
    if lent == "damaged":
        for path in (clone / ".git/objects").rglob("*.pack"):
            path.chmod(0o600)
            path.write_bytes(b"")
    with Store(shop.far) as store:
        assert store.bring("main", [shop.head], lent=str(clone)).trusted == shop.tip
        with store.opened() as repository:
            assert not repository.place.shallow


@pytest.fixture
def served(shop: Shop, tmp_path: Path) -> Iterator[http_git.Server]:
    with http_git.serving(tmp_path, push=False, authorization=HEADER.partition(": ")[2]) as server:
        yield server


def test_the_token_lets_in_and_goes_to_this_host_alone(shop: Shop, served: http_git.Server) -> None:
    """Without it, or with another, the message says what to do, and no more of it than that it was refused."""
    far = Far(served.at("shop/.git"), HEADER)
    with Store(far) as store:
        assert store.bring("main", [shop.head]).gone == frozenset()
    assert len(served.requests) > 2
    for header in ("", HEADER[:-4] + "AAAA"):
        with Store(far._replace(header=header)) as store, pytest.raises(GuardError) as caught:
            store.bring("main")
        assert caught.value.rule == "G604"
        assert TOKEN not in str(caught.value) and (not header or header[-20:] not in str(caught.value))
    assert TOKEN not in repr(far) and HEADER[-20:] not in repr(far)


class Elsewhere(BaseHTTPRequestHandler):
    """Every question is answered with another address."""

    to = ""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.to + self.path)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nowhere."""


def test_no_redirect_is_followed(shop: Shop, served: http_git.Server) -> None:
    """What lets us in at one host is not said to another, nor is anything taken from there."""
    handler = type("ToServed", (Elsewhere,), {"to": served.url})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        far = Far(f"http://127.0.0.1:{server.server_port}/shop/.git", HEADER)
        with Store(far) as store, pytest.raises(GuardError, match="G604"):
            store.bring("main")
        server.shutdown()
        thread.join()
    assert served.requests == []


def test_settings_of_the_user_are_not_read(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is another by them, a program that hands out passwords, a hook."""
    settings = tmp_path / ".gitconfig"
    settings.write_text(
        f'[url "file:///nowhere/"]\n\tinsteadOf = file://\n[credential]\n\thelper = "!touch {tmp_path}/pwned"\n'
        f"[core]\n\thooksPath = {tmp_path}\n\tsshCommand = touch {tmp_path}/pwned\n[protocol]\n\tallow = never\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "protocol.file.allow")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "never")
    with Store(shop.far) as store:
        assert store.bring("main", [shop.head]).trusted == shop.tip
    assert not (tmp_path / "pwned").exists()


URLS = (
    *("", "shop", "/shop", "git@example.org:shop", "ext::sh -c true", "ftp://example.org/shop", "-u"),
    *(
        "--upload-pack=x",
        "ssh://git:secret@example.org/x",
        "https://dana:secret@example.org/x",
        "https://secret@example.org/x",
    ),
    *("https://example.org/\nx", "://x"),
)


def test_addresses_that_are_none(tmp_path: Path) -> None:
    for url in URLS:
        with pytest.raises(GuardError) as caught:
            Store(Far(url), folder=str(tmp_path))
        assert (caught.value.rule, "secret" in str(caught.value)) == ("G604", False)
    assert not list(tmp_path.iterdir())


def test_by_ssh_a_name_is_said() -> None:
    with Store(Far("ssh://git@example.org/shop")) as store:
        assert store.scheme == "ssh"


def test_a_folder_that_cannot_be_written_to_is_told(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="G820"):
        Store(shop.far, folder=str(tmp_path / "none"))


def test_who_pushes_is_let_in_for_that_long(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of this process are as they were afterwards, whatever happened."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "0")
    far = shop.far._replace(header=HEADER)
    with Store(far) as store:
        store.bring("main")
        before = dict(os.environ)
        with store.let_in():
            assert os.environ["GIT_CONFIG_VALUE_0"] == HEADER
            assert shop.far.url in Path(store.git_dir, "config").read_text()
        assert dict(os.environ) == before
        assert HEADER[-20:] not in Path(store.git_dir, "config").read_text()
