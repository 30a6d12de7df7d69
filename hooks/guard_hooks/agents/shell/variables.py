"""Variables in front of a command by which builds and tests go: what they write, and which programs they start."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.reader import Reader
    from guard_hooks.agents.shell.word import Word

# What they name is written.
_OUT = """
    CARGO_TARGET_DIR COVERAGE_FILE GOBIN GOCACHE GOCOVERDIR LLVM_PROFILE_FILE MYPY_CACHE_DIR PIP_PREFIX PIP_ROOT
    PIP_TARGET PYTHONPYCACHEPREFIX RUFF_CACHE_DIR
"""
OUT = frozenset(_OUT.split())
_RUN = """
    CARGO_HOME COVERAGE_PROCESS_START COVERAGE_RCFILE GOROOT GOTOOLDIR GRADLE_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
    MAKEFILES MAVEN_OPTS PYTEST_PLUGINS PYTHONHOME PYTHONSTARTUP _JAVA_OPTIONS
"""
RUN = frozenset(_RUN.split())
FAMILIES = ("CARGO_BUILD_", "CARGO_TARGET_", "npm_config_", "NPM_CONFIG_")  # how the names of many begin
COMPILERS = frozenset(
    {"AR", "CARGO", "CC", "CXX", "LD", "RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTDOC"}
)
# Options that a variable hands on, by how those begin that start nothing and write nothing.
OPTIONS = {
    "GOFLAGS": ("-mod=", "-count=", "-race", "-tags=", "-v", "-buildvcs=", "-trimpath", "-p=", "-short"),
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
        reader.writes(value, "what a variable leads to", folder="FILE" not in name)
    elif name in OPTIONS:
        if not all([one.startswith(OPTIONS[name]) for one in value.plain().split()]):
            reader.cannot(why)
    elif name in COMPILERS:
        from guard_hooks.agents.shell.building import compiles

        if not compiles(value):
            reader.cannot(why)
    elif value.text and (
        name in RUN or name.startswith(("CARGO_BUILD_", "CARGO_TARGET_", "npm_config_", "NPM_CONFIG_"))
    ):
        reader.cannot("it sets what decides what is run, or where it writes")
