"""`guard plan new`: a plan begun from a template, its narrative beside it; what stands there is never written over."""

from __future__ import annotations

import re
from pathlib import Path

from guard.commands.plan.blanks import EDITOR, SCHEMA, SMALLEST, STORY, marked
from guard.commands.plan.named import opened
from guard.drafts import plain
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.lookalike import skeleton
from guard.model.policy import Policy
from guard.report import write
from guard.schema import schema, schema_text
from guard.words import Words, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts import Folder

TEMPLATES = {  # name -> the plan in its example, and what it is for
    "expand-contract": ("split-name", "replace a column, or a field, while old and new code run side by side"),
    "rename-call-sites": ("rename-render", "move every call of one thing to another, counted, in batches"),
    "secret-rotation": ("rotate-orders-db", "put a new credential beside the old one, switch, revoke the old"),
    "service-extraction": ("extract-billing", "take a service out, with tables that two teams write"),
    "flag-removal": ("remove-new-checkout-flag", "remove a feature flag and the path nobody takes any more"),
}
DESCRIPTION = (
    "Begin a plan: .guard/plans/NAME.yaml and its story NAME.md. Nothing that stands there is written over.\n"
    "Without a template: the smallest plan that can be. The templates, each a migration in the right order:\n\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan new split-address --from expand-contract --owner dana\n"
    "  guard plan new tidy-imports\n\n"
    "The file's first line tells an editor where the schema stands: in .guard/schemas, put there if it is missing.\n\n"
    "exit codes: 0 written, or it stands there as it would be written; 2 usage, or the name is taken;\n"
    "5 there is no policy that can be read, or something could not be written\n"
)


def parser() -> Words:
    """The options of `guard plan new`."""
    listed = "".join(f"  {name.ljust(20)}{said}\n" for name, (_, said) in TEMPLATES.items())
    words = Words("guard plan new", DESCRIPTION + listed, EPILOG)
    words.add_argument("name", metavar="NAME", help="the id of the plan: lower-case letters, digits and -")
    words.add_argument("--from", metavar="TEMPLATE", dest="template", help="one of the templates above")
    words.add_argument("--owner", metavar="PERSON", help="who answers for it; without it the policy's only person")
    words.add_argument("--root", metavar="DIR", help="the top of the repository; else that of the current folder")
    return words


def main(words: list[str]) -> int:
    """Write both files, or neither."""
    asked = parser().parse_args(words)
    _readable(asked.name)
    template = _template(asked.template)
    folder = opened("guard plan new", asked.root)
    _distinct(folder, asked.name)
    texts = _filled(template, asked.name, _owner(folder, asked.owner))
    wanted = {folder.place(asked.name, end): text for end, text in zip((".yaml", ".md"), texts, strict=True)}
    again = _stand(folder, wanted)
    files = list(wanted) if again else _written(folder, wanted | _schema(folder))
    _tell("stands there already:" if again else "wrote", files, asked.name, marked(texts[0]))
    return 0


def shipped(template: str) -> tuple[str, str]:
    """Plan and narrative of a template: shipped with an installed guard, else those of the example."""
    package = Path(__file__).resolve().parents[2]
    place = package / "templates" / template
    if not place.with_suffix(".yaml").exists():
        place = package.parent / "examples" / template / ".guard" / "plans" / TEMPLATES[template][0]
    return place.with_suffix(".yaml").read_text("utf-8"), place.with_suffix(".md").read_text("utf-8")


def _readable(name: str) -> None:
    rule = schema("plan")["$defs"]["name"]
    if not re.fullmatch(rule["pattern"].strip("^$"), name):
        meant = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")[:63].rstrip("-")
        what = f"'{shown(name)}' cannot be the id of a plan: it is {rule['x-words']}"
        raise UsageError(what + (f"; did you mean {meant}?" if len(meant) > 1 else "") + " (guard plan new --help)")


def _template(name: str | None) -> str | None:
    if name is not None and name not in TEMPLATES:
        there = meant(name, TEMPLATES) or f"; there is {', '.join(TEMPLATES)}"
        raise UsageError(f"no template '{shown(name)}'{there} (guard plan new --help)")
    return name


def _distinct(folder: Folder, name: str) -> None:
    """Nobody takes the id for another."""
    alike = [other for other in folder.names() if other != name and skeleton(other) == skeleton(name)]
    if alike:
        what = f"{shown(name)} looks like the plan {shown(alike[0])}: who approves one could mean the other"
        raise UsageError(f"{what}; choose a name nobody takes for it (guard plan new --help)")


def _stand(folder: Folder, wanted: dict[bytes, str]) -> bool:
    """Whether all stands there as it would be written: somebody asks again. Whatever else stands there stays."""
    there = [place for place in wanted if plain.there(folder.root, place)]
    if there and [place for place in wanted if not _same(folder, place, wanted[place].encode())]:
        what = f"{shown(there[0])} stands there already, and nothing is written over"
        raise UsageError(f"{what}; choose another name (guard plan new --help)")
    return bool(there)


def _same(folder: Folder, place: bytes, text: bytes) -> bool:
    try:
        return plain.contents(folder.root, place, len(text)) == text
    except GuardError:  # a link, a folder
        return False


def _owner(folder: Folder, said: str | None) -> str:
    policy = folder.policy.value
    if not isinstance(policy, Policy):
        mend = f"guard plan lint {folder.policy.where} tells them"
        raise GuardError("G813", "the policy has faults, so nobody can be named by it", folder.policy.where, mend)
    people = sorted(policy.people)
    if said is None and len(people) == 1:
        return people[0]
    listed = f"one of {', '.join(people)}" if people else f"a person, and {folder.policy.where} lists none yet"
    if said is None:
        raise UsageError(f"who answers for it? --owner takes {listed} (guard plan new --help)")
    if said not in people:
        near = meant(said, people)
        raise UsageError(f"'{shown(said)}' is nobody the policy lists{near}; --owner takes {listed}")
    return said


def _filled(template: str | None, name: str, owner: str) -> tuple[str, str]:
    """The two texts with id, owner and version of their own. Names in assumptions stay: lint asks who settles them."""
    if template is None:
        return EDITOR + SMALLEST.format(plan=name, owner=owner), STORY.format(plan=name)
    plan, story = shipped(template)
    old = TEMPLATES[template][0]
    plan = re.sub(r"\A# yaml-language-server:.*\n", EDITOR, plan)
    for key, value in (("plan", name), ("version", "1"), ("owner", owner)):
        plan = re.sub(rf"^{key}: \S+", f"{key}: {value}", plan, count=1, flags=re.MULTILINE)
    story = re.sub(r"\A# .*", f"# {name}", story)
    return plan, re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", name, story)


def _schema(folder: Folder) -> dict[bytes, str]:
    """The schema for editors, where none stands yet."""
    place = folder.base + SCHEMA
    return {} if plain.there(folder.root, place) else {place: schema_text("plan")}


def _written(folder: Folder, texts: dict[bytes, str]) -> list[bytes]:
    """New files only. What was written is taken away again where another cannot be."""
    done: list[bytes] = []
    place = b""
    try:
        for place, text in texts.items():
            plain.create(folder.root, place, text.encode())
            done.append(place)
    except OSError as error:
        for path in done:
            plain.remove(folder.root, path)
        what = f"the plan could not be written: {error.strerror}"
        raise GuardError("G820", what, shown(place), "make its folder one you can write to") from error
    return done


def _tell(said: str, files: list[bytes], name: str, places: int) -> None:
    """What was written, and what to do next. Where nobody can be told, the files stand all the same."""
    label = f"{said}  "
    listed = f"\n{' ' * len(label)}".join(map(shown, files))
    todo = f"fill in the {places} places that say # yours, and the story"
    try:
        write(f"{label}{listed}\nnext   {todo}\n       guard plan lint {name}\n       guard plan graph {name}\n")
    except GuardError as error:
        what = f"the plan is written, but that could not be told: {error.what.rpartition(': ')[2]}"
        mend = f"go on with {', '.join(map(shown, files))}: {todo}; guard plan lint {name}"
        raise GuardError(error.rule, what, error.where, mend) from error
