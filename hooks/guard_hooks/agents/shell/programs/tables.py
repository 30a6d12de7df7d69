"""The programs that are known by a table: what they do with their words. docs/agents-shell.md lists them all."""

from __future__ import annotations

from guard.value import NamedTuple

# Programs that write no file, whatever their words are.
_READS = """
    : [ [[ arch b2sum basename bg break bzcat cal caller cat cksum clear cmp column comm continue cut
    date df diff diff3 dig dirname dirs disown du echo egrep expand expr false fg fgrep fmt fold free getconf
    getopts grep gron groups hadolint head hexdump host hostname id jless join jq kill killall let locale logger
    logname logout look ls lsblk lscpu lsof md5 md5sum more netstat nl nproc nslookup od paste pathchk pgrep ping
    pkill pr printenv printf ps pstree pwd read readelf readlink realpath reset rev seq sha1sum sha224sum sha256sum
    sha384sum sha512sum shasum shellcheck shift size sleep stat strings stty sum sw_vers sync tabs tac tail
    test times tokei top tput tr true tsort tty type ulimit umask unalias uname unexpand unset uptime users uuidgen
    vmstat w wait wc whatis whereis which who whoami xzcat xzgrep yes zcat zcmp zdiff zegrep zfgrep zgrep zless zmore
"""
READS = frozenset(_READS.split())


class Operands(NamedTuple):
    """A program by its operands: what becomes of them, and its options that write or start something."""

    # "reads"; "writes"; "makes": folders; "deletes"; "second": that one is written; "later": all but the first are
    role: str
    takes: str = ""  # options that have a value, apart from the next two
    out: str = ""  # options whose value is a file that is written
    starts: str = ""  # options that start a program, or write where it is not said
    below: str = ""  # options that take folders with all that is in them


OPERANDS = {
    "rm": Operands("deletes", below="r R recursive"),
    "unlink": Operands("deletes"),
    "rmdir": Operands("deletes"),
    "touch": Operands("writes", "d r t date reference time"),
    "mkdir": Operands("makes", "m mode"),
    "mkfifo": Operands("writes", "m mode"),
    "tee": Operands("writes"),
    "sponge": Operands("writes"),
    "truncate": Operands("writes", "s r size reference"),
    "shred": Operands("writes", "n s iterations size random-source"),
    "dos2unix": Operands("writes"),
    "unix2dos": Operands("writes"),
    "chown": Operands("later", "from", below="R recursive"),
    "chgrp": Operands("later", below="R recursive"),
    "uniq": Operands("second", "f s w skip-fields skip-chars check-chars"),
    "xxd": Operands("second", "c g l o s n cols groupsize len seek name"),
    "json.tool": Operands("second", "indent"),
    "sort": Operands(
        "reads", "k t S T key field-separator buffer-size temporary-directory", "o output", "compress-program"
    ),
    "shuf": Operands("reads", "i n input-range head-count random-source", "o output"),
    "tree": Operands("reads", "L P I H T", "o output"),
    "less": Operands("reads", "b h j p P t T x y z", "o O log-file LOG-FILE"),
    "base64": Operands("reads", "w b wrap", "o output"),
    "base32": Operands("reads", "w wrap", "o output"),
    "iconv": Operands("reads", "f t from-code to-code", "o output"),
    "sdiff": Operands("reads", "w W I width ignore-matching-lines", "o output"),
    "file": Operands("reads", "f F m P e files-from separator magic-file", "", "C compile"),
    "rg": Operands("reads", "A B C e f g j m M r t T E", "", "pre hostname-bin"),
    "ag": Operands("reads", "A B C G m p", "", "pager"),
    "ack": Operands("reads", "A B C m", "", "pager"),
    "fd": Operands("reads", "d e E t S c C j", "", "x X exec exec-batch"),
    "fdfind": Operands("reads", "d e E t S c C j", "", "x X exec exec-batch"),
    "bat": Operands("reads", "l r H m", "", "pager"),
    "man": Operands("reads", "S s M e L m", "", "P H pager html"),
    "ss": Operands("reads", "f A N F family query net filter", "D diag", "K kill"),
    "envsubst": Operands("reads", "i input", "o output"),
    "nm": Operands("reads", "f t X format radix target", "", "plugin"),
    "zstdcat": Operands("reads", "D M", "o trace output-dir-flat output-dir-mirror", "rm"),
    "cloc": Operands(
        "reads",
        "",
        "out report-file sql counted ignored categorized write-lang-def found unicode",
        "config extract-with diff-list-file script-lang sum-reports",
    ),
    "scc": Operands("reads", "f i n x format", "o output", "format-multi"),
    "actionlint": Operands("reads", "", "", "- k"),  # -init-config; -shellcheck and -pyflakes name programs
    # Programs that judge text or code and write nothing but what their options say
    "mypy": Operands(
        "reads",
        "m p c module package command config-file python-version platform exclude",
        "junit-xml html-report xml-report cobertura-xml-report txt-report any-exprs-report linecount-report"
        " linecoverage-report lineprecision-report xslt-html-report xslt-txt-report cache-dir"
        " timing-stats line-checking-stats",
        "install-types python-executable",
    ),
    "pyright": Operands("reads", "", "", "createstub pythonpath"),
    "basedpyright": Operands("reads", "", "", "createstub writebaseline pythonpath"),
    "flake8": Operands("reads", "config append-config", "output-file bug-report"),
    "pycodestyle": Operands("reads"),
    "pydocstyle": Operands("reads"),
    "bandit": Operands("reads", "", "o output"),
    "brakeman": Operands(
        "reads",
        "f format t test x except p path w confidence-level only-files skip-files url-safe-methods",
        "o output",
        "I interactive-ignore C create-config rake c config-file add-checks-path add-libs-path compare",
    ),
    "checkov": Operands(
        "reads",
        "d directory f file o output framework c check s skip-check compact",
        "output-file-path",
        "create-baseline create-config external-checks-dir external-checks-git config-file"
        " download-external-modules external-modules-download-path",
    ),
    "tflint": Operands(
        "reads", "f format minimum-failure-severity filter var var-file", "", "fix init chdir langserver c config"
    ),
    "tfsec": Operands(
        "reads",
        "f format m minimum-severity e exclude tfvars-file",
        "O out",
        "config-file custom-check-dir custom-check-url force-all-dirs migrate-ignores update",
    ),
    "vulture": Operands("reads"),
    "lint-imports": Operands("reads"),
    "yamllint": Operands("reads"),
}

# Variables in which some programs look for options, or for the program that they start
BY_VARIABLES = {
    **dict.fromkeys(("zgrep", "zegrep", "zfgrep", "xzgrep"), "GREP EGREP FGREP"),
    **dict.fromkeys(("zcmp", "zdiff"), "CMP DIFF"),
    **dict.fromkeys(("gzip", "gunzip", "zcat"), "GZIP"), **dict.fromkeys(("bzip2", "bunzip2", "bzcat"), "BZIP BZIP2"),
    "unzip": "UNZIP UNZIPOPT", "zip": "ZIP ZIPOPT", "man": "MANOPT", "perl": "PERL5LIB PERLLIB",
}  # fmt: skip
# Programs of a system: where a folder of a project has one of that name, it is another
OF_SYSTEM = (READS - {"gron", "hadolint", "jless", "jq", "shellcheck", "tokei", "which"}) | {
    *("awk", "base64", "bash", "chmod", "cp", "curl", "dd", "env", "find", "git", "gzip", "install", "ln", "mkdir"),
    *("mktemp", "mv", "nohup", "patch", "rm", "rmdir", "sed", "sh", "sort", "split", "tar", "tee", "time", "timeout"),
    *("touch", "truncate", "uniq", "unlink", "unzip", "wget", "xargs", "zip", "zsh"),
}

# Variables in front of a command that decide which program is run; and what may stand in them all the same.
_DECIDES = """
    BASH_ENV CDPATH EDITOR ENV GIT_ALLOW_PROTOCOL GIT_ASKPASS GIT_EDITOR GIT_EXEC_PATH GIT_EXTERNAL_DIFF GIT_PAGER
    GIT_PROXY_COMMAND GIT_SEQUENCE_EDITOR GIT_SSH GIT_SSH_COMMAND GIT_TEMPLATE_DIR GNUMAKEFLAGS HOME IFS LESSCLOSE
    LESSOPEN MAKEFLAGS MANPAGER PAGER PATH PERL5OPT PROMPT_COMMAND PS4 PYTEST_ADDOPTS RUBYOPT SHELL
    SSH_ASKPASS VISUAL XDG_CONFIG_HOME
"""
DECIDES = frozenset(_DECIDES.split())
HARMLESS = frozenset({"", "true", "false", ":", "cat", "less", "more", "/bin/true", "/bin/cat"})
# Variables by which the programs that keep hooks leave them out; with one value alone, where one stands there.
HOOKS_OFF = {
    "HUSKY": "0", "HUSKY_SKIP_HOOKS": "", "LEFTHOOK": "0", "LEFTHOOK_EXCLUDE": "", "LEFTHOOK_SKIP": "",
    "PRE_COMMIT_ALLOW_NO_CONFIG": "", "PREK_SKIP": "", "PREK_ALLOW_NO_CONFIG": "", "SKIP": "",
}  # fmt: skip
# Where programs lie that are what their name says.
BINS = frozenset({"/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/opt/homebrew/bin"})
ENVIRONMENTS = ("venv/bin", "venv/Scripts", "node_modules/.bin", "vendor/bin")
WRAPPERS = frozenset({"gradlew", "mvnw"})
_LOOKERS = """
    alembic aws az crontab docker gcloud gh glab golangci-lint hatch helm ip journalctl kubectl nc openssl
    pg_isready pip-audit rustup semgrep staticcheck systemctl terraform trivy watch
"""
JUDGES = frozenset(  # they go by settings with which they would write, or run something: beside.py
    {*("autoflake", "autopep8", "bandit", "codespell", "docformatter", "eslint", "flake8", "golangci-lint"),
     *("lint-imports", "markdownlint-cli2", "mypy", "oxlint", "php-cs-fixer", "prettier", "rubocop", "ruff"),
     *("sqlfluff", "stylelint", "trivy")}
)  # fmt: skip
LOOKERS = frozenset(_LOOKERS.split())  # they stand in looking_tables.py
CLIENTS = frozenset({"psql", "mysql", "mariadb", "sqlite3", "redis-cli", "valkey-cli"})  # of databases
OWN = {  # scripts of a project that are known by name, and the folders they lie in
    "manage.py": (".", ""), "rails": ("bin",), "rspec": ("bin",), "phpunit": ("bin",),
}  # fmt: skip

# What starts another program: its options with a value, and how many words stand before the program.
PREFIXES = {
    "sudo": ("u g h p C r t U user group host prompt", 0),
    "doas": ("u C", 0),
    "env": ("u unset", 0),
    "nice": ("n adjustment", 0),
    "ionice": ("c n p class classdata", 0),
    "nohup": ("", 0),
    "timeout": ("k s kill-after signal", 1),
    "gtimeout": ("k s kill-after signal", 1),
    "time": ("f o format output", 0),
    "stdbuf": ("i o e input output error", 0),
    "setsid": ("", 0),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("a", 0),
    "noglob": ("", 0),
    "nocorrect": ("", 0),
    "caffeinate": ("t w", 0),
    "chronic": ("", 0),
    "busybox": ("", 0),
    "xargs": ("a d E I L n P s arg-file delimiter max-args max-procs max-chars", 0),
    "npx": ("p package", 0),
    "pnpx": ("p package", 0),
    "bunx": ("p package", 0),
    "uvx": ("p python from with index-url", 0),
}
LEAVES = {  # options of those that make of it another thing
    "sudo": "i s e D R T login shell edit chdir chroot",
    "doas": "s",
    "env": "C S chdir split-string",
    "npx": "c call node-options script-shell userconfig",
    "setsid": "",
}
SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash"})
_INTERPRETERS = """
    deno elixir fish groovy ipython java julia lua luajit node osascript php powershell pwsh Rscript ruby swift tclsh
    ts-node tsx
"""
INTERPRETERS = frozenset(_INTERPRETERS.split())
# What runs the project's own code: its tests, its build. With 1, what it is told to do is named as well.
RUNS = {
    "ava": 0, "bazel": 1, "bazelisk": 1, "behave": 0, "cabal": 1, "cmake": 0, "coverage": 0, "ctest": 0, "cypress": 1,
    "gmake": 1, "gradle": 1, "gradlew": 1, "jest": 0, "just": 1, "karma": 0, "make": 1, "mix": 1, "mocha": 0, "mvn": 1,
    "mvnw": 1, "ninja": 1, "nox": 0, "phpunit": 0, "playwright": 1, "py.test": 0, "pylint": 0, "pytest": 0, "rake": 1,
    "rspec": 0, "sbt": 1, "stack": 1, "task": 1, "tox": 0, "tsc": 0, "turbo": 1, "vite": 1, "vitest": 0,
    "next": 1, "nx": 1, "rollup": 0, "webpack": 0,
}  # fmt: skip
MODULES = {  # python -m NAME is the program
    "autoflake": "autoflake", "autopep8": "autopep8", "bandit": "bandit", "black": "black",
    "codespell_lib": "codespell", "coverage": "coverage", "docformatter": "docformatter",
    "flake8": "flake8", "guard": "guard", "isort": "isort", "mdformat": "mdformat", "mypy": "mypy", "nox": "nox",
    "pip": "pip", "pre_commit": "pre-commit", "pycodestyle": "pycodestyle", "pydocstyle": "pydocstyle",
    "pylint": "pylint", "pyright": "pyright", "pytest": "pytest", "pyupgrade": "pyupgrade", "ruff": "ruff",
    "tox": "tox", "vulture": "vulture", "yamllint": "yamllint", "yapf": "yapf",
}  # fmt: skip
QUIET_MODULES = frozenset(
    {"ast", "calendar", "dis", "http.server", "platform", "site", "sysconfig", "tabnanny", "tokenize"}
)
RUN_MODULES = frozenset({"build", "doctest", "timeit", "unittest"})  # python -m NAME runs code of the project
