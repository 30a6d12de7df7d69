. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
needs_plan: []
END
rm -r .guard/plans
land lax
base=$(git rev-parse main)
git update-ref refs/heads/refs/heads/main HEAD
git update-ref -d refs/heads/main
git reset -q --hard "$base"
write rules/rules.yml 'allow: all'
land bad
