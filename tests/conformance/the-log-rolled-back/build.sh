. "${0%/*}/../log.sh"

approved
first=$(git rev-parse guard-log)
entered kim-takes-it-back kim
seen
git update-ref refs/heads/guard-log "$first"
write app/a.py 'def a():' '    return 11'
git add -A
