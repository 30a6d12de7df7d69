"""Who may do what, in MySQL: GRANT, REVOKE, users and roles."""

from __future__ import annotations

from guard.sql.general.lexer import QUOTED, STRING, WORD
from guard.sql.general.words import Unread, operation, unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.words import Words


def grant(words: Words) -> list[Operation]:
    return _rights(words, "access.grant", "TO")


def revoke(words: Words) -> list[Operation]:
    words.take("IF", "EXISTS")
    return _rights(words, "access.revoke", "FROM")


def _rights(words: Words, id_: str, joint: str) -> list[Operation]:
    """Privileges or roles, what they are for, and who gets or loses them."""
    rights = _listed(words, joint)
    of, where = (f"role:{rights[0]}" if len(rights) == 1 else None), ""
    if words.take("ON"):
        kind = words.any_of("TABLE", "FUNCTION", "PROCEDURE")
        of, where = _place(words)
        if of is not None:
            routine = kind in ("FUNCTION", "PROCEDURE")
            of = f"function:{where}" if routine else f"role:{where}" if rights == ["PROXY"] else of
            where = ""
    words.need(joint)
    people = ",".join(_people(words))
    options = [token.said for token in words.rest()]
    admin = "GRANT" in options or "ADMIN" in options
    to, lost = (people, "") if joint == "TO" else ("", people)
    told = ",".join(rights).lower()
    return [
        operation(
            id_,
            of,
            name=told if not (of or "").startswith("role:") else "",
            on=where,
            to=to,
            from_=lost,
            grant_option=admin,
        )
    ]


def _listed(words: Words, joint: str) -> list[str]:
    """Every privilege, its columns left out; roles by name."""
    found, word = [], ""
    while not words.done and words.said() not in ("ON", joint):
        if words.said() == "(":
            words.group()
        elif words.take(","):
            found.append(word)
            word = ""
        elif words.take("@"):
            word += "@"
        else:
            between = " " if word and not word.endswith("@") else ""
            word += between + unquoted(words.stream[words.at])
            words.at += 1
    return [*found, word]


def _place(words: Words) -> tuple[str | None, str]:
    """What rights are about: one table, or everything of a database, or everything."""
    parts = []
    while True:
        if words.take("*"):
            parts.append("*")
        else:
            token = words.stream[words.at] if not words.done else None
            if token is None or token.kind not in (WORD, QUOTED):
                raise Unread("what the rights are for is not said")
            parts.append(unquoted(token))
            words.at += 1
        if not words.take("."):
            break
    where = ".".join(parts)
    if "*" not in parts:
        return f"table:{where}", where
    return (f"schema:{parts[0]}" if len(parts) == 2 and parts[0] != "*" else None), where


def _people(words: Words) -> list[str]:
    found = [person(words)]
    while words.take(","):
        found.append(person(words))
    return found


def person(words: Words) -> str:
    """A user or role, with the host where one is written."""
    parts = []
    while not words.done:
        token = words.stream[words.at]
        if token.kind not in (WORD, QUOTED, STRING):
            break
        parts.append(unquoted(token))
        words.at += 1
        if not words.take("@"):
            break
    if words.take("(", ")") or parts:
        return "@".join(parts)
    raise Unread("a user is missing")


def users(words: Words, id_: str) -> list[Operation]:
    """CREATE, ALTER, DROP USER or ROLE; what they may do is told by the words that follow."""
    missing, gone = words.take("IF", "NOT", "EXISTS"), words.take("IF", "EXISTS")
    told = []
    while not words.done:
        told.append(operation(id_, f"role:{person(words)}", if_exists=gone, if_not_exists=missing))
        while words.said() != "," and not words.done:  # IDENTIFIED BY ..., REQUIRE ..., ACCOUNT LOCK
            words.at += 1
        words.take(",")
    if not told:
        raise Unread("a user is missing")
    return told


def rename_user(words: Words) -> list[Operation]:
    told = []
    more = True
    while more:
        old = person(words)
        words.need("TO")
        told.append(operation("access.role.alter", f"role:{old}", to=person(words)))
        more = words.take(",")
    return told
