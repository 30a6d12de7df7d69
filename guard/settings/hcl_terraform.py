"""A file of Terraform as blocks by address, whether it is written as HCL or as JSON."""

from __future__ import annotations

import json
import re

from guard.settings.hcl import Attribute, Block, HclError, Token, parse, tokens
from guard.twice import once
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1}
# What an object of JSON under one of these names is: a block, not a value.
_BLOCKS = frozenset(
    ("statement", "principals", "not_principals", "condition", "lifecycle", "binding", "rule", "subject")
)
_BLOCKS_TOO = frozenset(
    ("role_ref", "permissions", "inline_policy", "dynamic", "metadata", "content", "audit_log_config")
)
_WORD = re.compile(r"[^\W\d][\w-]*\Z")


class Config(NamedTuple):
    """What a file declares. Of blocks with one address the last stands; merged are those of a second file only."""

    blocks: dict[str, Block]  # "aws_iam_role.a", "data.aws_iam_policy_document.p", "module.m", "var.x"
    locals: dict[str, Attribute]
    moved: dict[str, str]  # to the new address from the old
    removed: dict[str, bool]  # addresses that are given up, and whether what stands there is destroyed
    settings: dict[str, Attribute]  # of a .tfvars file
    others: tuple[Block, ...]


EMPTY = Config({}, {}, {}, {}, {}, ())


def config(data: bytes | None, path: str) -> Config:
    """The file, read; or HclError."""
    if data is None:
        return EMPTY
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise HclError("the file is not UTF-8", 1) from None
    if path.endswith(".json"):
        return _sorted(_from_json(text, path.endswith(".tfvars.json")))
    return _sorted(parse(text))


def _sorted(root: Block) -> Config:
    found = Config({}, {}, {}, {}, {one.name: one for one in root.attributes}, ())
    others = []
    for block in root.blocks:
        kind, labels = block.type, block.labels
        if kind == "locals":
            found.locals.update({one.name: one for one in block.attributes})
        elif kind == "moved":
            found.moved[_address(block.get("to"))] = _address(block.get("from"))
        elif kind == "removed":
            destroy = [
                one.tokens for inner in block.of("lifecycle") for one in inner.attributes if one.name == "destroy"
            ]
            found.removed[_address(block.get("from"))] = not destroy or destroy[-1][0].text != "false"
        elif kind in _LABELS and len(labels) == _LABELS[kind]:
            prefix = {"resource": "", "variable": "var."}.get(kind, f"{kind}.")
            address = prefix + ".".join(labels)
            if address in found.blocks:
                raise HclError(f"{address[:80]} is declared a second time", block.line)
            found.blocks[address] = block
        else:
            others.append(block)
    return found._replace(others=tuple(others))


def _address(attribute: Attribute | None) -> str:
    return "" if attribute is None else "".join([token.text for token in attribute.tokens]).partition("[")[0]


def _from_json(text: str, settings: bool) -> Block:
    try:
        root = json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise HclError("too deep", 1) from None
    except ValueError as error:
        raise HclError("this is not JSON, or a key stands twice", getattr(error, "lineno", 1)) from None
    if not isinstance(root, dict):
        raise HclError("the file is no mapping of keys to values", 1)
    if settings:
        return Block("", (), tuple([_attribute(name, one, 1) for name, one in root.items()]), (), 1)
    places = _Places(text)
    blocks = [block for kind, inner in root.items() if kind != "//" for block in _declared(kind, inner, places)]
    return Block("", (), (), tuple(blocks), 1)


class _Places:
    """The line where a name first stands in quotes, looking on from the one before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def line(self, name: str) -> int:
        place = self._text.find(json.dumps(name), self._at)
        if place >= 0:
            self._at = place
        return self._text.count("\n", 0, self._at) + 1


def _declared(kind: str, inner: object, places: _Places) -> Iterable[Block]:
    depth = _LABELS.get(kind, 0)
    found: list[tuple[tuple[str, ...], object]] = [((), one) for one in _listed(inner)]
    for _ in range(depth):
        below: list[tuple[tuple[str, ...], object]] = []
        for labels, one in found:
            if not isinstance(one, dict):
                raise HclError(f"{kind} is no mapping of names", 1)
            below += [((*labels, name), each) for name, value in one.items() if name != "//" for each in _listed(value)]
        found = below
    for labels, one in found:
        if not isinstance(one, dict):
            raise HclError(f"{kind[:40]} holds what is no block", 1)
        yield _block(kind, labels, one, places.line(labels[-1] if labels else kind))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _block(kind: str, labels: tuple[str, ...], fields: dict[str, object], line: int) -> Block:
    attributes, blocks = [], []
    for name, one in fields.items():
        inner = [each for each in _listed(one) if isinstance(each, dict)]
        if name in _BLOCKS | _BLOCKS_TOO and inner and len(inner) == len(_listed(one)):
            blocks += [_block(name, (), each, line) for each in inner]
        elif name != "//":
            attributes.append(_attribute(name, one, line))
    return Block(kind, labels, tuple(attributes), tuple(blocks), line)


def _attribute(name: str, one: object, line: int) -> Attribute:
    return Attribute(name, tuple([token._replace(line=line) for token in _tokens(one)]), line)


def _tokens(one: object) -> list[Token]:
    """A value of JSON as HCL would write it. A text that is one template stands for its expression."""
    if isinstance(one, str):
        bare = one[2:-1] if one.startswith("${") and one.endswith("}") and one.count("${") == 1 else ""
        if bare:
            return [token for token in tokens(bare) if token.kind != "newline"]
        return [Token("string", one, 1)]
    if isinstance(one, list):
        parts = [part for each in one for part in (*_tokens(each), _mark(","))]
        return [_mark("["), *parts, _mark("]")]
    if isinstance(one, dict):
        parts = []
        for key, each in one.items():
            name = Token("word", key, 1) if _WORD.match(key) else Token("string", key, 1)
            parts += [name, _mark("="), *_tokens(each), _mark(",")]
        return [_mark("{"), *parts, _mark("}")]
    return [Token("number", json.dumps(one), 1)]  # true, false and null stand for themselves as numbers do


def _mark(text: str) -> Token:
    return Token("mark", text, 1)
