. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
write app/a.py 'def a():' '    return 11'
git add -A
git commit -q --no-verify -m work -m "$(<.git/payload.json)" -m "$(<.git/payload.json.sig)" -m 'Approved-by: kim'
