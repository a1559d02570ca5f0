"""What the person chose: reads `vaultgen.toml`, the environment and the keyring.

Promised: every problem of a file is reported at once, each with its place and its remedy; an unknown setting is a
problem; a key of DeepL's is never read from a file, never quoted, and refused where a file of the vault holds it. The clock, the environment and the places
where a platform keeps things are read here and nowhere else.

Not here: what the settings do (the core), and whether arXiv or DeepL answer (`vaultgen doctor`).
"""

from vaultgen.config.environment import Environment
from vaultgen.config.key_files import refuse_key_in_files
from vaultgen.config.load import load
from vaultgen.config.secrets import Secret, deepl_key

__all__ = ["Environment", "Secret", "deepl_key", "load", "refuse_key_in_files"]
