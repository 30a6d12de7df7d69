. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
needs_plan: []
END
write rules/rules.yml 'allow: all'
land bad
git tag main HEAD
