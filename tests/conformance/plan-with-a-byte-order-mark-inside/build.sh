. "${0%/*}/../prelude.sh"

start
printf 'plan: work\nversion: 2\nowner: dana\nwhy: Rework the application\nsc\357\273\277ope: {paths: [/**]}\nscope: {paths: [/app/**]}\nphases: {do: {does: [file.*]}}\n' >.guard/plans/work.yaml
git add -A
