"""The grammar of PostgreSQL itself: libpg_query, a C library that comes in the wheel of postgast, asked without it.

postgast's own Python loads protobuf, which takes three times as long as all of this. Trees come as JSON; offsets in
them count bytes of UTF-8. The library is loaded when the first text is read, and what it hands out is always freed.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Tree = dict[str, Any]

EXPRESSION = 2  # how PL/pgSQL reads what stands after IF, RETURN and the like
# What the library writes for the variables of a trigger (TG_OP and the like): not JSON. They come before any word of
# the body's own.
_BRACES_TOO_MANY = re.compile(rb"(?<=[\[,])(?:\{\}\},)+")
NAMES = {"darwin": "libpg_query.dylib", "win32": "pg_query.dll"}


class Refused(Exception):
    """The grammar does not accept a text: in which words, and at which letter (None where it does not say)."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class _Error(ctypes.Structure):
    _fields_ = (
        ("message", ctypes.c_char_p),
        ("function", ctypes.c_char_p),
        ("file", ctypes.c_char_p),
        ("line", ctypes.c_int),
        ("cursor", ctypes.c_int),
        ("context", ctypes.c_char_p),
    )


class _Parsed(ctypes.Structure):
    _fields_ = (("tree", ctypes.c_char_p), ("stderr", ctypes.c_char_p), ("error", ctypes.POINTER(_Error)))


class _Functions(ctypes.Structure):
    _fields_ = (("tree", ctypes.c_char_p), ("error", ctypes.POINTER(_Error)))


class _Span(ctypes.Structure):
    _fields_ = (("start", ctypes.c_int), ("length", ctypes.c_int))


class _Split(ctypes.Structure):
    _fields_ = (
        ("spans", ctypes.POINTER(ctypes.POINTER(_Span))),
        ("count", ctypes.c_int),
        ("stderr", ctypes.c_char_p),
        ("error", ctypes.POINTER(_Error)),
    )


_LOADED: list[ctypes.CDLL] = []  # once it was needed


def _library() -> ctypes.CDLL:
    """The library, its functions declared; OSError says what is missing."""
    if _LOADED:
        return _LOADED[0]
    name = NAMES.get(sys.platform, "libpg_query.so")
    # a walk over sys.path: importlib's way to find a package without importing it would load far more
    found = [path for folder in sys.path if os.path.isfile(path := os.path.join(folder, "postgast", name))]
    if not found:
        raise OSError(f"{name} is not installed: it comes with the package postgast, which reads PostgreSQL for guard")
    library = ctypes.CDLL(os.path.abspath(found[0]))
    for function, takes, gives in (
        ("pg_query_parse_opts", (ctypes.c_char_p, ctypes.c_int), _Parsed),
        ("pg_query_parse_plpgsql", (ctypes.c_char_p,), _Functions),
        ("pg_query_split_with_parser", (ctypes.c_char_p,), _Split),
        ("pg_query_split_with_scanner", (ctypes.c_char_p,), _Split),
        ("pg_query_free_parse_result", (_Parsed,), None),
        ("pg_query_free_plpgsql_parse_result", (_Functions,), None),
        ("pg_query_free_split_result", (_Split,), None),
    ):
        declared = getattr(library, function)
        declared.argtypes, declared.restype = takes, gives
    _LOADED.append(library)
    return library


def _refuse(error: Any) -> None:
    """Raise what the library complains about, if it does."""
    if error:
        told = error.contents
        raise Refused((told.message or b"").decode("utf-8", "replace"), told.cursor - 1 if told.cursor > 0 else None)


def parse(text: bytes, mode: int = 0) -> list[Tree]:
    """The statements of a text, each with "stmt" and, where they are not zero, "stmt_location" and "stmt_len".

    RecursionError: they are nested too deeply to be taken over.
    """
    library = _library()
    result = library.pg_query_parse_opts(text, mode)
    try:
        _refuse(result.error)
        statements: list[Tree] = json.loads(result.tree).get("stmts", [])
        return statements
    finally:
        library.pg_query_free_parse_result(result)


def _taken_over(tree: bytes) -> Any:
    try:
        return json.loads(tree)
    except ValueError:
        return json.loads(_BRACES_TOO_MANY.sub(lambda found: b"{}," * (len(found[0]) // 4), tree, count=1))


def plpgsql(text: bytes) -> list[Tree]:
    """The bodies of the DO blocks and PL/pgSQL functions in a text; the SQL within them stands as strings."""
    library = _library()
    result = library.pg_query_parse_plpgsql(text)
    try:
        _refuse(result.error)
        functions: list[Tree] = _taken_over(result.tree)
        return functions
    except ValueError as wrong:
        raise Refused("the body cannot be taken over") from wrong
    finally:
        library.pg_query_free_plpgsql_parse_result(result)


def spans(text: bytes, by_scanner: bool = False) -> list[tuple[int, int]]:
    """Where each statement starts and ends: by the grammar, or by the scanner alone, which takes broken ones too."""
    library = _library()
    result = getattr(library, "pg_query_split_with_scanner" if by_scanner else "pg_query_split_with_parser")(text)
    try:
        _refuse(result.error)
        found = [result.spans[at].contents for at in range(result.count)]
        return [(span.start, span.start + span.length) for span in found]
    finally:
        library.pg_query_free_split_result(result)
