"""What a verifier tells: one canonical JSON report, and the lines that a person reads, made from the report alone.

Every implementation gives the same bytes for the same file and anchors (spec/attestation.md, "the report"); the result
also has its exit code, because "agrees with itself" must not pass for "verified" in a script:

    0   verified
    1   refused, also where only the other file was
    3   consistent, identity unproven
    5   two histories: another file beside it shows a fork
"""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from counterseal.assessment.finding import Finding
from counterseal.attestation.verify import STEPS, Stopped, Verified
from counterseal.encoding import strict
from counterseal.regime.judge import irregularity_value
from counterseal.statements.kinds import Cut

VERIFIED = "verified"
UNPROVEN = "consistent, identity unproven"
REFUSED = "refused"
EXIT_CODES = {VERIFIED: 0, REFUSED: 1, UNPROVEN: 3}

NOTHING = "0x0/0x1"
RATIO_LENGTH_MAX = 100  # characters of the hexadecimal form; beyond a few thousand no decimal form is to be had

REASONS = {
    "alarm-open": "an alarm or a find of a monitor is not resolved",
    "chosen-by-inspected": "the inspected Party chose the points, and not all that could be were opened",
    "fork": "a party's log has two histories",
    "found-above": "a report by both sides says that there was more of the item than is allowed",
    "freeze-late": "an item could have left between the first knowledge and the verified freeze",
    "guarantee-reached": "the guarantee is at least what the standard asks",
    "guarantee-short": "the visits show less than the standard asks",
    "inspection-open": "an inspection has no report by both sides yet",
    "item-declared": "the Party that owes it declared more than it may, and no visit was over a later declaration",
    "item-found": "a report or a reading by both sides says that an item of the type was found",
    "item-undeclared": "an item was found where none was declared, within the number allowed",
    "key-revoked": "a key under the report of a visit, or a reading, was revoked, and what it signed is disputed",
    "kind-without-number": "no number is given yet for a finding of this kind",
    "lapsed": "the time for which a visit speaks is over",
    "no-exhibition": "no exhibition was reported or read",
    "no-visit": "no visit was reported",
    "not-as-declared": "a report by both sides says that a point did not hold what was declared",
    "not-clean": "a point that was exhibited did not end clean",
    "not-owed": "a condition of the undertaking does not hold",
    "not-shown": "a condition without which nothing is shown does not hold",
    "points-ambiguous": "what a drawn point showed was ambiguous",
    "points-away": "a drawn point was away",
    "points-closed": "as many points could not be opened as the standard has items",
    "points-failed": "the look at a drawn point failed",
    "points-not-measured": "a drawn point was not measured",
    "points-refused": "the look at a drawn point was refused",
    "points-too-small": "a drawn point was said to be too small for the item",
    "points-unopened": "points that were declared under seal, and not opened, show nothing of what was declared",
    "sensitivity-expired": "the trial behind the sensitivity has expired",
    "untested": "the measure was never tried jointly, so it adds nothing",
}
"""What the reasons of a finding mean, in words."""

CHANGES = {
    "close-fewer-points": "a visit with {points} fewer points that cannot be opened",
    "exhibit-again": "another exhibition, every point of which ends clean",
    "exhibit-before-lapse": "nothing but time; another exhibition before {hour} would carry it on",
    "freeze-sooner": "a visit whose freeze is verified less than {seconds} seconds after the first knowledge of it",
    "meet-conditions": "the conditions of the undertaking, met",
    "new-trial": "a joint trial anew of the measure",
    "open-more-points": "a visit that opens {points} points more",
    "raise-sensitivity": "a measure that shows more of what is there: all points opened would not be enough",
    "report-open-visit": "a report by both sides on the open visit",
    "resolve-dispute": "a settlement of what is disputed",
    "resolve-points": "a clearing of the ambiguous points by both sides",
    "visit-again": "another visit, every drawn point of which ends clean",
    "visit-before-lapse": "nothing but time; another visit before {hour} would carry it on",
    "visit-more-often": "more visits in the time of which the standard speaks",
    "visit-over-later-declaration": "a visit over a later declaration",
}
"""What would change a finding, in words."""

NO_MORE = (
    "This file says nothing of other hours, of other sites, or of what a point could hold.",
    "It is without prejudice to any party's own judgement.",
)


def of(verified: Verified) -> dict[str, Any]:
    """Return the report on a file that no step refused, as a canonical JSON value."""
    key, cut = verified.cut
    return verified.state.amended | {
        "agreement": verified.agreement.digest.hex(),
        "cut": cut_value(key, cut),
        "entries": verified.entries,
        "findings": [finding.value() for finding in verified.findings],
        "irregularities": [irregularity_value(irregularity) for irregularity in verified.state.irregularities],
        "mode": verified.agreement.mode,
        "name": verified.agreement.name,
        "result": VERIFIED if verified.anchored else UNPROVEN,
        "state": verified.state.digest.hex(),
    }


def cut_value(key: bytes, cut: Cut) -> dict[str, Any]:
    """Return the closing cut as a canonical JSON value."""
    absent = {"absent": list(cut.absent)} if cut.absent else {}
    return {"hour": cut.hour, "id": key.hex(), "number": cut.number} | absent


def of_refusal(stopped: Stopped) -> dict[str, Any]:
    """Return the report on a refused file: the code and the step, which every implementation names alike."""
    return {"code": stopped.code, "result": REFUSED, "step": stopped.step}


def text(report: dict[str, Any]) -> str:
    """Return the report in words, each line ended by LF."""
    if report["result"] == REFUSED:
        return f"refused at step {report['step']}, {STEPS[report['step']]}: {report['code']}\n"
    cut = report["cut"]
    lines = [
        f"{'EXERCISE' if report['mode'] == 'exercise' else 'agreement'} {report['name']}: {report['result']}",
        f"  steps held   {', '.join(f'{number} {name}' for number, name in _held(report))}",
        f"  agreement    {report['agreement']}",
        *(
            f"  amendment {one['number']}  {one['agreement']}, {one['status']}"
            + (f" at cut {one['cut']}" if "cut" in one else "")
            for one in report.get("amendments", ())
        ),
        *([f"  in effect    {report['document']}"] if "document" in report else []),
        f"  cut {cut['number']}        {cut['id']}",
        f"  cut's hour   {hour(cut['hour'])}",
        *([f"  partial      without {', '.join(cut['absent'])}"] if "absent" in cut else []),
        f"  state        {report['state']} from {report['entries']} entries",
    ]
    if report["result"] == UNPROVEN:
        lines.append("  No anchors were given: anybody could have invented these parties. Ask one you trust for them.")
    for finding in report["findings"]:
        lines += ["", *_finding(finding)]
    lines += ["", "irregularities" if report["irregularities"] else "no irregularities"]
    lines += [
        f"  {broken['rule']} {broken['code']} by {broken['party']}, at entry {broken['index']} of {broken['log']}"
        for broken in report["irregularities"]
    ]
    return "".join(f"{line}\n" for line in (*lines, "", *NO_MORE))


def hour(unix_s: int) -> str:
    """Return a time in UTC to the second, as ISO 8601 has it."""
    return datetime.fromtimestamp(unix_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ratio(text: str) -> str:
    """Return the rational ``0xN/0xD`` of canonical JSON as people write it, N/D; one too long to read as it is."""
    if len(text) > RATIO_LENGTH_MAX:
        return text
    value: Fraction = strict.rational(text)
    return f"{value.numerator}/{value.denominator}"


def finding_text(finding: Finding) -> str:
    """Return a finding in words, each line ended by LF."""
    value: Any = finding.value()
    return "".join(f"{line}\n" for line in _finding(value))


def _held(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [step for step in enumerate(STEPS) if step[0] > 0 or report["result"] == VERIFIED]


def _finding(finding: dict[str, Any]) -> list[str]:
    lines = [f"finding {finding['undertaking']}: {finding['kind']}, {finding['status']}", *_conclusion(finding)]
    if "freeze_verified_at" in finding:
        lines.append(f"  freeze       {hour(finding['freeze_verified_at'])}, the hour of which this finding speaks")
    if "exhibited_at" in finding:
        lines.append(f"  exhibited    {hour(finding['exhibited_at'])}, the hour of which this finding speaks")
    if "lapses_at" in finding:
        lines.append(f"  lapses       {hour(finding['lapses_at'])}")
    if "place" in finding:
        lines.append(f"  place        {finding['place']}, of which alone this finding speaks")
    lines += [
        *_numbers(finding),
        f"  clean        {', '.join(finding['checked']) or 'none'}",
        f"  not cleared  {', '.join(finding['not_checked']) or 'none'}",
        *(f"  {one['outcome']:<12} {', '.join(one['points'])}" for one in finding.get("open", ())),
        *([f"  found        {', '.join(finding['found'])}"] if "found" in finding else []),
        *(f"  because      {REASONS[reason['code']]} ({reason['code']})" for reason in finding["reasons"]),
        *(f"  would change {_change(change)} ({change['code']})" for change in finding["changes"]),
        *([f"  clauses      {', '.join(finding['clauses'])}"] if "clauses" in finding else []),
        f"  assuming     {', '.join(finding['assumptions'])}",
    ]
    return lines


def _conclusion(finding: dict[str, Any]) -> list[str]:
    """Return what is concluded of the items: that they were found, that nothing is shown, or the guarantee."""
    item, site, kind = finding["item"], finding["site"], finding["kind"]
    if "guarantee" not in finding:
        if kind == "as-declared":
            return [f"  A point of {site} did not hold what was declared, and both sides signed that it did not."]
        if kind == "type-distinguishable":
            return [f"  A {item} was not told apart at {site}, and both sides signed that."]
        return [f"  A {item} was found at {site}, and both sides signed that it was."]
    if finding["guarantee"] == NOTHING:
        what = "exhibition" if kind == "type-distinguishable" else "visit"
        return [f"  No {what} adds to it: the guarantee is 0; asked for are {ratio(finding['probability'])}."]
    checked, points = len(finding["checked"]), len(finding["checked"]) + len(finding["not_checked"])
    if kind == "type-distinguishable":
        return [
            f"  At {checked} points of {site} what was exhibited was told apart, by a measure that tells a",
            f"  {item} with probability at least {ratio(finding['guarantee'])}; asked for are"
            f" {ratio(finding['probability'])}.",
        ]
    shown, other, one = {
        "as-declared": (f"and held of {item} what was declared", "something else", "it"),
        "at-most": (
            f"with no {item} in them beyond what was declared",
            f"one beyond the {finding.get('at_most')} allowed",
            "one",
        ),
    }.get(kind, (f"with no {item} in them", "one", "one"))
    when, visit = "at the freeze", "the visit"
    if "duration_s" in finding:
        how = "without a break" if finding["presence"] == "continuous" else "in all"
        when = f"for {finding['duration_s']} seconds {how}, within the {finding['window_s']} seconds before the freeze"
        visit = "the visits"
    return [
        f"  {checked} of {points} points of {site} were opened, {shown}.",
        f"  Had {finding['items']} of the {points} held {other} {when}, {visit} would have shown {one} with",
        f"  probability at least {ratio(finding['guarantee'])}; asked for are {ratio(finding['probability'])}.",
    ]


def _numbers(finding: dict[str, Any]) -> list[str]:
    if "likelihood_ratio" not in finding:
        return []
    asked = ratio(finding["probability"])
    prior = ratio(finding["break_even_prior"])
    lines = [
        f"  ratio        {ratio(finding['likelihood_ratio'])} times as likely is what was seen with the items there",
        f"  break even   {prior}: from this prior of absence on, absence is as sure as {asked}",
    ]
    if "break_even_hazard" in finding:
        hazard = ratio(finding["break_even_hazard"])
        lines.append(f"  hazard       {hazard} a day: up to it, certain absence is as sure at the cut's hour")
    if "assured_since" in finding:
        lines.append(
            f"  assured      {hour(finding['assured_since'])}: who stayed since before was missed with at most 1/20"
        )
    if "posterior" in finding:
        worst, best = (ratio(finding["posterior"][name]) for name in ("worst", "best"))
        lines.append(f"  posterior    {worst} to {best}: absence at the cut's hour, by the agreed prior")
    return lines


def _change(change: dict[str, Any]) -> str:
    told = change | ({"hour": hour(change["hour"])} if "hour" in change else {})
    return CHANGES[change["code"]].format_map(told)
