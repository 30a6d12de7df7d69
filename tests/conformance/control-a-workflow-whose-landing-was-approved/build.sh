. "${0%/*}/../prelude.sh"

with_keys
plan
start
write .github/workflows/ci.yml 'on: push'
land Documents
logged <<'ROWS'
{"act": "approval", "of": "landing", "by": "kim", "rev": "main..HEAD"}
ROWS
