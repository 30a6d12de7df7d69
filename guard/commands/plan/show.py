"""`guard plan show`: the digests that approvals sign, and the canonical form they are taken of."""

from __future__ import annotations

import io
import json
import sys

from guard import drafts
from guard.commands._data import dumped, path_of
from guard.commands.plan import findings
from guard.commands.plan.named import NAMED, circles, document_named, opened, refuse
from guard.digest import canonical_bytes, digest
from guard.errors import UsageError
from guard.escape import hidden, shown
from guard.model.digests import header, phase_digests, whole
from guard.model.graph import order
from guard.model.kind import MANIFEST
from guard.model.plan import Plan
from guard.report import write
from guard.value import NamedTuple
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts import File, Folder
    from guard.model.digests import Beside

DESCRIPTION = (
    "Show what an approval signs: the digest of a plan and of each of its phases, and the canonical form they are\n"
    "taken of. Layout, comments, the order of keys and the way a value is spelled do not change a digest; any change\n"
    "of meaning does. An edit of a phase changes its digest and those of the phases after it, and no other.\n\n"
    "Without a name: the digests of the policy and of every plan, a line each. A plan that stands elsewhere has no\n"
    "digest: what is signed is a plan among the others, with its story and its manifests beside it.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan show\n"
    "  guard plan show split-name\n"
    "  guard plan show split-name --format canonical | sha256sum    the digest, computed by somebody else\n"
    "  guard plan show .guard/policy.yaml                           the policy\n\n"
    "exit codes: 0 shown, 1 a document has faults or its phases stand in a circle, 2 usage,\n"
    "5 there is no policy, or a document cannot be read\n"
)
COMMAND = "guard plan show"
ELSEWHERE = "none: it stands elsewhere, and what is signed is a plan among the others"


class Sight(NamedTuple):
    """A document with what is digested of it; the phases of a plan in their order. Elsewhere a plan has no digest."""

    file: File
    id: str
    version: int
    data: object  # what the digest is taken of
    digest: str | None
    phases: tuple[tuple[str, str, str], ...] = ()  # name, digest, digest of its header
    beside: Beside | None = None


def parser() -> Words:
    """The options of `guard plan show`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME|FILE", nargs="?", help=NAMED)
    words.add_argument("--root", metavar="DIR", help="the top of the repository; else that of the current folder")
    forms = ("text", "json", "canonical")
    words.add_argument(
        "--format", choices=forms, default="text", help="canonical: the bytes that are digested, exactly"
    )
    return words


def main(words: list[str]) -> int:
    """Show one document, or a line of each."""
    asked = parser().parse_args(words)
    if asked.name is None and asked.format == "canonical":
        raise UsageError(f"canonical bytes are those of one document: name it ({COMMAND} --help)")
    folder = opened(COMMAND, asked.root)
    if asked.name is None:
        return _list(folder, asked.format)
    file = document_named(folder, asked.name, COMMAND)
    if file.kind == MANIFEST.name:
        raise UsageError(f"{file.where} is a manifest, and signed with its plan ({COMMAND} --help)")
    wrong = _wrong(file)
    if wrong:
        return refuse(wrong)
    sight = _sight(folder, file)
    if asked.format == "canonical":
        if sight.digest is None:
            raise UsageError(f"{file.where} has no canonical bytes to digest; it stands elsewhere ({COMMAND} --help)")
        _exactly(canonical_bytes(file.kind, sight.data))
    else:
        write(_json(sight) if asked.format == "json" else _text(folder, sight))
    return 0


def _list(folder: Folder, form: str) -> int:
    """The policy and every plan; one that has no digest is named all the same."""
    rows = [(file, drafts.digest_of(folder, file)) for file in (folder.policy, *folder.plans)]
    if form == "json":
        documents = [_row(file, of) for file, of in rows]
        write(dumped({"schema_version": findings.SCHEMA_VERSION, "documents": documents}))
    else:
        width = max(len(file.where) for file, _ in rows)
        write("".join(f"{file.where.ljust(width)}  {_line(file, of)}\n" for file, of in rows))
    return 0 if all(of for _, of in rows) else 1


def _line(file: File, of: str | None) -> str:
    if of is None or file.value is None:
        return "has no digest: guard plan lint tells why"
    return f"{of}  version {file.value.version}"


def _row(file: File, of: str | None) -> dict[str, object]:
    told: dict[str, object] = {"kind": file.kind, **path_of(file.path)}
    if file.value is not None:
        told |= {"id": file.value.id, "version": file.value.version}
    return told if of is None else {**told, "digest": of}


def _wrong(file: File) -> list[findings.Found]:
    """Why it has no digest."""
    return findings.faults(file) or (circles(file, file.value, {}) if isinstance(file.value, Plan) else [])


def _sight(folder: Folder, file: File) -> Sight:
    plan = file.value
    assert plan is not None
    if not isinstance(plan, Plan):
        return Sight(file, plan.id, plan.version, plan.data, digest(file.kind, plan.data))
    if file not in folder.plans:
        return Sight(file, plan.id, plan.version, plan.data, None)
    beside = drafts.beside(folder, plan)
    digests, phases = phase_digests(plan, beside), {phase.name: phase for phase in plan.phases}
    rows = [(name, digests[name], digest("header", header(plan, phases[name], beside))) for name in order(plan)]
    data = whole(plan, beside)
    return Sight(file, plan.id, plan.version, data, digest(file.kind, data), tuple(rows), beside)


def _text(folder: Folder, sight: Sight) -> str:
    lines = [f"{sight.file.kind} {shown(sight.id)}, version {sight.version}  ({sight.file.where})", ""]
    lines.append(f"digest     {sight.digest or ELSEWHERE}")
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
    told: dict[str, object] = {"schema_version": findings.SCHEMA_VERSION, **_row(sight.file, sight.digest)}
    if sight.beside is not None:
        told["narrative"] = sight.beside.narrative
        told["manifests"] = sight.beside.manifests
        told["phases"] = [{"name": name, "digest": of, "header": head} for name, of, head in sight.phases]
    return dumped({**told, "canonical": sight.data})


def _exactly(data: bytes) -> None:
    """The bytes and no other. A terminal digests nothing, and is spared what is hidden in them."""
    text = data.decode()
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            text = findings.visible(text) + "\n"
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    write(text)
