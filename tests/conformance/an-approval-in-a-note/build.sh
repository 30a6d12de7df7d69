. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
write app/a.py 'def a():' '    return 11'
land
git notes add -F .git/payload.json HEAD
git notes --ref=guard-log add -F .git/payload.json.sig HEAD
