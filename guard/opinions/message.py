"""An answer as it came over the wire: whether a model ended it, which one, and the text of it."""

from __future__ import annotations

import json
import re

from guard.model.inquiry import Miss
from guard.model.opinion import Usage
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STOPS = {
    "refusal": "refusal",
    "max_tokens": "max-tokens",
    "model_context_window_exceeded": "context-window",
    "pause_turn": "paused",
}
LARGEST = 1 << 40  # tokens
_WORD = re.compile(r"[A-Za-z0-9_.:@/-]{1,100}")
_DAY = re.compile(r"-\d{8}(?:-v\d+(?::\d+)?)?\Z")


class Message(NamedTuple):
    """What a model said, and what it says of itself."""

    text: str
    model: str
    id: str
    usage: Usage


def message(raw: bytes | str, asked: str) -> Message | Miss:
    """The text of an answer that is whole; else why it is none."""
    data = _loaded(raw)
    if data is None:
        return Miss("not-json")
    if not isinstance(data, dict) or data.get("type") != "message" or not isinstance(data.get("content"), list):
        return Miss("no-message", word(data.get("type")) if isinstance(data, dict) else "")
    stopped = data.get("stop_reason")
    if stopped != "end_turn":
        if isinstance(stopped, str) and stopped in STOPS:
            details = data.get("stop_details")
            return Miss(STOPS[stopped], word(details.get("category")) if isinstance(details, dict) else "")
        return Miss("stop-reason", word(stopped))
    answered = word(data.get("model"))
    if not same_model(asked, answered):
        return Miss("other-model", answered)
    texts = [block.get("text") for block in data["content"] if isinstance(block, dict) and block.get("type") == "text"]
    said = [text for text in texts if isinstance(text, str)]
    if not said or len(said) != len(texts):
        return Miss("no-message")
    return Message("".join(said), answered, word(data.get("id")), usage(data.get("usage")))


def _loaded(raw: bytes | str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None


def word(value: object) -> str:
    """A name that somebody else gives, if it is no more than one."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def same_model(asked: str, answered: str) -> bool:
    """Whether it is the model that was asked for; its day may stand at its end."""
    one, other = _bare(asked), _bare(answered)
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return bool(shorter) and (longer == shorter or _DAY.sub("", longer) == shorter)


def _bare(name: str) -> str:
    """Its name as its maker has it: other APIs put a region and a maker before it, and a version behind."""
    bare = name.rpartition("anthropic.")[2].replace("@", "-")
    return re.sub(r"-v\d+(?::\d+)?\Z", "", bare)


def usage(data: object) -> Usage:
    """Tokens; what is no number counts nothing."""
    if not isinstance(data, dict):
        return Usage()
    details = data.get("output_tokens_details")
    return Usage(
        _count(data.get("input_tokens")),
        _count(data.get("output_tokens")),
        _count(data.get("cache_creation_input_tokens")),
        _count(data.get("cache_read_input_tokens")),
        _count(details.get("thinking_tokens")) if isinstance(details, dict) else 0,
    )


def spent(raw: bytes | str) -> Usage:
    """What an answer cost in tokens, whatever else it is."""
    data = _loaded(raw)
    return usage(data.get("usage")) if isinstance(data, dict) else Usage()


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value <= LARGEST else 0
