"""Flag files, by their names or by what the policy declares: the flags they define."""

from __future__ import annotations

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

ENDINGS = ("yaml", "yml", "json", "toml")
DECLARED = "flags of the policy"


def how(file: Named, around: Around) -> str:
    """The name of the file, since a part of the flags' form goes by it; of a declared one its ending."""
    if around.flags is not None and around.flags.matches(file.path):
        return f"{DECLARED}.{file.ending}"
    if file.ending not in ENDINGS:
        return ""
    from guard.operations.flags import NAMES

    return file.name if NAMES.fullmatch(file.name) else ""


def read(data: bytes, how: str) -> Iterator[tuple[str, str, int]]:
    """Each flag that the file would bring, were it new."""
    from guard.model.reading import Context, Source
    from guard.operations.flags import detect

    context = Context(flags=(f"/{how}",)) if how.startswith(DECLARED) else Context()
    found = detect(Source(how, None, data), context)
    for one in found.operations if found is not None else ():
        if one.id.startswith("opaque."):
            raise UnreadError(one.attribute("why"))
        if one.object:
            yield "flag", one.object.partition(":")[2], one.line or 1
