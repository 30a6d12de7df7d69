. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
id=$(git rev-parse :app/a.py)
chmod u+w ".git/objects/${id:0:2}/${id:2}"
: >".git/objects/${id:0:2}/${id:2}"
