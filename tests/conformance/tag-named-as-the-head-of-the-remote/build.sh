. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
needs_plan: []
END
rm -r .guard/plans
land lax
git update-ref refs/tags/refs/remotes/origin/HEAD HEAD
git reset -q --hard main
write rules/rules.yml 'allow: all'
land bad
