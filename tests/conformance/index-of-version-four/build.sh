. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
write app/zeta.py 'zeta = 1'
git add -A
git update-index --index-version 4
