. "${0%/*}/../prelude.sh"

start
printf 'plan: work\nversion: 2\nowner: dana\nwhy: Rework the application\nscope: {paths: [/app/**]} # as agreed\302\205never: []\nphases: {do: {does: [file.*]}}\n' >.guard/plans/work.yaml
git add -A
