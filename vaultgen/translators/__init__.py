"""The translators vaultgen can ask, and the store of what was paid for. Shell."""
