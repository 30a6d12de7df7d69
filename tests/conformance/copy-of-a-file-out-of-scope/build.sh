. "${0%/*}/../prelude.sh"

start
git config diff.renames copies
cp rules/rules.yml app/leak.yml
git add -A
