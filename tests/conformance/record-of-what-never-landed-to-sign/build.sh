. "${0%/*}/../log.sh"

listed
write app/a.py 'def a():' '    return 11'
land
mkdir records
"$GUARD" log record --trusted refs/heads/work --now "$at" -o records/000001-aaaaaaaaaaaa.json
