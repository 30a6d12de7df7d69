"""The pages of operations: one section an id, of one shape, in step with the vocabulary, and with true examples."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from guard.commands.explain import families
from guard.effects.picking import picked
from guard.model.change import ChangeSet
from guard.model.operation import QUIET
from guard.model.reading import Context, Pattern, Reading, Source
from guard.model.vocabulary import DESTROYS, NO_WAY_BACK, TRAITS, UNREAD, VERSION
from guard.operations import DETECTORS, describe
from tests.cases import modified

PAGES = Path(__file__).resolve().parent.parent / "docs" / "operations"
LABELS = ("reversible", "destroys", "lock", "before", "after", "told by", "not seen")
READERS = {one.title: one.name for one in DETECTORS}  # as the pages name them -> who reads
NOT_FROM_CONTENT = {  # ids that no reader of content tells from the example, and why
    **dict.fromkeys((id_ for id_ in TRAITS if id_.startswith("file.")), "told by git, whatever is in the file"),
    **dict.fromkeys((id_ for id_ in TRAITS if id_.startswith("migration.")), "told by names and by what is released"),
    "data.backfill": "a role: what the plan made decides it, not the statement",
    "guard.config.change": "told by the name of the file",
    "ci.change": "told by the name of the file",
    "secret.exposed": "no example of it may stand in a page",
}
# What a policy and a plan declare in the examples.
SITES = Pattern("rename", "reads", "go", "$U.DisplayName", ("/internal/**",), (), "$U.FullName()", "")
CONTEXT = Context((SITES,), ("column:users.given_name",), ("column:users.display_name",))


class Section(NamedTuple):
    """One part of a page."""

    id: str
    what: str
    language: str
    path: str
    example: str
    items: dict[str, str]


def parse(page: str) -> list[Section]:
    """All sections of a page; every line of it has its place."""
    found = []
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        match = re.fullmatch(
            r"(?P<id>[a-z._]+)\n\n(?P<what>(?:.+\n)+)\n"
            r"```(?P<language>[a-z]+) (?P<path>\S+)\n(?P<example>(?s:.+?))\n```\n\n"
            r"(?P<items>(?:- .+\n(?:  .+\n)*)+)\n?",
            part,
        )
        assert match, part
        lines = re.findall(r"^- ([a-z ]+): (.+(?:\n  .+)*)$", match["items"], re.M)
        items = {label: " ".join(text.split()) for label, text in lines}
        id_, what, language, path, example = match.group("id", "what", "language", "path", "example")
        found.append(Section(id_, " ".join(what.split()), language, path, example, items))
    return found


PARSED = {path.stem: parse(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.md")) if path.stem != "README"}
SECTIONS = {section.id: section for sections in PARSED.values() for section in sections}


def test_one_section_for_each_id_on_the_page_of_its_family() -> None:
    told = {family: [section.id for section in sections] for family, sections in PARSED.items()}
    assert told == {family: sorted(ids) for family, ids in sorted(families().items())}


@pytest.mark.parametrize("id_", TRAITS)
def test_the_shape_of_a_section(id_: str) -> None:
    section = SECTIONS[id_]
    assert tuple(section.items) in (LABELS[:-1], LABELS)
    assert section.what.endswith(".") and section.what[0].isupper()
    assert set(section.items["told by"].split(", ")) <= READERS.keys()
    if id_ in QUIET:
        assert "It is quiet" in section.what


@pytest.mark.parametrize(("id_", "traits"), TRAITS.items())
def test_the_letters_of_the_vocabulary_and_the_words_agree(id_: str, traits: str) -> None:
    words = {label: text.partition(";")[0] for label, text in SECTIONS[id_].items.items()}
    if UNREAD in traits:
        assert words["reversible"] == words["destroys"] == "unknown"
        return
    assert words["reversible"] in (("no", "the shape, not the data") if NO_WAY_BACK in traits else ("yes",))
    assert words["destroys"] in (("yes", "perhaps") if DESTROYS in traits else ("no",))


def test_the_index_names_all() -> None:
    index = (PAGES / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| \[([a-z.]+)\]\(\1\.md\) +\| (.+?) +\|$", index, re.M))
    leaves = {family: ", ".join(sorted(id_.rpartition(".")[2] for id_ in ids)) for family, ids in families().items()}
    assert rows == leaves
    assert all(f"`{id_}`" in index for id_ in QUIET)
    assert f"version {VERSION} of the vocabulary" in index
    assert f"`vocabulary: {VERSION}`" in index


def test_the_index_says_what_each_reader_reads() -> None:
    table = (PAGES / "README.md").read_text("utf-8").partition("| reader ")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+?) +\| .+ \|$", table, re.M)
    missing = "\n".join(f"| {title:<27} | {'WHAT IT READS':<69} |" for title in READERS if title not in rows)
    assert not missing, f"put these rows into the table of readers in docs/operations/README.md:\n{missing}"
    assert sorted(rows) == sorted(READERS), "each reader once, and no other"


def test_what_is_not_told_from_content_is_told() -> None:
    assert NOT_FROM_CONTENT.keys() <= TRAITS.keys()


def sides(section: Section) -> tuple[bytes | None, bytes]:
    """Both sides of the file in an example; one that is no difference is a new file."""
    if section.language != "diff":
        return None, f"{section.example}\n".encode()
    old, new = [
        "".join(f"{line[1:]}\n" for line in section.example.split("\n") if line[:1] in kept) for kept in ("- ", "+ ")
    ]
    return old.encode(), new.encode()


def readers_of(path: str) -> list[str]:
    """The detectors of content that a file of this name goes to."""
    judged = describe(ChangeSet("staged", b"", (modified(path.encode()),)), None)
    return [one.name for _, found in picked(judged, CONTEXT) for one in found if one.reads]


@pytest.mark.parametrize("id_", [id_ for id_ in TRAITS if id_ not in NOT_FROM_CONTENT])
def test_the_example_is_what_it_says(id_: str) -> None:
    section = SECTIONS[id_]
    named = {READERS[reader] for reader in section.items["told by"].split(", ")}
    wanted = [name for name in readers_of(section.path) if name in named]
    assert wanted, f"no reader of {section.path} is named under told by"
    source = Source(section.path, *sides(section), dialect="" if ".sqlite" in section.path else "postgres")
    told = []
    for name in wanted:
        found: Reading | None = importlib.import_module(f"guard.operations.{name}").detect(source, CONTEXT)
        told += [operation.id for operation in found.operations] if found else []
    assert id_ in told, told
    assert id_.startswith("opaque.") or not any(one.startswith("opaque.") for one in told), told
