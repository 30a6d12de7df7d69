. "${0%/*}/../prelude.sh"

start
write app/b.py 'def b():' '    return 22'
landed first
write app/a.py 'def a():' '    return 11'
land second
