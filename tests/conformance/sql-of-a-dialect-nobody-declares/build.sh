. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text -- the end
# DROP TABLE invoices
;
EOT
git add -A
