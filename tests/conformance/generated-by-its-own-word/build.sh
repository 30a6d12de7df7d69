. "${0%/*}/../prelude.sh"

write .gitattributes '*.min.js linguist-generated -diff'
start
numbered 1500 >app/x.min.js
git add -A
