. "${0%/*}/../prelude.sh"

start
numbered 1500 >.git/long
write .git/info/attributes '*.py filter=swap'
git config filter.swap.clean 'cat >/dev/null; cat .git/long'
write app/a.py 'x = 1'
git add app/a.py
git config --unset filter.swap.clean
