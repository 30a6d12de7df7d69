. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/"expires":1769990400/"expires":9999999999/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
