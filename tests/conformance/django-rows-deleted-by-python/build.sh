. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/shop/migrations/0002_more.py <<'EOT'
from django.db import migrations


def tidy(apps, schema_editor):
    apps.get_model("shop", "Order").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(tidy)]
EOT
git add -A
