. "${0%/*}/../prelude.sh"

start
for ((number = 0; number < 51; number++)); do printf '100644 %s\tapp/many/%02d.txt\n' 78981922613b2afb6025042ff6bd878ac1994e85 "$number"; done >.git/list
printf 'a\n' | blob >/dev/null
git update-index --index-info <.git/list
