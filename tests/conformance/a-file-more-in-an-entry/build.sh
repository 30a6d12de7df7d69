. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
laid "100644 blob $(text x)"$'\t'README
write app/a.py 'def a():' '    return 11'
git add -A
