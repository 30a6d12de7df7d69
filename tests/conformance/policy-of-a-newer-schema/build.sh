. "${0%/*}/../prelude.sh"

start
write .guard/policy.yaml <<'END'
schema_version: 99
id: "0123abcd"
version: 2
END
git add -A
