. "${0%/*}/../prelude.sh"

plan
write .guard/plans/late.yaml 'plan: late' 'version: 1' 'owner: dana' 'why: Wait for work' 'scope: {paths: [/docs/**]}' 'phases: {do: {after: {work/do: complete}, does: [file.add]}}'
start
git rm -q .guard/plans/work.yaml
git add -A
