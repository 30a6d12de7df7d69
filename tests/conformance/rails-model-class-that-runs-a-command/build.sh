. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, schema.column.add'
start
write app/db/migrate/20260101000000_more.rb <<'EOT'
class More < ActiveRecord::Migration[7.1]
  class User < ActiveRecord::Base
    belongs_to :team, optional: system("psql -c 'DROP TABLE users'")
  end

  def up
    add_column :users, :nick, :string
  end

  def down
    remove_column :users, :nick
  end
end
EOT
git add -A
