. "${0%/*}/../prelude.sh"

start
git sparse-checkout init --cone --sparse-index 2>/dev/null
git sparse-checkout set app docs 2>/dev/null
git sparse-checkout reapply --no-sparse-index 2>/dev/null
git update-index --cacheinfo "100644,$(text 'allow: all'),rules/rules.yml"
git update-index --skip-worktree rules/rules.yml
git sparse-checkout reapply --sparse-index 2>/dev/null
git ls-files --sparse | grep -qx 'rules/'
