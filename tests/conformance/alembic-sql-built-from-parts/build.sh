. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, schema.column.add'
start
write app/alembic/versions/3f2a9c_more.py <<'EOT'
from alembic import op

revision = "3f2a9c"
down_revision = None
TABLE = "invoices"


def upgrade():
    op.execute(f"DROP {'TABLE'} {TABLE}")


def downgrade():
    raise NotImplementedError
EOT
git add -A
