. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, schema.column.add'
start
write app/db/migrate/20260101000000_more.rb <<'EOT'
class More < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :given, "text, DROP COLUMN name"
  end
end
EOT
git add -A
