. "${0%/*}/../prelude.sh"

start
write app/x/y/z/deep.py 'x = 1'
write app/.hidden/.file 'x'
write 'docs/*' 'x'
write 'docs/[a]?.md' 'x'
git add -A
