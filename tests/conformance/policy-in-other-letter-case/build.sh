. "${0%/*}/../prelude.sh"

start
sed 's/^version: 1/version: 2/' .guard/policy.yaml >W
write mode 'mode: shadow'
cat mode >>W
entry 100644 "$(blob <W)" .guard/Policy.yaml
rm W mode
