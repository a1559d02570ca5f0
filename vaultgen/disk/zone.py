"""The time zone by which the machine's clock goes."""


def machine_zone() -> str:
    """Return the name of the machine's time zone, such as `Europe/Berlin`; `UTC` where it tells none."""
    import tzlocal  # noqa: PLC0415 (only where no zone is chosen: it takes as long to load as a small vault to read)

    return tzlocal.get_localzone_name() or "UTC"
