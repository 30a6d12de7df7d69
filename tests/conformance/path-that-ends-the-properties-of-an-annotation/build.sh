. "${0%/*}/../prelude.sh"

start
write 'rules/a%0A%2Cline=9,title=ok::x%0D%0A::add-mask::x' x
land
