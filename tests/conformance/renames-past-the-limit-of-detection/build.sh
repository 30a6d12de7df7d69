. "${0%/*}/../prelude.sh"

plan '{files: unlimited}'
for ((number = 10; number < 70; number++)); do write "lib/f$number.py" "x = $number"; done
start
git config diff.renameLimit 5
mkdir -p app/moved
for ((number = 10; number < 70; number++)); do mv "lib/f$number.py" "app/moved/g$number.py"; done
git add -A
