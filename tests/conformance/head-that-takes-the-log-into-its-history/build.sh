. "${0%/*}/../log.sh"

approved
write app/a.py 'def a():' '    return 11'
land
git merge -q --no-edit --allow-unrelated-histories guard-log
