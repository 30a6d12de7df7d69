"""Claims about all of the code (G721, G725): "no other callers of X", "only written in f", "nothing reads it"."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.paths import PathSet, check_pattern
from guard.prose.beside import Beside
from guard.prose.claims import UNRESOLVED, Claim, claims, forms, subjects, telling
from guard.prose.cued import Cued
from guard.prose.evidence import DATE, leads, rests, weighs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_NO_CODE = Cued(
    r"(?:^|/)(?:docs?|tests?|__tests__|spec|migrations?|\.guard|\.github|changelogs?)/|\.(?:md|rst|txt|adoc"
    r"|lock|sum)$|(?:_test|\.test|\.spec)\.\w+$|(?:^|/)(?:test_|CHANGELOG)",
    re.I,
)
_PATH = Cued(
    r"(?:[\w.@+-]+/)+[\w.@+*-]+|[\w-]+\.(?:go|py|ts|tsx|js|kt|java|rb|rs|sql|ya?ml|toml|sh|php|cs|scala|tf|c|cc|h)\b"
)
_QUERY = Cued(
    r"(?:^|[\s`$(])(?:git grep|rg|grep|ag|ack|semgrep|ast-grep|sg|SELECT|cscope|gopls|sourcegraph|kubectl|psql"
    r"|codeql|find|jq)\b",
    re.I,
)
_RESULT = Cued(
    r"\b(?:prints?|printed|finds?|found|lists?|listed|shows?|showed|returns?|returned|gives?|gave|0|zero|no"
    r"|none|only|empty|expected?)\b(?: \w+){0,4}?(?: (?:lines?|hits?|rows?|matches|results?|places?"
    r"|that|nothing|none|output|callers?|files?|empty|\d+|it))?",
    re.I,
)
_ENFORCED = Cued(
    r"\b(?:build|compiler|compile|ci|job|lint\w*|type ?check\w*|rule|contract|test|policy|constraint|grants?"
    r"|permission\w*|revoked|private|unexported|internal package)\b[^.;]{0,50}\b(?:fails?|breaks?|refuses?"
    r"|forbids?|rejects?|enforces?d?|lists?)\b",
    re.I,
)
_YET = Cued(r"\W{0,2}\s*(?:yet|until|before|so far|at this point|by then)\b", re.I)
_BY_WHAT = Cued(r"\b(?:by|from|in|through|within|inside|on|at) (?:the |our |its )?([\w-]{2,40})", re.I)
_ONE = Cued(r"\bha(?:s|ve) (?:\w+ )?(?:one|a single|1)\b", re.I)  # which one is not said
_BESIDE = 14  # lines between a claim and the code that shows it
_REMARK = 2  # lines above a declaration that are its remark
_GIVES = 3  # places that a message names
__all__ = ["check", "subjects"]
ASK = "What was asked of the whole tree, and what did it answer?"
MEND = (
    "make it an absent or a sites of the plan, which every landing is held to; or settle it by the inventory, or "
    "by the query, its result, a person and a date"
)


_LISTED = 500  # items of one list that are looked at


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Contradicted, or checked by nothing; silent where the tree bears it out."""
    around, tails = Beside(paper.prose), _tails(paper)
    for claim in claims(paper.prose):
        unit = paper.prose.unit(claim.unit)
        if claim.name == UNRESOLVED or _of_new(paper, unit, claim):
            continue
        name, places = _places(paper, tails, claim.name)
        beside = [*around.paragraph(unit), *_list_behind(paper, unit)]
        left = _outside(paper, beside, claim, name, places) if places else []
        if claim.loose and places is None and _YET.match(unit.text, unit.text.find(claim.quote) + len(claim.quote)):
            continue
        if left:
            told = ", ".join([shown(at) for at in left[:_GIVES]])
            more = f" and {len(left) - _GIVES} more" if len(left) > _GIVES else ""
            what = f"the tree speaks against this: {shown(claim.name)} also stands in {told}{more}"
            yield Doubt("G721", claim.unit, claim.quote, what, "Are these places meant as well?", MEND)
        elif claim.listed:
            continue  # it does not say that these are all
        elif places is not None and paper.known.unsearched:
            unread = "; ".join(paper.known.unsearched[:_GIVES])
            yield Unasked("G721", f"the places of {shown(claim.name)}", f"not every file was looked into: {unread}")
        elif places is None and not _settled(paper, unit, around):
            yield Doubt("G725", claim.unit, claim.quote, "nothing checks this claim about all of the code", ASK, MEND)


def _list_behind(paper: Paper, unit: Unit) -> list[Unit]:
    """The items of the list that its last words lead to."""
    found: list[Unit] = []
    for one in paper.prose.units[unit.number : unit.number + _LISTED] if unit.text.endswith(":") else ():
        if one.kind not in ("item", "row") or one.under != unit.under:
            break
        found.append(one)
    return found


def _tails(paper: Paper) -> dict[str, list[str]]:
    """Names that were looked up, by their last part."""
    found: dict[str, list[str]] = {}
    for name in paper.known.mentions:
        found.setdefault(re.split(r"\.|::|#", name)[-1], []).append(name)
    return found


def _places(paper: Paper, tails: dict[str, list[str]], said: str) -> tuple[str, tuple[str, ...] | None]:
    """The name in full and where it stands; None where nobody looked, or where looking tells nothing."""
    written = forms(said)
    for form in written:
        if form in paper.known.mentions:
            return form, paper.known.mentions[form]
    if not written or not (telling(written[0]) or len(re.split(r"\.|::|#", written[0])) > 1):
        return said, None
    ends = tuple([f"{sign}{written[0]}" for sign in (".", "::", "#")])
    longer = [name for name in tails.get(written[-1], ()) if name.endswith(ends)]
    if len({paper.known.mentions[name] for name in longer}) != 1:
        return said, None
    return longer[0], paper.known.mentions[longer[0]]


def _of_new(paper: Paper, unit: Unit, claim: Claim) -> bool:
    """Whether it speaks of what the text itself makes: nothing can read that yet."""
    new = {name.rpartition(":")[2] for name in paper.prose.declared.creates}
    new |= {re.split(r"\.|::|#", name)[-1] for name in new}
    if claim.name.removesuffix("()") in new:
        return True
    step = paper.prose.step(unit.step)
    at = unit.text.find(claim.quote) + len(claim.quote)
    made = bool(new) if step is None else bool(step.creates)
    return not claim.name and made and _YET.match(unit.text, at) is not None


def _outside(paper: Paper, beside: list[Unit], claim: Claim, name: str, places: tuple[str, ...]) -> list[str]:
    """Places that the text neither allows nor changes, that are code, and that do not declare the name."""
    said = {path.strip("/").rstrip(".") for one in beside for path in _PATH.findall(one.text)}
    services = {name.casefold() for name in paper.known.of("service").names}
    words = {word.strip(".,;:()").casefold() for one in beside for word in one.text.split()} & services
    words |= {word.casefold() for word in _BY_WHAT.findall(claim.quote)}
    words |= {code.casefold() for one in beside for code in one.inside("code")}
    files = {file.strip("/") for step in paper.prose.steps for file in step.files}
    scope = PathSet([one for one in paper.prose.declared.scope if check_pattern(one) is None and one != "/**"])
    left = []
    for place in places:
        path = place.rpartition(":")[0] or place
        named = any([path == one or path.endswith(f"/{one}") or path.startswith(f"{one}/") for one in said])
        named = named or bool(words & set(_components(path)) - _EVERYWHERE)
        changed = not claim.within and (path in files or scope.matches(path.encode()))
        if not (named or changed or _NO_CODE.search(path) or _declares(paper, name, place)):
            left.append(place)
    homes = _homes(paper, words - {one.casefold() for one in (*forms(name), *forms(claim.name))}) if left else set()
    if len(left) == 1 and not said and _ONE.search(claim.quote):
        return []
    return [place for place in left if place.rpartition(":")[0] not in homes]


def _homes(paper: Paper, words: set[str]) -> set[str]:
    """The files of symbols that are named, where only one has that name."""
    found: dict[str, set[str]] = {}
    last = {re.split(r"\.|::|#", word.removesuffix("()"))[-1] for word in words}
    for symbol, place in paper.known.of("symbol").names.items() if last else ():
        name = re.split(r"\.|::|#", symbol)[-1].casefold()
        if name in last:
            found.setdefault(name, set()).add(place.rpartition(":")[0])
    return {file for files in found.values() if len(files) == 1 for file in files}


_EVERYWHERE_TEXT = "src app lib internal cmd pkg main index apps packages services crates the in a go py ts"
_EVERYWHERE = frozenset(_EVERYWHERE_TEXT.split())


def _components(path: str) -> list[str]:
    return [part.partition(".")[0].casefold() for part in path.split("/")]


def _declares(paper: Paper, name: str, place: str) -> bool:
    path, _, line = place.rpartition(":")
    last = forms(name)[-1]
    for kind in ("symbol", "column", "table", "flag", "environment"):
        register = paper.known.of(kind)
        for form in (name.removesuffix("()"), last):
            at = register.names.get(form, "") if register.has(form) else ""
            if at and (at in (place, path) or (kind == "symbol" and _remark(at, path, line))):
                return True
    return False


def _remark(declared: str, path: str, line: str) -> bool:
    """Whether a place stands right above the declaration: what is said of it, and no use."""
    file, _, at = declared.rpartition(":")
    return file == path and at.isdigit() and line.isdigit() and 0 < int(at) - int(line) <= _REMARK


def _settled(paper: Paper, unit: Unit, around: Beside) -> bool:
    """Whether something beside the claim shows it, or another rule asks for what does."""
    if unit.role == "assumptions" or unit.pointer.startswith("/assume/") or weighs(unit):
        return True
    beside = around.paragraph(unit)
    text = " ".join([one.text for one in beside])
    declared = [
        key.split("/")[2]
        for key in paper.prose.declared.lines
        if key.startswith(("/absent/", "/sites/")) and key.count("/") == 2
    ]
    names = {*paper.prose.declared.counts, *declared}
    if any([name in one.inside("code") or name in text.split() for name in names for one in beside]):
        return True
    code = [span for one in beside for span in one.inside("code")]
    fences = [fence.text for fence in around.fences(unit) if 0 <= fence.line - unit.line <= _BESIDE]
    asked = any([_QUERY.search(one) for one in code]) or any([_QUERY.search(one) for one in fences])
    if asked and (_RESULT.search(text) or any([re.search(r"expect|[-#]{1,2} ?\d|->|=>", one, re.I) for one in fences])):
        return True
    if _ENFORCED.search(text) or rests(paper.prose, paper.known, unit):
        return True
    people = {name.lstrip("@").casefold() for name in paper.known.of("owner").names}
    named = any([word.strip(".,;:()@'").casefold() in people for word in text.split()])
    cited = any([leads(span, paper.known.of("path").names) and span.endswith(".md") for span in code])
    return (named and DATE.search(text) is not None) or cited
