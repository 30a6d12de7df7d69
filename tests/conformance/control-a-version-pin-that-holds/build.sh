. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
guard: ">=0.1,<1"
needs_plan: ["*"]
END
start
write app/a.py 'def a():' '    return 11'
git add -A
