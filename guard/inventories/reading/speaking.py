"""Words, one of which stands in every line of code that asks for a variable or a flag, in whatever letters.

A line without them is not looked at: of a tree, where few lines have one, and of a landing. The patterns are those of
guard.inventories.reading.asks; a test draws lines from them and looks for the words.
"""

from __future__ import annotations

VARIABLES = ("env", "config(", "config (", "$_server")
FLAGS = (
    *("flag", "feature", "toggle", "flipper", "enabled", "variation", "treatment", "booleanvalue"),
    *("boolean_value", "ison", "_active"),
)


def speaks(low: str) -> bool:
    """Whether a line, in small letters, may ask for something."""
    return any([word in low for word in (*VARIABLES, *FLAGS)])
