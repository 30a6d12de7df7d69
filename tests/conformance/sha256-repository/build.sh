. "${0%/*}/../prelude.sh"

start --object-format=sha256
git mv rules/rules.yml app/rules.yml
