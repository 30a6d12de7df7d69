. "${0%/*}/../prelude.sh"

start
git checkout -q -b first main
for ((number = 0; number < 30; number++)); do write "app/one/$number.py" x; done
land first
git checkout -q work
for ((number = 0; number < 30; number++)); do write "app/two/$number.py" x; done
land second
git merge -q --no-edit first
