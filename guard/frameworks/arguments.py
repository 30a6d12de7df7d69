"""The arguments of a call by their names, and what can be taken from them as it stands."""

from __future__ import annotations

import ast

from guard.frameworks.literals import NOT_PLAIN, plain, text_of, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.scope import Scope


class NotLiteral(Exception):
    """An argument that decides what is done is no literal: nothing can be told but that."""


class Arguments:
    """A call with its arguments by name; one that gives them as a whole (`**given`) cannot be read."""

    def __init__(self, call: ast.Call, signature: str, scope: Scope) -> None:
        self.call = call
        self.scope = scope
        self.given: dict[str, ast.expr] = {}
        names = signature.split()
        rest = names[-1][1:] if names and names[-1][0] == "*" else ""
        if rest:
            names.pop()
        self.rest: list[ast.expr] = call.args[len(names) :]
        if [one for one in call.args if isinstance(one, ast.Starred)] and not rest:
            raise NotLiteral("its arguments are put together by code")
        if self.rest and not rest:
            raise NotLiteral("it has more arguments than are known")
        self.given.update(zip(names, call.args, strict=False))
        for keyword in call.keywords:
            if keyword.arg is None or keyword.arg in self.given:
                raise NotLiteral("its arguments are put together by code")
            self.given[keyword.arg] = keyword.value

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def node(self, name: str) -> ast.expr | None:
        """What was given, where that is something: None and nothing are the same here."""
        node = self.given.get(name)
        return None if isinstance(node, ast.Constant) and node.value is None else node

    def text(self, name: str) -> str:
        """A text that must be plain to see."""
        found = text_of(self.given.get(name), self.scope)
        if isinstance(found, str):
            return found
        raise NotLiteral(f"{name} is no literal")

    def text_or(self, name: str, otherwise: str = "") -> str:
        """A text that may be missing."""
        return self.text(name) if self.node(name) is not None else otherwise

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts as far as it is plain to see."""
        return words(self.given.get(name), self.scope)

    def flag(self, name: str, otherwise: bool | None = False) -> bool | None:
        """True or False as it is given; None where it is no literal."""
        if name not in self.given:
            return otherwise
        value = plain(self.given[name], self.scope)
        return None if value is NOT_PLAIN else bool(value)
