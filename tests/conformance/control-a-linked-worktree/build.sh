. "${0%/*}/../prelude.sh"

start
git worktree add -q --detach linked
write rules/rules.yml 'allow: all'
git add rules/rules.yml
cd linked
write app/a.py 'def a():' '    return 11'
git add -A
