"""Settings of other people's tools, read for detectors: a prefix a detector or a format.

`dependencies_*` manifests and lock files, `deploy_*` facts of deployments, `hcl*` Terraform and Vault, `owner_*`
patterns of CODEOWNERS, `shapes*` secrets by their look, `yaml_*` workflows and manifests; `hints` are the words without
which nobody is asked. Here stands how they all make an operation.
"""

from __future__ import annotations

from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200  # characters of one attribute: a list of a thousand names tells no more than its beginning


def operation(id_: str, of: str, line: int | None, via: str, facts: Mapping[str, str | bool]) -> Operation:
    """An operation with its attributes: what is so is "true", what is not or is empty is left out."""
    told = [(name, "true" if fact is True else _cut(fact)) for name, fact in facts.items() if fact]
    return Operation(id_, line, of, attributes=tuple(sorted(told)), via=via)


def _cut(text: str | bool) -> str:
    text = str(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
