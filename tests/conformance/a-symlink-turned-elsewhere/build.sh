. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
mkdir -p app
ln -s a.py app/l
start
symlink app/l ../rules/rules.yml
