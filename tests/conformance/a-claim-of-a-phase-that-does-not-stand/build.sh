. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
land $'First\n\nGuard-Plan: work\nGuard-Phase: eins'
