. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
cp .git/payload.json .git/payload.json.sig app/
write app/a.py 'def a():' '    return 11'
git add -A
