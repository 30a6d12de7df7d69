. "${0%/*}/../prelude.sh"

start
printf 'plan: work\nversion: 2\nowner: dana\nwhy: Rework the application\nscope: {paths: [/app/**]} # \342\200\256never\nphases: {do: {does: [file.*]}}\n' >.guard/plans/work.yaml
git add -A
