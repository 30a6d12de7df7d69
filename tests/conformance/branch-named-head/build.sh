. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land bad
git update-ref refs/heads/HEAD main
git update-ref refs/tags/HEAD main
