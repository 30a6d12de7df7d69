. "${0%/*}/../prelude.sh"

start
write .gitattributes '*.html working-tree-encoding=UTF-7'
git add .gitattributes
