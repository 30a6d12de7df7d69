. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git tag -a -m 'Release' v1
