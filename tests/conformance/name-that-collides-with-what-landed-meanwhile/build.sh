. "${0%/*}/../prelude.sh"

start
git checkout -q main
write app/W.py 'one'
land 'meanwhile'
git checkout -q work
write app/w.py 'two'
git add app
git commit -q -m 'the same name, to some'
