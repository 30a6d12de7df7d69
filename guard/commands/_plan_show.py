"""`guard plan show`: the digests that approvals sign, and the canonical form they are taken of."""

from __future__ import annotations

import io
import json
import sys

from guard import drafts
from guard.commands import _plan_findings as findings
from guard.commands._plan_named import circles, plan_named, refuse
from guard.commands._words import Words
from guard.digest import canonical_bytes, digest
from guard.errors import UsageError
from guard.escape import hidden, shown
from guard.model.digests import header, phase_digests, whole
from guard.model.graph import order
from guard.model.plan import Plan
from guard.report import write
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts import File, Folder
    from guard.model.digests import Beside

DESCRIPTION = (
    "Show what an approval signs: the digest of a plan and of each of its phases, and the canonical form they are\n"
    "taken of. Layout, comments, the order of keys and the way a value is spelled do not change a digest; any change\n"
    "of meaning does. An edit of a phase changes its digest and those of the phases after it, and no other.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan show split-name\n"
    "  guard plan show split-name --format canonical | sha256sum    the digest, computed by somebody else\n"
    "  guard plan show --policy\n"
)


class Sight(NamedTuple):
    """A document with what is digested of it; the phases of a plan in their order."""

    file: File
    id: str
    version: int
    data: object  # what the digest is taken of
    phases: tuple[tuple[str, str, str], ...] = ()  # name, digest, digest of its header
    beside: Beside | None = None

    @property
    def digest(self) -> str:
        return digest(self.file.kind, self.data)


def parser() -> Words:
    """The options of `guard plan show`."""
    words = Words("guard plan show", DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME", nargs="?", help="the id of a plan")
    words.add_argument("--policy", action="store_true", help="show the policy instead of a plan")
    words.add_argument("--root", metavar="DIR", help="the top of the repository; else that of the current folder")
    forms = ("text", "json", "canonical")
    words.add_argument(
        "--format", choices=forms, default="text", help="canonical: the bytes that are digested, exactly"
    )
    return words


def main(words: list[str]) -> int:
    """Show one document."""
    asked = parser().parse_args(words)
    if asked.policy == (asked.name is not None):
        raise UsageError("guard plan show takes the name of a plan, or --policy (guard plan show --help)")
    folder = drafts.open_folder(drafts.top(asked.root))
    file = folder.policy if asked.policy else plan_named(folder, asked.name, "guard plan show")
    wrong = findings.faults(file)
    if not wrong and isinstance(file.value, Plan):
        wrong = circles(file, file.value, {})
    if wrong:
        return refuse(wrong)
    sight = _sight(folder, file)
    if asked.format == "canonical":
        _exactly(canonical_bytes(file.kind, sight.data))
    else:
        write(_json(sight) if asked.format == "json" else _text(folder, sight))
    return 0


def _sight(folder: Folder, file: File) -> Sight:
    plan = file.value
    if not isinstance(plan, Plan):
        assert plan is not None
        return Sight(file, plan.id, plan.version, plan.data)
    beside = drafts.beside(folder, plan)
    digests, phases = phase_digests(plan, beside), {phase.name: phase for phase in plan.phases}
    rows = [(name, digests[name], digest("header", header(plan, phases[name], beside))) for name in order(plan)]
    return Sight(file, plan.id, plan.version, whole(plan, beside), tuple(rows), beside)


def _text(folder: Folder, sight: Sight) -> str:
    lines = [f"{sight.file.kind} {shown(sight.id)}, version {sight.version}  ({sight.file.where})", ""]
    lines.append(f"digest     {sight.digest}")
    if sight.beside is not None:
        lines += [*_beside(folder, sight, sight.beside), "", "phases, in the order they may come"]
        width = max(len(name) for name, _, _ in sight.phases)
        lines += [f"  {name.ljust(width)}  {of}" for name, of, _ in sight.phases]
        lines += ["", "what stands above the phases, as each of them leans on it"]
        lines += [f"  {of}  {', '.join(names)}" for of, names in _headers(sight).items()]
    lines += ["", "canonical form", _readable(sight.data)]
    return "\n".join(lines) + "\n"


def _beside(folder: Folder, sight: Sight, beside: Beside) -> list[str]:
    place = shown(folder.place(sight.id, ".md"))
    lines = [f"narrative  {beside.narrative}  ({place})" if beside.narrative else f"narrative  none ({place})"]
    return lines + [f"manifest   {of}  ({shown(name)})" for name, of in beside.manifests.items()]


def _headers(sight: Sight) -> dict[str, list[str]]:
    """The phases by the header they lean on: most lean on the same."""
    found: dict[str, list[str]] = {}
    for name, _, of in sight.phases:
        found.setdefault(of, []).append(name)
    return found


def _readable(data: object) -> str:
    """Laid out for people. It stays JSON: what would be hidden stands there as its escape."""
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    return "".join(json.dumps(char)[1:-1] if char != "\n" and hidden(char) else char for char in text)


def _json(sight: Sight) -> str:
    told: dict[str, object] = {
        "schema_version": findings.SCHEMA_VERSION,
        "kind": sight.file.kind,
        **findings.path_of(sight.file.path),
        "id": sight.id,
        "version": sight.version,
        "digest": sight.digest,
    }
    if sight.beside is not None:
        told["narrative"] = sight.beside.narrative
        told["manifests"] = sight.beside.manifests
        told["phases"] = [{"name": name, "digest": of, "header": head} for name, of, head in sight.phases]
    return findings.dumped({**told, "canonical": sight.data})


def _exactly(data: bytes) -> None:
    """The bytes and no other. A terminal digests nothing, and is spared what is hidden in them."""
    text = data.decode()
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            text = findings.visible(text) + "\n"
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    write(text)
