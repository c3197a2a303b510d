"""The phrases in which an agreement is said, English and Russian side by side; ``words`` puts them together.

Russian values stand behind a label and a colon, in the nominative, so that no name need be declined. A value in braces
is a title, a name or another phrase; both languages use the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "ru")
"""The languages of the columns below."""

QUOTES = {"en": ("“", "”"), "ru": ("«", "»")}

UNITS: Mapping[str, tuple[tuple[str, str], tuple[str, str, str]]] = {
    "minutes": (("minute", "minutes"), ("минута", "минуты", "минут")),
    "hours": (("hour", "hours"), ("час", "часа", "часов")),
    "days": (("day", "days"), ("день", "дня", "дней")),
    "weeks": (("week", "weeks"), ("неделя", "недели", "недель")),
    "months": (("month", "months"), ("месяц", "месяца", "месяцев")),
    "years": (("year", "years"), ("год", "года", "лет")),
    "working_days": (("working day", "working days"), ("рабочий день", "рабочих дня", "рабочих дней")),
}
"""Unit -> English for one and more; Russian for one, for two to four, for five and more."""

PHRASES: Mapping[str, tuple[str, str]] = {
    # Small words.
    "and": ("{some} and {last}", "{some} и {last}"),
    "clause": (" (clause {clause})", " (пункт {clause})"),
    "fallback": (
        "These sentences are in English, for want of phrases in the language {language}.",
        "These sentences are in English, for want of phrases in the language {language}.",
    ),
    "fallback-titles": (
        "Titles are in the language {titles}, for want of ones in the language {language}.",
        "Названия даны на языке {titles}: на языке {language} их нет.",
    ),
    "or": ("{some} or {last}", "{some} или {last}"),
    # Headings.
    "heading-agreement": ("The agreement", "Соглашение"),
    "heading-commission": ("Delivery, volume, Commission", "Доставка, объём, Комиссия"),
    "heading-conditions": ("Conditions", "Условия"),
    "heading-duties": ("Duties", "Обязанности"),
    "heading-effects": ("What suspends what", "Что приостанавливает что"),
    "heading-inspections": ("Visits", "Посещения"),
    "heading-ladders": ("Ladders", "Лестницы"),
    "heading-monitors": ("Monitors", "Средства наблюдения"),
    "heading-notifications": ("Notifications", "Уведомления"),
    "heading-parties": ("Parties", "Стороны"),
    "heading-quotas": ("Quotas", "Квоты"),
    "heading-undertakings": ("Undertakings", "Обязательства"),
    # The agreement.
    "agreement": ("{title}, by rule set {rules}.", "{title}; набор правил: {rules}."),
    "agreement-exercise": (
        "This is an exercise: nothing in it binds anybody.",
        "Это учение: ничто в нём никого не обязывает.",
    ),
    "agreement-force": (
        "It enters into force when {principals} have acceded{conditions}.",
        "Вступает в силу по присоединении Сторон: {principals}{conditions}.",
    ),
    "agreement-force-if": (" and it holds that {conditions}", "; при условии: {conditions}"),
    "agreement-signed": (
        "Who signs. {kinds}.",
        "Кто подписывает. {kinds}.",
    ),
    "signs": ("{kind}: {signatures}", "{kind}: {signatures}"),
    "signs-cut": ("A cut", "Срез"),
    "signs-cut-proposed": ("The proposal of a cut", "Предложение среза"),
    "signs-declaration": ("A declaration of a site", "Заявление об объекте"),
    "signs-declaration-opened": ("The opening of a sealed declaration", "Раскрытие запечатанного заявления"),
    "signs-declaration-sealed": ("A sealed declaration", "Запечатанное заявление"),
    "signs-designation-opened": ("The opening of a sealed designation", "Раскрытие запечатанного выбора объекта"),
    "signs-designation-sealed": ("A sealed designation", "Запечатанный выбор объекта"),
    "signs-draw-share-opened": ("The opening of a share of a draw", "Раскрытие доли жребия"),
    "signs-draw-share-sealed": ("A sealed share of a draw", "Запечатанная доля жребия"),
    "signs-filler": ("A filler", "Заполнитель"),
    "signs-inspection-report": ("A report on a visit", "Отчёт о посещении"),
    "signs-notice": ("A notice of a visit", "Объявление посещения"),
    "signs-notification": ("A notification that does not say it", "Уведомление, о котором не сказано иное"),
    "signs-observed": ("What was observed of another log", "Увиденное в чужом журнале"),
    "signs-one-sided-report": ("A report by one side", "Отчёт одной стороны"),
    "signs-reading": ("A reading of a monitor", "Показания средства наблюдения"),
    "agreement-amended": (
        "It is amended, from the next cut on, by a document that is signed by: {signatures}.",
        "Изменяется, начиная со следующего среза, документом, который подписывают: {signatures}.",
    ),
    "agreement-not-amended": (
        "It says of no amendment who signs it, so it is never amended.",
        "Не указано, кто подписывает изменения, поэтому оно не изменяется.",
    ),
    "agreement-languages": (
        "Its texts are equally authentic in: {languages}.",
        "Равно аутентичные тексты на языках: {languages}.",
    ),
    "party": ("{party}: {role}, of side {side}.", "{party}: {role}; сторона (блок): {side}."),
    "role-consulted": ("consulted", "консультируемая сторона"),
    "role-guest-observer": ("guest observer", "приглашённый наблюдатель"),
    "role-principal": ("principal, bound by its accession", "Основная сторона, связанная присоединением"),
    "role-territorial-host": ("host of the territory", "принимающее государство"),
    "role-transit-state": ("transit state", "государство транзита"),
    "role-witness": (
        "witness, which keeps a log and signs what every Party signs, and decides nothing",
        "свидетель: ведёт журнал и подписывает то, что подписывает каждая Сторона, но ничего не решает",
    ),
    # Who.
    "who-author": ("the Party that said {start}", "Сторона, заявившая: {start}"),
    "who-each": ("each Principal", "каждая Основная сторона"),
    "who-inspected": ("the inspected Party{names}", "инспектируемая Сторона{names}"),
    "who-inspecting": ("the inspecting Party{names}", "инспектирующая Сторона{names}"),
    "who-others": ("each other Principal", "каждая другая Основная сторона"),
    # Events.
    "event-opening": (
        "the opening of the declaration for the visit {name}",
        "раскрытие заявления об объекте для посещения {name}",
    ),
    "event-declaration": ("a declaration of {title}", "заявление об объекте {title}"),
    "event-designation": ("the designation for the visit {name}", "раскрытие выбора объекта для посещения {name}"),
    "event-in-force": ("entry into force", "вступление в силу"),
    "event-notice": ("the notice of the visit {name}", "объявление посещения {name}"),
    "event-notification": ("the notification {title}", "уведомление {title}"),
    "event-one-sided": ("a one-sided report on the visit {name}", "односторонний отчёт о посещении {name}"),
    "event-reading": ("a reading of the monitor {title}", "показание средства наблюдения {title}"),
    "event-report": ("the joint report on the visit {name}", "совместный отчёт о посещении {name}"),
    # Conditions.
    "condition-all": (
        "{title} holds while all of these do: {parts}.",
        "{title}: выполняется, пока верно всё: {parts}.",
    ),
    "condition-any": (
        "{title} holds while one of these does: {parts}.",
        "{title}: выполняется, пока верно одно из этого: {parts}.",
    ),
    "condition-figure": (
        "{title} holds while the figure {figure} that {by} declared last is at least {at_least}.",
        "{title}: выполняется, пока последнее объявленное число {figure} ({by}) не меньше {at_least}.",
    ),
    "condition-notification": (
        "{title} holds once {by} gave {notification}{until}{withdrawn}.",
        "{title}: выполняется, когда есть {notification} ({by}){until}{withdrawn}.",
    ),
    "condition-until": (", until the hour that it names", ", до указанного в нём часа"),
    "condition-used": ("It decides on: {uses}.", "От него зависит: {uses}."),
    "condition-withdrawn": (", and while {notification} does not follow", ", пока не последует {notification}"),
    "uses-condition": ("the condition {title}", "условие {title}"),
    "uses-duty": ("the duty {title}", "обязанность {title}"),
    "uses-inspection": ("the visit {name}", "посещение {name}"),
    "uses-monitor": ("the monitor {name}", "средство наблюдения {name}"),
    "uses-notification": ("the notification {title}", "уведомление {title}"),
    "uses-undertaking": ("the undertaking {name}", "обязательство {name}"),
    "uses-shown": ("whether the undertaking {name} is shown", "подтверждение обязательства {name}"),
    # Undertakings.
    "undertaking-absent": (
        "{by} owes {to} that {site} holds none of the type {item}{clause}.",
        "Обязанная сторона: {by}. Управомоченная сторона: {to}. Предмет отсутствует: {item}; объект: {site}{clause}.",
    ),
    "undertaking-as-declared": (
        "{by} owes {to} that {site} holds of {item} what is declared, by unique identifier{clause}.",
        "Обязанная сторона: {by}. Управомоченная сторона: {to}. Предмет есть на объекте только так, как заявлено, по"
        " уникальным номерам: {item}; объект: {site}{clause}.",
    ),
    "undertaking-at-most": (
        "{by} owes {to} that at most {at_most} of {item} are at {site}{clause}.",
        "Обязанная сторона: {by}. Управомоченная сторона: {to}. Не более чем {at_most}: {item}; объект:"
        " {site}{clause}.",
    ),
    "undertaking-not-capable": (
        "{by} owes {to} that {site} is not capable of {item}{clause}.",
        "Обязанная сторона: {by}. Управомоченная сторона: {to}. Объект не способен применять предмет: {item}; объект:"
        " {site}{clause}.",
    ),
    "undertaking-type-distinguishable": (
        "{by} owes {to} that {item} can be told from other items at {site}{clause}.",
        "Обязанная сторона: {by}. Управомоченная сторона: {to}. Предмет отличим от других: {item}; объект:"
        " {site}{clause}.",
    ),
    "undertaking-only-if": ("It is owed only while {conditions}.", "Причитается только при условии: {conditions}."),
    "undertaking-shown-by": (
        "It is shown only while {conditions}.",
        "Считается подтверждённым только при условии: {conditions}.",
    ),
    "undertaking-standard": (
        "It is shown by the visits {visits}: had {items} been there ({presence}), they must have shown one with a"
        " probability of at least {probability}; that lapses after {lapses}.",
        "Подтверждают посещения: {visits}. Если бы предметов было {items} ({presence}), вероятность обнаружить хотя бы"
        " один должна быть не меньше {probability}; срок действия вывода: {lapses}.",
    ),
    "undertaking-standard-unvisited": (
        "No visit is named that could show it: had {items} been there ({presence}), visits must have shown one with a"
        " probability of at least {probability}; that lapses after {lapses}.",
        "Посещений, которые могли бы это подтвердить, не названо. Если бы предметов было {items} ({presence}),"
        " вероятность обнаружить хотя бы один должна быть не меньше {probability}; срок действия вывода: {lapses}.",
    ),
    "undertaking-standard-exhibited": (
        "It is shown by the exhibitions {visits}: they must tell one with a probability of at least {probability};"
        " that lapses after {lapses}.",
        "Подтверждают показы: {visits}. Вероятность отличить предмет должна быть не меньше {probability}; срок действия"
        " вывода: {lapses}.",
    ),
    "undertaking-monitors": (
        "What {monitors} show can lower the finding, and adds no number to it.",
        "Показания могут ухудшить вывод и не прибавляют к нему вероятности: {monitors}.",
    ),
    "presence-continuous": (
        "for {duration} without a break, within the {window} before the last visit",
        "непрерывно, срок: {duration}, в пределах периода перед последним посещением: {window}",
    ),
    "presence-cumulative": (
        "for {duration} in all, within the {window} before the last visit",
        "в сумме, срок: {duration}, в пределах периода перед последним посещением: {window}",
    ),
    "presence-momentary": ("at one moment", "в один момент"),
    "undertaking-prior": (
        "Before anybody looks, absence is held likely with {absence_min} to {absence_max}; on a day the items are"
        " brought with {introduction_min} to {introduction_max} in a million, and taken away with {removal_min} to"
        " {removal_max}.",
        "До посещений вероятность отсутствия принимается от {absence_min} до {absence_max}; вероятность завоза за"
        " сутки: от {introduction_min} до {introduction_max} на миллион, вывоза: от {removal_min} до {removal_max}.",
    ),
    # Visits.
    "inspection": (
        "{name}: {inspecting} may visit {inspected} at {site}{clause}.",
        "{name}: инспектирующая Сторона: {inspecting}; инспектируемая Сторона: {inspected}; объект: {site}{clause}.",
    ),
    "inspection-pool": (
        "{name}: {inspecting} may visit {inspected} at one of {sites}, which it chooses under seal before the"
        " notice and designates after it{clause}.",
        "{name}: инспектирующая Сторона: {inspecting}; инспектируемая Сторона: {inspected}; один из объектов: {sites};"
        " инспектирующая Сторона выбирает его под печатью до объявления посещения и называет после него{clause}.",
    ),
    "inspection-pool-of-one": (
        "{name}: {inspecting} may visit {inspected} at {sites}, which it chooses under seal before the notice and"
        " designates after it{clause}.",
        "{name}: инспектирующая Сторона: {inspecting}; инспектируемая Сторона: {inspected}; объект: {sites};"
        " инспектирующая Сторона выбирает его под печатью до объявления посещения и называет после него{clause}.",
    ),
    "inspection-barred": ("Not brought along: {devices}.", "Не ввозится: {devices}."),
    "inspection-brought": ("It may bring along: {devices}.", "Может ввозиться: {devices}."),
    "inspection-duration": ("It lasts at most {duration}.", "Продолжительность не более: {duration}."),
    "inspection-entry": ("The team comes by: {points}.", "Пункты въезда: {points}."),
    "inspection-excluded": (
        "No nationals of these States are of the team: {states}.",
        "В группе нет граждан государств: {states}.",
    ),
    "inspection-extension": ("By consent it lasts {extension} longer.", "По согласию дольше на: {extension}."),
    "inspection-freeze": (
        "Its freeze is verified by {notification}.",
        "Прекращение движения проверено: {notification}.",
    ),
    "inspection-languages": ("Its languages: {languages}.", "Языки: {languages}."),
    "inspection-points-drawn": (
        "Points opened, drawn jointly: {points}.",
        "Вскрывается точек по совместному жребию: {points}.",
    ),
    "inspection-points-inspected": (
        "Points opened, chosen by the inspected Party: {points}. What it chooses shows nothing of what it does not.",
        "Вскрывается точек по выбору инспектируемой Стороны: {points}. О невыбранных точках это не говорит ничего.",
    ),
    "inspection-points-inspecting": (
        "Points opened, chosen by the inspecting Party: {points}.",
        "Вскрывается точек по выбору инспектирующей Стороны: {points}.",
    ),
    "measure": (
        "It looks by the measure {measure}, {kind}, which shows {observable}.",
        "Мера: {measure}, {kind}; видно: {observable}.",
    ),
    "measure-exhibition": ("an exhibition", "показ"),
    "measure-imagery": ("imagery", "съёмка"),
    "measure-opening": ("an opening", "вскрытие"),
    "measure-seal": ("a seal", "печать"),
    "measure-sensor": ("a sensor", "датчик"),
    "measure-tested": (
        "By a joint trial it shows an item with a probability of {sensitivity}; that counts until {expires}.",
        "По совместному испытанию вероятность показать предмет: {sensitivity}; действует до: {expires}.",
    ),
    "measure-false-alarm": (
        "It shows one that is not there with a probability of at most {false_alarm}.",
        "Вероятность показать предмет, которого нет, не больше: {false_alarm}.",
    ),
    "measure-untested": (
        "It was never tried jointly, so it adds nothing to any finding.",
        "Совместно не испытана, поэтому ничего не прибавляет к выводам.",
    ),
    # Monitors.
    "monitor": (
        "{title}{clause}: {by} and {inspected}, the inspected Party, sign what it shows of {site}, points: {points}.",
        "{title}{clause}. Показания подписывают: {by} и инспектируемая Сторона {inspected}; объект: {site}; точек:"
        " {points}.",
    ),
    "monitor-only-if": (
        "It is read only while {conditions}.",
        "Показания только при условии: {conditions}.",
    ),
    "inspection-sealed": (
        "Declared under seal, and opened step by step: {sites}.",
        "Заявляются под печатью и раскрываются поэтапно: {sites}.",
    ),
    "inspection-opens-drawn": (
        "Of the sealed declaration the inspected Party opens the points drawn, and no other.",
        "Из запечатанного заявления инспектируемая Сторона раскрывает точки, выпавшие по жребию, и только их.",
    ),
    "inspection-opens-site": (
        "The inspected Party opens the whole declaration that it had sealed before it knew of the site.",
        "Инспектируемая Сторона раскрывает всё заявление, запечатанное ею прежде, чем объект стал ей известен.",
    ),
    "inspection-opens-site-known": (
        "The inspected Party opens the whole declaration that it had sealed before it knew of the visit.",
        "Инспектируемая Сторона раскрывает всё заявление, запечатанное ею прежде, чем ей стало известно о посещении.",
    ),
    "inspection-named-later": (
        "Where {sites} is, {inspecting} knows by itself, seals before the notice and tells with the designation;"
        " {inspected} then declares what that place holds.",
        "Где находится объект ({sites}), инспектирующая Сторона ({inspecting}) определяет сама, запечатывает до"
        " объявления и сообщает вместе с выбором; инспектируемая Сторона ({inspected}) затем заявляет, что там есть.",
    ),
    "inspection-likelihood": (
        "A point that ends {outcome} is as likely as {present} where the items are, {absent} where they are not.",
        "Исход точки {outcome} вероятен: {present}, где предметы есть; {absent}, где их нет.",
    ),
    "inspection-resolved": (
        "An ambiguous point is cleared ({outcome}) by both as likely as {present} where the items are, {absent} where"
        " they are not.",
        "Неясная точка снимается обеими Сторонами ({outcome}) с вероятностью {present}, где предметы есть; {absent},"
        " где их нет.",
    ),
    "inspection-only-if": (
        "Notice may be given only while {conditions}.",
        "Объявление только при условии: {conditions}.",
    ),
    "inspection-opens": (
        "Notice may be given from {opens} after entry into force on.",
        "Объявление возможно после вступления в силу не ранее чем через срок: {opens}.",
    ),
    "inspection-lapses": (
        "The right lapses {lapses} after entry into force.",
        "Право истекает после вступления в силу через срок: {lapses}.",
    ),
    "inspection-quotas": ("It counts under: {quotas}.", "Засчитывается в квоты: {quotas}."),
    "inspection-speakers": (
        "Members of the team who speak a language, at least: {speakers}.",
        "Членов группы, владеющих языком, не менее: {speakers}.",
    ),
    "inspection-team": ("The team has at most {team} persons.", "Численность группы не более: {team}."),
    # Duties.
    "duty": (
        "{title}{clause}: {by} owes {to} {done_by}, {clock}.",
        "{title}{clause}. Обязанная сторона: {by}. Управомоченная сторона: {to}. Исполнение: {done_by}. {clock}.",
    ),
    "clock-within": ("within {within} of {start}{counted}", "Срок: {within}; отсчёт: {start}{counted}"),
    "clock-window": (
        "not before {not_before} and within {within} of {start}{counted}",
        "Не ранее: {not_before}; срок: {within}; отсчёт: {start}{counted}",
    ),
    "clock-not-before": (
        "not before {not_before} after {start}{counted}, without a due hour",
        "Не ранее: {not_before}; срок не установлен; отсчёт: {start}{counted}",
    ),
    "clock-none": ("after {start}{counted}, without a due hour", "Срок не установлен; отсчёт: {start}{counted}"),
    "clock-recurs": ("{recurs}{within}{not_before}", "{recurs}{within}{not_before}"),
    "clock-recurs-within": (", and within {within} of that", "; после этого срок: {within}"),
    "clock-recurs-not-before": (", not earlier than {not_before} before", "; не раньше чем до этого за: {not_before}"),
    "counted-delivered-to": (
        ", counted from when it was delivered to whom this is owed",
        ", с момента доставки управомоченной стороне",
    ),
    "counted-delivered": (", counted from when it was delivered", ", с момента доставки"),
    "counted-occurred": (", counted from the hour that it tells", ", с указанного в нём часа"),
    "counted-said": ("", ""),
    "counted-working": (" (working days by the calendar {calendar})", " (рабочие дни по календарю {calendar})"),
    "recurs-each": ("by the end of each {period}", "К концу каждого периода ({period})"),
    "recurs-every": (
        "every {every} from entry into force",
        "Каждый раз по истечении срока: {every}; от вступления в силу",
    ),
    "recurs-grace": ("{date}, plus {grace}", "{date}; плюс: {grace}"),
    "recurs-yearly": ("each year by the beginning of {date} (month-day)", "Ежегодно к началу дня {date} (месяц-день)"),
    "duty-only-if": ("It is owed only while {conditions}.", "Причитается только при условии: {conditions}."),
    "duty-default": (
        "If it is not done by its hour, {by} is free of {duty}.",
        "Если не исполнена в срок, освобождается сторона: {by}; от обязанности: {duty}.",
    ),
    "duty-default-title": ("What follows is agreed: {title}.", "Согласованное последствие: {title}."),
    # Ladders.
    "ladder": (
        "{title}{clause} begins with {start}. Nobody may step above a rung that is not done, so who halts leaves the"
        " others at most one rung ahead.",
        "{title}{clause}. Начало: {start}. Никто не ступает выше невыполненной ступени, поэтому остановившийся"
        " оставляет других впереди не более чем на одну ступень.",
    ),
    "rung": (
        "Rung {number}, {name}: {steps}{within}.",
        "Ступень {number}, {name}: {steps}{within}.",
    ),
    "rung-within-first": (", within {within} of the beginning", "; срок от начала: {within}"),
    "rung-within": (", within {within} of the rung below", "; срок от предыдущей ступени: {within}"),
    "step": ("{by} gives {title}", "{by}: {title}"),
    # Quotas.
    "quota": (
        "{title}{clause}: of the visits {visits} there are {places} {period}, counted {per}.",
        "{title}{clause}. Посещения: {visits}. Мест: {places}. Период: {period}. Счёт: {per}.",
    ),
    "quota-open": (
        "{title}{clause}: of the visits {visits}, {places} may be open at one time, counted {per}.",
        "{title}{clause}. Посещения: {visits}. Одновременно открытых: {places}. Счёт: {per}.",
    ),
    "quota-winner": (
        "If concurrent notices claim the last place, that of {winner} stands.",
        "Если одновременные объявления посещений притязают на последнее место, остаётся объявление стороны: {winner}.",
    ),
    "quota-no-winner": (
        "If concurrent notices claim the last place, each of them is in excess.",
        "Если одновременные объявления посещений притязают на последнее место, все они сверх квоты.",
    ),
    "places-fixed": ("at most {count}", "не более {count}"),
    "places-run": ("{places} in each of {years} periods", "{places} в каждом из периодов, число периодов {years}"),
    "places-runs": ("at most {runs}, then none", "не более: {runs}, затем ни одного"),
    "places-share": (
        "at most {numerator}/{denominator} of the figure {figure} of {by}, rounded {rounding}{bounds}",
        "не более {numerator}/{denominator} числа {figure} ({by}), округление {rounding}{bounds}",
    ),
    "places-at-least": (", at least {count}", ", не менее {count}"),
    "places-at-most": (", at most {count}", ", не более {count}"),
    "rounding-down": ("down", "вниз"),
    "rounding-nearest": ("to the nearest", "до ближайшего"),
    "rounding-up": ("up", "вверх"),
    "period-calendar-year": ("calendar year", "календарный год"),
    "period-day": ("day", "день"),
    "period-ever": ("the whole time", "всё время"),
    "period-half-year": ("half-year", "полугодие"),
    "period-month": ("month", "месяц"),
    "period-treaty-year": ("treaty year", "год действия договора"),
    "in-each": ("in each {period}", "{period}"),
    "in-ever": ("in {period}", "{period}"),
    "per-all": ("together", "вместе"),
    "per-inspected": ("for each inspected Party", "по инспектируемой Стороне"),
    "per-inspecting": ("for each inspecting Party", "по инспектирующей Стороне"),
    "per-pair": ("for each pair of Parties", "по паре Сторон"),
    "per-site": ("for each site", "по объекту"),
    # What suspends what.
    "effect-disputes": (
        "{title}{clause}, by {by}: it says that texts or data disagree on {of}; both readings are shown until that is"
        " resolved.",
        "{title}{clause}; сторона: {by}; тексты или данные расходятся; о чём: {of}; до разрешения показываются"
        " оба прочтения.",
    ),
    "effect-exempts": (
        "{title}{clause}, by {by}: as inspected Party it exempts a site from {of} until the hour that it tells; what"
        " was sealed before that was seen stays.",
        "{title}{clause}; сторона: {by}; как инспектируемая освобождает объект до указанного часа; от посещений: {of};"
        " запечатанный прежде выбор остаётся.",
    ),
    "effect-pauses": (
        "{title}{clause}, by {by}: it pauses {of}, until that Party resumes it.",
        "{title}{clause}; сторона: {by}; временно останавливает: {of}; до возобновления этой же стороной.",
    ),
    "effect-refers": (
        "{title}{clause}, by {by}: it refers what it is about to the Commission.",
        "{title}{clause}; сторона: {by}; передаёт вопрос в Комиссию.",
    ),
    "effect-resolves": (
        "{title}{clause}, by {by}: it resolves what it is about.",
        "{title}{clause}; сторона: {by}; разрешает вопрос.",
    ),
    "effect-resumes": (
        "{title}{clause}, by {by}: it resumes {of}, as far as that Party itself had stopped it.",
        "{title}{clause}; сторона: {by}; возобновляет: {of}; лишь то, что остановила эта же сторона.",
    ),
    "effect-suspends": (
        "{title}{clause}, by {by}: it suspends {of}, until that Party resumes it.",
        "{title}{clause}; сторона: {by}; приостанавливает: {of}; до возобновления этой же стороной.",
    ),
    "effect-withdraws": (
        "{title}{clause}, by {by}: it ends {of}, for good, from the hour that it tells.",
        "{title}{clause}; сторона: {by}; прекращает навсегда с указанного часа: {of}.",
    ),
    "effect-whole": ("the whole agreement", "всё соглашение"),
    # Notifications.
    "notification": (
        "{title}{clause} may be given by {by}{about}{once}.",
        "{title}{clause}. Вправе заявить: {by}{about}{once}.",
    ),
    "notification-about": (", in answer to {events}", "; в ответ на: {events}"),
    "notification-once-about": (", once to each", "; один раз на каждое"),
    "notification-once-ever": (", once for ever", "; один раз навсегда"),
    "notification-carries": ("It tells: {members}.", "Содержит: {members}."),
    "notification-only-if": ("It may be given only while {conditions}.", "Только при условии: {conditions}."),
    "notification-signed": ("It is signed by: {signatures}.", "Подписывают: {signatures}."),
    "signature": ("{by}, {role}, persons: {persons}", "{by}, {role}, лиц: {persons}"),
    "signed-author": ("its author", "автор"),
    "signed-each": ("each Party", "каждая Сторона"),
    "signed-inspected": ("the inspected Party", "инспектируемая Сторона"),
    "carries-figures": ("the figures {figures}", "числа: {figures}"),
    "carries-hour": ("an hour", "час"),
    "carries-points": ("points", "точки"),
    "carries-site": ("a site", "объект"),
    "carries-until": ("until when", "до какого часа"),
    "carries-words": ("words", "слова"),
    # Delivery, volume, commission.
    "delivery": (
        "A statement is delivered when {receipt} is given, or {allowance} after {quorum} of the mirrors {mirrors}"
        " hold it.",
        "Доставлено, когда есть {receipt}, или когда зеркала хранят запись (сколько: {quorum}; из: {mirrors}) и истёк"
        " срок: {allowance}.",
    ),
    "delivery-none": (
        "No receipt is agreed: what a quorum of witnesses cosigned counts as delivered to all.",
        "Подтверждение получения не согласовано: заверенное кворумом свидетелей считается доставленным всем.",
    ),
    "volume": (
        "No Party says more than {entries} entries and {bytes} bytes in one {period}.",
        "Каждая Сторона пишет не более: записей {entries}, байтов {bytes}; период: {period}.",
    ),
    "cuts": (
        "A cut is closed by all Parties, or by those that sign where {within} are over since all were asked: at least"
        " {quorum} of them, and of each side that has a principal one. The others are named on it.",
        "Срез закрывают все Стороны; либо те, кто подписал, если с обращения ко всем истёк срок: {within}. Подписавших"
        " не менее {quorum}, от каждого блока с Основной стороной хотя бы один. Остальные названы в срезе.",
    ),
    "commission": (
        "What is referred to the Commission and not resolved within {within} closes as unpursued.",
        "Переданное в Комиссию закрывается как непреследуемое, если не разрешено; срок: {within}.",
    ),
}
"""Key -> the phrase in each of ``LANGUAGES``."""
