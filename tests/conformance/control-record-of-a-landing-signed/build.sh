. "${0%/*}/../log.sh"

listed
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
git merge -q --ff-only work
git checkout -q work
mkdir records
"$GUARD" log record main --now "$at" -o records/000001-aaaaaaaaaaaa.json
