"""The commands of a text, one after another: lists, pipes, groups, loops and choices, and where each stands."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.evaluating import looks, noted, text
from guard_hooks.agents.shell.language.holding import DEEPEST, held, holds, left, loosely, perhaps
from guard_hooks.agents.shell.language.lexing import Lexer, Token, descriptor
from guard_hooks.agents.shell.language.place import ENDS, HEADS, INSIDE, LOOPS, NEXT_CASE, OVER, Place, Went, either
from guard_hooks.agents.shell.language.word import Word
from guard_hooks.agents.shell.programs.running import Command, run
from guard_hooks.agents.shell.programs.using import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.place import Folders
    from guard_hooks.agents.shell.reader import Reader

NOT_SHELL = "it is no command that a shell would take"
FUNCTION = "it makes a command of its own"
LOOP = "it goes into other folders in a loop"


class _Group(NamedTuple):
    """A group that is open, and where the list around it stands."""

    kind: str
    place: Place
    piped: bool
    start: Folders


class Walk:
    """One list of commands, read from its first token to its last."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.place = Place(reader.here)
        self.groups: list[_Group] = []
        self.piped = False  # what comes reads what came before
        self.outer = reader.first  # it is the text of the call itself
        self.feeds: tuple[Word, ...] = ()  # and these are the words of that
        self.fresh()

    def fresh(self) -> None:
        """No word of the next command is read."""
        self.words: list[Word] = []
        self.redirected: list[tuple[str, Word]] = []
        self.here: Token | None = None
        self.awaits = ""  # a redirection, for its target
        self.closed = False  # a group ends here; only redirections follow
        self.patterns = False  # of a case
        self.negated = False

    def walk(self, tokens: tuple[Token, ...]) -> None:
        """All of them."""
        for token in tokens:
            if self.awaits and token.kind != "word":
                self.reader.cannot(NOT_SHELL)
                self.awaits = ""
            if self.patterns:
                self.pattern(token)
            elif token.kind == "word":
                self.word(token.word)
            elif token.kind == "redirect":
                self.awaits = token.text
            elif token.kind == "here":
                self.here = token
                self.computes(token.word)
            elif token.kind == "op":
                self.operator(token.text)
            elif token.kind == "sum":
                text(self.reader, token.text)
                if not self.words:  # it is a command
                    self.closed, self.went = True, Went(self.place.here, self.place.here)
        if self.awaits or self.groups or ((self.piped or self.place.by != ";") and not self.has_command()):
            self.reader.cannot(NOT_SHELL)
        self.ends()
        self.reader.here = either(*self.place.last) or self.place.here

    def has_command(self) -> bool:
        """Whether something stands there to be run."""
        return bool(self.words or self.redirected or self.here or self.closed)

    def computes(self, word: Word) -> None:
        """What is run first, for what it prints to stand in a word: in a shell of its own."""
        here = self.reader.here = self.place.here
        heads = self.reader.heads.now()
        for tokens in word.inner:
            if not noted(self.reader, tokens):
                Walk(self.reader).walk(tokens)
            self.reader.here = here
        self.reader.heads.within(heads)

    def word(self, word: Word) -> None:
        """A word: of a command, of a redirection, or one that the language has for itself."""
        self.computes(word)
        word = held(self.reader, word)
        if self.awaits:
            self.redirected.append((self.awaits, perhaps(self.reader, word)))
            self.awaits = ""
        elif self.words and self.words[0].text == "[[":
            self.words.append(word)
        elif not self.words and word.bare() and self.keyword(word.text):
            pass
        elif self.words and self.words[0].bare() and self.words[0].text == "case" and word.plain() == "in":
            self.patterns = True
        elif self.closed:
            self.reader.cannot(NOT_SHELL)
        else:
            self.words.append(word)

    def keyword(self, text: str) -> bool:
        """Whether a word at the front of a command is one of the language."""
        if text == "!":
            self.negated = True
            return True
        if text in ENDS:
            self.opens(text)
            return text not in HEADS
        if text in INSIDE:
            if not self.groups or self.groups[-1].kind not in INSIDE[text]:
                self.reader.cannot(NOT_SHELL)
            elif text in ("else", "elif"):
                self.place.last = Went(either(self.place.here, self.groups[-1].start), self.place.last.badly)
            self.place.follows(";")
            return True
        if text in ENDS.values():
            self.closes(text)
            return True
        return False

    def opens(self, kind: str) -> None:
        """A group begins, where the list around it stands."""
        if self.has_command():  # which is none
            self.ends()
        self.fresh()
        self.reader.repeats += kind in LOOPS
        self.groups.append(_Group(kind, self.place, self.piped, self.place.here))
        self.place, self.piped = Place(self.place.here), False

    def closes(self, end: str) -> None:
        """A group ends: for the list around it, it is a command."""
        if not self.groups or ENDS.get(self.groups[-1].kind, ")") != end:
            self.reader.cannot(NOT_SHELL)
            return
        group, inside = self.groups.pop(), either(*self.place.last) or self.place.here
        last = self.place.last
        left(self.reader, group.kind in LOOPS, len(self.groups) if self.outer else DEEPEST)
        self.place, self.piped, self.closed = group.place, group.piped, True
        if group.kind == "(":
            self.went = Went(group.start, group.start)
        elif group.kind == "{":
            self.went = last
        else:
            both = either(group.start, inside)
            self.went = Went(both, both)
            if end == "done" and both != group.start:
                self.reader.cannot(LOOP)

    def operator(self, text: str) -> None:
        """What stands between commands."""
        if self.words and self.words[0].text == "[[" and self.words[-1].text != "]]" and text != "\n":
            return
        if text == "(":
            self.bracket()
        elif text == ")":
            self.ends()
            self.closes(")")
        elif text in NEXT_CASE:
            self.ends()
            self.patterns = bool(self.groups) and self.groups[-1].kind == "case"
            if not self.patterns:
                self.reader.cannot(NOT_SHELL)
        elif self.has_command():
            self.ends(text)
        elif text != "\n":
            self.reader.cannot(NOT_SHELL)

    def bracket(self) -> None:
        """A bracket: commands in a shell of their own, or the body of a function."""
        if self.has_command():
            self.reader.cannot(FUNCTION if len(self.words) == 1 else NOT_SHELL)
        self.opens("(")

    def ends(self, by: str = ";") -> None:
        """A command is whole: it is run where it stands."""
        reads = by in ("|", "|&")
        if self.has_command():
            ran = self.runs()
            holds(self, by)
            went = self.went if self.closed else ran
            if self.negated:
                went = Went(either(*went), either(*went))
            if self.piped or by == "&":
                both = self.place.here if by == "&" else either(self.place.here, either(*went))
                went = Went(both, both)
            if not reads:
                self.place.ran(went)
        self.piped, self.feeds = reads, tuple(self.words) if reads else ()
        if not reads:
            self.place.follows(by if by in ("&&", "||") else ";")
        self.reader.heads.follows(by, self.negated)
        self.fresh()

    def runs(self) -> Went:
        """What the command does."""
        reader, here = self.reader, self.place.here
        reader.here, reader.went = here, Went(here, here)
        for sign, target in self.redirected:
            if sign in ("<", "<<<", "<&") or (sign == ">&" and descriptor(target.plain().rstrip("-"))):
                continue
            if sign == ">&" and set(target.text) & set("'\"\\"):
                reader.cannot(NOT_SHELL)  # bash takes quotes out of it twice
            if sign != ">&" or target.plain() != "-":
                reader.writes(target, "a redirection")
        if self.words:
            self.words = loosely(reader, self.words)
            signs = [sign for sign, _ in self.redirected]
            self.here = None if OVER & {*signs} else self.here
            stdin = "here" if self.here else "<" if "<" in signs or "<<<" in signs else "|" if self.piped else ""
            told = any([sign[-1] == ">" or sign == ">&" for sign in signs])
            looks(reader, self.words)
            before, reader.ran = len(reader.paths), False
            run(reader, Command(tuple(self.words), stdin, self.here, told, self.feeds if self.piped else ()))
            reader.here = here
            uses(reader, self.words, before)
        return reader.went

    def pattern(self, token: Token) -> None:
        """The patterns of a case, to the bracket behind them."""
        if token.kind == "word":
            self.computes(token.word)
            if token.word.bare() and token.word.text == "esac":
                self.fresh()
                self.closes("esac")
        elif token.text == ")":
            self.fresh()
            self.place.last = Went(either(self.place.here, self.groups[-1].start), self.place.last.badly)
            self.place.follows(";")


def read(reader: Reader, text: str) -> None:
    """A text of commands, with what stands in it to be run."""
    lexer = Lexer(text, reader.depth)
    tokens = lexer.tokens()
    for why in lexer.broken:
        reader.cannot(why)
    walk, reader.first = Walk(reader), False
    walk.walk(tokens)
