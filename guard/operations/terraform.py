"""Terraform: who may do what, and secrets, as blocks declare them. Other blocks are not told here.

Both sides are compared by effect: layout, comments, the order of attributes and of lists that are sets do not count.
Values of secrets are never told. `widens` is "unknown" where that takes evaluating an expression.
"""

from __future__ import annotations

from guard.model.reading import Reading, unread
from guard.settings import operation
from guard.settings.hcl import HclError
from guard.settings.hcl_kinds import family, guards, speaks_of_rights
from guard.settings.hcl_policies import NONE, UNKNOWN, Effect
from guard.settings.hcl_rights import SILENT, differing, rights_changed, values_changed
from guard.settings.hcl_terraform import EMPTY, Config, config
from guard.settings.hcl_values import body, canonical, named_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.model.reading import Context, Source
    from guard.settings.hcl import Block, Token

VIA = "terraform"
_SHOWN = 8


def detect(source: Source, context: Context) -> Reading | None:
    """What becomes of rights and secrets."""
    old = new = EMPTY
    try:
        new = config(source.new, source.path)
        old = config(source.old, source.path)
    except HclError as error:
        after = new is EMPTY and source.new is not None
        return unread(error.words if after else f"before the change: {error.words}", VIA, error.line if after else None)
    sides = _Sides(old, new)
    told = [*sides.blocks(), *sides.values()]
    return Reading(tuple(told), sides.all_told) if told else None


class _Sides:
    """Both sides of a file, and whether all that differs was told."""

    def __init__(self, old: Config, new: Config) -> None:
        self.old, self.new = old, new
        self.all_told = [body(one) for one in old.others] == [body(one) for one in new.others]
        self._known = [{name: one.tokens for name, one in side.locals.items()} for side in (old, new)]
        self._moved = dict(new.moved)  # new address -> old
        self._other = _values_that_differ(old, new)  # "local.x", "var.x"
        self._used: set[str] = set()  # those by which a block was told

    def blocks(self) -> list[Operation]:
        told: list[Operation] = []
        taken = {was for now, was in self._moved.items() if now in self.new.blocks and was in self.old.blocks}
        for address in {**self.old.blocks, **self.new.blocks}:
            if address in taken and address not in self.new.blocks:
                continue
            was = self._moved.get(address, "")
            before = self.old.blocks.get(was if was in taken else address)
            after = self.new.blocks.get(address)
            if address.startswith("var."):
                continue
            found = self._block(address, was if was in taken else "", before, after)
            told += found
            same = before is not None and after is not None and body(before) == body(after)
            self.all_told = self.all_told and (same or bool(found))
        gone = self.old.moved.items() ^ self.new.moved.items()
        self.all_told = self.all_told and all([address in self.new.blocks and was in taken for address, was in gone])
        return told

    def _block(self, address: str, was: str, old: Block | None, new: Block | None) -> list[Operation]:
        one = new or old
        assert one is not None
        kind = family(one) or (family(old) if old else "")
        by_value = sorted([name for name in self._other if named_in(new, name, self._known[1])])
        changed = differing(old, new)
        both = old is not None and new is not None
        if not kind or (both and not (changed or was or by_value)):
            return []
        line = new.line if new else None
        unguarded = (_held(old) and not _held(new)) or (new is None and guards(old))
        facts: dict[str, str | bool] = {"guard": "removed" if unguarded else "", "changed": " ".join(changed)}
        if kind == "secret":
            return self._secret(address, was, old, new, facts)
        facts |= {"change": "add" if old is None else "remove" if new is None else "modify"}
        if was:
            facts |= {"change": "moved", "from": was}
        effect = rights_changed(old, new, *self._known)
        if guards(one) and effect != NONE:
            effect = Effect(wider=new is None, narrower=old is None, unknown=both)
        if new is not None and one.type == "module":
            effect = UNKNOWN
        if by_value:
            self._used.update(by_value)
            facts["changed"] = " ".join([*changed, *by_value])
            effect = effect if effect != NONE else UNKNOWN
        if self._kept(address, new):
            effect, facts = NONE, {**facts, "destroy": "false"}
        if old is None or new is None:
            facts["changed"] = ""
        elif effect == NONE and not was and not unguarded and not set(changed) & SILENT:
            return []  # written in another way, and no more
        return [operation("identity.iam", f"iam:{address}", line, VIA, {**facts, **_facts(effect)})]

    def _secret(
        self, address: str, was: str, old: Block | None, new: Block | None, facts: dict[str, str | bool]
    ) -> list[Operation]:
        """A secret by its address. What is in it is never told, only which fields are others."""
        if old is not None and new is not None:
            changed = str(facts["changed"]).split()
            if not facts["guard"] and not set(changed) - SILENT:
                return []
            return [operation("secret.rotate", f"secret:{address}", new.line, VIA, {**facts, "from": was})]
        facts["changed"] = ""
        if new is not None:
            return [operation("secret.add", f"secret:{address}", new.line, VIA, facts)]
        facts["destroy"] = "false" if self._kept(address, new) else ""
        return [operation("secret.remove", f"secret:{address}", None, VIA, facts)]

    def _kept(self, address: str, new: Block | None) -> bool:
        """Given up by this configuration, and left standing in the world."""
        return new is None and self.new.removed.get(address) is False

    def values(self) -> list[Operation]:
        """Values that are called as rights are; those that no block here uses may be used in another file."""
        told = []
        for name in self._other:
            kind, _, bare = name.partition(".")
            before, after = [_tokens_of(side, kind, bare) for side in (self.old, self.new)]
            if not speaks_of_rights(bare):
                self.all_told = self.all_told and name in self._used
                continue
            effect = values_changed(before, after, *self._known)
            facts = {"change": "add" if before is None else "remove" if after is None else "modify", **_facts(effect)}
            line = after[0].line if after else None
            of = name.replace("settings.", "var.")  # a file of settings says what variables are
            told.append(operation("identity.iam", f"iam:{of}", line, VIA, facts))
        return told


def _held(block: Block | None) -> bool:
    """Whether it must not be destroyed."""
    inner = block.of("lifecycle") if block else ()
    found = [one.tokens[0].text for each in inner for one in each.attributes if one.name == "prevent_destroy"]
    return found[-1:] == ["true"]


def _facts(effect: Effect) -> dict[str, str | bool]:
    unknown = "unknown" if effect.unknown and not effect.wider else ""
    return {
        "added": ", ".join(effect.added[:_SHOWN]),
        "removed": ", ".join(effect.removed[:_SHOWN]),
        "widens": effect.wider or unknown,
        "narrows": effect.narrower,
    }


def _tokens_of(side: Config, kind: str, name: str) -> tuple[Token, ...] | None:
    if kind == "local":
        return side.locals[name].tokens if name in side.locals else None
    if kind == "settings":
        return side.settings[name].tokens if name in side.settings else None
    default = side.blocks[f"var.{name}"].get("default") if f"var.{name}" in side.blocks else None
    return default.tokens if default else None


def _values_that_differ(old: Config, new: Config) -> list[str]:
    names = [f"local.{name}" for name in {**old.locals, **new.locals}]
    names += [f"settings.{name}" for name in {**old.settings, **new.settings}]
    names += [name for name in {**old.blocks, **new.blocks} if name.startswith("var.")]
    found = []
    for name in names:
        kind, _, bare = name.partition(".")
        before, after = [canonical(_tokens_of(side, kind, bare) or ()) for side in (old, new)]
        if before != after:
            found.append(name)
    return found
