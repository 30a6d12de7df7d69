. "${0%/*}/../prelude.sh"

start
write "app/it's \"quoted\" \$HOME.py" 'x = 1'
write 'docs/größe/日本語.md' 'x'
git add -A
