. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
altered 's/"at":1767/"at":1777/; s/"expires":1769/"expires":1779/'
laid
write app/a.py 'def a():' '    return 11'
git add -A
