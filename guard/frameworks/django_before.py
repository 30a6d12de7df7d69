"""Which of the migrations beside a file tell of its models: the file says whom it changes, the others how that came."""

from __future__ import annotations

import ast
import re

from guard.frameworks.django_class import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.frameworks.django_class import Written

MOST = 200  # migrations that are read for one file: the latest of those that name its models
_NAME = re.compile(rb"""["'](\w+)["']""")
_MADE = ("CreateModel", "RunSQL", "RunPython")  # they need nothing that stood before


def earlier(migration: Written, own: str, beside: Iterable[tuple[str, bytes]]) -> list[Written]:
    """The migrations before this one, by their names, that name a model it changes; in order."""
    models = {name.encode() for call, _ in migration.calls for name in _models(call)}
    found: list[Written] = []
    for name, text in sorted(beside, reverse=True) if models else ():
        if not name.endswith(".py") or name >= own or len(found) == MOST:
            continue
        words = {word.lower() for word in _NAME.findall(text)}
        if models.isdisjoint(words):
            continue
        if b"RenameModel" in text:  # it may have had another name before
            models |= words
        try:
            read = written(ast.parse(text), named=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if read is not None:
            found.append(read)
    return found[::-1]


def _models(call: ast.Call) -> set[str]:
    """Names, in lower case, that an operation gives: the model is among them."""
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if kind in _MADE:
        return set()
    values = [*call.args[:1], *[one.value for one in call.keywords if one.arg in ("model_name", "name", "old_name")]]
    if kind == "SeparateDatabaseAndState":
        inner = [part for part in ast.walk(call) if isinstance(part, ast.Call) and part is not call]
        return {name for one in inner for name in _models(one)}
    return {one.value.lower() for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)}
