"""Policies of Vault: what may be done under which paths, by capabilities.

A path without a rule of its own falls under the most specific pattern of the policy; that is what rules are compared
with when they come or go.
"""

from __future__ import annotations

import json
import re

from guard.model.reading import Reading, unread
from guard.settings import operation
from guard.settings.hcl import Attribute, Block, HclError, parse
from guard.settings.hcl_values import canonical, value
from guard.twice import once
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.model.reading import Context, Source

VIA = "vault"
_WORDS = re.compile(rb"path(?s:.*)(?:capabilities|\bpolicy\b)|\\[uU]")
_OLD_WORDS = {
    "deny": ("deny",),
    "read": ("read", "list"),
    "write": ("create", "read", "update", "delete", "list"),
    "sudo": ("create", "read", "update", "delete", "list", "sudo"),
}


class Rule(NamedTuple):
    """What may be done under one path."""

    capabilities: frozenset[str]
    limits: tuple[tuple[str, str], ...]  # as they are written, by name
    line: int

    def denies(self) -> bool:
        return "deny" in self.capabilities

    def lets(self) -> frozenset[str]:
        return frozenset() if self.denies() else self.capabilities


NO_RULE = Rule(frozenset(), (), 0)


def detect(source: Source, context: Context) -> Reading | None:
    """What the change lets do under which paths; None where the file is no policy."""
    if not any([data is not None and _WORDS.search(data) for data in (source.old, source.new)]):
        return None
    if source.path.lower().endswith(".json") and not any([_is_policy(data) for data in (source.old, source.new)]):
        return None
    read: list[tuple[dict[str, Rule], bool]] = []
    for data, before in ((source.new, ""), (source.old, "before the change: ")):
        try:
            read.append(_rules(data))
        except HclError as error:
            return unread(f"{before}{error.words}", VIA, None if before else error.line)
    (new, only_rules), (old, only_before) = read
    told = [one for path in {**old, **new} for one in _changed(path, old, new)]
    untold = [path for path in {**old, **new} if old.get(path, NO_RULE)[:2] != new.get(path, NO_RULE)[:2]]
    named = {one.object for one in told}
    all_told = only_rules and only_before and all([f"vault:{path}" in named for path in untold])
    return Reading(tuple(told), all_told) if told else None


def _rules(data: bytes | None) -> tuple[dict[str, Rule], bool]:
    """The rules by path, those of one path together; and whether the file holds nothing else."""
    try:
        text = "" if data is None else data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise HclError("the file is not UTF-8", 1) from None
    found: dict[str, Rule] = {}
    if text.lstrip().startswith("{"):
        return _from_json(text)
    root = parse(text)
    for block in root.blocks:
        if block.type == "path" and len(block.labels) == 1:
            _put(found, block.labels[0], _rule(block))
    others = [block for block in root.blocks if block.type != "path"]
    loose = [one for one in root.attributes if one.name == "path"]
    if loose or any([block.type == "path" and len(block.labels) != 1 for block in root.blocks]):
        raise HclError("a path is not written as a block with one label", loose[0].line if loose else 1)
    return found, not others and not root.attributes


def _is_policy(data: bytes | None) -> bool:
    """Whether JSON has the shape of a policy, as HCL in JSON or as a text in the call that writes it."""
    try:
        found = json.loads(data or b"")
    except (ValueError, RecursionError):
        return False
    paths = found.get("path") if isinstance(found, dict) else None
    tables = paths if isinstance(paths, list) else [paths]
    fields = [one for table in tables if isinstance(table, dict) for one in table.values()]
    return bool(_posted(found)) or any([isinstance(one, dict) and "capabilities" in one for one in fields])


def _posted(found: object) -> str:
    """The policy that is sent as a text."""
    text = found.get("policy") if isinstance(found, dict) else None
    return text if isinstance(text, str) and "capabilities" in text and "path" in text else ""


def _from_json(text: str) -> tuple[dict[str, Rule], bool]:
    try:
        data = json.loads(text, object_pairs_hook=once)
        if inner := _posted(data):
            rules, whole = _rules(inner.encode("utf-8", "surrogatepass"))
            return {path: rule._replace(line=1) for path, rule in rules.items()}, whole and len(data) == 1
        paths = data.get("path", {})
        found = {path: Block("path", (path,), _attributes(fields), (), 1) for path, fields in paths.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise HclError("this is no policy written as JSON", 1) from None
    return {path: _rule(block) for path, block in found.items()}, len(data) == 1


def _attributes(fields: dict[str, object]) -> tuple[Attribute, ...]:
    """JSON values are HCL expressions, but for colons, which HCL takes as well."""
    return tuple([parse(f"{name} = {json.dumps(one)}").attributes[0] for name, one in fields.items()])


def _rule(block: Block) -> Rule:
    capabilities: set[str] = set()
    limits = []
    for one in block.attributes:
        said = value(one.tokens)
        if one.name == "capabilities":
            if not isinstance(said, list) or not all([isinstance(each, str) for each in said]):
                raise HclError("the capabilities are no plain list", one.line)
            capabilities |= {str(each) for each in said}
        elif one.name == "policy":
            capabilities |= set(_OLD_WORDS.get(str(said), (str(said),)))
        else:
            limits.append((one.name, canonical(one.tokens)))
    limits += [
        (inner.type, repr([(each.name, canonical(each.tokens)) for each in _below(inner)])) for inner in block.blocks
    ]
    return Rule(frozenset(capabilities), tuple(sorted(limits)), block.line)


def _below(block: Block) -> list[Attribute]:
    return [*block.attributes, *[one for inner in block.blocks for one in _below(inner)]]


def _put(found: dict[str, Rule], path: str, rule: Rule) -> None:
    """Rules of one path add up."""
    there = found.get(path)
    if there is not None:
        rule = Rule(rule.capabilities | there.capabilities, tuple(sorted({*rule.limits, *there.limits})), there.line)
    found[path] = rule


def _changed(path: str, old: dict[str, Rule], new: dict[str, Rule]) -> list[Operation]:
    """What may be done under one path that could not, and the reverse."""
    before, after = _over(path, old), _over(path, new)
    added, removed = after.lets() - before.lets(), before.lets() - after.lets()
    freed, held = _limits_changed(dict(before.limits), dict(after.limits))
    undenied = before.denies() and not after.denies()
    denied = after.denies() and not before.denies()
    facts: dict[str, str | bool] = {
        "added": " ".join(sorted(added)),
        "removed": " ".join(sorted(removed)),
        "sudo": "sudo" in added,
        "guard": "removed" if undenied or freed else "",
        "limits": " ".join(sorted({*freed, *held})),
        "widens": bool(added or freed or undenied),
        "narrows": bool(removed or held or denied),
    }
    if not facts["widens"] and not facts["narrows"]:
        return []
    change = "add" if path not in old else "remove" if path not in new else "modify"
    line = new[path].line if path in new else None
    return [operation("identity.vault", f"vault:{path}", line, VIA, {**facts, "change": change})]


def _limits_changed(old: dict[str, str], new: dict[str, str]) -> tuple[list[str], list[str]]:
    """The limits that hold back less, and those that hold back more. One that is another may do both."""
    names = {*old, *new}
    freed = [name for name in names if name in old and old[name] != new.get(name)]
    held = [name for name in names if name in new and new[name] != old.get(name)]
    return freed, held


def _over(path: str, rules: dict[str, Rule]) -> Rule:
    """The rule of a path: its own, else the most specific pattern it falls under."""
    if path in rules:
        return rules[path]
    over = [pattern for pattern in rules if _reaches(pattern, path)]
    return rules[max(over, key=_weight)] if over else NO_RULE


def _reaches(pattern: str, path: str) -> bool:
    """`*` at the end is any text, `+` one part of the path."""
    glob = pattern.endswith("*")
    parts, others = pattern.removesuffix("*").split("/"), path.removesuffix("*").split("/")
    if len(parts) > len(others) or (len(parts) < len(others) and not glob) or (path.endswith("*") and not glob):
        return False
    whole = parts[:-1] if glob else parts
    return all([part in ("+", other) for part, other in zip(whole, others, strict=False)]) and (
        not glob or others[len(parts) - 1].startswith(parts[-1])
    )


def _weight(pattern: str) -> tuple[int, bool, int, int]:
    """What Vault asks, in its order: how late the first wildcard stands, no star at the end, fewer `+`, the length."""
    first = min([at for at in (pattern.find("+"), pattern.find("*")) if at >= 0], default=len(pattern))
    return first, not pattern.endswith("*"), -pattern.split("/").count("+"), len(pattern)
