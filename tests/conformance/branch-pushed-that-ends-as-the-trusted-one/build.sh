. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git update-ref refs/heads/refs/heads/main HEAD
