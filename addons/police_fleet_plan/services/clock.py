"""Between the planner's local wall-clock stamps (``2026-12-07T08:00``) and Odoo's naive UTC datetimes."""

from datetime import datetime

import pytz

ZONE = pytz.timezone("Europe/London")  # British forces: workshops open by British clock time


def to_utc(stamp):
    """Naive UTC datetime of a local stamp. An hour that spring leaves out counts as the next one."""
    local = ZONE.localize(datetime.fromisoformat(stamp), is_dst=False)
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def to_stamp(moment):
    """Local stamp of a naive UTC datetime, in whole minutes."""
    return pytz.utc.localize(moment).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def hour_stamp(hours):
    """``8.5`` -> ``08:30``; 24 stays 24:00."""
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def words(stamp):
    """``Mon 7 Dec 08:00``."""
    moment = datetime.fromisoformat(stamp)
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"
