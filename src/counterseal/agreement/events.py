"""Events: what there can be under an agreement, in which thread, and by whom (spec/agreement.md, section 4).

    notification/answer   is about   notification/request   is about   notice/visit, which starts the thread

1. an event of a visit is of the thread of its notice, and so is the declaration of a site that is named later;
2. a notification is of the threads of what it is about, or, about nothing, of its own;
3. a reading is of its own thread, or of that of a visit to the site and the Party that its monitor watches;
4. who may say a format is whom its ``by`` can mean: ``inspected`` the inspected Parties of the visits in whose threads
   it can be, ``others`` the principals, but not one who alone can say all that it answers.

Formats may be about each other in circles. So threads are reckoned at once for all that answer each other, in time that
grows with the number of events under ``about`` and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterseal.agreement.document import Agreement
    from counterseal.agreement.terms import NotificationTerm

IN_FORCE = "in-force"
IN_A_VISIT = ("notice", "report", "one-sided", "designation", "opening")
SIDES = ("inspected", "inspecting")

Graph = Mapping[str, Sequence[str]]


def event(text: str) -> tuple[str, str]:
    """Return kind and name of an event; the name of ``in-force`` is empty."""
    kind, _, name = text.partition("/")
    return kind, name


def events(agreement: Agreement) -> set[str]:
    """Return every event that the agreement can have."""
    found = {IN_FORCE}
    for inspection in agreement.inspections:
        there = {"designation": bool(inspection.pool), "opening": inspection.opens is not None}
        found |= {f"{kind}/{inspection.name}" for kind in IN_A_VISIT if there.get(kind, True)}
    found |= {f"notification/{term.name}" for term in agreement.notifications}
    found |= {f"reading/{monitor.name}" for monitor in agreement.monitors}
    return found | {f"declaration/{site.name}" for site in agreement.sites}


def naming(agreement: Agreement) -> dict[str, Sequence[str]]:
    """Return declaration -> the designations that it answers, of each site whose place is told by visit."""
    later = {site.name for site in agreement.sites if site.kind == "named-later"}
    found: dict[str, list[str]] = {}
    for inspection in agreement.inspections if later else ():
        for site in later.intersection(inspection.pool):
            found.setdefault(f"declaration/{site}", []).append(f"designation/{inspection.name}")
    return dict(found)


def threads(agreement: Agreement, text: str) -> frozenset[str]:
    """Return the events that can start the thread of an event: notices, notifications about nothing, and the rest."""
    return agreement.event_graph.threads(text)


class EventGraph:
    """Threads and authors of every event of one agreement, whose names are checked.

    A set of roots, or of parties, is an integer with a bit for each: a union is one operation, whatever its size.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        answers: dict[str, Sequence[str]] = {
            f"notification/{term.name}": term.about for term in agreement.notifications
        }
        own = [text for text, about in answers.items() if not about]
        own += [f"reading/{monitor.name}" for monitor in agreement.monitors]
        self._about: Graph = answers | naming(agreement) | _read_in(agreement)
        self._parts = components(self._about)
        self._roots = [f"notice/{inspection.name}" for inspection in agreement.inspections]
        self._visits = (1 << len(self._roots)) - 1  # the bits of notices
        self._roots += own
        self._bits = {text: 1 << place for place, text in enumerate(self._roots)}

    def threads(self, text: str) -> frozenset[str]:
        """Return the events that can start the thread of an event."""
        root = self._root(text)
        if root not in self._masks and root not in self._bits:
            return frozenset((root,))  # entry into force, or a declaration: of its own
        return frozenset(self._roots[place] for place in _places(self._mask(text)))

    def meet(self, one: str, other: str) -> bool:
        """Return whether two events can be of one thread."""
        return self._root(one) == self._root(other) or bool(self._mask(one) & self._mask(other))

    def in_visits(self, text: str) -> bool:
        """Return whether an event is of the thread of a visit, whichever thread it is of."""
        mask = self._mask(text)
        return mask != 0 and mask & ~self._visits == 0

    @cached_property
    def sayers(self) -> Mapping[str, frozenset[str]]:
        """Format -> the parties that may ever say it.

        Whoever said what is answered (``author``) may be any that its ``by`` can mean; behind another ``author``, any.
        """
        return {term.name: self._meant(term, self._author(term)) for term in self._agreement.notifications}

    def authors(self, text: str) -> frozenset[str]:
        """Return the parties that may ever be the author of an event; none of ``in-force``."""
        kind, name = event(text)
        return self.sayers[name] if kind == "notification" else self._others.get(text, frozenset())

    @cached_property
    def _others(self) -> Mapping[str, frozenset[str]]:
        """Event that is no notification -> the parties that may be its author."""
        found: dict[str, set[str]] = {}
        for inspection in self._agreement.inspections:
            both = {inspection.inspecting, inspection.inspected}
            by = {"one-sided": both, "opening": {inspection.inspected}}
            for kind in IN_A_VISIT:
                found[f"{kind}/{inspection.name}"] = by.get(kind, {inspection.inspecting})
            for site in inspection.sites:
                found.setdefault(f"declaration/{site}", set()).add(inspection.inspected)
        for monitor in self._agreement.monitors:
            found[f"reading/{monitor.name}"] = set(self._agreement.readers(monitor))
            found.setdefault(f"declaration/{monitor.site}", set()).add(monitor.inspected)
        return {text: frozenset(parties) for text, parties in found.items()}

    @cached_property
    def _anybody(self) -> frozenset[str]:
        return frozenset(party.name for party in self._agreement.parties)

    @cached_property
    def _principals(self) -> frozenset[str]:
        return frozenset(party.name for party in self._agreement.principals)

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        """Format -> whom its ``by`` can mean, before what it answers is looked at."""
        return {term.name: self._meant(term, self._anybody) for term in self._agreement.notifications}

    def _author(self, term: NotificationTerm) -> frozenset[str]:
        """Return the parties that can have said what a format answers."""
        if not {"author", "others"} & set(term.by):
            return frozenset()  # nobody asks
        found: set[str] = set()
        for text in term.about:
            kind, name = event(text)
            found |= self._words[name] if kind == "notification" else self._others.get(text, frozenset())
        return frozenset(found)

    def _meant(self, term: NotificationTerm, author: frozenset[str]) -> frozenset[str]:
        found: set[str] = set()
        for word in term.by:
            if word == "author":
                found |= author if term.about else frozenset()
            elif word == "others":
                found |= self._principals - (author if len(author) == 1 else frozenset())
            elif word == "each":
                found |= self._principals
            elif word in SIDES:
                found |= self.of_visits(word, f"notification/{term.name}")
            else:
                found.add(word)
        return frozenset(found)

    def of_visits(self, word: str, text: str) -> frozenset[str]:
        """Return the parties that ``inspected`` or ``inspecting`` is in the threads of an event."""
        return self._of_visits[word].get(self._root(text), frozenset())

    @cached_property
    def _of_visits(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """A word of ``SIDES`` -> notice or notification -> the parties that this is in its threads."""
        names = [party.name for party in self._agreement.parties]
        bits = {name: 1 << place for place, name in enumerate(names)}
        found: dict[str, Mapping[str, frozenset[str]]] = {}
        for word in SIDES:
            own = {f"notice/{visit.name}": bits[getattr(visit, word)] for visit in self._agreement.inspections}
            masks = own | self._united(own)
            found[word] = {text: frozenset(names[place] for place in _places(mask)) for text, mask in masks.items()}
        return found

    @cached_property
    def _masks(self) -> Mapping[str, int]:
        return self._united(self._bits)

    def _mask(self, text: str) -> int:
        root = self._root(text)
        return self._masks.get(root, self._bits.get(root, 0))

    def _united(self, own: Mapping[str, int]) -> dict[str, int]:
        """Return for each notification the union of ``own`` over the events that can start its thread."""
        masks: dict[str, int] = {}
        for part in self._parts:
            mask = 0
            for text in part:
                mask |= own.get(text, 0)
                for about in self._about[text]:
                    root = self._root(about)
                    mask |= masks.get(root, own.get(root, 0))
            masks.update(dict.fromkeys(part, mask))
        return masks

    @staticmethod
    def _root(text: str) -> str:
        kind, name = event(text)
        return f"notice/{name}" if kind in IN_A_VISIT else text


def _read_in(agreement: Agreement) -> dict[str, Sequence[str]]:
    """Return reading -> the notices in whose threads it can be: of visits to its site and inspected Party."""
    visits: dict[tuple[str, str], list[str]] = {}
    for inspection in agreement.inspections:
        for site in inspection.sites:
            visits.setdefault((site, inspection.inspected), []).append(f"notice/{inspection.name}")
    return {f"reading/{one.name}": visits.get((one.site, one.inspected), []) for one in agreement.monitors}


def components(graph: Graph) -> list[list[str]]:
    """Return the nodes of a graph in groups of those that lead to each other, every group behind those it leads to.

    What is led to and is no node of the graph is left out. In time linear in nodes and edges.
    """
    led_to = backwards(graph)
    led_by = {node: led_to.get(node, []) for node in graph}
    grouped: set[str] = set()
    found: list[list[str]] = []
    for node in reversed(postorder(led_by, graph)):
        if node in grouped:
            continue
        grouped.add(node)
        group = [node]
        for one in group:
            new = [to for to in dict.fromkeys(graph[one]) if to in graph and to not in grouped]
            grouped.update(new)
            group += new
        found.append(group)
    return found


def postorder(graph: Graph, names: Iterable[str]) -> list[str]:
    """Return ``names`` and all that they lead to, each behind what it leads to where that does not lead back."""
    found: list[str] = []
    opened: set[str] = set()
    for name in names:
        if name in opened:
            continue
        opened.add(name)
        path = [(name, iter(graph[name]))]
        while path:
            node, rest = path[-1]
            to = next((one for one in rest if one not in opened), None)
            if to is None:
                found.append(node)
                path.pop()
            else:
                opened.add(to)
                path.append((to, iter(graph[to])))
    return found


def backwards(graph: Graph) -> dict[str, list[str]]:
    """Return for whatever is led to the nodes that lead to it."""
    found: dict[str, list[str]] = {}
    for node, to in graph.items():
        for one in to:
            found.setdefault(one, []).append(node)
    return found


def _places(mask: int) -> Iterator[int]:
    """Yield the places of the bits of a mask."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
