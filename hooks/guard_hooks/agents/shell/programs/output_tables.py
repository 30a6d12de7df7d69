"""Options of tests, builds and the like that write, name a program, or name what tells them what to do.

What a test or a build writes by itself nobody can tell. Here stands what it is told in words to write beside that.
"""

from __future__ import annotations

from guard.value import NamedTuple


class Tells(NamedTuple):
    """Options by what becomes of their value. Names stand without their minus, and have to be whole unless `cut`."""

    out: str = ""  # a file or a folder that is written
    anew: str = ""  # a folder that is deleted, and filled
    code: str = ""  # a program, or code of some kind
    line: str = ""  # the beginning of a command line
    own: str = ""  # a file that says what is done: the project's own, or nobody can tell
    where: str = ""  # the folder it is done in
    sets: str = ""  # NAME=VALUE
    kinds: str = ""  # a kind, or KIND:PATH, which is written
    reads: str = ""  # whatever it names is only read
    takes: str = ""  # anything else
    names: str = ""  # of NAME=VALUE those whose value is a program or code; one that ends with a dot begins with it
    single: bool = False  # its long options have one minus
    cut: bool = False  # its long options may be cut short
    recipes: bool = False  # its operands NAME=VALUE come to stand in command lines

    def valued(self) -> str:
        """All options with a value."""
        return " ".join([one for one in self[:10] if one])


_PYTEST = Tells(
    out="junitxml junit-xml log-file debug report-log html json-report-file benchmark-json benchmark-storage alluredir"
    " csv",
    anew="basetemp",
    code="pyargs",
    own="c config-file cov-config",
    sets="o override-ini",
    kinds="cov-report",
    reads="rootdir confcutdir ignore ignore-glob deselect cov",
    takes="k m n r W maxfail tb durations import-mode capture dist color log-level log-cli-level log-cli-format p",
    names="addopts",
)
_MAKE = Tells(
    code="E eval",
    own="f file makefile",
    where="C directory",
    reads="I include-dir o old-file assume-old W what-if new-file assume-new",
    takes="l load-average max-load",
    names="SHELL .SHELLFLAGS MAKEFLAGS GNUMAKEFLAGS MAKEFILES MAKEOVERRIDES",
    cut=True,
    recipes=True,
)
_GRADLE = Tells(
    out="g gradle-user-home project-cache-dir",
    own="b build-file c settings-file I init-script",
    where="p project-dir",
    sets="D P system-prop project-prop",
    takes="x exclude-task include-build tests console",
    names="org.gradle.jvmargs org.gradle.java.home",
)
_MVN = Tells(
    out="l log-file",
    own="f file s settings gs global-settings t toolchains gt global-toolchains",
    sets="D define",
    takes="pl projects rf resume-from T threads P activate-profiles",
    names="exec. jvm argline maven.ext.class.path maven.repo.local",
    single=True,
)
_JEST = Tells(
    out="outputfile coveragedirectory cachedirectory",
    own="c config globalsetup globalteardown setupfiles setupfilesafterenv runner testrunner transform resolver"
    " reporters testenvironment testsequencer",
    where="rootdir",
    reads="testpathignorepatterns collectcoveragefrom roots",
    takes="t testnamepattern w maxworkers",
)
_BAZEL = Tells(
    out="output_base output_user_root symlink_prefix build_event_json_file build_event_text_file profile",
    own="bazelrc",
    code="workspace_status_command",
    line="run_under",
)
# By the program, or by the program with its first word.
TELLS = {
    "pytest": _PYTEST, "py.test": _PYTEST, "make": _MAKE, "gmake": _MAKE, "gradle": _GRADLE, "gradlew": _GRADLE,
    "mvn": _MVN, "mvnw": _MVN, "jest": _JEST, "bazel": _BAZEL, "bazelisk": _BAZEL,
    "ava": Tells(own="config"),
    "behave": Tells(out="o outfile junit-directory", own="r steps-catalog", sets="D define"),
    "cabal": Tells(out="builddir installdir", code="w with-compiler"),
    "cmake": Tells(
        out="B prefix graphviz trace-redirect profiling-output", own="P C toolchain", sets="D", reads="S",
        where="build install",
        takes="G T A t target config preset",
    ),
    "coverage": Tells(
        out="o d directory data-file", own="rcfile", reads="include omit source", takes="fail-under m module", cut=True
    ),
    "ctest": Tells(out="O output-log output-junit", own="S script", where="test-dir", takes="R E L LE C T j"),
    "cypress": Tells(own="C config-file", where="P project", sets="o reporter-options e env", takes="s spec"),
    "just": Tells(code="c command shell", own="f justfile", where="d working-directory", recipes=True),
    "karma": Tells(),
    "mocha": Tells(
        own="config file r require ui", sets="O reporter-option reporter-options", reads="ignore", takes="R g f"
    ),
    "ninja": Tells(own="f", where="C", takes="t j k l w"),
    "nox": Tells(out="report envdir", own="f noxfile", takes="s k e"),
    "phpunit": Tells(
        out="log-junit log-teamcity testdox-html testdox-text testdox-xml coverage-clover coverage-cobertura"
        " coverage-crap4j coverage-html coverage-php coverage-xml cache-directory generate-baseline",
        own="bootstrap c configuration", sets="d", takes="filter testsuite group",
        names="auto_prepend_file auto_append_file",
    ),
    "playwright": Tells(out="o output", own="c config", takes="g grep project reporter"),
    "pylint": Tells(
        out="output", own="rcfile", code="init-hook", reads="ignore ignore-paths ignore-patterns source-roots",
        takes="j f d e disable enable load-plugins",
    ),
    "rake": Tells(
        code="e execute p execute-print E execute-continue", own="f rakefile r require R rakelibdir", recipes=True
    ),
    "build": Tells(out="o outdir", takes="C config-setting"),
    "rollup": Tells(out="o file d dir", own="p plugin"),
    "rspec": Tells(out="o out deprecation-out", own="r require O options", takes="f format e t"),
    "stack": Tells(out="work-dir local-bin-path", own="stack-yaml"),
    "task": Tells(own="t taskfile", where="d dir", takes="o output", recipes=True),
    "tox": Tells(out="workdir result-json", own="c conf", code="x override", takes="e m"),
    "tsc": Tells(
        out="outdir outfile declarationdir tsbuildinfofile generatetrace generatecpuprofile", own="p project",
        reads="rootdir baseurl", takes="target module lib jsx", single=True,
    ),
    "vite": Tells(out="outdir", own="c config"),
    "vitest": Tells(own="c config", where="root r dir", takes="t reporter"),
    "webpack": Tells(out="o output-path", own="c config", takes="mode env"),
    "go": Tells(
        out="o output coverprofile cpuprofile memprofile blockprofile mutexprofile trace outputdir pkgdir modfile"
        " test.coverprofile test.cpuprofile test.memprofile test.outputdir test.gocoverdir test.testlogfile",
        code="compiler tools", line="exec toolexec vettool", where="C", reads="overlay html func",
        takes="run bench count timeout tags p mod parallel benchtime fuzz fuzztime covermode coverpkg cpu skip ldflags"
        " gcflags asmflags gccgoflags", single=True,
    ),
    "cargo": Tells(
        out="target-dir out-dir artifact-dir", code="config Z", where="C", reads="manifest-path",
        takes="p package features F test bin example bench target profile j jobs message-format color exclude",
    ),
    "npm": Tells(
        out="pack-destination cache logs-dir",
        code="script-shell node-options shell git editor viewer userconfig globalconfig init-module",
        where="prefix C", takes="w workspace",
    ),
    "pnpm": Tells(out="pack-destination", code="script-shell shell node-options", where="C dir", takes="F filter"),
    "yarn": Tells(code="script-shell use-yarnrc", where="cwd"),
    "bun": Tells(
        out="outdir outfile coverage-dir reporter-outfile", code="shell", where="cwd", own="c config preload r"
    ),
    "pip": Tells(
        out="t target prefix root d dest w wheel-dir src cache-dir log report", code="python",
        reads="r requirement c constraint e editable i index-url extra-index-url f find-links", cut=True,
    ),
    "uv": Tells(
        out="target prefix o out-dir output-file cache-dir", where="directory project", own="config-file",
        reads="r requirement c constraint e editable", takes="p python index-url extra group",
    ),
    "poetry": Tells(out="o output", where="C directory P project"),
    "pre-commit": Tells(own="c config", reads="files", takes="from-ref to-ref hook-stage"),
    "prek": Tells(own="c config", where="C cd", reads="files", takes="from-ref to-ref hook-stage"),
    # What lays out or judges
    "biome": Tells(own="config-path"),
    "eslint": Tells(
        out="o output-file cache-location cache-file", own="c config rulesdir resolve-plugins-relative-to parser",
        takes="f format ext rule plugin", reads="ignore-path",
    ),
    "gofmt": Tells(out="cpuprofile memprofile trace", takes="r local srcdir", single=True),
    "gofumpt": Tells(out="cpuprofile memprofile trace", takes="r lang modpath", single=True),
    "goimports": Tells(out="cpuprofile memprofile trace", takes="local srcdir", single=True),
    "ktlint": Tells(own="R ruleset", out="baseline", kinds="reporter"),
    "php-cs-fixer": Tells(own="config", out="cache-file"),
    "phpcbf": Tells(own="bootstrap standard", out="report-file cache"),
    "prettier": Tells(own="config plugin plugin-search-dir", reads="ignore-path", out="cache-location"),
    "rubocop": Tells(own="r require c config plugin", out="o out cache-root"),
    "ruff": Tells(out="cache-dir o output-file", own="config"),
    "sqlfluff": Tells(out="write-output", takes="dialect format", own="config"),
    "stylelint": Tells(own="c config custom-syntax custom-formatter", out="o output-file cache-location"),
    "swiftformat": Tells(out="output report cache", own="config"),
    "terraform": Tells(single=True),
    "dotnet": Tells(
        out="o output results-directory artifacts-path d diag", own="s settings", takes="c f framework l",
        single=True,
    ),
}  # fmt: skip
# How the name of an option ends whose value is written, whatever the program: without its signs, in small letters.
ENDS = (
    *("outputfile", "outfile", "outputdir", "outdir", "outputdirectory", "outputpath", "outputfolder", "destination"),
    *("targetdir", "coveragedirectory", "reportdir", "reportsdir", "reportsdirectory", "reportfile", "destdir"),
    *("builddirectory", "cachedir", "cachefile", "logfile", "junitxml", "htmlreport", "xmlreport"),
)
HARMLESS_PLUGINS = frozenset({"xdist", "randomly", "pytester", "anyio", "cacheprovider", "pytester_assertions"})
# Variables of builds that name a program, in front of a command or as an operand of make.
_PROGRAMS = """
    AR AS CARGO CC CPP CXX FC GO INSTALL LD LEX LINT MAKE NODE NPM PC PERL PYTHON PYTHON3 RM RUSTC RUSTC_WRAPPER
    RUSTC_WORKSPACE_WRAPPER RUSTDOC SH BASH YACC
"""
PROGRAMS = frozenset(_PROGRAMS.split())
COMPILERS = frozenset(
    {"gcc", "g++", "cc", "c++", "clang", "clang++", "tcc", "ccache", "sccache", "distcc", "go", "node", "npm", "rustc"}
    | {"python", "python3", "make", "install", "ar", "ld", "cargo", "zig", "tinygo", "ninja", "pypy3", "clippy-driver"}
)
# Words of `cmake -E`, and the commands that do the same.
OF_CMAKE = {
    "cat": "cat", "copy": "cp", "copy_directory": "rsync -a", "copy_if_different": "cp", "create_hardlink": "ln",
    "create_symlink": "ln -s", "echo": "echo", "env": "env", "make_directory": "mkdir -p", "remove": "rm",
    "remove_directory": "rm -r", "rename": "mv", "rm": "rm", "sleep": "sleep", "tar": "tar", "time": "time",
    "touch": "touch", "true": "true", "false": "false", "compare_files": "cmp", "sha256sum": "sha256sum",
}  # fmt: skip
