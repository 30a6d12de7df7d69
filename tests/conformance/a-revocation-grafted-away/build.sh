. "${0%/*}/../log.sh"

approved
first=$(git rev-parse guard-log)
entered kim-takes-it-back kim
entered kim-approves-work-again bot
write .git/info/grafts "$(git rev-parse guard-log) $first"
write app/a.py 'def a():' '    return 11'
git add -A
