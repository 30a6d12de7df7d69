. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
land $'First\n\nGuard-Plan: work\nGuard-Phase: one'
edit app/a.py 's/1/11/'
land $'Second\n\nGuard-Plan: work\nGuard-Phase: two'
