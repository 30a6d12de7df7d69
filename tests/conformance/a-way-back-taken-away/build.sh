. "${0%/*}/../prelude.sh"

write docs/runbook.md '# Runbook' '' '## Restore'
plan
echo '    irreversible: docs/runbook.md#restore' >>.guard/plans/work.yaml
start
git rm -q docs/runbook.md
