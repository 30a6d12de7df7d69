. "${0%/*}/../prelude.sh"

start
git checkout -q main
write README.md '# Example, twice'
land
git clone -q --depth 1 "file://$PWD" clone
cd clone
branch
write app/a.py 'def a():' '    return 11'
git add -A
