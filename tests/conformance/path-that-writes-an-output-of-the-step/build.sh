. "${0%/*}/../prelude.sh"

start
write $'app/x\nverdict=pass\nexit-code=0\nfindings<<EOF\n0\nEOF\n.py' x
land
