"""Amendment: all parties put another document in the agreement's place, from a cut on.

R50  it is the next, as its author sees it, of the document in effect there     amendment-number, amendment-previous
R51  what it names is an agreement                                             amendment-document
R52  the new document changes nothing that statements may rest on
                              amendment-founding, amendment-force, amendment-name, amendment-step

Who signs it, R31 and R7 ask: every party. An amendment that breaks no rule before R51 asks for its document, and waits
until that is here: all parties signed its digest, so that nobody alone can stop the others by it.
"""

from __future__ import annotations

from counterseal.agreement import amends
from counterseal.errors import Refused
from counterseal.regime.effects import Amended, Consulted, Effect
from counterseal.regime.facts import Facts, Said
from counterseal.regime.standing import Rule
from counterseal.statements.kinds import Amendment


def next_of_its_document(facts: Facts, said: Said) -> str:
    """R50."""
    body: Amendment = said.statement.body
    settled, digest = facts.course_for(said.log, said.index)
    if body.number != settled + 1:
        return "amendment-number"
    return "" if body.previous == digest else "amendment-previous"


def is_agreement(facts: Facts, said: Said) -> str:
    """R51."""
    return "" if facts.documents.get(said.statement.body.agreement) is not None else "amendment-document"


def keeps_what_stands(facts: Facts, said: Said) -> str:
    """R52."""
    new = facts.documents.get(said.statement.body.agreement)
    if new is None:
        return ""  # R51
    try:
        amends.require(facts.agreement, new)
    except Refused as refused:
        return refused.code
    return ""


def amend(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """It takes effect at the first cut that holds it, once every log carries it."""
    return (Amended(said), *consult(facts, said))


def consult(facts: Facts, said: Said) -> tuple[Effect, ...]:
    """Its document was asked for."""
    return (Consulted(said.statement.body.agreement),)


RULES = {
    "amendment": (
        Rule("R50", next_of_its_document),
        Rule("R51", is_agreement),
        Rule("R52", keeps_what_stands),
    )
}
EFFECTS = {"amendment": amend}
CONSEQUENCES = dict.fromkeys(
    ("amendment-document", "amendment-founding", "amendment-force", "amendment-name", "amendment-step"), consult
)
