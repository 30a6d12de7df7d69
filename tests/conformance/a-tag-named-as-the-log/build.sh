. "${0%/*}/../log.sh"

approved
git tag guard-log
git update-ref refs/heads/refs/heads/guard-log guard-log
entered kim-takes-it-back kim
write app/a.py 'def a():' '    return 11'
git add -A
