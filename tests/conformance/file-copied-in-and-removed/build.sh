. "${0%/*}/../prelude.sh"

start
write secrets.env 'TOKEN=abc'
land in
git rm -q secrets.env
land out
write app/a.py 'def a():' '    return 11'
land
