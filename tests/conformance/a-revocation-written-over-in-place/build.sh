. "${0%/*}/../log.sh"

approved
first=$(git rev-parse guard-log)
entered kim-takes-it-back kim
taken=$(git rev-parse guard-log)
entered kim-approves-work-again bot
cp -f ".git/objects/${first:0:2}/${first:2}" ".git/objects/${taken:0:2}/${taken:2}"
write app/a.py 'def a():' '    return 11'
git add -A
