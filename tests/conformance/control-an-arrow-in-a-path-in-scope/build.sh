. "${0%/*}/../prelude.sh"

start
write 'app/{rules => app}/y.py' 'x = 1'
git add -A
