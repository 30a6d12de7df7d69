. "${0%/*}/../log.sh"

listed
write app/a.py 'def a():' '    return 11'
land
