. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/alembic/versions/3f2a9c_more.py <<'EOT'
import logging
import uuid
from os.path import os

from alembic import op
from app.tools import Wipe

revision = "3f2a9c"
down_revision = None


def upgrade():
    os.system("psql -c 'DROP TABLE users'")
    uuid.os.system("psql -c 'DROP TABLE users'")
    logging.config.dictConfig({"version": 1, "filters": {"a": {"()": "os.system", "command": "true"}}})
    op.get_bindings_and_drop()
    Wipe("users")


def downgrade():
    raise NotImplementedError
EOT
git add -A
