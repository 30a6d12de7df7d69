. "${0%/*}/../prelude.sh"

start
write 'rules/##[error]x' x
write 'rules/a##[add-mask]x' x
land
