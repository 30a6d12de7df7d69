. "${0%/*}/../log.sh"

listed
git checkout -q main
write rules/rules.yml 'allow: all'
land 'Past the check'
write app/a.py 'def a():' '    return 11'
land 'And one more'
git checkout -q work
mkdir records
"$GUARD" log record main --now "$at" -o records/000002-aaaaaaaaaaaa.json
