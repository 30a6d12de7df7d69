. "${0%/*}/../prelude.sh"

start
git update-index --cacheinfo "100644,$(text 'allow: all'),rules/rules.yml"
git update-index --skip-worktree rules/rules.yml
git update-index --assume-unchanged rules/rules.yml
