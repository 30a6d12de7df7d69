. "${0%/*}/../prelude.sh"

start
git update-ref refs/remotes/origin/main main
write rules/rules.yml 'allow: all'
land bad
git tag origin/main HEAD
