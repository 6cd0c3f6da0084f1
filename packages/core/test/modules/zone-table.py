"""Writes `src/context/modules/pytz/zone-table.ts` from pytz: run it with a Python that has the pytz to agree with."""
import collections
import datetime
import pathlib

import pytz

START = datetime.datetime(1970, 1, 1)


def numeric(offset):
    sign, size = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{size // 60:02}" + (f"{size % 60:02}" if size % 60 else "")


def minutes(delta):
    return int(delta.total_seconds()) // 60


def states(zone):
    if not hasattr(zone, "_utc_transition_times"):
        return [(minutes(zone._utcoffset), None, zone._tzname)]
    pairs = list(zip(zone._utc_transition_times, zone._transition_info))
    first = max(index for index, (time, _) in enumerate(pairs) if time <= START)
    found = []
    for _, (offset, saving, name) in pairs[first:]:
        state = (minutes(offset), minutes(saving), "" if name == numeric(minutes(offset)) else name)
        if state in found:
            found.remove(state)
        found.append(state)
    return found


groups = collections.defaultdict(list)
for name in pytz.all_timezones:
    line = " ".join(
        f"{offset}:{'=' if saving is None else saving or ''}:{label}" for offset, saving, label in states(pytz.timezone(name))
    )
    groups[line].append(name if name in pytz.common_timezones_set else f"~{name}")

lines = [f"{line}|{' '.join(names)}" for line, names in groups.items()]
countries = [
    f"{code}|{pytz.country_names[code]}|{' '.join(pytz.country_timezones.get(code, []))}" for code in sorted(pytz.country_names)
]
text = "\n".join(
    [
        "/** Made by `test/modules/zone-table.py`: the time zones of pytz. Offsets and when they change come from `Intl`. */",
        "",
        "/**",
        " * One line for each group of zones that have had the same states since 1970, the latest state last: minutes east of UTC,",
        " * minutes of summer time (`=`: the zone never changes), abbreviation (none: the offset as digits); then the zones, those",
        " * with `~` not among the common ones.",
        " */",
        "export const zoneTable = `",
        *lines,
        "`;",
        "",
        "/** Country code, name, zones. */",
        "export const countryTable = `",
        *countries,
        "`;",
        "",
    ]
)
assert not any(mark in "".join(lines + countries) for mark in "\\`$")
path = pathlib.Path(__file__).parents[2] / "src/context/modules/pytz/zone-table.ts"
path.write_text(text, encoding="utf-8")
