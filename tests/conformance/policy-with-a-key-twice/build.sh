. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 2
needs_plan: ["*"]
owners: {/.guard/**: platform}
needs_plan: []
END
git add -A
