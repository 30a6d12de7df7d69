. "${0%/*}/../log.sh"

listed
write app/a.py 'def a():' '    return 11'
git add -A
git -c gpg.format=ssh -c user.signingKey=.git/keys/kim commit -q --no-verify -S -m work
