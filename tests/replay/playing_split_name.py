"""The example expand-contract: users.display_name becomes two columns, in two services in Python."""

from __future__ import annotations

from tests.replay.played import Act, Migration

STORE = """\
def save(cursor, key, name):
    cursor.execute(
        "INSERT INTO users ({columns}) VALUES ({marks})",
        [{values}],
    )
"""
OLD = STORE.format(columns="id, display_name", marks="%s, %s", values="key, name.whole()")
BOTH = STORE.format(
    columns="id, display_name, given_name, family_name",
    marks="%s, %s, %s, %s",
    values="key, name.whole(), name.given, name.family",
)
NEW = STORE.format(columns="id, given_name, family_name", marks="%s, %s, %s", values="key, name.given, name.family")
MAIL = """\
def greeting(user):
    return "Dear " + user.{read}
"""
PAGE = """\
def title(user):
    return user.{read}


def heading(user):
    return "Orders of " + user.{read}
"""
NAMES = """\
def full_name(user):
    return user.given_name + " " + user.family_name
"""
OLD_READ, NEW_READ = "display_name", "full_name()"
SPLIT_NAME = Migration(
    "expand-contract",
    {
        "db/migrations/0001_users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, display_name text NOT NULL);\n",
        "app/users/store.py": OLD,
        "app/mail.py": MAIL.format(read=OLD_READ),
        "app/page.py": PAGE.format(read=OLD_READ),
    },
    {"reads": 3},
    (
        Act(
            "split-name/expand",
            {
                "db/migrations/0002_two_names.sql": (
                    "ALTER TABLE users ADD COLUMN given_name text, ADD COLUMN family_name text;\n"
                )
            },
            again={"db/migrations/0005_title.sql": "ALTER TABLE users ADD COLUMN title text;\n"},
        ),
        Act("split-name/dual-write", {"app/users/store.py": BOTH}, ("split-name/expand: deployed",), signed=True),
        Act(
            "split-name/backfill",
            {
                "db/migrations/0003_fill_names.sql": (
                    "UPDATE users SET given_name = split_part(display_name, ' ', 1) WHERE given_name IS NULL;\n"
                )
            },
            ("split-name/dual-write: deployed 1d",),
            signed=True,
        ),
        Act(
            "split-name/switch-reads",
            {
                "app/mail.py": MAIL.format(read=NEW_READ),
                "app/page.py": PAGE.format(read=NEW_READ),
                "app/users/names.py": NAMES,
            },
            ("split-name/backfill: backfilled remaining=0",),
        ),
        Act(
            "split-name/stop-writes",
            {"app/users/store.py": NEW},
            ("split-name/switch-reads: deployed 7d",),
            signed=True,
        ),
        Act(
            "split-name/contract",
            {"db/migrations/0004_one_name_less.sql": "ALTER TABLE users DROP COLUMN display_name;\n"},
            ("split-name/stop-writes: deployed 7d",),
        ),
    ),
)
