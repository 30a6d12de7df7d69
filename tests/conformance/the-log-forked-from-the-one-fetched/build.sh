. "${0%/*}/../log.sh"

listed
entered omar-approves-work omar
first=$(git rev-parse guard-log)
entered kim-approves-work kim
git update-ref refs/remotes/origin/guard-log guard-log
git update-ref refs/heads/guard-log "$first"
entered kim-takes-it-back kim
write app/a.py 'def a():' '    return 11'
git add -A
