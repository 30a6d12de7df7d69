. "${0%/*}/../prelude.sh"

start
write .guard/plans/work.yaml <<'END'
plan: work
version: 2
owner: dana
why: Rework the application
scope: {paths: [/app/**], paths: [/**]}
phases: {do: {does: [file.*]}}
END
git add -A
