. "${0%/*}/../prelude.sh"

start
write .guard/manifests/work.reads.json '{"schema_version": 1, "plan": "work", "name": "reads", "query": "sha256:'"$(printf '%064d' 0)"'", "count": 1, "rows": [{"id": "0123456789abcdef", "path": "app/a.py"}]}'
git add -A
