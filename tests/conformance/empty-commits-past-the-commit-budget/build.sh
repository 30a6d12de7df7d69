. "${0%/*}/../prelude.sh"

plan '{commits: 3}'
start
for number in 1 2 3 4; do git commit -q --no-verify --allow-empty -m "step $number"; done
