. "${0%/*}/../prelude.sh"

start
git checkout -q -b first main
write app/new.py x
land first
git checkout -q -B work first
write app/New.py x
land second
