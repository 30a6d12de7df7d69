. "${0%/*}/../prelude.sh"

start
git worktree add -q --detach linked
cd linked
write rules/rules.yml 'allow: all'
git add -A
