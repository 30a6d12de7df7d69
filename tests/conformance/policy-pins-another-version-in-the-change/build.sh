. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 2
guard: ">=99"
people:
  dana: {teams: [platform]}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  /rules/**: platform
needs_plan: ["*"]
END
git add -A
