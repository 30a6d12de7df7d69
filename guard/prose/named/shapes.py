"""How a name is written, and what that says of it: a path, a call, a variable, Type.member, two-words."""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.prose.named.wordlist import listed

ENVIRONMENT = Cued(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_FORMS = (
    ("environment", ENVIRONMENT),
    ("scoped", Cued(r"[A-Za-z_][\w./-]*(?:::[A-Za-z_]\w*)+(?:\(\))?")),
    ("call", Cued(r"[A-Za-z_][\w.#]*[!?]?\([^()]{0,120}\)")),
    ("dotted", Cued(r"[A-Za-z_]\w*(?:[.#][A-Za-z_]\w*)+[?!]?")),
    ("camel", Cued(r"(?=[A-Za-z0-9]*[a-z])[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*")),
    ("title", Cued(r"[A-Z][a-z0-9]+")),
    ("humped", Cued(r"[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*")),
    ("snake", Cued(r"_?[a-z][a-z0-9]*(?:_[a-z0-9]+)+[?!]?")),
    ("kebab", Cued(r"[a-z][a-z0-9]*(?:[-:][a-z0-9]+)+")),
    ("artifact", Cued(r"[A-Za-z][\w.-]*\.[\w.-]*:[A-Za-z][\w.-]*")),
    ("word", Cued(r"[a-z][a-z0-9]+")),
    ("mixed", Cued(r"[A-Za-z][\w-]*")),
)
EXTENSIONS = listed(
    """
    go py pyi rb rs js jsx ts tsx mjs cjs kt kts java scala cs c h cc cpp hpp php swift ex exs erl clj sql sh bash
    zsh ps1 yml yaml json toml ini cfg conf env xml html css scss vue svelte md mdx rst adoc txt proto graphql gql
    prisma tf tfvars hcl lock mod sum gradle properties erb haml slim rake gemspec ru tmpl tpl j2 template plist
    ipynb ddl dml csproj sln avsc avdl feature lua pl pm r dart service snap patch editorconfig
    """
)
PLAIN = frozenset(
    ("Makefile", "Dockerfile", "Jenkinsfile", "Procfile", "Gemfile", "Rakefile", "CODEOWNERS", "Vagrantfile")
)
MADE = listed(
    """
    csv tsv log dump gz tgz zip bz2 out tmp pid bak parquet jsonl ndjson diff xlsx pdf png svg sqlite db
    """
)
_PRODUCTS = listed(
    """
    node.js next.js vue.js nuxt.js express.js three.js d3.js asp.net backbone.js ember.js decimal.js
    """
)
_LINE = Cued(r"(?::\d+(?:[-:]\d+)*|#[\w.-]*)$")
_FILE = Cued(r"\.?[A-Za-z0-9_*{][\w.*{},+-]*\.[A-Za-z0-9]{1,12}")
_PATH = Cued(r"[\w.@*+~/{},\[\]()$-]+")


def shape(text: str) -> str:
    """The first form that fits; "path" for what stands with slashes or ends as files do; "" for none."""
    if "://" in text:
        return ""
    scoped = "::" in text
    plain = without_line(text)
    if not scoped and (("/" in plain and _PATH.fullmatch(plain)) or file(plain)):
        return "path"
    for name, form in _FORMS:
        if form.fullmatch(text):
            return name
    return ""


def file(text: str) -> bool:
    """Whether it is the name of a file, of a kind that trees keep."""
    if text in PLAIN:
        return True
    return bool(_FILE.fullmatch(text)) and extension(text) in EXTENSIONS and text.casefold() not in _PRODUCTS


def extension(text: str) -> str:
    """How a file ends, in lower case: a page may be written in capitals."""
    return text.rpartition("/")[2].rpartition(".")[2].casefold() if "." in text.rpartition("/")[2] else ""


def uncried(line: str) -> str:
    """A line of a shell that is written in capitals as a shell takes it; any other as it stands."""
    return line.casefold() if line.isupper() or line.istitle() else line


def without_line(path: str) -> str:
    """A path without the line or the heading it leads to."""
    return _LINE.sub("", path)


def spread(path: str) -> tuple[str, ...]:
    """The paths that `a.{up,down}.sql` stands for."""
    start, end = path.find("{"), path.find("}")
    if start < 0 or end < start or "," not in path[start:end]:
        return (path,)
    return tuple([path[:start] + part + path[end + 1 :] for part in path[start + 1 : end].split(",")[:8]])


def ending(text: str, before: str) -> bool:
    """Whether it says how a second file ends, behind one that ends alike: `a.up.sql` and `.down.sql`."""
    parts, whole = text.removeprefix("*").split("."), before.rpartition("/")[2].lstrip(".").split(".")
    return not parts[0] and "/" not in text and len(parts) == len(whole) == 3 and parts[2] == whole[2]
