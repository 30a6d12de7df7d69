"""No secret leaves: of every shape there is, none of its bytes reach a server that keeps all it is sent."""

from __future__ import annotations

import pytest

from guard.model.doubt import Paper
from guard.model.known import Known
from guard.model.model_use import ModelUse
from guard.model.paths import PathSet
from guard.opinions.answer import Checks
from guard.opinions.estimate import prices
from guard.opinions.material import Material, material
from guard.opinions.reading import Means, read
from guard.opinions.through import asker, settings
from guard.prose import prose
from tests import model_server as server
from tests.model_server import serving
from tests.opinions.secrets_table import PLANTED, Planted

ABOUT = 12  # secrets in one page


def page(some: list[Planted]) -> str:
    said = [one.text.replace("@", one.value, 1) if "@" in one.text else one.value for one in some]
    return "# A plan\n\n" + "\n\n".join(said) + "\n"


@pytest.mark.parametrize("start", range(0, len(PLANTED), ABOUT))
def test_no_secret_reaches_the_other_side(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key-of-the-tests")
    some = list(PLANTED[start : start + ABOUT])
    about = material(Paper(prose(page(some), "plan.md"), Known("", {})), (), PathSet(()))
    assert isinstance(about, Material), about
    with serving(server.reads()) as one:
        use = ModelUse(("plans",), "claude-sonnet-5-5", "gateway", (one.url,), deadline=20)
        means = Means(asker(settings(use, b"secret")), price=prices().of(use.name))
        assert read(about, use, b"secret", Checks(), means).state == "read"
        sent = b"".join([got.body + got.path.encode() + repr(got.headers).encode() for got in one.got])
    assert sent.count(b"<<S") >= len(some)
    for secret in some:
        for line in secret.value.split("\n"):
            assert len(line) < 4 or line.startswith("-----") or line.encode() not in sent, secret.name
