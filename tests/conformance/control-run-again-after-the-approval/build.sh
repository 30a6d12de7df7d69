. "${0%/*}/../log.sh"

approved
write app/a.py 'def a():' '    return 11'
land
