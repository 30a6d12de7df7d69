. "${0%/*}/../prelude.sh"

start
git branch facade0 main
write rules/rules.yml 'allow: all'
land bad
git tag facade0 HEAD
