"""The board: per site the finding, per party the log; made from a verifier's report and a world's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from counterseal.attestation.report import hour, ratio

if TYPE_CHECKING:
    from counterseal.world.world import World

STYLES = {
    "standard met": "bold green",
    "not met": "bold yellow",
    "lapsed": "yellow",
}  # others red; the words say it too


def findings(report: dict[str, Any]) -> Table:
    """Return the table of findings."""
    table = Table(title=f"{'EXERCISE ' if report['mode'] == 'exercise' else ''}{report['name']}", title_justify="left")
    for column in ("site", "undertaking", "finding", "guarantee", "asked", "freeze verified", "lapses"):
        table.add_column(column)
    for finding in report["findings"]:
        status = finding["status"]
        freeze, lapses = finding.get("freeze_verified_at"), finding.get("lapses_at")
        table.add_row(
            finding["site"],
            finding["undertaking"],
            f"[{STYLES.get(status, 'bold red')}]{finding['kind']}: {status}[/]",
            ratio(finding["guarantee"]) if "guarantee" in finding else "none",
            ratio(finding["probability"]),
            "-" if freeze is None else hour(freeze),
            "-" if lapses is None else hour(lapses),
        )
    return table


def parties(world: World) -> Table:
    """Return the table of parties: what each acknowledged, and what of it a quorum witnessed, as the others saw it."""
    table = Table()
    table.add_column("party")
    for column in ("acknowledged", "witnessed", "irregularities"):
        table.add_column(column, justify="right")
    for party, node in world.nodes.items():
        others = [other.regime.facts for other in world.nodes.values() if other is not node]
        witnessed = max((facts.logs[facts.agreement.party(other).log].witnessed.get(node.origin, 0)
                         for facts in others for other in world.nodes if other != party), default=0)  # fmt: skip
        broken = [broken for broken in others[0].irregularities if broken.party == party]
        table.add_row(party, str(node.regime.size(node.origin)), str(witnessed), str(len(broken)))
    return table
