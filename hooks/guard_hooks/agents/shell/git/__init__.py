"""git: what it writes into the work tree, and what goes round its hooks or what protects a branch."""

from __future__ import annotations

from guard_hooks.agents.shell.git.settings import config, setting
from guard_hooks.agents.shell.git.tables import (
    AROUND,
    FILLS,
    GLUED,
    INDEXES,
    MORE,
    NAMES,
    NO_HOOKS,
    OWN,
    QUIET,
    RESTORES,
    STILL,
    STIRS,
    STRATEGIES,
    TAKEN_BACK,
    TAKES,
)
from guard_hooks.agents.shell.language.place import LOST, entered
from guard_hooks.agents.shell.language.word import COMPUTED, SPLIT, Word, said
from guard_hooks.agents.shell.programs.operands import output
from guard_hooks.agents.shell.programs.options import NONE, Given, given, is_one
from guard_hooks.agents.shell.programs.running import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.running import Command
    from guard_hooks.agents.shell.reader import Reader

TREE = said("./")
PLAINLY = "say the name itself, set it first by NAME=VALUE; and give paths behind --"
SIGNED = "a branch whose name begins with a sign overwrites where it is pushed"
NO_HOOK = "it leaves out the hooks"
ANOTHER = "git works on something else than what stands here"
PLAIN = frozenset({"C", "P", "c", "no-optional-locks", "no-pager", "p", "paginate"})  # with these its word is done
ABOVE = 8  # folders
FRONT = "C c git-dir work-tree namespace config-env attr-source super-prefix"


def git(reader: Reader, name: str, command: Command) -> None:
    """Its options in front, and the word that says what it does."""
    del name
    if not all([word.known() for word in command.args]):  # names in capitals are held for nothing else
        from guard_hooks.agents.shell.git.naming import filled_in

        command = command._replace(words=(command.words[0], *[filled_in(reader, word) for word in command.args]))
    front = given(command.args, FRONT, first=True)
    if front.odd:
        reader.cannot("what git does is computed")
        return
    another = front.has("git-dir work-tree namespace bare")
    bare = front.has("bare") or any([value.text.rpartition("/")[2] != ".git" for value in front.value("git-dir")])
    if front.has("icase-pathspecs"):
        reader.cannot("git takes letters of either case for the same")
    for option, value in front.options:
        if option == "C":
            reader.here = tuple([entered(folder, value.text) for folder in reader.here]) if _folder(value) else LOST
        elif option == "exec-path" and value.text:
            reader.cannot("git takes its own programs from elsewhere")
        elif option in ("c", "config-env"):
            key, _, set_to = value.text.partition("=")
            if not value.known() and set(value.mask[: len(key)]) & {COMPUTED, SPLIT}:
                reader.cannot("which setting git gets is computed")
            setting(reader, key, set_to if option == "c" and value.known() else "\0")
    rest = command.args[front.after :]
    if not rest:
        return
    word = rest[0].plain()
    if another and (bare or word not in QUIET or word in INDEXES):
        reader.cannot(ANOTHER)
    if _in_bare(reader):
        reader.cannot("git works in a folder that is none of its own, whose settings may be anybody's")
    if any([one.text.startswith("ext::") for one in rest]):
        reader.cannot("git starts a program to talk to")
    plain = not another and PLAIN.issuperset([name for name, _ in front.options])
    _word(reader, word, command._replace(words=rest), plain)


def _in_bare(reader: Reader) -> bool:
    """Whether it is done in a folder of a work tree that looks like a repository: no path there says that it steers."""
    stands = reader.stands
    for folder in reader.here if stands is not None else ():
        parts = [part for part in (folder or "").split("/") if part]
        root = "/" if (folder or "").startswith("/") else ""
        tops = [root + "".join([f"{part}/" for part in parts[:end]]) for end in range(len(parts), -1, -1)]
        bare = False
        for top in tops if root else (*tops, *["../" * up for up in range(1, ABOVE)]):
            if stands is None or stands(f"{top}.git"):
                if bare:
                    return True
                break
            bare = bare or (stands(f"{top}objects") and stands(f"{top}refs"))
    return False


def _folder(word: Word) -> bool:
    return word.known() and bool(word.text) and not word.text.startswith("~")


def _word(reader: Reader, word: str, command: Command, plain: bool) -> None:
    """One word of git, with what stands behind it."""
    from guard_hooks.agents.shell.git.refs import MOVERS, refs
    from guard_hooks.agents.shell.git.tree import TREE_WORDS
    from guard_hooks.agents.shell.git.words import BRANCH_WORDS

    found = given(command.args, TAKES.get(word, ""), glued=GLUED.get(word, ""))
    if word in AROUND:
        reader.around(AROUND[word])
        return
    _told(reader, word, found, command.args)
    if word in MOVERS:
        refs(reader, word, found, command.args, plain)
    if word in QUIET:
        _quiet(reader, word, found)
    elif word in TREE_WORDS:
        TREE_WORDS[word](reader, found, command)
    elif word in BRANCH_WORDS:
        BRANCH_WORDS[word](reader, found, command)
    elif word in RESTORES:
        _restores(reader, word, found)
    elif word == "config":
        config(reader, found)
    else:
        reader.cannot(f"what git {told(word)} does is not known")
    if word in STIRS:
        from guard_hooks.agents.shell.git.taking import stirs

        stirs(reader, word, found, command.args)
    elif word not in STILL:
        reader.heads.stirred.add("refs")


def _told(reader: Reader, word: str, found: Given, args: tuple[Word, ...]) -> None:
    """What its options and operands say whatever it does."""
    if word in NO_HOOKS and found.has(NO_HOOKS[word]):
        reader.around(NO_HOOK)
    if word not in QUIET or word in MORE:
        _options(reader, word, args)
    said = (*found.operands, *[value for _, value in found.options]) if word in NAMES else ()
    if any([one.text[:1] == "+" for one in said]):
        reader.cannot(SIGNED)
    takes = TAKES.get(word, "")
    if any([value == NONE and name not in takes.split(" ") and is_one(name, takes) for name, value in found.options]):
        reader.cannot(f"an option of git {word} that has a value is cut short")
    strategies = found.value("strategy" if word in ("cherry-pick", "revert") else "s strategy")
    if word in RESTORES and not all([one.plain() in STRATEGIES for one in strategies]):
        reader.cannot("git merges by a program that is not its own")
    if found.has(TAKEN_BACK.get(word, "")):
        reader.cannot(f"git {word} takes back what it says")
    if word in FILLS:
        from guard_hooks.agents.shell.git.taking import fills

        fills(reader, word, found)


def _options(reader: Reader, word: str, args: tuple[Word, ...]) -> None:
    """A word that may come to be an option, in quotes too: the form of a variable may put a sign in front."""
    if not all([one.known() for one in args]):
        from guard_hooks.agents.shell.git.naming import plain

        args = tuple([plain(reader, one) for one in args])
    found = given(args, TAKES.get(word, ""), glued=GLUED.get(word, ""))
    texts = [one.text for one in args]
    behind = len(texts) - texts.index("--") - 1 if "--" in texts else 0
    split = any([SPLIT in one.mask for one in args[: len(texts) - behind]])
    if found.odd or split or any([one.mask[:1] == COMPUTED for one in found.operands[: len(found.operands) - behind]]):
        reader.cannot(f"git {told(word)} has words that are computed, and may be options: {PLAINLY}")


def _quiet(reader: Reader, word: str, found: Given) -> None:
    """What reads, but for its options that write or start something."""
    if word == "grep" and found.has("O open-files-in-pager"):
        reader.cannot("git grep starts another program")
    if word == "reflog" and found.operands[:1] and found.operands[0].text in ("expire", "delete"):
        reader.cannot("git reflog forgets what was there")
    if word == "index-pack" or (word == "pack-objects" and not found.has("stdout")):
        for one in (*found.operands, *found.value("o")):
            output(reader, f"git {word}", one)
    if word == "ls-remote" and found.has("upload-pack exec"):
        reader.cannot("git starts a program to talk to")
    for value in found.value("expire-to filter-to") if word in ("gc", "repack") else []:
        output(reader, f"git {word}", value)
    if word not in ("grep", "add", "tag", "help", "rev-parse", "notes"):
        for value in found.value("output"):
            output(reader, f"git {word}", value)


def _restores(reader: Reader, word: str, found: Given) -> None:
    """What brings the work tree to what git has."""
    if found.has("upload-pack"):
        reader.cannot("git starts a program to talk to")
    from guard_hooks.agents.shell.git.taking import again, out_of_index

    for value in found.value("index-output") if word == "read-tree" else []:
        output(reader, f"git {word}", value)
    out_of_index(reader, word, found)
    if word in ("cherry-pick", "merge", "revert"):
        again(reader, word, found)
    away = found.value("prefix") if word == "checkout-index" else []
    for value in away:
        reader.writes(value, "git checkout-index", folder=True)
    if word == "pull":
        from guard_hooks.agents.shell.git.words import leads

        leads(reader, word, found)
    if word == "pull" and any([":" in one.text for one in found.operands[1:]]):
        reader.cannot("it moves a branch here to what is elsewhere")
    for value in found.value("x exec") if word == "rebase" else []:
        from guard_hooks.agents.shell.language.word import script
        from guard_hooks.agents.shell.programs.starting import within

        within(reader, "git rebase", script(value), not value.known())
    if word == "read-tree" and found.has("u") and not all([one.text in OWN for one in found.operands]):
        reader.writes(TREE, "git read-tree", folder=True)
    elif not away:
        reader.restores(TREE, f"git {word}")
