. "${0%/*}/../prelude.sh"

plan
write pyproject.toml '[project]' 'name = "example"' 'version = "1"' 'dependencies = ["requests"]'
write app/.env.example 'DATABASE_URL='
start
write app/c.py 'import os' 'import requests' 'from app import a' '' \
    '# TODO(dana): PAY-12, the other half' 'URL = os.environ["REPORT_URL"]' 'SIZE = os.getenv("REPORT_SIZE", "10")'
write app/.env.example 'DATABASE_URL=' 'REPORT_URL='
git add -A
