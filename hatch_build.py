"""Complete the package's metadata from where the project is hosted: its addresses, and the links of its README.

In a checkout the README's links are relative, so that they work on any host and on disk. On a package index they would
lead nowhere, so in wheel and sdist they are absolute. GitHub Actions says which repository it builds;
`VAULTGEN_ADDRESS` says it elsewhere. With neither, nothing is changed.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(!?)(\[[^\]]*\])\((?:<([^>]*)>|([^()\s]*))\)")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


class AddressesHook(MetadataHookInterface):
    """Fills in `readme` and `urls`."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the dynamic fields; called by hatchling."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        address, version = _hosted(os.environ)
        if address:
            text = with_absolute_links(text, address, version)
            metadata["urls"] = {
                "Homepage": address,
                "Documentation": f"{address}/blob/{version}/docs/README.md",
                "Changelog": f"{address}/blob/{version}/CHANGELOG.md",
                "Issues": f"{address}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def with_absolute_links(text: str, address: str, version: str) -> str:
    """Return Markdown whose relative links and pictures lead to a version of a repository; code stays as it is."""

    def absolute(link: re.Match[str]) -> str:
        mark, label, within, plain = link.groups()
        target = within or plain
        if ":" in target or target.startswith("#"):
            return link[0]
        kind = "raw" if target.endswith(".png") else "blob"
        return f"{mark}{label}({address}/{kind}/{version}/{target.replace(' ', '%20')})"

    parts = _CODE.split(text)
    return "".join(part if number % 2 else _LINK.sub(absolute, part) for number, part in enumerate(parts))


def _hosted(environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the address of the repository, "" if unknown, and the name of the version that is built."""
    address = environ.get("VAULTGEN_ADDRESS", "")
    if not address and "GITHUB_REPOSITORY" in environ:
        address = f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{environ['GITHUB_REPOSITORY']}"
    return address.rstrip("/"), environ.get("GITHUB_REF_NAME", "HEAD")
