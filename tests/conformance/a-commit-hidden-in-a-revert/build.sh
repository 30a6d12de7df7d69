. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
git rm -q app/one.py
write rules/extra.yml 'allow: all'
land 'Take phase one back'
git rm -q rules/extra.yml
land 'Tidy'
