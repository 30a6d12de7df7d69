. "${0%/*}/../log.sh"

listed
private deploy
write app/a.py 'def a():' '    return 11'
land
