"""What stands in the tree of a commit: read from real trees, each way of keeping migrations, and settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import chdir

import pytest

from guard import trust
from guard.doors.git.repository import Repository
from guard.effects.inventory import inventory_at
from guard.model.inventory import Inventory, Place
from guard.model.trigger import Trigger
from tests.edited import POLICY, POLICY_FILE, STANDING, House, house
from tests.repos import SYMLINK

DIALECT = b"dialects: {/db/**: postgres}\n"
ALEMBIC = b"""\
from alembic import op
import sqlalchemy as sa
revision = %r
down_revision = %s
def upgrade():
    op.%s
def downgrade():
    op.drop_table("orders")
"""
TREE: dict[bytes, bytes] = {
    POLICY_FILE: POLICY + DIALECT,
    b"db/migrations/0001_users.up.sql": b"CREATE TABLE users (id uuid PRIMARY KEY, email text, legacy_id int);\n",
    b"db/migrations/0001_users.down.sql": b"DROP TABLE users;\n",
    b"db/migrations/0002_legacy.up.sql": b"-- it is not used\nALTER TABLE users DROP COLUMN legacy_id;\n",
    b"db/migrations/0010_name.up.sql": b"ALTER TABLE users RENAME TO people;\n",
    b"db/migrations/0011_seed.go": b"package migrations\n",
    b"db/queries/old.sql": b"DROP TABLE people;\n",
    b"shop/versions/aaaaaaaa1_second.py": ALEMBIC % ("ffffffff1", b"'bbbbbbbb1'", b'drop_column("orders", "note")'),
    b"shop/versions/bbbbbbbb1_first.py": ALEMBIC
    % ("bbbbbbbb1", b"None", b'create_table("orders", sa.Column("id", sa.UUID()), sa.Column("note", sa.Text()))'),
    b"blog/migrations/0001_initial.py": b"""\
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.CreateModel(name="Post", fields=[("id", models.UUIDField(primary_key=True))])]
""",
    b"web/db/migrate/20240101000000_items.rb": b"""\
class Items < ActiveRecord::Migration[7.0]
  def change
    create_table :items, id: :uuid do |t|
      t.string :name
    end
  end
end
""",
    b".env.example": b"# of the shop\nSHOP_PASSWORD=\n",
    b"infra/main.tf": b'resource "aws_secretsmanager_secret" "s" {\n  name = "x"\n}\n',
    b"k8s/role.yaml": b"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n"
    b'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]\n',
    b".github/workflows/ci.yml": b"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
    b"      - run: echo ${{ secrets.DEPLOY_KEY }}\n",
}
STANDS = """
    +table:people +column:people.id +column:people.email -table:users -column:users.legacy_id
    +table:orders +column:orders.id -column:orders.note +table:blog_post +column:blog_post.id
    +table:items +column:items.name +secret:SHOP_PASSWORD +secret:DEPLOY_KEY
    +secret:aws_secretsmanager_secret.s +rbac:ClusterRole/reader ?table:nothing
"""


def told(at: House, commit: bytes) -> tuple[Inventory, int]:
    with chdir(os.fsdecode(at.made.top)), Repository() as repository:
        trigger = Trigger("range")
        trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
        before = repository.processes
        return inventory_at(repository, trusted, commit), repository.processes - before


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house({**STANDING, POLICY_FILE: POLICY}) as made:
        made.lands_on_main({**TREE, b"db/migrations/0012_link.up.sql": (SYMLINK, made.made.blob(b"0010_name.up.sql"))})
        yield made


@pytest.fixture(scope="module")
def inventory(here: House) -> tuple[Inventory, int]:
    return told(here, here.main)


@pytest.mark.parametrize("word", STANDS.split())
def test_what_stands_in_a_tree(inventory: tuple[Inventory, int], word: str) -> None:
    found = inventory[0].stands(word[1:])
    assert found.state == {"+": "yes", "-": "no", "?": "unknown"}[word[0]], found


def test_places_types_and_what_is_not_read(inventory: tuple[Inventory, int]) -> None:
    found, _ = inventory
    assert found.stands("column:users.legacy_id").where == Place(b"db/migrations/0002_legacy.up.sql", 2)
    assert found.stands("secret:SHOP_PASSWORD").where == Place(b".env.example", 2)
    typed = found.type_of("column:people.id")
    assert typed is not None and (typed.words, typed.where.path) == ("uuid", b"db/migrations/0001_users.up.sql")
    types = [found.type_of(f"column:{name}") for name in ("orders.id", "blog_post.id", "items.name", "items.id")]
    told = [("UUID()", "alembic"), ("UUIDField", "django"), ("string", "rails"), ("uuid", "rails")]
    assert [one and (one.words, one.via) for one in types] == told
    assert [where.path for where, _ in found.unread] == [b"db/migrations/0011_seed.go"]


def test_all_of_a_tree_is_one_question_to_git(inventory: tuple[Inventory, int]) -> None:
    assert inventory[1] == 1


def test_it_is_the_tree_of_the_commit_and_of_no_other(here: House) -> None:
    drop = {b"db/migrations/0013_drop.up.sql": b"DROP TABLE people;\n"}
    branch = here.commit(drop)
    assert told(here, branch)[0].stands("table:people").state == "no"
    assert told(here, here.main)[0].stands("table:people").state == "yes"


def test_a_tree_with_none_of_it_tells_nothing(here: House) -> None:
    bare = here.commit({}, flat={POLICY_FILE: here.flat[POLICY_FILE]})
    found, _ = told(here, bare)
    assert (found.homes, dict(found.settings)) == ((), {})
