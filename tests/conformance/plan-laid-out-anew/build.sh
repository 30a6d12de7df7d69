. "${0%/*}/../prelude.sh"

start
write .guard/plans/work.yaml <<'END'
# The plan of this work
version: 1          # as before
plan: "work"
owner: dana
scope: {never: ["/app/frozen/**"], paths: [/docs/**, /app/**, /app/**], max: {files: 50}}
why: Rework the application and its pages
phases: {do: {does: [file.delete, file.modify, file.add]}}
END
git add -A
