. "${0%/*}/../log.sh"

approved
entered kim-takes-it-back kim
git commit -q --no-verify --allow-empty -m x
seen
git update-ref -d refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
