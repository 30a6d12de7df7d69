. "${0%/*}/../prelude.sh"

start
for name in guard/__init__ guard/__main__ guard_hooks/__init__ sitecustomize usercustomize json ssl hashlib argparse conftest setup; do
    write "$name.py" 'import os' 'open(os.path.join(os.environ["RUNNER_TEMP"], "pwned"), "w")'
done
write setup.cfg '[options]'
write app/a.py 'def a():' '    return 11'
land
