. "${0%/*}/../prelude.sh"

git init -q -b main
content
write .guard 'id: x'
land start
branch
write rules/rules.yml 'allow: all'
git add -A
