"""The time zone that a person meant who wrote something else for one: a city, a country, an abbreviation, an offset.

Promised: what is suggested is a name of the zone database that keeps civil time, summer time included.
"""

import re
import zoneinfo

from vaultgen.config.values import nearest
from vaultgen.patterns import pattern

_OFFSET = pattern(r"(?:utc|gmt|z)?\s*([+\-\u2212]?)\s*(\d{1,2})(?:[:.]?(\d{2}))?", re.IGNORECASE)
_AT = {
    -600: "Pacific/Honolulu", -540: "America/Anchorage", -480: "America/Los_Angeles", -420: "America/Denver",
    -360: "America/Chicago", -300: "America/New_York", -240: "America/Halifax", -210: "America/St_Johns",
    -180: "America/Sao_Paulo", 0: "Europe/London", 60: "Europe/Berlin", 120: "Europe/Athens", 180: "Europe/Istanbul",
    210: "Asia/Tehran", 240: "Asia/Dubai", 270: "Asia/Kabul", 300: "Asia/Karachi", 330: "Asia/Kolkata",
    345: "Asia/Kathmandu", 360: "Asia/Dhaka", 390: "Asia/Yangon", 420: "Asia/Bangkok", 480: "Asia/Shanghai",
    540: "Asia/Tokyo", 570: "Australia/Adelaide", 600: "Australia/Sydney", 720: "Pacific/Auckland",
}  # fmt: skip
"""By minutes east of Greenwich in winter, a place with many people."""
_CALLED = {
    name: tuple(zones.split())
    for zones, names in {
        "Asia/Shanghai": "beijing, peking, china, prc, shenzhen, guangzhou, hangzhou, wuhan, nanjing, china standard time, "
        "北京, 上海, 中国, 北京时间",
        "Asia/Shanghai America/Chicago": "cst",
        "Asia/Hong_Kong": "hkt, 香港",
        "Asia/Taipei": "taiwan, 台北, 台湾, 臺灣",
        "Asia/Tokyo": "jst, japan, kyoto, osaka, 東京, 东京, 日本",
        "Asia/Seoul": "kst, korea, south korea, daejeon, 서울, 한국",
        "Asia/Singapore": "sgt",
        "Asia/Kolkata Asia/Jerusalem": "ist",
        "Asia/Kolkata": "india, delhi, new delhi, mumbai, bangalore, bengaluru, chennai, hyderabad, calcutta",
        "Asia/Jerusalem": "israel, tel aviv, haifa",
        "America/New_York": "edt, eastern, us eastern, et, boston, washington, pittsburgh, philadelphia, princeton, atlanta",
        "America/Chicago": "cdt, central, us central, austin, houston, dallas",
        "America/Denver": "mdt, mountain, us mountain",
        "America/Los_Angeles": "pst, pdt, pacific, us pacific, pt, san francisco, seattle, berkeley, stanford, san diego, california",
        "America/Toronto": "montreal, ottawa, waterloo",
        "Europe/London": "bst, uk, england, britain, great britain, oxford, cambridge, edinburgh",
        "Europe/Berlin": "mez, cest, germany, deutschland, munich, münchen, hamburg, frankfurt, tübingen, heidelberg",
        "Europe/Paris": "france, grenoble, lyon",
        "Europe/Zurich": "switzerland, zürich, geneva, lausanne",
        "Europe/Madrid": "spain, barcelona",
        "Europe/Rome": "italy, milan, turin",
        "Europe/Amsterdam": "netherlands, holland, delft",
        "Europe/Lisbon": "portugal",
        "Europe/Warsaw": "poland",
        "Europe/Athens": "eest",
        "Europe/Moscow": "msk, russia",
        "Australia/Sydney": "aest, aedt, australia, canberra",
        "America/Sao_Paulo": "brt, brazil, brasil, rio de janeiro",
    }.items()
    for name in names.split(", ")
}


def what_to_write(text: str, besides: frozenset[str]) -> str:
    """Return what a person should write who wrote this for a zone, as the hint of a message; no name of `besides`."""
    meant = _zones_called(" ".join(re.sub(r"[_/]", " ", text).split()).casefold())
    if not meant and (offset := _OFFSET.fullmatch(text.strip())):
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        place = _AT.get(-minutes if offset[1] in {"-", "\u2212"} else minutes)
        if place:
            return f'write a place that keeps this time, such as "{place}"'
    meant = meant or _alike(text.strip(), besides)
    if meant:
        return f"did you mean {' or '.join(map(_quoted, meant))}?"
    return "for example Asia/Shanghai, Europe/Berlin, America/New_York"


def _zones_called(words: str) -> tuple[str, ...]:
    """Find zones by the whole name, or by the city after the continent (`Europe/Munich`)."""
    return _CALLED.get(words) or _CALLED.get(words.partition(" ")[2], ())


def _alike(text: str, besides: frozenset[str]) -> tuple[str, ...]:
    zones = sorted(zone for zone in zoneinfo.available_timezones() - besides if "/" in zone or zone == "UTC")
    whole = nearest(text.replace(" ", "_"), zones)
    if whole:
        return (whole,)
    city = nearest(
        text.replace(" ", "_").rpartition("/")[2], sorted({zone.rpartition("/")[2] for zone in zones})
    )
    return () if city is None else (next(zone for zone in zones if zone.rpartition("/")[2] == city),)


def _quoted(text: str) -> str:
    return f'"{text}"'
