. "${0%/*}/../log.sh"

approved
git pack-refs --all
entered kim-takes-it-back kim
: >.git/refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
