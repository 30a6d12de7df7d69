. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: !!python/name:os.system x
version: 1
END
start
write app/a.py 'def a():' '    return 11'
git add -A
