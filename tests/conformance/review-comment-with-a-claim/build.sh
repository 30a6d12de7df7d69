. "${0%/*}/../prelude.sh"

plan
write .guard/plans/other.yaml 'plan: other' 'version: 1' 'owner: dana' 'why: Other work' 'scope: {paths: [/rules/**], max: {}}' 'phases: {do: {does: [file.modify]}}'
start
write rules/rules.yml 'allow: all'
land 'Guard-Plan: work'
