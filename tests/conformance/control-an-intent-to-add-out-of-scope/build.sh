. "${0%/*}/../prelude.sh"

start
write rules/new.yml 'allow: all'
git add -N rules/new.yml
write app/a.py 'def a():' '    return 11'
git add app/a.py
