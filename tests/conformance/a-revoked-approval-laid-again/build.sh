. "${0%/*}/../log.sh"

approved
entered kim-takes-it-back kim
entered kim-approves-work kim
write app/a.py 'def a():' '    return 11'
git add -A
