. "${0%/*}/../prelude.sh"

write app/Parts/p.py 'one'
write app/parts/q.py 'two'
start
write app/parts/r.py 'three'
git add -A
