. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
printf 'and more\n' >>.git/payload.json.sig
laid
write app/a.py 'def a():' '    return 11'
git add -A
