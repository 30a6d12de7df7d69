"""A house whose policy asks that a model reads, and a server of this machine that is the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.acting import House, house, listed, standing
from tests.model_server import MODEL, Server, serving

KEY = "sk-" + "ant-api03-" + "k3y" * 20


@contextmanager
def read_by_a_model(
    capture: pytest.CaptureFixture[str],
    folder: Path,
    patch: pytest.MonkeyPatch,
    *,
    reads: str = "plans",
    more: str = "",
    files: Mapping[bytes, bytes] | None = None,
) -> Iterator[tuple[House, Server]]:
    """`more` are fields of `model:` besides; `files` stand in place of those of the house, but for the policy."""
    patch.setenv("ANTHROPIC_API_KEY", KEY)
    with serving() as model:
        says = f"model: {{reads: {reads}, name: {MODEL}, through: gateway, hosts: ['{model.url}']{more}}}\n"
        of = {**house(policy=(listed() + says).encode()), **(files or {})}
        with standing(capture, folder, patch, of) as made:
            yield made, model
