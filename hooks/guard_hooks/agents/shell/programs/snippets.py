"""Code of Python and node in one line, as far as it takes to say that it only reads and prints.

Only what is named here may stand in it: what else there is may write, run something or reach what does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LONGEST = 4_000  # characters
ONLY_READ = 0x400  # of the compiler of Python: it makes a tree, and no code
# What of a module may be named; docs/agents-shell.md lists them.
_MODULES = """
    ast.dump ast.parse base64.b64decode base64.b64encode collections.Counter collections.defaultdict collections.deque
    collections.OrderedDict csv.DictReader csv.reader datetime.date datetime.datetime datetime.timedelta
    datetime.timezone glob.glob hashlib.md5 hashlib.sha1 hashlib.sha256 hashlib.sha512 importlib.metadata.version
    itertools.chain itertools.groupby itertools.islice json.dumps json.load json.loads math.ceil math.floor math.inf
    math.log math.pi math.sqrt os.environ os.getcwd os.listdir os.path.abspath os.path.basename os.path.dirname
    os.path.exists os.path.getsize os.path.isdir os.path.isfile os.path.join os.path.realpath platform.machine
    platform.python_version platform.system pprint.pprint re.findall re.finditer re.match re.search re.split re.sub
    shutil.which statistics.mean statistics.median sys.argv sys.byteorder sys.executable sys.exit sys.implementation
    sys.maxsize sys.platform sys.prefix sys.stdin sys.stdout.write sys.version sys.version_info textwrap.dedent
    time.strftime time.time tomllib.load tomllib.loads urllib.parse.parse_qs urllib.parse.quote urllib.parse.unquote
    urllib.parse.urlencode urllib.parse.urlparse uuid.uuid4 yaml.safe_load yaml.safe_load_all
"""
MODULES = frozenset(_MODULES.split())
# Modules of an environment that are often asked which version they are, and the names they tell it by
_ASKED = """
    aiohttp alembic attrs boto3 botocore celery click cryptography django fastapi flask httpx jax jinja2 lxml matplotlib
    mypy networkx numpy openai pandas PIL pip polars psycopg psycopg2 pyarrow pydantic pymongo pytest redis requests
    rest_framework rich scipy setuptools sklearn sqlalchemy starlette tensorflow torch torchvision transformers typer
    uvicorn yaml
"""
ASKED = frozenset(_ASKED.split())
TOLD = frozenset({"__file__", "__version__", "VERSION", "version"})
_BUILTINS = """
    abs all any ascii bin bool bytes chr dict divmod enumerate filter float format frozenset hash hex int isinstance
    iter len list map max min next oct ord pow print range repr reversed round set sorted str sum tuple zip
    Exception KeyError ValueError
"""
BUILTINS = frozenset(_BUILTINS.split())
# Names of methods that change nothing but what they stand at
_METHODS = """
    __name__ append buffer capitalize copy count date day decode digest elements encode end endswith extend find get
    group groupdict groups hex hexdigest hour index isalnum isalpha isdigit isoformat items join keys ljust lower lstrip
    major micro minor minute month most_common netloc now params partition path query read readline readlines release
    replace rfind rjust rpartition rsplit rstrip scheme sort split splitlines start startswith strftime strip timestamp
    title today total_seconds update upper utcnow values weekday year zfill
"""
METHODS = frozenset(_METHODS.split())
_KINDS = """
    Add And Assert Assign Attribute AugAssign BinOp BitAnd BitOr BitXor BoolOp Break Call Compare Constant Continue
    Del Dict DictComp Div Eq ExceptHandler Expr FloorDiv For FormattedValue GeneratorExp Gt GtE If IfExp Import
    ImportFrom In Invert Is IsNot JoinedStr Lambda List ListComp Load Lt LtE Mod Module Mult Name NamedExpr Not NotEq
    NotIn Or Pass Pow Set SetComp Slice Starred Store Sub Subscript Try Tuple UAdd USub UnaryOp With While alias arg
    arguments comprehension keyword withitem
"""
KINDS = frozenset(_KINDS.split())
ESCAPES = frozenset("nt\\'\"")
MODES = frozenset({"r", "rb", "rt"})
# node -p
OF_PROCESS = frozenset({"version", "versions", "platform", "arch", "execPath", "argv0", "pid"})
SUM = frozenset("0123456789+-*/%(). ")
NAMES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.")


class _Odd(Exception):
    """Something stands in it that is not known."""


def python_prints(text: str) -> bool:
    """Whether a text of Python only reads and prints."""
    escapes = [text[at + 1 : at + 2] for at, char in enumerate(text) if char == "\\"]
    if len(text) > LONGEST or "\0" in text or "{" * 8 in text or not set(escapes) <= ESCAPES:
        return False
    try:
        tree = compile(text, "", "exec", ONLY_READ, dont_inherit=True)
        _Reading(tree)
    except (_Odd, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


class _Reading:
    """One walk through the tree: first what names stand for, then whether each of them may be used as it is."""

    def __init__(self, tree: Any) -> None:
        self.modules: dict[str, str] = {}  # by the name they have here
        self.own: set[str] = set()
        every = list(_below(tree))
        for node in every:
            kind = type(node).__name__
            if kind not in KINDS:
                raise _Odd
            self.named(kind, node)
        if self.own & {*self.modules, *BUILTINS, "open", "exit"}:
            raise _Odd
        self.used(tree)

    def named(self, kind: str, node: Any) -> None:
        """What gets a name."""
        if kind == "Import":
            for one in node.names:
                if one.asname and "." in one.name:
                    raise _Odd
                name = one.asname or one.name.partition(".")[0]
                self.module(name, (one.asname and one.name) or name, one.name)
        elif kind == "ImportFrom":
            for one in node.names:
                if node.level or f"{node.module}.{one.name}" not in MODULES:
                    raise _Odd
                self.module(one.asname or one.name, f"{node.module}.{one.name}", node.module)
        elif kind == "Name" and type(node.ctx).__name__ == "Store":
            self.own.add(node.id)
        elif kind == "arg":
            self.own.add(node.arg)
        elif kind == "ExceptHandler" and node.name:
            self.own.add(node.name)

    def module(self, name: str, means: str, whole: str) -> None:
        """A module, or a part of one, by the name it has here."""
        if self.modules.get(name, means) != means or name[:1] == "_":
            raise _Odd
        known = any([one.startswith(whole + ".") for one in MODULES])
        if not known and whole not in ASKED:
            raise _Odd
        self.modules[name] = means

    def used(self, node: Any) -> None:
        """Whether what stands there may be used in this way; the same of all below it."""
        kind = type(node).__name__
        if kind == "Attribute":
            if self.attribute(node):
                return
        elif kind == "Name" and type(node.ctx).__name__ == "Load":
            means = self.modules.get(node.id, "")
            if node.id not in self.own | BUILTINS and means not in MODULES:
                raise _Odd
        elif kind == "Call" and type(node.func).__name__ == "Name" and node.func.id in ("open", "exit"):
            _opens(node)
            for one in (*node.args, *[word.value for word in node.keywords]):
                self.used(one)
            return
        elif kind in ("Assign", "AugAssign", "For", "comprehension", "withitem", "NamedExpr"):
            _stored(node)
        for one in _parts(node):
            self.used(one)

    def attribute(self, node: Any) -> bool:
        """Whether a chain of names begins with a module: then it has to be one that is known."""
        chain, at = [node.attr], node.value
        while type(at).__name__ == "Attribute":
            chain.insert(0, at.attr)
            at = at.value
        if type(node.ctx).__name__ != "Load":
            raise _Odd
        if type(at).__name__ == "Name" and at.id in self.modules:
            words = [*self.modules[at.id].split("."), *chain]
            fronts = [".".join(words[:end]) for end in range(1, len(words) + 1)]
            known = next((end for end, front in enumerate(fronts, 1) if front in MODULES), 0)
            if not known and not (words[0] in ASKED and len(words) == 2 and words[1] in TOLD):
                raise _Odd
            if known and not set(words[known:]) <= METHODS:
                raise _Odd
            return True
        if node.attr not in METHODS:
            raise _Odd
        return False


def _below(tree: Any) -> Any:
    """Every part of a tree, with itself."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _parts(node)


def _parts(node: Any) -> list[Any]:
    values = [getattr(node, name, None) for name in node._fields]
    every = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [one for one in every if hasattr(one, "_fields")]


def _stored(node: Any) -> None:
    """It is kept under a plain name, or in something that has one."""
    found = getattr(node, "targets", None) or [getattr(node, "target", None) or getattr(node, "optional_vars", None)]
    waiting = [one for one in found if one is not None]
    while waiting:
        one = waiting.pop()
        kind = type(one).__name__
        if kind in ("Tuple", "List"):
            waiting += one.elts
        elif kind == "Starred" or (kind == "Subscript" and type(one.value).__name__ in ("Name", "Subscript")):
            waiting.append(one.value)
        elif kind != "Name":
            raise _Odd


def _opens(node: Any) -> None:
    """`open` for reading."""
    if any([type(one).__name__ == "Starred" for one in node.args]) or any([word.arg is None for word in node.keywords]):
        raise _Odd
    told = {word.arg: word.value for word in node.keywords}
    mode = node.args[1] if len(node.args) > 1 else told.get("mode")
    wanted = {"encoding", "errors", "newline", "mode"}
    if node.func.id == "open" and (
        not set(told) <= wanted
        or len(node.args) not in (1, 2)
        or (mode is not None and (type(mode).__name__ != "Constant" or mode.value not in MODES))
    ):
        raise _Odd


def node_logs(text: str) -> bool:
    """Whether `node -e` only logs what `node -p` may print."""
    text = text.strip().removesuffix(";").rstrip()
    front, end = "console.log(", ")"
    return text.startswith(front) and text.endswith(end) and node_prints(text[len(front) : -1])


def node_prints(text: str) -> bool:
    """Whether `node -p` prints a sum, a part of `process`, or of a file of JSON."""
    text = text.strip().removesuffix(";")
    if text and set(text) <= SUM and "//" not in text:
        return True
    if text.startswith("process."):
        return text[len("process.") :].partition(".")[0] in OF_PROCESS and set(text) <= NAMES
    for sign in "'\"":
        front = f"require({sign}"
        name, end, rest = text[len(front) :].partition(f"{sign})")
        if text.startswith(front) and end and name.endswith(".json") and ".." not in name and name[:1] != "/":
            return not set(name) & set("'\"\\`") and (not rest or (rest[0] == "." and set(rest) <= NAMES))
    return False


SNIPPETS: dict[str, Callable[[str], bool]] = {"python": python_prints, "node": node_prints}
