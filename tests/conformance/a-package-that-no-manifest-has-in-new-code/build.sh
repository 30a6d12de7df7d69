. "${0%/*}/../prelude.sh"

plan
write pyproject.toml '[project]' 'name = "example"' 'version = "1"' 'dependencies = ["requests"]'
start
write app/c.py 'import requests_retry' '' '' 'def c():' '    return requests_retry.get("https://example.org")'
git add -A
