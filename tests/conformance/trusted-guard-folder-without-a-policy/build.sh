. "${0%/*}/../prelude.sh"

git init -q -b main
content
plan
write .guard/policy.yml 'id: x'
land start
branch
write rules/rules.yml 'allow: all'
git add -A
