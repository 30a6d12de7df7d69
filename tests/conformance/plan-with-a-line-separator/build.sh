. "${0%/*}/../prelude.sh"

start
printf 'plan: work\nversion: 2\nowner: dana\nwhy: Rework\342\200\250 the application\nscope: {paths: [/app/**]}\nphases: {do: {does: [file.*]}}\n' >.guard/plans/work.yaml
git add -A
