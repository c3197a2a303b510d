"""Who: what ``author``, ``others``, ``each``, ``inspecting`` and ``inspected`` mean where an agreement says them."""

from __future__ import annotations

from counterseal.regime.facts import Facts
from counterseal.statements.statement import Statement


def resolve(
    facts: Facts, who: str, said: Statement | None, root: bytes | None, owes: str | None = None
) -> tuple[str, ...]:
    """Return the parties that a word means.

    Args:
        facts: what is folded.
        who: a party's name, or a word of ``terms.WHO``.
        said: the statement that is answered or that starts a duty; None if there is none.
        root: the id that starts its thread, empty or None if there is none.
        owes: the party that owes, whose others are meant where no statement is.
    """
    principals = facts.principals
    if who == "each":
        return principals
    if who == "author":
        return () if said is None else (said.party,)
    if who == "others":
        return tuple(name for name in principals if name != (owes if said is None else said.party))
    if who in ("inspected", "inspecting"):
        notice = facts.notices.get(root) if root else None
        inspection = None if notice is None else facts.agreement.inspection(notice[1].inspection)
        return () if inspection is None else (getattr(inspection, who),)
    return (who,)
