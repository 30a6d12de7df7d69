. "${0%/*}/../log.sh"

approved
git pack-refs --all
write app/a.py 'def a():' '    return 11'
git add -A
