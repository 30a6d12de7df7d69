. "${0%/*}/../log.sh"

listed
request kim-approves-work
write app/a.py 'def a():' '    return 11'
land
git -c gpg.format=ssh -c user.signingKey=.git/keys/kim tag -s -F .git/payload.json guard-log
