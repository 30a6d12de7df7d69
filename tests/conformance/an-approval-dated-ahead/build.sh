. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/"at":1767398400/"at":1783209600/; s/"expires":1769990400/"expires":1785801600/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
