. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/shop/migrations/0002_more.py <<'EOT'
from django.db import migrations
from django.db.migrations import RemoveField as AddField


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [AddField("order", "note")]
EOT
git add -A
