"""What is asked of every file: a pattern with what it becomes, and where it looks; its digest names the answer."""

from __future__ import annotations

from guard.digest import sha256_of
from guard.model.paths import PathSet
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.plan import Pattern

FORM = 1  # of identities; grows when a place would be known by something else
CODE = {  # endings of the files that hold code of a language, as guard.syntax has them; a test compares
    "go": (b"go",),
    "python": (b"py", b"pyi", b"pyw"),
    "typescript": (b"ts", b"mts", b"cts"),
    "tsx": (b"tsx",),
    "javascript": (b"js", b"mjs", b"cjs", b"jsx"),
    "java": (b"java",),
    "ruby": (b"rb", b"rake", b"gemspec", b"ru"),
    "rust": (b"rs",),
    "hcl": (b"hcl", b"tf", b"tfvars"),
    "yaml": (b"yaml", b"yml"),
}
NAMED = {b"gemfile": "ruby", b"rakefile": "ruby"}
STRINGS = ("go", "python", "typescript", "tsx", "javascript", "java", "ruby", "rust")  # whose strings may hold SQL
_OF = {end: language for language, ends in CODE.items() for end in ends}


class Query(NamedTuple):
    """One pattern of a plan; `becomes` is "" where nothing is said.

    `wide`: for what must be absent, a name counts in every spelling of a call or an assignment (guard.syntax.wider).
    """

    language: str
    pattern: str
    becomes: str
    inside: tuple[str, ...]
    beside: tuple[str, ...]
    wide: bool = False

    def read_as(self, path: bytes) -> str:
        """What a file is read as when this is asked of it; "" where it is not looked at."""
        if self.language == "text":
            return "text"
        name = path[path.rfind(b"/") + 1 :].lower()
        dot = name.rfind(b".")
        if self.language == "sql" and name[dot:] == b".sql":
            return "sql"
        of = _OF.get(name[dot + 1 :], "") if dot >= 0 else NAMED.get(name, "")
        if self.wide and (self.language, of) == ("typescript", "tsx"):
            return of
        return of if of and of in (STRINGS if self.language == "sql" else (self.language,)) else ""


class Where(NamedTuple):
    """The paths of a query, ready to be asked."""

    inside: PathSet
    beside: PathSet


def query_of(pattern: Pattern, absent: bool = False) -> Query:
    """What a pattern of a plan asks."""
    return Query(pattern.language, pattern.pattern, pattern.becomes or "", pattern.inside, pattern.beside, absent)


def where(query: Query) -> Where:
    return Where(PathSet(query.inside), PathSet(query.beside))


def query_digest(query: Query) -> str:
    """Another one, and every manifest built by it is stale. It is guard.digest's, of kind `query`."""
    inside, beside = sorted(set(query.inside)), sorted(set(query.beside))
    every = (query.language, query.pattern, query.becomes, *inside, *beside)
    if not all([text.isascii() and text.isprintable() and '"' not in text and "\\" not in text for text in every]):
        from guard.digest import digest

        data = {"becomes": query.becomes, "form": FORM, "in": inside, "except": beside}
        return digest("query", {**data, query.language: query.pattern, **({"wide": True} if query.wide else {})})
    keys = {"becomes": f'"{query.becomes}"', "form": str(FORM), "in": _listed(inside), "except": _listed(beside)}
    keys[query.language] = f'"{query.pattern}"'  # by hand: what `json` loads takes as long as all the rest
    keys |= {"wide": "true"} if query.wide else {}
    text = ",".join([f'"{key}":{keys[key]}' for key in sorted(keys)])
    return f"sha256:{sha256_of(f'guard-query-v1{chr(10)}{{{text}}}'.encode())}"


def _listed(texts: list[str]) -> str:
    return f"[{','.join([f'{chr(34)}{text}{chr(34)}' for text in texts])}]"
