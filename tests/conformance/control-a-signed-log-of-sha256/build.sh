. "${0%/*}/../log.sh"

keyed
start --object-format=sha256
entered kim-approves-work kim
write app/a.py 'def a():' '    return 11'
git add -A
