. "${0%/*}/../prelude.sh"

start
git checkout -q --orphan other
git rm -q -rf .
write app/other.py 'def other():' '    return 0'
land other
