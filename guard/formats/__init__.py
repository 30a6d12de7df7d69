"""Family: formats, one file each: Verdict -> text.

The dict below is the whole list, name -> module, loaded when asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict

FORMATS: dict[str, str] = {
    "text": "guard.formats.text",
    "json": "guard.formats.json_",
    "sarif": "guard.formats.sarif",
    "github": "guard.formats.github",
    "gitlab": "guard.formats.gitlab",
    "junit": "guard.formats.junit",
    "markdown": "guard.formats.markdown",
}


def render(verdict: Verdict, format: str, colour: bool = False) -> str:  # noqa: A002  the option's own name
    """The verdict in one of the formats."""
    module = __import__(
        FORMATS[format], fromlist=["render"]
    )  # `importlib` itself would cost the hook path more than this does
    rendered: str = module.render(verdict, colour)
    return rendered
