. "${0%/*}/../prelude.sh"

start
write .guard/plans/self.yaml 'plan: self' 'version: 1' 'owner: dana' 'why: Wait' 'scope: {paths: [/app/**]}' 'phases:' '  one: {after: {one: deployed}, does: [file.add]}'
git add -A
