. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/,"by"/, "by"/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
