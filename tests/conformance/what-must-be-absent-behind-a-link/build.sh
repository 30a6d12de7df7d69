. "${0%/*}/../prelude.sh"

calls
edit .guard/plans/work.yaml 's/code\.\*/code.*, file.symlink/'
start
write app/forms.txt 'forbidden(1)'
ln -s forms.txt app/forms.py
git add -A
