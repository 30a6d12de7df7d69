. "${0%/*}/../prelude.sh"

calls
start
write app/more.py 'def three(c):' '    return old_name(c'
git add -A
