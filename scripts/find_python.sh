#!/bin/sh
# Prints the Python to make .venv with: 3.11 or newer, with venv and pip.
set -eu

fits='import sys; sys.exit(sys.version_info < (3, 11))'
whole='import ensurepip, venv'

# The versions the pins were made for come first.
for python in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c "$fits" >/dev/null 2>&1 || continue
    if "$python" -c "$whole" >/dev/null 2>&1; then
        command -v "$python"
        exit 0
    fi
    incomplete=$python
done

if [ -n "${incomplete:-}" ]; then
    echo "error: $incomplete has no venv module: on Debian and Ubuntu, apt-get install python3-venv" >&2
else
    echo "error: Isnad needs Python 3.11 or newer, and none is on the PATH" >&2
    echo "       (a Python elsewhere: make install PYTHON=/path/to/python3)" >&2
fi
exit 1
