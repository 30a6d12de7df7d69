"""Jobs and steps of a workflow, compared field by field; steps are paired by what they are, not by where they stand.

No value of `run`, `env` or `with` is told: a secret may stand there.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from guard.settings import operation
from guard.settings.yaml_nodes import canonical, fold, get, items, line_of, pairs, text_of, texts
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.nodes import Node
    from guard.model.operation import Operation

ID = "ci.change"
VIA = "github"
_PINNED = re.compile(r"[^@]+@[0-9a-fA-F]{40}|docker://[^@]+@sha256:[0-9a-fA-F]{64}|\.{1,2}/.*")
_NO = frozenset((("word", "false"), ("word", "null"), "false"))


class Place(NamedTuple):
    """Where something stands: the object told, the job, and the step by its own name."""

    of: str
    job: str = ""
    step: str = ""

    def changed(self, line: int | None, facts: dict[str, str | bool]) -> Operation:
        return operation(ID, self.of, line, VIA, {"job": self.job, "step": self.step, **facts})


def jobs(root: Node | None) -> dict[str, Node]:
    """The jobs by name; of an action what it runs, without a name."""
    runs = get(root, "runs")
    listed = {key.text: value for key, value in pairs(get(root, "jobs"))}
    return listed if runs is None else {**listed, "": runs}


def jobs_changed(old: Node | None, new: Node | None, of: str) -> Iterator[Operation]:
    """What became of each job."""
    before, after = jobs(old), jobs(new)
    for name in [*before, *[name for name in after if name not in before]]:
        place = Place(of, name)
        if name not in after:
            yield place.changed(None, {"part": "job", "change": "remove"})
        elif name not in before:
            facts = {"part": "job", "change": "add", **_runner(after[name]), **_environment(after[name])}
            yield place.changed(after[name].line, facts)
        yield from _job_changed(place, before.get(name), after.get(name))


def _job_changed(place: Place, old: Node | None, new: Node | None) -> Iterator[Operation]:
    both = old is not None and new is not None
    changed = _keys_changed(old, new)
    if both and not changed and canonical(old) != canonical(new):  # no mapping on one of the sides
        yield place.changed(line_of(new), {"part": "job", "change": "modify"})
    for key in changed:
        before, after = get(old, key), get(new, key)
        line = line_of(after)
        if key == "steps":
            yield from _steps_changed(place, before, after)
        elif key == "uses":
            yield from _uses_changed(place, before, after)
        elif both and key == "runs-on":
            yield place.changed(line, {"part": key, **_change(before, after), **_runner(new)})
        elif both and key != "permissions":  # which are told by what they allow
            yield place.changed(line, {"part": key, **_change(before, after), **_guard(key, before, after)})


def _keys_changed(old: Node | None, new: Node | None) -> list[str]:
    names = dict.fromkeys([key.text.lower() for node in (old, new) for key, _ in pairs(node)])
    return [name for name in names if canonical(get(old, name)) != canonical(get(new, name))]


def _change(old: Node | None, new: Node | None) -> dict[str, str | bool]:
    if old is None or new is None:
        return {"change": "add" if old is None else "remove"}
    return {"change": "modify"}


def _runner(node: Node | None) -> dict[str, str | bool]:
    """Where a job runs. A group, an expression or a label of one's own may be any machine."""
    runs_on = get(node, "runs-on")
    group = [*texts(get(runs_on, "group")), *texts(get(runs_on, "labels"))]
    labels = [*texts(runs_on), *group]
    self_hosted = bool(group) or any([fold(label) == "self-hosted" for label in labels])
    return {"runs_on": " ".join(labels), "self_hosted": self_hosted}


def _environment(node: Node | None) -> dict[str, str | bool]:
    environment = get(node, "environment")
    return {"environment": text_of(get(environment, "name")) or text_of(environment) or ""}


def _guard(key: str, old: Node | None, new: Node | None) -> dict[str, str | bool]:
    """Whether something that held the job or the step back is gone."""
    if key == "environment":
        before, after = [_named(node) for node in (old, new)]
        return {"from": before, "to": after, "guard": "removed" if before and before != after else ""}
    if key == "needs":
        return {"guard": "removed" if set(texts(old)) - set(texts(new)) else ""}
    if key == "continue-on-error":
        return {"guard": "removed" if canonical(old) in _NO and canonical(new) not in _NO else ""}
    return {"guard": "removed" if key == "if" and new is None else ""}


def _named(environment: Node | None) -> str:
    return text_of(get(environment, "name")) or text_of(environment) or ""


def _steps_changed(place: Place, old: Node | None, new: Node | None) -> Iterator[Operation]:
    before, after = items(old), items(new)
    whole = old is None or new is None  # the job itself came or went, and is told
    matcher = SequenceMatcher(None, _names(before), _names(after), autojunk=False)
    for _, start, end, other, last in matcher.get_opcodes():
        left, right = before[start:end], after[other:last]
        for was, now in zip(left, right, strict=False):
            if canonical(was) != canonical(now):
                yield from _step_changed(place._replace(step=_name(now)), was, now)
        for gone in left[len(right) :]:
            there = place._replace(step=_name(gone))
            if not whole:
                yield there.changed(None, {"part": "step", "change": "remove"})
            yield from _uses_changed(there, get(gone, "uses"), None)
        for come in right[len(left) :]:
            there = place._replace(step=_name(come))
            if not whole:
                yield there.changed(come.line, {"part": "step", "change": "add"})
            yield from _uses_changed(there, None, get(come, "uses"))


def _step_changed(place: Place, old: Node, new: Node) -> Iterator[Operation]:
    changed = _keys_changed(old, new)
    for key in changed:
        before, after = get(old, key), get(new, key)
        if key == "uses":
            yield from _uses_changed(place, before, after)
        else:
            facts = {"part": key, **_change(before, after), **_guard(key, before, after)}
            yield place.changed(line_of(after) or new.line, facts)
    if not changed:  # no mapping on one of the sides
        yield place.changed(new.line, {"part": "step", "change": "modify"})


def _uses_changed(place: Place, old: Node | None, new: Node | None) -> Iterator[Operation]:
    """What is called from elsewhere, and whether it is held to one commit."""
    before, after = text_of(old) or "", text_of(new) or ""
    if before == after:
        return
    unpinned = bool(after) and not _PINNED.fullmatch(after)
    facts: dict[str, str | bool] = {"part": "uses", **_change(old, new), "uses": after or before, "unpinned": unpinned}
    if before and after:
        facts |= {"from": before, "to": after}
        facts["guard"] = "removed" if unpinned and _PINNED.fullmatch(before) else ""
    yield place.changed(line_of(new), facts)


def _name(step: Node) -> str:
    """What a step is called: its id, its name, or what it uses, the version left out."""
    for key in ("id", "name", "uses"):
        text = text_of(get(step, key))
        if text:
            return text.partition("@")[0] if key == "uses" else text
    return ""


def _names(steps: tuple[Node, ...]) -> list[object]:
    """What steps are paired by; those without a name by what they run."""
    return [_name(step) or canonical(get(step, "run")) for step in steps]
