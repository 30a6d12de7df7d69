. "${0%/*}/../prelude.sh"

mkdir -p rules
numbered 60 >rules/long.yml
start
git mv rules/long.yml app/long.yml
printf 'one more\n' >>app/long.yml
git add -A
