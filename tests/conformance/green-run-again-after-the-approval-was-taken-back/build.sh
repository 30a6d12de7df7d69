. "${0%/*}/../log.sh"

approved
entered kim-takes-it-back kim
write app/a.py 'def a():' '    return 11'
land
