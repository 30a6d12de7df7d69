. "${0%/*}/../prelude.sh"

start
git update-index --assume-unchanged rules/rules.yml
git update-index --skip-worktree README.md
write rules/rules.yml 'allow: all'
write README.md 'Another text'
write app/a.py 'def a():' '    return 11'
git add -A
