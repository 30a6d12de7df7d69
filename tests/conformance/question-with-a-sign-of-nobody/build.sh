. "${0%/*}/../prelude.sh"

start
edit app/a.py 's/return 1/return 2/'
land 'work

Guard-Ask: work/do ffffffff is a.py called from elsewhere?'
