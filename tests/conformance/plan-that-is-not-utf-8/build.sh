. "${0%/*}/../prelude.sh"

start
printf 'plan: work\nversion: 2\nowner: dana\nwhy: R\351work the application\nscope: {paths: [/app/**]}\nphases: {do: {does: [file.*]}}\n' >.guard/plans/work.yaml
git add -A
