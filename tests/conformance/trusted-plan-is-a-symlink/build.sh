. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
mv .guard/plans/work.yaml app/work.yaml
ln -s ../../app/work.yaml .guard/plans/work.yaml
land start
branch
write rules/rules.yml 'allow: all'
git add -A
