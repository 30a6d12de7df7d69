. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim git
laid
write app/a.py 'def a():' '    return 11'
git add -A
