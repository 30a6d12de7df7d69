. "${0%/*}/../prelude.sh"

git init -q -b main
content
policy
plan
mv .guard app/guard
ln -s app/guard .guard
land start
branch
write rules/rules.yml 'allow: all'
git add -A
