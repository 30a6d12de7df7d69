. "${0%/*}/../log.sh"

listed
git checkout -q main
write rules/rules.yml 'allow: all'
land 'Past the check'
git checkout -q work
mkdir records
"$GUARD" log record --now "$at" -o records/000001-aaaaaaaaaaaa.json
edit records/000001-aaaaaaaaaaaa.json 's/"outcome":"needs-person","phase":null/"outcome":"pass","phase":null/' 's/"may_merge":false/"may_merge":true/' \
    's/"exit_code":3/"exit_code":0/'
