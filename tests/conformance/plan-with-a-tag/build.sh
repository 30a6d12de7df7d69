. "${0%/*}/../prelude.sh"

start
write .guard/plans/work.yaml <<'END'
plan: work
version: 2
owner: dana
why: !!python/object/apply:os.system [id]
scope: {paths: [/app/**]}
phases: {do: {does: [file.*]}}
END
git add -A
