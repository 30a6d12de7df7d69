. "${0%/*}/../prelude.sh"

start
write .gitattributes '* text=auto eol=crlf'
git add .gitattributes
