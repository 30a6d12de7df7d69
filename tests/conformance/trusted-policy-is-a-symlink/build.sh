. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
mv .guard/policy.yaml app/policy.yaml
ln -s ../app/policy.yaml .guard/policy.yaml
land start
branch
write rules/rules.yml 'allow: all'
git add -A
