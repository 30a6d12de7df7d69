. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/db/migrate/20260101000000_more.rb <<'EOT'
class More < ActiveRecord::Migration[7.1]
  def up
    execute "DELETE FROM #{table}"
  end

  def table
    "users"
  end
end
EOT
git add -A
