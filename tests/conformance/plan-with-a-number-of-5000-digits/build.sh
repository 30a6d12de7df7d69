. "${0%/*}/../prelude.sh"

start
{ printf 'plan: work\nversion: 2\nowner: dana\nwhy: x\nscope: {paths: [/app/**], max: {lines: '; printf '9%.0s' {1..5000}; printf '}}\nphases: {do: {does: [file.*]}}\n'; } >.guard/plans/work.yaml
git add -A
