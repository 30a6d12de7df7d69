"""No secret leaves: bytes that a server of this machine really received, of every shape in every place a plan has.

In `make test` all shapes of a place go in one request; each shape alone in each place bears the mark `later`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import pytest

from guard.model.doubt import Added, Paper
from guard.model.inquiry import Reply
from guard.model.model_use import ModelUse
from guard.model.paths import PathSet
from guard.opinions.material import Material, material, requests
from guard.opinions.through import asker, settings
from guard.prose import prose
from tests.model_server import asked, reads, serving
from tests.opinions.secrets_table import PLANTED, Planted
from tests.opinions.test_redact import told
from tests.opinions.texts import KNOWN, MODEL, SECRET

KEY = "sk-" + "ant-api03-" + "k3y" * 20
Place = Callable[[Iterable[str]], Paper]


def page(text: str, added: tuple[Added, ...] = ()) -> Paper:
    return Paper(prose(f"# Move\n\nIt begins.\n\n{text}\n\nIt ends.\n", "plan.md"), KNOWN, added)


def bare(text: str) -> str:
    """Without the marks of a block of code around it."""
    lines = text.split("\n")
    return "\n".join(lines[1:-1]) if lines[0].startswith("```") else text


def single(texts: Iterable[str]) -> list[str]:
    """Those of one line, which may stand anywhere."""
    return [bare(text) for text in texts if "\n" not in bare(text)]


def cells(texts: Iterable[str]) -> Paper:
    rows = [text.replace("|", r"\|") for text in texts]
    return page("| at | what |\n|---|---|\n" + "\n".join([f"| {at} | {row} |" for at, row in enumerate(rows, 1)]))


def lines(texts: Iterable[str]) -> Paper:
    every = "\n\n".join(map(bare, texts)).split("\n")
    return page("", tuple([Added(b"deploy/run.sh", at, line) for at, line in enumerate(every, 1)]))


def front(texts: Iterable[str]) -> Paper:
    rows = "\n".join([f"note{at}: |\n  " + bare(text).replace("\n", "\n  ") for at, text in enumerate(texts)])
    return Paper(prose(f"---\n{rows}\n---\n\n# Move\n\nIt begins and ends.\n", "plan.md"), KNOWN)


PLACES: dict[str, Place] = {
    "prose": lambda texts: page("\n\n".join(texts)),
    "sentence": lambda texts: page("\n\n".join([f"Use `{text}` there." for text in single(texts)])),
    "list": lambda texts: page("\n".join([f"- {text}" for text in single(texts)])),
    "fence": lambda texts: page("\n\n".join([f"```sh\n{bare(text)}\n```" for text in texts])),
    "table": lambda texts: cells(single(texts)),
    "comment": lambda texts: page("\n\n".join([f"<!--\n{bare(text)}\n-->" for text in texts])),
    "heading": lambda texts: page("\n\n".join([f"## {text}" for text in single(texts)])),
    "front matter": front,
    "added line": lines,
}


def received(paper: Paper) -> list[bytes]:
    """What a server got of it."""
    about = material(paper, (), PathSet(()), "p")
    assert isinstance(about, Material), about
    with serving(reads()) as one:
        use = ModelUse(("plans",), MODEL, "gateway", (one.url,))
        wanted = requests(about, use, SECRET)
        replies = asker(settings(use, SECRET))([request.inquiry for request in wanted])
        assert all(isinstance(reply, Reply) for reply in replies), replies
        got = [request.body for request in one.got]
    assert sorted(got) == sorted([request.inquiry.body for request in wanted])
    return got


def leaked(bodies: Iterable[bytes], planted: Iterable[Planted]) -> list[str]:
    """The names of those that stand in a body: as they are, as JSON spells them, or a line of one."""
    found = []
    for body in bodies:
        said = body.decode() + json.dumps(json.loads(body), ensure_ascii=False)
        said += "\n".join([line.text for line in asked(body)[1]])
        for one in planted:
            values = [line for line in one.value.replace("\\n", "\n").split("\n") if not line.startswith("-----")]
            found += [one.name for value in values if value and value in said]
    return found


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_reaches_the_server(place: str) -> None:
    bodies = received(PLACES[place](map(told, PLANTED)))
    assert leaked(bodies, PLANTED) == []
    assert KEY.encode() not in b"".join(bodies)
    marked = any("<<S1>>" in line.text for body in bodies for line in asked(body)[1])
    assert marked or place == "front matter", "what is no text of the plan is sent to nobody"


@pytest.mark.later
@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_nor_does_any_alone(planted: Planted) -> None:
    for place in PLACES.values():
        about = material(place([told(planted)]), (), PathSet(()), "p")
        assert isinstance(about, Material), about
        use = ModelUse(("plans",), MODEL)
        assert leaked([request.inquiry.body for request in requests(about, use, SECRET)], [planted]) == []


def test_one_that_is_not_taken_out_would_be_seen() -> None:
    one = Planted("a word", "hippopotamus")
    assert leaked(received(page("We use hippopotamus for it.")), [one])
    assert len(PLANTED) >= 40
