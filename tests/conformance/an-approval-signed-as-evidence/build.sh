. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim guard-evidence-v1
laid
write app/a.py 'def a():' '    return 11'
git add -A
