"""What comes from elsewhere: downloads, and patches that name their files themselves. And modes of files."""

from __future__ import annotations

from itertools import pairwise

from guard_hooks.agents.shell.language.word import Word, said
from guard_hooks.agents.shell.programs.operands import computed, output
from guard_hooks.agents.shell.programs.options import NONE, Given, given
from guard_hooks.agents.shell.reader import HOOKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.call import Becomes
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

HERE = said("./")
CURL = " ".join(
    (
        "X H d F u A e b T m r w x y Y z E Q P C t request header data data-raw data-binary data-ascii data-urlencode",
        "json form form-string user user-agent referer cookie upload-file max-time connect-timeout retry retry-delay",
        "url range write-out proxy cert key cacert resolve limit-rate",
    )
)
CURL_OUT = "o output D dump-header c cookie-jar trace trace-ascii stderr etag-save hsts alt-svc libcurl"
WGET = "O o a P e U t T A R D I X header user-agent timeout tries wait post-data post-file user password level l"
WGET_OUT = "save-cookies hsts-file warc-file warc-tempdir rejected-log"
CURL_FLAGS = frozenset({
    *("silent", "show-error", "location", "fail", "fail-with-body", "compressed", "create-dirs", "remote-name-all"),
    *("remote-name", "remote-header-name", "insecure", "verbose", "parallel", "http1.1", "http2", "progress-bar"),
})  # fmt: skip
SENT = ("http://", "https://", "ftp://", "ftps://", "sftp://", "scp://")  # elsewhere than to a file
HOOK_FOLDERS = frozenset({"hooks", ".husky", "_", ".githooks", "githooks", ".hooks", "git-hooks"})
NO_HOOK = "it keeps a hook from being run"


def curl(reader: Reader, name: str, command: Command) -> None:
    """curl: to a file only where it is told one."""
    found = given(command.args, f"{CURL} {CURL_OUT} K config output-dir")
    computed(reader, name, found)
    if found.has("K config"):
        reader.cannot(f"{name} does what a file says")
    folders = [value for option, value in found.options if option == "output-dir"]
    if _otherwise(found, command.args, bool(folders)):
        reader.cannot(f"{name} writes where it is not said")
    if folders:
        reader.writes(folders[-1], name, folder=True)
    for value in found.value(CURL_OUT):
        if value.text != "-" and not (folders and not value.text.startswith("/")):
            output(reader, name, value)
    if found.has("O remote-name remote-name-all") and not folders:
        _by_address(reader, name, found, whole=found.has("J remote-header-name"))


def _otherwise(found: Given, words: tuple[Word, ...], folder: bool) -> bool:
    """Whether curl may write to a file by an address it sends to, by its format, or by part of an address."""
    formats, outs = found.value("w write-out"), found.value(CURL_OUT)
    told = any([not value.known() or value.text[:1] in ("", "@") or "%output" in value.text for value in formats])
    parts = any(["#" in value.text for value in outs])
    cut = any([name.startswith("output-") and name != "output-dir" for name, _ in found.options])
    odd = any([one.text.startswith("--") and two.text.startswith("--o") for one, two in pairwise(words)])
    sends = found.has("T upload-file") and not all([_far(one) for one in (*found.operands, *found.value("url"))])
    another = found.has("proto-default proto-redir") and found.has("T upload-file")
    return told or parts or cut or sends or another or (folder and (found.has(": next") or (odd and _taken(found))))


def _taken(found: Given) -> bool:
    """Whether an option that nobody here knows may have taken the next word for its value."""
    return any([len(name) > 1 and name not in CURL_FLAGS and value == NONE for name, value in found.options])


def _far(word: Word) -> bool:
    """Whether an address is surely no file here."""
    start = word.text.partition("://")[0] if "://" in word.text else word.text.partition("/")[0]
    plain = not set(word.mask[: len(start)]) & set("xX") and not set(start) & set("{}[]")
    return plain and (word.text.lower().startswith(SENT) or ("://" not in word.text and not start.endswith(":")))


def wget(reader: Reader, name: str, command: Command) -> None:
    """wget: to a file of the address's name, if it is told none."""
    found = given(command.args, f"{WGET} {WGET_OUT} output-document output-file append-output directory-prefix")
    computed(reader, name, found)
    if found.has("e execute use-askpass config"):
        reader.cannot(f"{name} does what a setting says")
    for value in found.value(f"o output-file a append-output {WGET_OUT}"):
        output(reader, name, value)
    folders, documents = found.value("P directory-prefix"), found.value("O output-document")
    if found.has("spider") or documents:
        for value in documents:
            output(reader, name, value)
    elif folders:
        reader.writes(folders[-1], name, folder=True)
    else:
        every = "r recursive m mirror p page-requisites i input-file content-disposition trust-server-names x"
        _by_address(reader, name, found, whole=found.has(every) or not found.operands)


def _by_address(reader: Reader, name: str, found: Given, whole: bool) -> None:
    """Files that have the last part of an address for a name."""
    for word in found.operands:
        base = word.text.partition("?")[0].partition("#")[0].rpartition("/")[2]
        whole = whole or not word.known() or base in (".", "..") or bool(set(base) & set("[]{}%"))
        if not whole:
            reader.writes(said(base if "/" in word.text.partition("://")[2] and base else "index.html"), name)
    if whole:
        reader.writes(HERE, name, folder=True)


def chmod(reader: Reader, name: str, command: Command) -> None:
    """chmod: its mode may look like an option."""
    words = [word for word in command.args if not _is_flag(word)]
    flags = [word.text for word in command.args if _is_flag(word)]
    below = any([flag.startswith("--rec") or (flag[1:2] != "-" and "R" in flag) for flag in flags])
    kind: Becomes = "either"
    if any(["X" in word.mask for word in words]):
        reader.cannot(f"{name} has words that are computed")
    if not any([flag.startswith("--ref") for flag in flags]):
        mode, words = (words[0].plain() if words else ""), words[1:]
        kind = becomes(mode)
        if not _keeps_running(mode) and any([_is_hook(word, below) for word in words]):
            reader.around(NO_HOOK)
    for word in words:
        reader.becomes(word, name, kind, below=below)


def becomes(mode: str) -> Becomes:
    """Whether git will have a file as one that can be run, as far as its mode tells; nothing where that stays."""
    if mode.isdigit():
        return "run" if int(mode[-3:-2] or "0") % 2 else "still"
    kind: Becomes = ""
    for clause in mode.split(","):
        asked = clause.lstrip("ugoa")
        who = clause[: len(clause) - len(asked)]
        if not asked or asked[0] not in "+-=" or set(asked[1:]) - set("rwx"):
            kind = "either"
        elif (not who or set(who) & set("ua")) and ("x" in asked or asked[0] == "="):
            kind = "run" if "x" in asked and asked[0] != "-" else "still"
    return kind


def _is_flag(word: Word) -> bool:
    """Whether a word is an option and no mode such as -x."""
    return word.text.startswith("--") or (
        word.text[:1] == "-" and len(word.text) > 1 and not set(word.text[1:]) - set("cfvR")
    )


def _keeps_running(mode: str) -> bool:
    """Whether a file that could be run can be run with this mode."""
    if mode.isdigit():
        return all([int(digit) % 2 for digit in mode[-3:]]) and len(mode) >= 3
    clauses = [clause.lstrip("ugoa") for clause in mode.split(",")]
    return all([clause[:1] == "+" or ("x" in clause) == (clause[:1] == "=") for clause in clauses])


def _is_hook(word: Word, below: bool) -> bool:
    parts = word.text.rstrip("/").split("/")
    return (
        parts[-1] in HOOKS
        or (parts[-1] in HOOK_FOLDERS and below)
        or ("*" in parts[-1] and parts[-2:-1] != [] and parts[-2] in HOOK_FOLDERS)
    )


def patch(reader: Reader, name: str, command: Command) -> None:
    """patch: the files it is told, or those that a patch below it names."""
    found = given(command.args, "p d i o r F B V D z g strip directory input output reject-file fuzz prefix suffix")
    computed(reader, name, found)
    if found.has("dry-run C check"):
        return
    for value in found.value("o output r reject-file"):
        output(reader, name, value)
    if found.has("b backup B prefix z suffix V") or found.value("d directory"):
        reader.cannot(f"{name} writes more than it says")
    if found.operands:
        reader.writes(found.operands[0], name)
        return
    strip = [word.plain() for word in found.value("p strip")]
    if not command.here or command.here.computed or found.has("i input") or not strip or not strip[-1].isdigit():
        reader.cannot(f"which files {name} writes says the patch")
        return
    patched(reader, name, command.here.text, int(strip[-1]))


def patched(reader: Reader, name: str, text: str, strip: int) -> None:
    """The files that a patch names."""
    from guard_hooks.agents.shell.programs.patches import named

    paths = named(text, strip)
    if not paths:
        reader.cannot(f"which files {name} writes says the patch")
    for path, gone in paths:
        if gone:
            reader.deletes(said(path), name)
        else:
            reader.writes(said(path), name)


def apply_patch(reader: Reader, name: str, command: Command) -> None:
    """The program that some harnesses have for their own kind of patch."""
    if command.here and not command.here.computed and not command.args:
        patched(reader, name, command.here.text, -1)
    elif len(command.args) == 1 and command.args[0].known():
        patched(reader, name, command.args[0].text, -1)
    else:
        reader.cannot(f"which files {name} writes says the patch")


FETCHING: dict[str, Callable[[Reader, str, Command], None]] = {
    "curl": curl,
    "wget": wget,
    "chmod": chmod,
    "patch": patch,
    "apply_patch": apply_patch,
    "applypatch": apply_patch,
}
