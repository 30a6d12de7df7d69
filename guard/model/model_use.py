"""What a policy says of a model: what it reads, whose API is asked, where, how often, and what it may cost and take."""

from __future__ import annotations

from guard.model.paths import PathSet
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEADLINE = 5 * 60  # seconds, where the policy names none
MICRO = 1_000_000  # millionths in a dollar
THROUGH = ("anthropic", "bedrock", "vertex", "gateway")


class ModelUse(NamedTuple):
    """One model and the bounds it is asked within; `hosts` are base addresses without a slash at their end."""

    reads: tuple[str, ...]
    name: str
    through: str = "anthropic"
    hosts: tuple[str, ...] = ()
    region: str = ""
    deadline: int = DEADLINE
    samples: int = 1
    never: PathSet = PathSet(())
    max_usd: int | None = None  # millionths of a dollar


def model_use_from(data: dict[str, Any]) -> ModelUse | None:
    """From the canonical data of a policy; None where it asks for no model."""
    said = data.get("model")
    if not isinstance(said, dict):
        return None
    reads = said["reads"]
    return ModelUse(
        reads=(reads,) if isinstance(reads, str) else tuple(reads),
        name=said["name"],
        through=said.get("through", "anthropic"),
        hosts=tuple([host.rstrip("/") for host in said.get("hosts", ())]),
        region=said.get("region", ""),
        deadline=said.get("deadline", DEADLINE),
        samples=said.get("samples", 1),
        never=PathSet(tuple(said.get("never", ()))),
        max_usd=micro(said["max_usd"]) if "max_usd" in said else None,
    )


def micro(amount: str) -> int:
    """An amount in dollars, such as 0.50, in millionths."""
    whole, _, part = str(amount).partition(".")
    return int(whole) * MICRO + int(part.ljust(6, "0")[:6])


def dollars(amount: int) -> str:
    """Millionths of a dollar as people write them: cents, and as much more as it takes not to say nothing."""
    whole, part = divmod(amount, MICRO)
    digits = f"{part:06}"
    return f"${whole:,}.{digits[:2]}{digits[2:].rstrip('0')}"
