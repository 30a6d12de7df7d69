. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
printf 'scope: {paths: [/**]}\n' >>.guard/plans/work.yaml
land start
branch
write rules/rules.yml 'allow: all'
git add -A
