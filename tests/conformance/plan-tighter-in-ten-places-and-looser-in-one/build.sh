. "${0%/*}/../prelude.sh"

start
edit .guard/plans/work.yaml 's/max: .*/max: {files: 5, lines: 50, bytes: 9000, commits: 3}/' 's|frozen/\*\*\]|frozen/**, /app/old/**, /docs/old/**]|' 's|/docs/\*\*\]|/docs/**, /rules/**]|'
raise .guard/plans/work.yaml
git add -A
