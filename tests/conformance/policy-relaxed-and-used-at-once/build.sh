. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 2
mode: shadow
needs_plan: []
routine: [{paths: [/**], does: ["*"]}]
merges: squash
END
write rules/rules.yml 'allow: all'
git add -A
