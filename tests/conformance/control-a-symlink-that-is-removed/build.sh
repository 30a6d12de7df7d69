. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
mkdir -p app
ln -s /etc/passwd app/l
start
git rm -q app/l
