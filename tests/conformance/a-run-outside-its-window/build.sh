. "${0%/*}/../prelude.sh"

ordered
edit .guard/plans/work.yaml 's/does: .file.add.$/does: [file.add]\n    window: sat-sun 01:00-05:00 UTC/'
start
write app/one.py 'one = 1'
landed 'Phase one'
printf '' | logged
