. "${0%/*}/../log.sh"

listed
request omar-approves-work
: >.git/payload.json.sig
laid
entered kim-approves-work bot
entered kim-approves-work kim
printf 'no signature
' >.git/payload.json.sig
laid
write app/a.py 'def a():' '    return 11'
git add -A
