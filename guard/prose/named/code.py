"""What lines of code name: packages they import, variables they ask for, flags, and members of types of the tree."""

from __future__ import annotations

import sys
from itertools import pairwise

from guard.prose.cued import Cued
from guard.prose.named.literals import of_runner
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Claim = tuple[str, str]

_GETENV = Cued(
    r"(?:os\.environ(?:\.get\(|\[)|os\.getenv\(|\bgetenv\(|os\.Getenv\(|os\.LookupEnv\(|ENV\[|ENV\.fetch\("
    r"|System\.getenv\("
    r"|env::var(?:_os)?\(|process\.env\[|Environment\.GetEnvironmentVariable\()\s*[\"']([A-Za-z_]\w{1,80})[\"']"
    r"|process\.env\.([A-Z][A-Z0-9_]{1,80})|import\.meta\.env\.([A-Z][A-Z0-9_]{1,80})"
)
_FLAG = Cued(
    r"(?i:\b\w{0,30}(?:flag\w{0,20}|feature\w{0,20})(?:\.\w{1,30})?|\bflags?\.\w{1,30}"
    r"|\bis_?enabled)\(\s*(?:[\w.]{1,30},\s*)?[\"']([A-Za-z][\w.-]{1,80})[\"']"
)
_PYTHON = Cued(r"\s*(?:from\s+([A-Za-z_][\w.]*)\s+import\s+(.+)|import\s+([A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*))")
_SCRIPT = Cued(r"(?:\bfrom\s+|\bimport\s+|\brequire\(\s*|\bimport\(\s*)[\"']([^\"'\s]{1,120})[\"']")
_GO = Cued(r"\s*(?:import\s+)?(?:[\w.]+\s+)?\"([a-z0-9][\w.-]*\.[a-z]{2,}/[\w./~-]{1,160})\"\s*$")
_RUBY = Cued(r"\s*(?:require\s+|gem\s+)[\"']([A-Za-z][\w/-]{0,80})[\"']")
_RUST = Cued(r"\s*(?:pub\s+)?use\s+([a-z_]\w*)::")
_CHAIN = Cued(r"(?<![\w.\"'/])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,8}")
_DECLARED = Cued(
    r"\b(?:def|class|func(?:\s*\([^)]{0,80}\))?|fn|type|struct|interface|enum|trait|const|let|var|val|function"
    r"|object)\s+([A-Za-z_]\w*)"
    r"|^\s*([A-Za-z_]\w*)\s*(?::\s*[\w\[\], .|]{1,60})?\s*(?::?=)(?!=)"
)
_STRINGS = Cued(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|(?:^|\s)(?://|#(?!\[)).*$")
OTHERWISE = {
    "yaml": "pyyaml", "pil": "pillow", "bs4": "beautifulsoup4", "sklearn": "scikit-learn", "cv2": "opencv-python",
    "dateutil": "python-dateutil", "jwt": "pyjwt", "dotenv": "python-dotenv", "psycopg2": "psycopg2-binary",
    "attr": "attrs",
    "openssl": "pyopenssl", "crypto": "pycryptodome", "github": "pygithub", "git": "gitpython", "serial": "pyserial",
    "markdown_it": "markdown-it-py", "docx": "python-docx", "magic": "python-magic",
    "rest_framework": "djangorestframework",
    "waffle": "django-waffle", "sentry_sdk": "sentry-sdk", "factory": "factory-boy", "mysqldb": "mysqlclient",
    "google": "google-cloud-storage", "environ": "django-environ", "pkg_resources": "setuptools",
    "pytest_django": "pytest-django",
}  # fmt: skip
_NODE = listed(
    """
    assert async_hooks buffer child_process cluster crypto dns events fs http http2 https net os path perf_hooks
    process querystring readline stream string_decoder timers tls tty url util v8 vm worker_threads zlib test
    module
    """
)
_RUBY_OWN = listed(
    """
    json csv set time date uri net/http yaml securerandom digest fileutils logger open3 optparse
    """
)
ENDINGS = {"py": "python", "js": "script", "jsx": "script", "ts": "script", "tsx": "script", "mjs": "script",
"go": "go",
           "rb": "ruby", "rs": "rust"}  # fmt: skip
LANGUAGES = {**ENDINGS, "python": "python", "javascript": "script", "typescript": "script", "golang": "go",
             "ruby": "ruby", "rust": "rust", "java": "java", "kotlin": "java"}  # fmt: skip


def declared(lines: Iterable[str]) -> frozenset[str]:
    """The names that these lines make themselves."""
    return frozenset([name for line in lines for found in _DECLARED.findall(line[:2_000]) for name in found if name])


def claims(line: str, language: str) -> Iterator[Claim]:
    """Of one line; members as `Type.member`, what Python takes out of a module as `module.name`."""
    line = line[:2_000]
    for found in _GETENV.findall(line):
        name = next(one for one in found if one)
        if not of_runner(name):
            yield "environment", name
    yield from [("flag", name) for name in _FLAG.findall(line)]
    yield from _imports(line, language)
    if not _PYTHON.match(line) or language != "python":
        for chain in _CHAIN.findall(_STRINGS.sub(" ", line)):
            parts = chain.split(".")
            for holder, member in pairwise(parts):
                if holder[0].isupper() or (language == "go" and member[0].isupper()):
                    yield "symbol", f"{holder}.{member}"


def _imports(line: str, language: str) -> Iterator[Claim]:
    if language == "python":
        found = _PYTHON.match(line)
        if found is not None and found[1]:
            yield "import", found[1]
            for name in found[2].partition("#")[0].strip("()\\ ").split(","):
                plain = name.split(" as ")[0].strip(" ()")
                if plain.isidentifier():
                    yield "member", f"{found[1]}.{plain}"
        elif found is not None:
            yield from [("import", name.strip()) for name in found[3].split(",")]
    elif language == "script":
        yield from [("import", name) for name in _SCRIPT.findall(line)]
    elif language in ("go", "rust", "ruby"):
        found = {"go": _GO, "rust": _RUST, "ruby": _RUBY}[language].match(line)
        if found is not None:
            yield "import", found[1]


def package_of(imported: str, language: str) -> str:
    """The package that an import is of; "" where it is of the language itself, or of the tree beside it."""
    if language == "python":
        top = imported.partition(".")[0]
        return "" if top in sys.stdlib_module_names or top == "__future__" else OTHERWISE.get(top.casefold(), top)
    if language == "script":
        if (
            imported.startswith((".", "/", "#", "@/", "~", "node:", "virtual:", "bun:"))
            or imported.split("/")[0] in _NODE
        ):
            return ""
        parts = imported.split("/")
        return "/".join(parts[:2]) if imported.startswith("@") else parts[0]
    if language == "ruby":
        return "" if imported in _RUBY_OWN else imported.partition("/")[0]
    if language == "rust":
        return "" if imported in ("std", "core", "alloc", "crate", "super", "self") else imported
    return imported
