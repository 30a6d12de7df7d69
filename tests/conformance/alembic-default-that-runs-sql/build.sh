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
import sqlalchemy as sa

revision = "3f2a9c"
down_revision = None


def upgrade():
    op.add_column("users", sa.Column("given", sa.Text(), server_default=sa.text("1; DROP TABLE invoices")))


def downgrade():
    op.drop_column("users", "given")
EOT
git add -A
