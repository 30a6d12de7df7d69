. "${0%/*}/../prelude.sh"

start
write .gitattributes '* filter=evil diff=evil merge=evil'
write hooks/post-checkout '#!/bin/sh' 'touch "$RUNNER_TEMP/pwned"'
cp hooks/post-checkout hooks/reference-transaction
chmod +x hooks/*
write app/a.py 'def a():' '    return 11'
land
for key in core.fsmonitor filter.evil.smudge filter.evil.clean diff.evil.textconv diff.evil.command diff.external uploadpack.packObjectsHook core.sshCommand core.gitProxy; do
    git config "$key" 'touch "$RUNNER_TEMP/pwned"; cat'
done
git config core.hooksPath hooks
