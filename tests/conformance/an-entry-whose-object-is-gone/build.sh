. "${0%/*}/../log.sh"

approved
entered kim-takes-it-back kim
oid=$(git rev-parse guard-log)
rm -f ".git/objects/${oid:0:2}/${oid:2}"
write app/a.py 'def a():' '    return 11'
git add -A
