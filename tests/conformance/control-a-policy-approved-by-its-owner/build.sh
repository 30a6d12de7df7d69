. "${0%/*}/../prelude.sh"

with_keys
plan
start
edit .guard/policy.yaml 's|^needs_plan: .*|needs_plan: []|'
raise .guard/policy.yaml
land Documents
logged <<'ROWS'
{"act": "approval", "of": "policy", "by": "dana", "rev": "HEAD"}
ROWS
