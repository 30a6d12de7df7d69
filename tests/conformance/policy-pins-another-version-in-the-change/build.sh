. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 2
guard: ">=99"
END
git add -A
