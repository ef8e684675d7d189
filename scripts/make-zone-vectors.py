"""Writes test/vectors/zones.json: what Python's zoneinfo says about every time zone, years 2024 to 2035.

It is the oracle of src/domain/calendar/local-time.ts, which uses Node's Temporal: another reader of another copy of the
IANA database, so that an error of one cannot hide in the other.

    python3 scripts/make-zone-vectors.py [PATH_OF_A_TZDATA_FOLDER_OR_WHEEL]

Without a path it reads the system's own zoneinfo. Format (minutes are epoch minutes, UTC):
  groups[].zones     names that keep exactly the same time in these years
  groups[].offset    minutes east of UTC on 2024-01-01T00:00Z
  groups[].turns     one row a transition: [at, offset after, first, middle, last]
    the three are instants, relative to `at`, of the first moment that shows wall time
      first  = the earlier of the two wall times at the turn
      middle = half-way between them
      last   = the later of the two
    or anything later (a gap gives its end, a fold its first pass).
"""

import datetime as dt
import json
import os
import sys
import zipfile
import zoneinfo

UTC = dt.timezone.utc
FIRST = dt.datetime(2024, 1, 1, tzinfo=UTC)
LAST = dt.datetime(2036, 1, 1, tzinfo=UTC)
STEP = dt.timedelta(hours=6)
MINUTE = dt.timedelta(minutes=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
OUT = os.path.join(os.path.dirname(__file__), "..", "test", "vectors", "zones.json")


def source(argv):
    """Names, a way to read one, and the version."""
    if len(argv) > 1 and argv[1].endswith(".whl"):
        wheel = zipfile.ZipFile(argv[1])
        names = wheel.read("tzdata/zones").decode().split()
        version = wheel.read("tzdata/zoneinfo/tzdata.zi").decode().split("\n")[0].split()[-1]
        return names, lambda n: wheel.open(f"tzdata/zoneinfo/{n}"), version
    root = argv[1] if len(argv) > 1 else zoneinfo.TZPATH[0]
    with open(os.path.join(root, "tzdata.zi")) as zi:
        version = zi.readline().split()[-1]
    names = sorted(zoneinfo.available_timezones())
    return names, lambda n: open(os.path.join(root, n), "rb"), version


def offset(zone, at):
    return at.astimezone(zone).utcoffset()


def wall(zone, at):
    return at.astimezone(zone).replace(tzinfo=None)


def turns(zone):
    at, before = FIRST, offset(zone, FIRST)
    while at < LAST:
        after = offset(zone, at + STEP)
        if after != before:
            low, high = at, at + STEP
            while high - low > MINUTE:
                middle = low + (high - low) // 2
                middle -= dt.timedelta(seconds=middle.second, microseconds=middle.microsecond)
                if offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield high, before, after
            before = after
        at += STEP


def first_showing(zone, target, around):
    """By brute force over the minutes of four hours either side: no arithmetic that could share a fault."""
    for minute in range(-240 - 1440, 241 + 1440):
        at = around + minute * MINUTE
        if wall(zone, at) >= target:
            return minute
    raise ValueError("not found")


def row(zone, at, before, after):
    a, b = (at + before).replace(tzinfo=None), (at + after).replace(tzinfo=None)
    low, high = min(a, b), max(a, b)
    walls = (low, low + (high - low) / 2, high)
    minute = int((at - EPOCH).total_seconds() // 60)
    return [minute, int(after.total_seconds() // 60), *(first_showing(zone, w, at) for w in walls)]


def main():
    names, read, version = source(sys.argv)
    groups = {}
    for name in sorted(set(names)):
        with read(name) as file:
            zone = zoneinfo.ZoneInfo.from_file(file, key=name)
        found = list(turns(zone))
        key = (int(offset(zone, FIRST).total_seconds() // 60), tuple(found))
        if key not in groups:
            groups[key] = {"zones": [], "offset": key[0], "turns": [row(zone, *turn) for turn in found]}
        groups[key]["zones"].append(name)
    body = ",\n".join(json.dumps(g, separators=(",", ":")) for g in groups.values())
    with open(OUT, "w") as out:
        out.write(f'{{"tzdata":"{version}","python":"{sys.version.split()[0]}","groups":[\n{body}\n]}}\n')
    print(len(names), "zones", len(groups), "groups", version)


main()
