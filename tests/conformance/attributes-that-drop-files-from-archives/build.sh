. "${0%/*}/../prelude.sh"

start
write .gitattributes 'rules/** export-ignore' '*.py ident'
git add .gitattributes
