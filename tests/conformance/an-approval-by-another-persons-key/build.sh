. "${0%/*}/../log.sh"

listed
entered kim-approves-work dana
write app/a.py 'def a():' '    return 11'
git add -A
