. "${0%/*}/../prelude.sh"

start
write app/b.py 'def b():' '    return 22'
land
git checkout -q main
edit .guard/plans/work.yaml 's|^  never: .*|  never: [/app/frozen/**, /app/b.py]|' 's|^version: 1|version: 2|'
land 'The plan is narrowed'
git checkout -q work
