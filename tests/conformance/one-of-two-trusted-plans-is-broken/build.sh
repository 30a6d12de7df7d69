. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
write .guard/plans/other.yaml '[[['
land start
branch
write rules/rules.yml 'allow: all'
git add -A
