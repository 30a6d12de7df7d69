. "${0%/*}/../prelude.sh"

write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
owners: {/.guard/**: platform}
people: {dana: {teams: [platform]}}
needs_plan: ["*"]
merges: squash
END
start

entry 100644 "$(text x)" $'app/a\e[2K.py'
git commit -q -m name
gone $'app/a\e[2K.py'
git commit -q -m 'name gone'
write app/a.py 'def a():' '    return 11'
land
