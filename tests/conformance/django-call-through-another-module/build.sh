. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/shop/migrations/0002_more.py <<'EOT'
from django.db import migrations
from django.utils import autoreload

autoreload.subprocess.run(["psql", "-c", "DROP TABLE users"])


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = []
EOT
git add -A
