. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
write .guard/plans x
land start
branch
write rules/rules.yml 'allow: all'
git add -A
