"""A daily run on the machine's own scheduler: the texts that it wants, and putting them there on request.

What a scheduler is told is made in modules that read nothing of the machine (`times`, `job`, `signed`, `systemd`,
`cron`, `launchd`, `windows`, `github`); `machine`, `programs` and `placing` are the thin shell around them.
"""
