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
    "fork": "a party's log has two histories",
    "freeze-late": "an item could have left between the first knowledge and the verified freeze",
    "guarantee-reached": "the guarantee is at least what the standard asks",
    "guarantee-short": "too few points were opened for what the standard asks",
    "inspection-open": "an inspection has no report by both sides yet",
    "item-declared": "the Party that owes absence declared an item there, and no visit was over a later declaration",
    "item-found": "a report by both sides says that an item of the type was found",
    "key-revoked": "a key under the report of a visit was revoked, and what it signed is disputed",
    "kind-without-number": "no number is given yet for a finding of this kind",
    "lapsed": "the time for which a visit speaks is over",
    "no-visit": "no visit was reported",
    "not-clean": "a drawn point did not end clean",
    "not-owed": "a condition of the undertaking does not hold",
    "not-shown": "a condition without which nothing is shown does not hold",
    "points-closed": "as many points could not be opened as the standard has items",
    "presence-without-number": "no number is given yet for this presence",
    "sensitivity-expired": "the trial behind the sensitivity has expired",
}
"""What the reasons of a finding mean, in words."""

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


def _held(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [step for step in enumerate(STEPS) if step[0] > 0 or report["result"] == VERIFIED]


def _finding(finding: dict[str, Any]) -> list[str]:
    checked, points = len(finding["checked"]), len(finding["checked"]) + len(finding["not_checked"])
    lines = [f"finding {finding['undertaking']}: {finding['kind']}, {finding['status']}"]
    if "guarantee" not in finding:
        lines.append(f"  A {finding['item']} was found at {finding['site']}, and both sides signed that it was.")
    elif finding["guarantee"] == NOTHING:
        lines.append(f"  No visit adds to it: the guarantee is 0; asked for are {ratio(finding['probability'])}.")
    else:
        lines += [
            f"  {checked} of {points} points of {finding['site']} were opened, with no {finding['item']} in them.",
            f"  Had {finding['items']} of the {points} held one at the freeze, the visit would have shown one with",
            f"  probability at least {ratio(finding['guarantee'])}; asked for are {ratio(finding['probability'])}.",
        ]
    if "freeze_verified_at" in finding:
        lines.append(f"  freeze       {hour(finding['freeze_verified_at'])}, the hour of which this finding speaks")
        lines.append(f"  lapses       {hour(finding['lapses_at'])}")
    lines += [
        f"  clean        {', '.join(finding['checked']) or 'none'}",
        f"  not cleared  {', '.join(finding['not_checked']) or 'none'}",
        *([f"  found        {', '.join(finding['found'])}"] if "found" in finding else []),
        *(f"  because      {REASONS[reason['code']]} ({reason['code']})" for reason in finding["reasons"]),
        f"  assuming     {', '.join(finding['assumptions'])}",
    ]
    return lines
