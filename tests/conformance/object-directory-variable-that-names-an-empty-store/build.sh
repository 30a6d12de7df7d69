. "${0%/*}/../prelude.sh"

start
mkdir -p empty-store
write rules/rules.yml 'allow: all'
git add rules/rules.yml
