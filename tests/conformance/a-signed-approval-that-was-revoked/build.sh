. "${0%/*}/../log.sh"

approved
signed kim-takes-it-back kim revoke "$(identity)"
write app/a.py 'def a():' '    return 11'
git add -A
