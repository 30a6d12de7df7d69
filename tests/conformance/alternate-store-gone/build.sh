. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add app
mkdir gone
mv .git/objects/?? gone/
printf '%s\n' "$PWD/nowhere" >.git/objects/info/alternates
