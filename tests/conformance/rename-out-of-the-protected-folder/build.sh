. "${0%/*}/../prelude.sh"

start
git mv rules/rules.yml app/rules.yml
