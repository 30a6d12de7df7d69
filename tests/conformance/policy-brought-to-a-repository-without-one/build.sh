. "${0%/*}/../prelude.sh"

git init -q -b main
content
land start
branch
policy
plan
write rules/rules.yml 'allow: all'
git add -A
