. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered "s/read and found right/$(printf '%071680d' 0)/"
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
