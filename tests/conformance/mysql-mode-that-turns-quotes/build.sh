. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: mysql}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add, session.set, data.read'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text;
SET @@session.sql_mode = CONCAT('NO_BACK', 'SLASH_ESCAPES');
SELECT '\'; DROP TABLE invoices; -- ';
EOT
git add -A
