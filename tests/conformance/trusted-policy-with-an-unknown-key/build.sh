. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
exempt: [/app/**]
END
start
write app/a.py 'def a():' '    return 11'
git add -A
