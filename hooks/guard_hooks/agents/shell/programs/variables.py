"""Variables in front of a command by which builds and tests go: what they write, and which programs they start."""

from __future__ import annotations

from guard_hooks.agents.shell.language.evaluating import NAMED, means
from guard_hooks.agents.shell.language.holding import given_anew
from guard_hooks.agents.shell.language.word import COMPUTED, GLOBS, SPLIT, Word, assigned, folder_of_pattern, literal
from guard_hooks.agents.shell.programs.tables import HARMLESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader

ANY = Word("$", COMPUTED)  # what nobody can tell
DECLARES = frozenset({"declare", "export", "local", "readonly", "typeset"})
# What they name is written.
_OUT = """
    CARGO_TARGET_DIR COVERAGE_FILE DEPENDENCIES_OUTPUT GOBIN GOCACHE GOCOVERDIR LLVM_PROFILE_FILE MYPY_CACHE_DIR
    NODE_COMPILE_CACHE NODE_REDIRECT_WARNINGS NODE_V8_COVERAGE PIP_CACHE_DIR PIP_LOG PIP_PREFIX PIP_ROOT PIP_TARGET
    PYTHONPYCACHEPREFIX RUFF_CACHE_DIR UV_CACHE_DIR BUNDLE_PATH GCOV_PREFIX GEM_HOME GOMODCACHE GOPATH GOTMPDIR HISTFILE
    NX_CACHE_DIRECTORY PERLIO_DEBUG PRE_COMMIT_HOME PYTEST_DEBUG_TEMPROOT UV_TOOL_DIR XDG_CACHE_HOME XDG_DATA_HOME
    XDG_STATE_HOME
"""
OUT = frozenset(_OUT.split())
FOLDERS = frozenset(
    {"BUNDLE_PATH", "GCOV_PREFIX", "GEM_HOME", "GOBIN", "GOCACHE", "GOMODCACHE", "GOPATH", "NODE_COMPILE_CACHE"}
    | {"NODE_V8_COVERAGE", "PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PRE_COMMIT_HOME", "PYTEST_DEBUG_TEMPROOT"}
    | {"XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"}
)
SEARCHED = frozenset({"CLASSPATH", "NODE_PATH", "PERL5LIB", "PERLLIB", "PYTHONPATH", "RUBYLIB"})  # for code
_RUN = """
    CARGO_HOME COVERAGE_PROCESS_START COVERAGE_RCFILE GOROOT GOTOOLDIR GRADLE_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
    GRADLE_USER_HOME MAKEFILES MAVEN_ARGS MAVEN_OPTS PYTEST_PLUGINS PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE
    TOX_OVERRIDE UV_PYTHON AWS_SHARED_CREDENTIALS_FILE
    _JAVA_OPTIONS AWS_CONFIG_FILE AWS_PAGER AZURE_CONFIG_DIR AZURE_EXTENSION_DIR BROWSER DOCKER_CONFIG GH_BROWSER
    GH_PAGER GLAB_PAGER KUBECTL_EXTERNAL_DIFF PSQLRC PSQL_EDITOR PSQL_PAGER PYTHONINSPECT SYSTEMD_EDITOR SYSTEMD_PAGER
    TF_CLI_CONFIG_FILE TF_DATA_DIR TF_LOG_PATH TF_PLUGIN_CACHE_DIR ACKRC BAT_CONFIG_PATH BAT_PAGER BUNDLE_GEMFILE
    COMPILER_PATH CURL_HOME GCC_EXEC_PREFIX GCONV_PATH GOAUTH GOCACHEPROG GOENV LESSKEY LESSKEYIN
    NODE_REPL_EXTERNAL_MODULE OPENSSL_CONF OPENSSL_ENGINES OPENSSL_MODULES PERL5DB PIP_CONFIG_FILE PYLINTRC
    PYTHONBREAKPOINT RIPGREP_CONFIG_PATH RSYNC_RSH SUDO_ASKPASS UV_CONFIG_FILE WGETRC XDG_CONFIG_DIRS XZ_DEFAULTS
"""
RUN = frozenset(_RUN.split())
# How the names of variables end that hand options on; and what may stand in them, whatever the program
OPTIONS_TOO = ("_OPTIONS", "_OPTS", "_OPT", "_ADDOPTS")
OF_JAVA = ("-Xm", "-Xs")
FAMILIES = (  # how the names of many begin
    *("CARGO_BUILD_", "CARGO_TARGET_", "npm_config_", "NPM_CONFIG_", "CLOUDSDK_", "HELM_", "SEMGREP_", "TF_CLI_ARGS"),
    *("TRIVY_", "PIP_AUDIT_"),
)
COMPILERS = frozenset(
    {"AR", "CARGO", "CC", "CXX", "LD", "RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTDOC"}
)
_OF_COMPILERS = """
    -O -g -std= -I -L -l -D -U -m -fPIC -fno- -fsanitize -pthread -static -Wall -Wextra -Werror -Wno-
"""
OF_COMPILERS = tuple(_OF_COMPILERS.split())
_OF_NODE = """
    --enable-source-maps --experimental-vm-modules --max-old-space-size= --max_old_space_size= --no-deprecation
    --no-warnings --openssl-legacy-provider --stack-trace-limit= --trace-deprecation --trace-warnings
    --unhandled-rejections=
"""
# Options that a variable hands on, by how those begin that start nothing and write nothing.
OPTIONS = {
    **dict.fromkeys(("CFLAGS", "CGO_CFLAGS", "CGO_LDFLAGS", "CPPFLAGS", "CXXFLAGS", "LDFLAGS"), OF_COMPILERS),
    "GOFLAGS": ("-mod=", "-count=", "-race", "-tags=", "-v", "-buildvcs=", "-trimpath", "-p=", "-short"),
    "NODE_OPTIONS": tuple(_OF_NODE.split()),
    "GRADLE_OPTS": ("-Xm", "-Xs"),
    "JAVA_TOOL_OPTIONS": ("-Xm", "-Xs"),
    "MAVEN_OPTS": ("-Xm", "-Xs"),
    "RUSTDOCFLAGS": ("-D", "-A", "-W", "warnings", "--cfg", "docsrs"),
    "RUSTFLAGS": ("-D", "-A", "-W", "warnings", "-Ctarget-cpu=", "--cfg", "debuginfo", "-g"),
}


def builds_by(reader: Reader, name: str, value: Word) -> None:
    """A variable is set that builds or tests may go by."""
    why = f"it sets {name}, which decides what is run"
    if name in OUT:
        reader.writes(value, "what a variable leads to", folder="DIR" in name or name in FOLDERS)
    elif name in OPTIONS:
        if not all([one.startswith(OPTIONS[name]) for one in value.plain().split()]):
            reader.cannot(why)
    elif name.endswith(OPTIONS_TOO) and name != "NODE_OPTIONS":
        if not all([one.startswith(OF_JAVA) or one.lstrip("-").isdigit() for one in value.plain().split()]):
            reader.cannot(why)
    elif name == "PYTHONWARNINGS":
        if not value.known() or "." in value.text:
            reader.cannot(why)  # a class of a module, which is run for it
    elif name == "POSIXLY_CORRECT":
        reader.cannot("programs read their options in another way by a variable")
    elif name in SEARCHED:
        if value == ANY:
            reader.cannot(why)
        elif name == "PYTHONPATH":
            _searched(reader, value)
    elif name in COMPILERS:
        from guard_hooks.agents.shell.programs.building import compiles

        if not compiles(value):
            reader.cannot(why)
    elif value.text and ((name in RUN and value.plain() not in HARMLESS) or name.startswith(FAMILIES)):
        reader.cannot("it sets what decides what is run, or where it writes")


def _searched(reader: Reader, value: Word) -> None:
    """Folders of modules: one of them may stand in place of one of Python's own, whatever is started."""
    from guard_hooks.agents.shell.programs.beside import modules

    reader.searched.update(dict.fromkeys(value.text.split(":") if value.known() else [None]))
    modules(reader, searched=True)


def leads(reader: Reader, words: tuple[Word, ...]) -> None:
    """Variables that a command has for itself: a protected place in one of them is where it may write."""
    from guard_hooks.agents.shell.programs.outputs import ends, written
    from guard_hooks.agents.shell.programs.steering import place

    for word in words:
        found = assigned(word)
        if found and found[0] not in OUT and ends(found[0]):
            written(reader, "what a variable leads to", found[1], found[0])
        elif found:
            place(reader, "what a variable leads to", found[1])


def fills(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    """`read PATH`, `for PATH in`, `export GOFLAGS`: a variable that decides what is run gets what nobody can tell."""
    if reader.holding and given_anew(reader, args[:1] if name in ("for", "select") else args):
        reader.cannot("which variable it sets is computed")
    if name in ("unset", "wait"):
        return
    if name in ("for", "select") and args:
        for value in args[2:] if len(args) > 1 else (ANY,):
            filled(reader, args[0].plain(), value)
    elif name == "printf":
        for word in args[:2] if args and args[0].text.startswith("-v") else ():
            _named(reader, word, word.text.removeprefix("-v"))
    elif name == "set":
        if _hands_on(args):
            reader.cannot("it hands every variable on to what is run")
    else:
        for word in args:
            if name in DECLARES:
                _exported(reader, word)
            else:  # read -aNAME
                _named(reader, word, word.text if word.text[:1] != "-" else word.text.partition("a")[2])


def _named(reader: Reader, word: Word, name: str) -> None:
    """A variable that a word names: one that is computed may be any."""
    if not word.known() or folder_of_pattern(word) != "":
        reader.cannot("which variable it sets is computed")
    filled(reader, name)


def _hands_on(args: tuple[Word, ...]) -> bool:
    """Whether an option of `set` is -a, in a cluster as it may be, or the name of the same."""
    for at, word in enumerate(args):
        text, before = word.text, args[at - 1].text if at else ""
        named_ = before[:1] in ("-", "+") and before[-1:] == "o"
        if not word.known() or text == "allexport" * named_ or (text[:1] == "-" and text != "--" and "a" in text):
            return before[:1] != "+"
        if text == "--" or not (named_ or text[:1] in ("-", "+")):
            return False
    return False


def _exported(reader: Reader, word: Word) -> None:
    """A word of `export` and the like, where `NAME=value` is not plain to see."""
    name, equals, _ = word.text.partition("=")
    if set(word.mask[: len(name)]) & {COMPUTED, SPLIT} or (set("{" + GLOBS) & set(name) and not equals):
        reader.cannot("which variable it sets is computed")
    elif not equals and name not in OUT | SEARCHED:
        filled(reader, name, ANY, "")
    elif name.endswith(("+", "]")):
        filled(reader, name.removesuffix("+"), word.after(len(name) + 1), "")


def filled(reader: Reader, name: str, value: Word = ANY, harmless: str = "ENV") -> None:
    """A variable gets a value, perhaps one that nobody can tell; a name that many scripts use is let alone."""
    from guard_hooks.agents.shell.programs.running import sets

    name = name.partition("[")[0]
    if name.isidentifier() and name != harmless:
        minus = reader.minus
        sets(reader, name, value)
        reader.minus = minus


def changed(reader: Reader, sum_: str) -> None:
    """A text that is worked out: whether it gives a value to a variable that decides what is run."""
    compared = sum_.replace("==", "").replace("!=", "")
    less = compared.replace("<=", "").replace(">=", "")
    if "=" in less or any([sign in compared for sign in ("++", "--", "<<=", ">>=")]):
        for name in "".join([char if char.isalnum() or char == "_" else " " for char in sum_]).split():
            if name.isupper():
                filled(reader, name, harmless="")


def named(reader: Reader, name: str, words: list[Word]) -> None:
    """read, unset, wait -p, getopts: which variables they mean; what they read into them may be any text."""
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        letter = word.text[-1:] if word.text[:1] == "-" else ""
        if letter == "a" and name == "read":
            continue  # its value is the name of a list
        if letter and letter in NAMED[name] and len(word.text) >= 2:
            at += 1
        elif not letter:
            means(reader, word)
            if name != "unset":
                reader.unsure[literal(word).partition("[")[0]] = None
    if name == "read":
        reader.unsure["REPLY"] = None
    elif name == "getopts":
        reader.unsure["OPTARG"] = None


def prints(reader: Reader, words: list[Word]) -> None:
    """printf -v NAME."""
    first = words[0]
    named = words[1:2] if first.text in ("-v", "--") or not first.known() else [first.after(2)]
    if first.text == "--":
        return
    for word in named:
        means(reader, word._replace(inner=word.inner or first.inner))
        reader.unsure[literal(word).partition("[")[0]] = None
