. "${0%/*}/../prelude.sh"

start
write .guard/plans/work.yaml <<'END'
plan: work
version: 2
owner: dana
why: Rework the application
scope: {paths: [/app/**]}
phases: {1: {does: [file.*]}, "1": {does: []}}
END
git add -A
