. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
symlink app/l '~/.ssh/id_ed25519'
