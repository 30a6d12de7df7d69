. "${0%/*}/../prelude.sh"

with_keys
plan
start
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land Documents
logged <<'ROWS'
{"act": "approval", "of": "plan", "name": "work", "by": "dana", "rev": "HEAD"}
ROWS
