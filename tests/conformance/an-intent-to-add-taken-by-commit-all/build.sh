. "${0%/*}/../prelude.sh"

start
write rules/new.yml 'allow: all'
git add -N rules/new.yml
