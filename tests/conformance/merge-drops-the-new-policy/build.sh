. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 2
owners: {/.guard/**: platform}
people: {dana: {teams: [platform]}}
needs_plan: ["*"]
END
land 'version 2'
git checkout -q work
git merge -q -s ours --no-edit main
