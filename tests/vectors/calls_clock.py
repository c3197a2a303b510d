"""The calls that vectors of clocks and quotas make: JSON values in, JSON values out, refusals pass through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counterseal.agreement import calendar, clock, quota
from counterseal.encoding.shape import Shape

Given = dict[str, Any]

SHAPES: dict[str, Shape[Any]] = {
    "calendar": calendar.CALENDAR,
    "day": calendar.DAY,
    "period": clock.PERIOD,
    "places": quota.PLACES,
    "recurrence": clock.RECURRENCE,
    "share": quota.SHARE,
    "span": clock.SPAN,
    "span-from-0": clock.SPAN_FROM_0,
}


def _span(value: Any) -> clock.Span | None:
    return None if value is None else clock.SPAN.read(value)


def _calendar(given: Given) -> calendar.Calendar | None:
    return calendar.CALENDAR.read(given["calendar"]) if "calendar" in given else None


def _known(name: str, number: int | None) -> Given:
    return {} if number is None else {name: number}


def _add(given: Given) -> Given:
    return {"end_s": clock.add(given["start_s"], clock.SPAN_FROM_0.read(given["span"]), _calendar(given))}


def _before(given: Given) -> Given:
    return {"start_s": clock.before(given["end_s"], clock.SPAN_FROM_0.read(given["span"]), _calendar(given))}


def _period(given: Given) -> Given:
    found = clock.period(given["kind"], given["hour_s"], given["in_force_s"])
    return {} if found is None else {"index": found.index, "start_s": found.start_s, "end_s": found.end_s}


def _occurrences(given: Given) -> Given:
    found = clock.occurrences(
        clock.RECURRENCE.read(given["recurrence"]),
        given["in_force_s"],
        given["until_s"],
        from_s=given.get("from_s", 0),
        count_max=given["count_max"],
        calendar=_calendar(given),
    )
    return {"occurrences": [{"index": index, "hour_s": hour_s} for index, hour_s in found]}


def _occurrence(given: Given) -> Given:
    recurrence = clock.RECURRENCE.read(given["recurrence"])
    return {"hour_s": clock.occurrence(recurrence, given["in_force_s"], given["index"], _calendar(given))}


def _chain(given: Given) -> Given:
    stages = [(_span(stage.get("not_before")), _span(stage.get("within"))) for stage in given["stages"]]
    found = clock.chain(stages, given["start_s"], _calendar(given))
    return {"stages": [{"earliest_s": earliest_s, **_known("latest_s", latest_s)} for earliest_s, latest_s in found]}


def _places(given: Given) -> Given:
    places = quota.PLACES.read(given["places"])
    return _known("places", quota.count(places, given["period_index"], given.get("figure")))


def _total(given: Given) -> Given:
    return _known("total", quota.total(quota.PLACES.read(given["places"])))


def _read(given: Given) -> Given:
    shape = SHAPES[given["shape"]]
    read = shape.read(given["value"])
    assert shape.read(shape.write(read)) == read
    return {"value": shape.write(read)}


CALLS: dict[str, Callable[[Given], Given]] = {
    "clock.add": _add,
    "clock.before": _before,
    "clock.period": _period,
    "clock.occurrences": _occurrences,
    "clock.occurrence": _occurrence,
    "clock.chain": _chain,
    "clock.read": _read,
    "quota.places": _places,
    "quota.total": _total,
}
