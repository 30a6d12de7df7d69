. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
mv .guard/plans/work.yaml .guard/plans/work.yml
land start
branch
write rules/rules.yml 'allow: all'
git add -A
