. "${0%/*}/../prelude.sh"

write .guard/plans/work.yaml <<'END'
plan: work
version: 1
owner: dana
why: Rework the application
scope: {paths: [/app/*.py]}
phases: {do: {does: [file.*]}}
END
start
write app/a.py 'def a():' '    return 11'
write app/deep/x.py 'x = 1'
git add -A
