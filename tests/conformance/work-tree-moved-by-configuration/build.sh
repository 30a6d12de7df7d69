. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
git add -A
mkdir elsewhere
git config core.worktree ../elsewhere
