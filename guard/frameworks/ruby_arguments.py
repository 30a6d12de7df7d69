"""The arguments of a call in Ruby: those by position, and those by name."""

from __future__ import annotations

from guard.frameworks.arguments import NotLiteral
from guard.frameworks.ruby import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.ruby import Ruby
    from guard.syntax import Node


class RubyArguments:
    """The arguments of a call: those by position, and those by name."""

    def __init__(self, call: Node, ruby: Ruby, first: str = "") -> None:
        """`first`: the table that a block stands for, as if it were the first argument."""
        self.call = call
        self.ruby = ruby
        self.block = call.field("block")
        self.first = first
        self.listed: list[Node] = []
        self.named: dict[str, Node] = {}
        for one in parts(call.field("arguments")):
            kind = one.kind()
            if kind in ("splat_argument", "hash_splat_argument", "block_argument", "forward_argument"):
                raise NotLiteral("its arguments are put together by code")
            if kind in ("pair", "hash"):
                self._name(parts(one) if kind == "hash" else [one])
            else:
                self.listed.append(one)

    def _name(self, pairs: list[Node]) -> None:
        for pair in pairs:
            key, value = pair.field("key"), pair.field("value")
            name = self.ruby.text(key)
            if pair.kind() != "pair" or not isinstance(name, str) or value is None:
                raise NotLiteral("its arguments are put together by code")
            self.named[name] = value

    def __len__(self) -> int:
        return len(self.listed) + bool(self.first)

    def node(self, at: int) -> Node | None:
        at -= bool(self.first)
        return self.listed[at] if 0 <= at < len(self.listed) else None

    def text(self, at: int) -> str:
        """A name that must be plain to see."""
        if self.first and not at:
            return self.first
        return self._plain(self.node(at), f"argument {at + 1}")

    def option(self, name: str) -> str:
        """The same of a named argument; "" where it is not given."""
        return self._plain(self.named[name], name) if name in self.named else ""

    def _plain(self, node: Node | None, name: str) -> str:
        found = self.ruby.text(node)
        if isinstance(found, str):
            return found
        raise NotLiteral(f"{name} is no literal")

    def flag(self, name: str, otherwise: object = None) -> object:
        """The value of a named argument where it is plain, NOT_PLAIN where it is not."""
        return self.ruby.plain(self.named[name]) if name in self.named else otherwise

    def inner(self, name: str) -> dict[str, Node]:
        """A named argument that is a hash of its own."""
        node = self.named.get(name)
        if node is None or node.kind() != "hash":
            return {}
        told: dict[str, Node] = {}
        for pair in parts(node):
            key, value = self.ruby.text(pair.field("key")), pair.field("value")
            if not isinstance(key, str) or value is None:
                raise NotLiteral(f"{name} is put together by code")
            told[key] = value
        return told
