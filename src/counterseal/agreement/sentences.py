"""An agreement in sentences: who owes what to whom, on which condition, by which clock, with clause.

    “confirm receipt of the notice” (clause IV.1): the inspected Party (united-states) owes the inspecting Party
    (russian-federation) the notification “receipt is confirmed”, within 1 hour of the notice of the visit first-visit.

Every sentence bears the path of what it says. The words themselves are those of ``words``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from counterseal.agreement.document import NAMED_LATER, Agreement, Duration, Inspection, Measure, Undertaking
from counterseal.agreement.quota import Places
from counterseal.agreement.terms import Condition, Duty, Ladder, Monitor, NotificationTerm, Quota, Signature
from counterseal.agreement.words import Words, clock_of, counted

Hour = Callable[[int], str]
"""How an hour is shown, from Unix seconds: the caller's, for a calendar is not known here."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Something said of what stands at a path of the document."""

    where: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """Sentences under a heading."""

    heading: str
    sentences: tuple[Sentence, ...]


def languages_of(agreement: Agreement) -> tuple[str, ...]:
    """Return the authentic languages, or those of the agreement's own title."""
    return agreement.languages or tuple(sorted(agreement.title))


def explain(agreement: Agreement, language: str, hour: Hour) -> tuple[Section, ...]:
    """Return all that an agreement says, in words, under headings; empty sections are left out."""
    words = Words(agreement, language)
    parts = {
        "agreement": _agreement(words),
        "parties": _parties(words),
        "undertakings": (one for owed in agreement.undertakings for one in _undertaking(words, owed)),
        "inspections": (one for inspection in agreement.inspections for one in _inspection(words, inspection, hour)),
        "monitors": (one for monitor in agreement.monitors for one in _monitor(words, monitor, hour)),
        "duties": (one for duty in agreement.duties for one in _duty(words, duty)),
        "conditions": (one for condition in agreement.conditions for one in _condition(words, condition)),
        "ladders": (one for ladder in agreement.ladders for one in _ladder(words, ladder)),
        "quotas": (one for quota in agreement.quotas for one in _quota(words, quota)),
        "effects": (one for term in agreement.notifications for one in _effect(words, term)),
        "notifications": (one for term in agreement.notifications for one in _notification(words, term)),
        "commission": _commission(words),
    }
    listed = ((words.say(f"heading-{name}"), tuple(sentences)) for name, sentences in parts.items())
    return tuple(Section(heading=heading, sentences=sentences) for heading, sentences in listed if sentences)


def _agreement(words: Words) -> Iterator[Sentence]:
    agreement = words.agreement
    texts = [words.say("agreement", title=words.title(agreement.title), rules=agreement.rules)]
    if agreement.mode == "exercise":
        texts.append(words.say("agreement-exercise"))
    if agreement.languages:
        texts.append(words.say("agreement-languages", languages=", ".join(agreement.languages)))
    if words.spoken != words.language:
        texts.append(words.say("fallback", language=words.language))
    if words.language not in agreement.title:
        texts.append(words.say("fallback-titles", language=words.language, titles=min(agreement.title)))
    yield Sentence(where="", text=" ".join(texts))
    conditions = agreement.in_force_if
    met = words.say("agreement-force-if", conditions=words.conditions(conditions)) if conditions else ""
    principals = words.both(party.name for party in agreement.principals)
    yield Sentence(where="/in_force_if", text=words.say("agreement-force", principals=principals, conditions=met))
    kinds = ". ".join(
        words.say("signs", kind=words.say(f"signs-{kind}"), signatures=_signers(words, signatures))
        for kind, signatures in sorted(agreement.signatures.items())
        if kind != "amendment"
    )
    yield Sentence(where="/signatures", text=words.say("agreement-signed", kinds=kinds))
    signatures = agreement.signatures.get("amendment", ())
    key = "agreement-amended" if signatures else "agreement-not-amended"
    yield Sentence(where="/signatures/amendment", text=words.say(key, signatures=_signers(words, signatures)))


def _parties(words: Words) -> Iterator[Sentence]:
    for party in words.agreement.parties:
        role = words.say(f"role-{party.role}")
        yield Sentence(
            where=f"/parties/{party.name}", text=words.say("party", party=party.name, role=role, side=party.side)
        )


def _undertaking(words: Words, owed: Undertaking) -> Iterator[Sentence]:
    standard = owed.standard
    length = standard.duration
    times = {} if length is None else {"duration": length, "window": standard.window or length}
    presence = words.say(f"presence-{standard.presence}", **{name: _long(words, time) for name, time in times.items()})
    key, visits = "undertaking-standard", owed.inspections
    if owed.kind == "type-distinguishable":
        key, visits = "undertaking-standard-exhibited", (*owed.inspections, *owed.monitors)
    elif not visits:
        key = "undertaking-standard-unvisited"
    texts = [
        words.say(
            f"undertaking-{owed.kind}",
            by=owed.by,
            to=owed.to,
            item=words.title(words.agreement.item(owed.item).title),
            site=words.title(words.agreement.site(owed.site).title),
            clause=words.clause(owed.clause),
            at_most=owed.at_most or 0,
        ),
        words.say(
            key,
            visits=words.both(visits, "or") if visits else "",
            items=standard.items,
            presence=presence,
            probability=standard.probability,
            lapses=_long(words, standard.lapses_after),
        ),
    ]
    if standard.prior is not None:
        removal_min, removal_max = standard.prior.removal
        texts.append(
            words.say(
                "undertaking-prior",
                absence_min=standard.prior.absence_min,
                absence_max=standard.prior.absence_max,
                introduction_min=standard.prior.introduction_min,
                introduction_max=standard.prior.introduction_max,
                removal_min=removal_min,
                removal_max=removal_max,
            )
        )
    if owed.monitors and owed.kind != "type-distinguishable":
        texts.append(words.say("undertaking-monitors", monitors=words.both(owed.monitors, "or")))
    if owed.only_if:
        texts.append(words.say("undertaking-only-if", conditions=words.conditions(owed.only_if)))
    if owed.shown_by:
        texts.append(words.say("undertaking-shown-by", conditions=words.conditions(owed.shown_by)))
    yield Sentence(where=f"/undertakings/{owed.name}", text=" ".join(texts))


def _long(words: Words, duration: Duration) -> str:
    """Return a duration in words."""
    unit = next(unit for unit in ("minutes", "hours", "days") if getattr(duration, unit) is not None)
    return counted(words.spoken, unit, getattr(duration, unit))


def _inspection(words: Words, inspection: Inspection, hour: Hour) -> Iterator[Sentence]:
    agreement = words.agreement
    measure = agreement.measure(inspection.measure)
    sites = [words.title(agreement.site(site).title) for site in inspection.sites]
    values: dict[str, Any] = {
        "name": inspection.name,
        "inspecting": inspection.inspecting,
        "inspected": inspection.inspected,
        "clause": words.clause(inspection.clause),
    }
    key = "inspection-pool" if len(sites) > 1 else "inspection-pool-of-one"
    pool = words.say(key, sites=words.both(sites, "or"), **values) if inspection.pool else ""
    texts = [
        pool or words.say("inspection", site=sites[0], **values),
        words.say(f"inspection-points-{inspection.chooser}", points=inspection.points),
        *_measure(words, measure, hour),
    ]
    sealed = [title for site, title in zip(inspection.sites, sites, strict=True) if agreement.site(site).is_sealed]
    if sealed:
        texts.append(words.say("inspection-sealed", sites=words.both(sealed)))
    if inspection.opens is not None:
        known = "-known" if inspection.opens == "site" and not inspection.pool else ""
        texts.append(words.say(f"inspection-opens-{inspection.opens}{known}"))
    later = [words.title(site.title) for name in inspection.pool if (site := agreement.site(name)).kind == NAMED_LATER]
    if later:
        texts.append(words.say("inspection-named-later", sites=words.both(later), **values))
    for outcome, likely in sorted((measure.likelihoods or {}).items()):
        key = "inspection-resolved" if outcome == "resolved" else "inspection-likelihood"
        texts.append(words.say(key, outcome=outcome, absent=likely.absent, present=likely.present))
    if inspection.only_if:
        texts.append(words.say("inspection-only-if", conditions=words.conditions(inspection.only_if)))
    window = inspection.window
    if window is not None and window.opens is not None:
        texts.append(words.say("inspection-opens", opens=words.span(window.opens)))
    if window is not None and window.lapses is not None:
        texts.append(words.say("inspection-lapses", lapses=words.span(window.lapses)))
    if inspection.quotas:
        quotas = words.both(words.title(agreement.quota(name).title) for name in inspection.quotas)
        texts.append(words.say("inspection-quotas", quotas=quotas))
    if inspection.freeze is not None:
        freeze = words.event(f"notification/{inspection.freeze}")
        texts.append(words.say("inspection-freeze", notification=freeze))
    if inspection.duration is not None:
        texts.append(words.say("inspection-duration", duration=words.span(inspection.duration)))
    if inspection.extension is not None:
        texts.append(words.say("inspection-extension", extension=words.span(inspection.extension)))
    if inspection.team_max is not None:
        texts.append(words.say("inspection-team", team=inspection.team_max))
    if inspection.entry_points:
        texts.append(words.say("inspection-entry", points=", ".join(inspection.entry_points)))
    if inspection.languages:
        texts.append(words.say("inspection-languages", languages=", ".join(inspection.languages)))
    if inspection.speakers:
        speakers = ", ".join(f"{language}: {number}" for language, number in sorted(inspection.speakers.items()))
        texts.append(words.say("inspection-speakers", speakers=speakers))
    if inspection.barred:
        texts.append(words.say("inspection-barred", devices="; ".join(inspection.barred)))
    if inspection.brought:
        texts.append(words.say("inspection-brought", devices="; ".join(inspection.brought)))
    if inspection.excluded:
        texts.append(words.say("inspection-excluded", states="; ".join(inspection.excluded)))
    yield Sentence(where=f"/inspections/{inspection.name}", text=" ".join(texts))


def _measure(words: Words, measure: Measure, hour: Hour) -> Iterator[str]:
    """Yield how one looks by a measure, and how surely."""
    kind = words.say(f"measure-{measure.kind}")
    yield words.say("measure", kind=kind, measure=measure.name, observable=words.quote(measure.observable))
    if measure.expires_at is None:
        yield words.say("measure-untested")
        return
    yield words.say("measure-tested", sensitivity=measure.sensitivity, expires=hour(measure.expires_at))
    if measure.false_alarm is not None:
        yield words.say("measure-false-alarm", false_alarm=measure.false_alarm)


def _monitor(words: Words, monitor: Monitor, hour: Hour) -> Iterator[Sentence]:
    site = words.agreement.site(monitor.site)
    texts = [
        words.say(
            "monitor",
            title=words.title(monitor.title),
            clause=words.clause(monitor.clause),
            inspected=monitor.inspected,
            by=words.both((words.who(who) for who in monitor.by), "or"),
            site=words.title(site.title),
            points=len(monitor.points or site.points),
        ),
        *_measure(words, words.agreement.measure(monitor.measure), hour),
    ]
    if monitor.only_if:
        texts.append(words.say("monitor-only-if", conditions=words.conditions(monitor.only_if)))
    yield Sentence(where=f"/monitors/{monitor.name}", text=" ".join(texts))


def _condition(words: Words, condition: Condition) -> Iterator[Sentence]:
    title = words.title(condition.title) + words.clause(condition.clause)
    if condition.all or condition.any:
        key, parts = ("condition-all", condition.all) if condition.all else ("condition-any", condition.any)
        titles = (words.title(words.agreement.condition(part).title) for part in parts)
        listed = words.both(titles, "and" if condition.all else "or")
        text = words.say(key, title=title, parts=listed)
    elif condition.figure is not None:
        text = words.say(
            "condition-figure", title=title, figure=condition.figure, by=condition.by, at_least=condition.at_least
        )
    else:
        text = _condition_notified(words, condition, title)
    uses = list(_uses(words, condition.name))
    if uses:
        text += " " + words.say("condition-used", uses=words.both(uses))
    yield Sentence(where=f"/conditions/{condition.name}", text=text)


def _condition_notified(words: Words, condition: Condition, title: str) -> str:
    term = words.agreement.notification(condition.notification or "")
    assert term is not None  # the agreement was checked
    by = condition.by if condition.by is not None else words.both(words.who(who) for who in term.by)
    withdrawn = ""
    if condition.withdrawn_by is not None:
        after = words.event(f"notification/{condition.withdrawn_by}")
        withdrawn = words.say("condition-withdrawn", notification=after)
    return words.say(
        "condition-notification",
        title=title,
        by=by,
        notification=words.event(f"notification/{term.name}"),
        until=words.say("condition-until") if "until" in term.carries else "",
        withdrawn=withdrawn,
    )


def _uses(words: Words, name: str) -> Iterator[str]:
    """Yield what depends on a condition."""
    agreement = words.agreement
    if name in agreement.in_force_if:
        yield words.say("event-in-force")
    for condition in agreement.conditions:
        if name in (*condition.all, *condition.any):
            yield words.say("uses-condition", title=words.title(condition.title))
    for inspection in agreement.inspections:
        if name in inspection.only_if:
            yield words.say("uses-inspection", name=inspection.name)
    for monitor in agreement.monitors:
        if name in monitor.only_if:
            yield words.say("uses-monitor", name=monitor.name)
    for owed in agreement.undertakings:
        if name in owed.only_if:
            yield words.say("uses-undertaking", name=owed.name)
        if name in owed.shown_by:
            yield words.say("uses-shown", name=owed.name)
    for duty in agreement.duties:
        if name in duty.only_if:
            yield words.say("uses-duty", title=words.title(duty.title))
    for term in agreement.notifications:
        if name in term.only_if:
            yield words.say("uses-notification", title=words.title(term.title))


def _duty(words: Words, duty: Duty) -> Iterator[Sentence]:
    texts = [
        words.say(
            "duty",
            title=words.title(duty.title),
            clause=words.clause(duty.clause),
            by=words.who(duty.by, duty.start, duty.done_by),
            to=words.who(duty.to, duty.start, duty.done_by),
            done_by=words.event(duty.done_by),
            clock=clock_of(words, duty),
        )
    ]
    if duty.only_if:
        texts.append(words.say("duty-only-if", conditions=words.conditions(duty.only_if)))
    texts += defaults(words, duty)
    yield Sentence(where=f"/duties/{duty.name}", text=" ".join(texts))


def defaults(words: Words, duty: Duty) -> Iterator[str]:
    """Yield what follows when a duty is not done by its hour."""
    if duty.default is None:
        return
    for name in duty.default.releases:
        freed = next(other for other in words.agreement.duties if other.name == name)
        by = words.who(freed.by, freed.start, freed.done_by)
        yield words.say("duty-default", by=by, duty=words.title(freed.title))
    if duty.default.title is not None:
        yield words.say("duty-default-title", title=words.title(duty.default.title))


def _ladder(words: Words, ladder: Ladder) -> Iterator[Sentence]:
    where = f"/ladders/{ladder.name}"
    title, clause = words.title(ladder.title), words.clause(ladder.clause)
    yield Sentence(where=where, text=words.say("ladder", title=title, clause=clause, start=words.event(ladder.start)))
    for number, rung in enumerate(ladder.rungs, 1):
        steps = []
        for step in rung.steps:
            term = words.agreement.notification(step)
            assert term is not None  # the agreement was checked
            steps.append(words.say("step", by=term.by[0], title=words.title(term.title)))
        key = "rung-within-first" if number == 1 else "rung-within"
        within = "" if rung.within is None else words.say(key, within=words.span(rung.within))
        text = words.say("rung", number=number, name=rung.name, steps=words.both(steps), within=within)
        yield Sentence(where=f"{where}/rungs/{rung.name}", text=text)


def _quota(words: Words, quota: Quota) -> Iterator[Sentence]:
    text = words.say(
        "quota-open" if quota.counting == "open" else "quota",
        title=words.title(quota.title),
        clause=words.clause(quota.clause),
        visits=words.both(quota.inspections),
        places=_places(words, quota, quota.places),
        period=words.say(
            "in-ever" if quota.period == "ever" else "in-each", period=words.say(f"period-{quota.period}")
        ),
        per=words.say(f"per-{quota.per}"),
    )
    if quota.counting == "visits":
        text += " " + words.say("quota-winner" if quota.winner else "quota-no-winner", winner=quota.winner)
    yield Sentence(where=f"/quotas/{quota.name}", text=text)


def _places(words: Words, quota: Quota, places: Places) -> str:
    if places.fixed is not None:
        return words.say("places-fixed", count=places.fixed)
    share = places.share
    if share is None:
        runs = [words.say("places-run", places=run.places, years=run.years) for run in places.by_period]
        return words.say("places-runs", runs=", ".join(runs))
    bounds = "" if share.at_least is None else words.say("places-at-least", count=share.at_least)
    bounds += "" if share.at_most is None else words.say("places-at-most", count=share.at_most)
    return words.say(
        "places-share",
        numerator=share.numerator,
        denominator=share.denominator,
        figure=places.figure,
        by=words.who(quota.declared_by or ""),
        rounding=words.say(f"rounding-{share.rounding}"),
        bounds=bounds,
    )


def _effect(words: Words, term: NotificationTerm) -> Iterator[Sentence]:
    if term.effect is not None:
        text = words.say(
            f"effect-{term.effect}",
            title=words.title(term.title),
            clause=words.clause(term.clause),
            by=words.both((words.who(who) for who in term.by), "or"),
            of=words.both(_part(words, name) for name in term.of) if term.of else words.say("effect-whole"),
        )
        yield Sentence(where=f"/notifications/{term.name}", text=text)


def _part(words: Words, name: str) -> str:
    """Return what bears a name: of a visit, a monitor, a notification or a duty, the first that does."""
    agreement = words.agreement
    if agreement.inspection(name) is not None:
        return words.say("uses-inspection", name=name)
    if agreement.monitor(name) is not None:
        return words.say("uses-monitor", name=name)
    term = agreement.notification(name)
    return words.say("uses-duty", title=words.duty(name)) if term is None else words.event(f"notification/{name}")


def _notification(words: Words, term: NotificationTerm) -> Iterator[Sentence]:
    about = words.both((words.event(text) for text in term.about), "or") if term.about else ""
    texts = [
        words.say(
            "notification",
            title=words.title(term.title),
            clause=words.clause(term.clause),
            by=words.both((words.who(who) for who in term.by), "or"),
            about=words.say("notification-about", events=about) if about else "",
            once="" if term.once is None else words.say(f"notification-once-{term.once}"),
        )
    ]
    members = [words.say(f"carries-{member}") for member in term.carries]
    members += [words.say("carries-figures", figures=", ".join(term.figures))] if term.figures else []
    if members:
        texts.append(words.say("notification-carries", members=words.both(members)))
    if term.only_if:
        texts.append(words.say("notification-only-if", conditions=words.conditions(term.only_if)))
    if term.signed:
        texts.append(words.say("notification-signed", signatures=_signers(words, term.signed)))
    yield Sentence(where=f"/notifications/{term.name}", text=" ".join(texts))


def _signers(words: Words, signatures: Iterable[Signature]) -> str:
    return "; ".join(
        words.say("signature", by=words.say(f"signed-{one.by}"), role=one.role, persons=one.persons)
        for one in signatures
    )


def _commission(words: Words) -> Iterator[Sentence]:
    delivery, volume = words.agreement.delivery, words.agreement.volume
    text = words.say("delivery-none")
    if delivery is not None:
        text = words.say(
            "delivery",
            receipt=words.event(f"notification/{delivery.receipt}"),
            allowance=words.span(delivery.allowance),
            quorum=delivery.held_quorum,
            mirrors=", ".join(delivery.mirrors),
        )
    yield Sentence(where="/delivery", text=text)
    if volume is not None:
        period = words.say(f"period-{volume.period}")
        text = words.say("volume", entries=volume.entries, bytes=volume.bytes, period=period)
        yield Sentence(where="/volume", text=text)
    if words.agreement.commission is not None:
        within = words.span(words.agreement.commission.within)
        yield Sentence(where="/commission", text=words.say("commission", within=within))
    if words.agreement.cuts is not None:
        cuts = words.agreement.cuts
        text = words.say("cuts", within=words.span(cuts.within), quorum=cuts.quorum)
        yield Sentence(where="/cuts", text=text)
