. "${0%/*}/../prelude.sh"

git init -q -b main
content
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
guard: ">=99"
END
plan
land start
branch
write rules/rules.yml 'allow: all'
git add -A
