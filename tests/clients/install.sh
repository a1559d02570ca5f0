#!/bin/sh
# Programs that others wrote, to read our vaults with: into a folder outside the checkout, from the registries.
#
#   tests/clients/install.sh            into ${VAULTGEN_CLIENTS:-~/.cache/vaultgen-clients}
#
# What cannot be installed (a registry that is down, no npm) is said and left out; its tests skip. Ends with 0.
set -u
folder=${VAULTGEN_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/vaultgen-clients}
python=${PYTHON:-python3}
mkdir -p "$folder" || exit 0

pip_packages="headless-vault-kit==0.1.0 foam-wiki==0.6.1 mkdocs==1.6.1 mkdocs-obsidian-bridge==1.3.1"
npm_packages="yaml@2 mathjax-full@3"
chart_packages="mermaid@11.13.0 jsdom@26" # Mermaid as in Obsidian 1.13, and a page for it

within() { # a limit of time, where the system has one
    if command -v timeout >/dev/null 2>&1; then timeout "$@"; else shift; "$@"; fi
}

if [ ! -f "$folder/python-is-there" ]; then
    if "$python" -m venv "$folder/python" &&
        within 240 "$folder/python/bin/python" -m pip install --quiet --disable-pip-version-check $pip_packages; then
        touch "$folder/python-is-there"
    else
        echo "clients: the Python programs could not be installed; their tests skip" >&2
    fi
fi

if [ ! -f "$folder/node-is-there" ]; then
    if command -v npm >/dev/null 2>&1 && mkdir -p "$folder/node" &&
        within 240 npm install --prefix "$folder/node" --silent --no-audit --no-fund --ignore-scripts $npm_packages; then
        touch "$folder/node-is-there"
    else
        echo "clients: the Node programs could not be installed; their tests skip" >&2
    fi
fi

if [ ! -f "$folder/charts-are-there" ]; then
    if command -v npm >/dev/null 2>&1 && mkdir -p "$folder/charts" &&
        within 400 npm install --prefix "$folder/charts" --silent --no-audit --no-fund --ignore-scripts $chart_packages; then
        touch "$folder/charts-are-there"
    else
        echo "clients: Mermaid could not be installed; its tests skip" >&2
    fi
fi
exit 0
