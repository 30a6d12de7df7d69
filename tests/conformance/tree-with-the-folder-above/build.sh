. "${0%/*}/../prelude.sh"

start
plant 040000 tree "$(git rev-parse HEAD:rules)" ..
