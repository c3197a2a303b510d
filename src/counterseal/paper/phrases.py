"""The words of papers, English and Russian side by side, beside those in which an agreement is said.

Russian values stand behind a label and a colon, in the nominative, so that no name need be declined. The reasons, codes
and rules of others keep their own words: ``attestation.report`` and ``regime.rulebook``.
"""

from __future__ import annotations

from collections.abc import Mapping

from counterseal.attestation.report import REASONS

PHRASES: Mapping[str, tuple[str, str]] = {
    # Titles.
    "title-duties": ("List of duties", "Перечень обязанностей"),
    "title-notice": ("Notice of a visit", "Объявление посещения"),
    "title-notification": ("Notification", "Уведомление"),
    "title-one-sided-report": ("Report of one side on a visit", "Односторонний отчёт о посещении"),
    "title-record": ("Record of findings", "Акт о выводах"),
    "title-inspection-report": ("Report on a visit", "Отчёт о посещении"),
    # Every page.
    "banner": ("EXERCISE: nothing in it binds anybody", "УЧЕНИЕ: ничто в нём никого не обязывает"),
    "page": ("page {page} of {pages}", "страница {page} из {pages}"),
    "alt-qr": ("QR code of the SHA-256 of the attached data", "QR-код SHA-256 приложенных данных"),
    # How far it is known whose word it is.
    "verified": (
        "Verified: the data was checked from its first byte to its last, and the parties are those that the reader’s"
        " own anchors name.",
        "Проверено: данные проверены от первого до последнего байта, и стороны те, что названы в якорях самого"
        " читателя.",
    ),
    "verified-logs": (
        "Verified as far as read: every statement here was checked by keys that lead to the roots in the reader’s own"
        " anchors. That nothing else was said is not shown.",
        "Проверено в прочитанной части: каждое заявление проверено ключами, ведущими к корням в якорях самого читателя."
        " Что не было сказано ничего иного, не показано.",
    ),
    "unproven": (
        "Consistent, identity unproven: the data agrees with itself, but no anchors were given, and without them"
        " anybody could have invented these parties.",
        "Непротиворечиво, принадлежность не доказана: данные согласованы между собой, но якоря не даны, а без них этих"
        " сторон мог выдумать кто угодно.",
    ),
    # Headings.
    "heading-assumptions": ("What is assumed", "Допущения"),
    "heading-duties-of": ("The clocks that it starts", "Сроки, которые оно начинает"),
    "heading-finding": ("Finding {number} of {count}: {name}", "Вывод {number} из {count}: {name}"),
    "heading-irregularities": ("Irregularities", "Нарушения порядка"),
    "heading-limits": ("What this does not prove", "Чего это не доказывает"),
    "heading-opened": ("The points opened, and what they showed", "Вскрытые точки и что в них было"),
    "heading-owed-by": ("Owed by {party}", "Обязанная сторона: {party}"),
    "heading-rests": ("What it rests on", "На чём это основано"),
    "heading-signatures": ("Signatures", "Подписи"),
    "heading-statement": ("The signed statement", "Подписанное заявление"),
    "heading-summary": ("The findings at a glance", "Выводы кратко"),
    "heading-subject": ("What it is about", "О чём это"),
    "heading-unopened": ("What was not looked at", "Что не осматривалось"),
    # Labels.
    "label-about": ("in answer to", "в ответ на"),
    "label-agreement": ("agreement", "соглашение"),
    "label-asked": ("probability asked for", "требуемая вероятность"),
    "label-assured": (
        "missed with at most 1/20, if there since before",
        "вероятность пропуска не более 1/20, если находился там раньше",
    ),
    "label-at-most": ("number allowed", "допустимое число"),
    "label-because": ("because", "основания"),
    "label-began": ("opening began", "начало вскрытия"),
    "label-between": ("owed by → to", "обязанная → управомоченная"),
    "label-break-even-hazard": (
        "hazard a day up to which absence stays so sure",
        "риск за день, при котором уверенность сохраняется",
    ),
    "label-break-even-prior": (
        "prior of absence from which it is that sure",
        "априорная вероятность отсутствия, начиная с которой оно столь же достоверно",
    ),
    "label-by": ("owed by", "обязанная сторона"),
    "label-changes": ("what would change it", "что изменит вывод"),
    "label-checked": ("opened, nothing of the type", "вскрыто, такого предмета нет"),
    "label-clauses": ("clauses", "пункты"),
    "label-curve": ("missed, if there since then", "вероятность пропуска, если находился там с этого часа"),
    "label-cut": ("cut", "срез"),
    "label-declared": ("declared", "заявлено"),
    "label-digest": ("SHA-256", "SHA-256"),
    "label-document": ("document in effect", "действующий документ"),
    "label-duration": ("for at least", "не менее"),
    "label-due": ("due by, UTC", "не позднее, UTC"),
    "label-duty": ("duty", "обязанность"),
    "label-ended": ("ended", "окончание"),
    "label-entries": ("entries read", "прочитано записей"),
    "label-exhibited": ("exhibited at", "показано"),
    "label-figures": ("numbers declared", "объявленные числа"),
    "label-file": ("file", "файл"),
    "label-format": ("form", "форма"),
    "label-found": ("an item was found at", "предмет обнаружен"),
    "label-founding": ("digest of the agreement", "хеш соглашения"),
    "label-freeze": ("no movement, verified at", "прекращение движения проверено"),
    "label-gap": ("from first knowledge to that", "от первого знания до этого"),
    "label-group": ("kind of point", "вид точки"),
    "label-finding": ("finding", "вывод"),
    "label-guarantee": ("probability reached", "достигнутая вероятность"),
    "label-host": ("host of the territory", "принимающее государство"),
    "label-hour": ("hour that it tells", "указанный час"),
    "label-how": ("how it stands", "состояние"),
    "label-inspected": ("inspected Party", "инспектируемая Сторона"),
    "label-inspecting": ("inspecting Party", "инспектирующая Сторона"),
    "label-inspection": ("visit", "посещение"),
    "label-item": ("item", "предмет"),
    "label-items": ("items to be detected", "обнаружить предметов"),
    "label-judged": ("as things stood at", "состояние на час"),
    "label-key": ("key", "ключ"),
    "label-kind": ("statement", "заявление"),
    "label-known": ("first knowledge, at the latest", "первое знание, не позднее"),
    "label-lapses": ("it lapses at", "вывод действует до"),
    "label-likelihood-ratio": (
        "likelihood of what was seen, with the items to without",
        "правдоподобие увиденного: с предметами к без них",
    ),
    "label-log": ("log", "журнал"),
    "label-mirrors": ("held by the mirrors at", "хранится зеркалами с"),
    "label-notice": ("notice", "объявление"),
    "label-not-checked": ("not looked at, or not cleared", "не осмотрено или не подтверждено"),
    "label-no": ("no", "№"),
    "label-number": ("number", "номер"),
    "label-open": ("left open", "осталось открытым"),
    "label-office": ("office", "должность"),
    "label-outcome": ("outcome", "исход"),
    "label-party": ("Party", "Сторона"),
    "label-posterior": (
        "probability of absence, by the agreed prior",
        "вероятность отсутствия по согласованной априорной",
    ),
    "label-where": ("place told", "сообщённое место"),
    "label-place": ("log, entry", "журнал, запись"),
    "label-point": ("point", "точка"),
    "label-points": ("points", "точки"),
    "label-presence": ("presence", "присутствие"),
    "label-received": ("receipt confirmed by", "получение подтверждено"),
    "label-said": ("hour told, UTC", "заявленный час, UTC"),
    "label-signature": ("signature, date and hour (UTC)", "подпись, дата и час (UTC)"),
    "label-site": ("site", "объект"),
    "label-size": ("bytes", "байтов"),
    "label-state": ("digest of the state", "хеш состояния"),
    "label-statement": ("statement id", "хеш заявления"),
    "label-status": ("status", "состояние"),
    "label-to": ("owed to", "управомоченная сторона"),
    "label-undertaking": ("undertaking", "обязательство"),
    "label-until": ("until", "до"),
    "label-window": ("within the time before that", "в пределах срока до этого"),
    "label-witnessed": ("witnessed by a quorum at", "заверено кворумом к"),
    "label-words": ("words, as they were said", "слова, как они сказаны"),
    # Values.
    "clause-text": ("Clause {clause}. {text}", "Пункт {clause}. {text}"),
    "none": ("none", "нет"),
    "not-yet": ("not yet, as far as is known here", "ещё нет, насколько здесь известно"),
    "cut-number": ("number {number}, of {hour}", "номер {number}, час: {hour}"),
    "visit-number": ("{name}, visit {number}", "{name}, посещение {number}"),
    "no-due": ("none agreed", "не установлен"),
    # Kinds and statuses of findings.
    "short-contradicted": ("CONTRADICTED", "ОПРОВЕРГНУТО"),
    "short-disputed": ("disputed", "оспаривается"),
    "short-lapsed": ("lapsed", "срок истёк"),
    "short-not met": ("standard not met", "стандарт не достигнут"),
    "short-standard met": ("standard met", "стандарт достигнут"),
    "kind-absent": ("absent", "отсутствие"),
    "kind-as-declared": ("as declared, by unique identifier", "как заявлено, по уникальным номерам"),
    "kind-at-most": ("at most the number agreed", "не более согласованного числа"),
    "kind-not-capable": ("not capable", "неспособность"),
    "kind-type-distinguishable": ("type distinguishable", "различимость типа"),
    "status-contradicted": (
        "CONTRADICTED: an item was found, and both sides signed that it was",
        "ОПРОВЕРГНУТО: предмет обнаружен, и обе стороны это подписали",
    ),
    "status-disputed": (
        "DISPUTED: until that is settled, no number below supports a finding",
        "ОСПАРИВАЕТСЯ: пока спор не разрешён, числа ниже не подкрепляют вывод",
    ),
    "status-lapsed": (
        "LAPSED: the time for which it speaks is over",
        "ИСТЕКЛО: срок, на который сделан вывод, окончился",
    ),
    "status-not met": (
        "STANDARD NOT MET: it is not shown to the agreed standard, which does not mean that an item is there",
        "СТАНДАРТ НЕ ДОСТИГНУТ: до согласованного стандарта не подтверждено, что не означает наличия предмета",
    ),
    "status-standard met": ("STANDARD MET", "СТАНДАРТ ДОСТИГНУТ"),
    "sentence-absent": (
        "{checked} of the {points} points of {site} were opened, and no {item} was in them. Had {items} of the {points}"
        " held one at the hour at which no movement was verified, this visit would have shown at least one with a"
        " probability of at least {guarantee}. The standard asks for {asked}.",
        "Объект: {site}. Вскрыто точек: {checked} из {points}; в них не обнаружено: {item}. Если бы в час проверенного"
        " прекращения движения такой предмет был в стольких точках: {items} из {points}, вероятность того, что это"
        " посещение показало бы хотя бы один, не меньше {guarantee}. Стандарт требует: {asked}.",
    ),
    "sentence-absent-during": (
        "At the last visit {checked} of the {points} points of {site} were opened, and no {item} was in them. Had"
        " {items} of the {points} held one ({presence}) for {duration} within {window} before no movement was last"
        " verified, the visits would have shown at least one with a probability of at least {guarantee}. The standard"
        " asks for {asked}.",
        "Объект: {site}. При последнем посещении вскрыто точек: {checked} из {points}; в них не обнаружено: {item}."
        " Если бы такой предмет был в стольких точках: {items} из {points} ({presence}; срок: {duration}; в пределах"
        " срока: {window} до последнего проверенного прекращения движения), вероятность того, что посещения показали"
        " бы хотя бы один, не меньше {guarantee}. Стандарт требует: {asked}.",
    ),
    "sentence-found": (
        "{item} was found at {site}, and both sides signed that it was. No probability is given then.",
        "Объект: {site}. Обнаружено: {item}; обе стороны это подписали. Вероятность тогда не указывается.",
    ),
    "sentence-nothing": (
        "No visit adds to it, so the probability reached is 0. The standard asks for {asked}.",
        "Ни одно посещение ничего не прибавляет, поэтому достигнутая вероятность равна 0. Стандарт требует: {asked}.",
    ),
    "unknown-member": ("also recorded", "также записано"),
    "assumed-draw-uniform": (
        "Not all parties to the draw conspired, so that every choice of points was equally likely.",
        "Не все участники жребия сговорились, так что любой набор точек был равновероятен.",
    ),
    "assumed-likelihoods-as-agreed": (
        "Outcomes that are no result are as likely, with items and without, as was agreed.",
        "Исходы, не дающие результата, вероятны с предметами и без них так, как согласовано.",
    ),
    "assumed-prior-as-agreed": (
        "The probability of absence before any visit is the agreed one.",
        "Вероятность отсутствия до посещений та, что согласована.",
    ),
    "assumed-visits-independent": (
        "The draws of different visits were independent of each other.",
        "Жребии разных посещений не зависели друг от друга.",
    ),
    "assumed-choice-unforeseen": (
        "The inspected Party could not foresee which points the inspecting Party would choose.",
        "Инспектируемая Сторона не могла предвидеть, какие точки выберет инспектирующая.",
    ),
    "assumed-least-removal-as-agreed": (
        "No item can leave unseen in less than the agreed time.",
        "Ни один предмет нельзя незаметно убрать быстрее, чем за согласованное время.",
    ),
    "assumed-not-known-before-notice": (
        "The inspected Party did not know of the visit before its notice.",
        "Инспектируемая Сторона не знала о посещении до его объявления.",
    ),
    "assumed-sensitivity-as-tried": (
        "An opened point that holds an item shows it as often as in the joint trial.",
        "Вскрытая точка с предметом показывает его так же часто, как в совместном испытании.",
    ),
    # How long items would be there.
    "lasting-continuous": ("without a break", "непрерывно"),
    "lasting-cumulative": ("in all", "в сумме"),
    "lasting-momentary": ("at one moment", "в один момент"),
    # What would change a finding.
    "change-close-fewer-points": (
        "a visit with {points} fewer points that cannot be opened",
        "посещение, при котором нельзя вскрыть меньше точек на: {points}",
    ),
    "change-exhibit-again": (
        "another exhibition, every point of which ends clean",
        "новый показ, при котором исход каждой точки чист",
    ),
    "change-exhibit-before-lapse": (
        "nothing but time; another exhibition before {hour} would carry it on",
        "только время; новый показ продлит вывод, если состоится раньше: {hour}",
    ),
    "change-freeze-sooner": (
        "a visit whose freeze is verified less than {seconds} after the first knowledge of it",
        "посещение, при котором прекращение движения проверено после первого знания раньше чем через: {seconds}",
    ),
    "change-meet-conditions": ("the conditions of the undertaking, met", "выполнение условий обязательства"),
    "change-new-trial": ("a joint trial anew of the measure", "новое совместное испытание меры"),
    "change-open-more-points": (
        "a visit that opens {points} points more",
        "посещение, при котором вскрыто больше точек на: {points}",
    ),
    "change-raise-sensitivity": (
        "a measure that shows more of what is there: all points opened would not be enough",
        "более чувствительная мера: вскрыть все точки было бы недостаточно",
    ),
    "change-report-open-visit": (
        "a report by both sides on the open visit",
        "отчёт обеих сторон об открытом посещении",
    ),
    "change-resolve-dispute": ("a settlement of what is disputed", "разрешение спора"),
    "change-resolve-points": (
        "a clearing of the ambiguous points by both sides",
        "прояснение неясных точек обеими сторонами",
    ),
    "change-visit-again": (
        "another visit, every drawn point of which ends clean",
        "новое посещение, при котором исход каждой выпавшей точки чист",
    ),
    "change-visit-before-lapse": (
        "nothing but time; another visit before {hour} would carry it on",
        "только время; новое посещение продлит вывод, если состоится раньше: {hour}",
    ),
    "change-visit-more-often": (
        "more visits in the time of which the standard speaks",
        "больше посещений за время, о котором говорит стандарт",
    ),
    "change-visit-over-later-declaration": (
        "a visit over a later declaration",
        "посещение по более позднему заявлению",
    ),
    # What it does not prove.
    "limit-hours": (
        "It speaks of the hours, sites and points that it names: of no other hour, no other place, and not of what a"
        " point could hold.",
        "Здесь говорится только о названных часах, объектах и точках: не об иных часах, не об иных местах и не о том,"
        " что могло бы находиться в точке.",
    ),
    "limit-lapse": (
        "After the hour at which a finding lapses it says nothing, and a statement after the cut may change it.",
        "По истечении срока вывод ничего не говорит, а заявление после среза может его изменить.",
    ),
    "limit-truth": (
        "That what was signed is true is not proved beyond what each finding assumes: the data shows who said what, and"
        " what follows from it by exact arithmetic.",
        "Истинность подписанного не доказывается сверх указанных допущений: данные показывают, кто что заявил и что из"
        " этого следует по точной арифметике.",
    ),
    "limit-judgement": (
        "Whether anybody kept an obligation is for the parties. It is without prejudice to any party’s own judgement.",
        "Исполнил ли кто-либо обязательство, решают стороны. Документ не предрешает собственной оценки какой-либо"
        " стороны.",
    ),
    "limit-said": (
        "It shows that this was said, by whom and when at the latest; not that it is true, nor that it was read.",
        "Документ показывает, что это было заявлено, кем и не позднее какого часа; но не то, что это правда и что это"
        " прочитано.",
    ),
    "limit-one-side": (
        "One side alone reported this: it may lower a finding, it raises none.",
        "Об этом сообщила одна сторона: такой отчёт может ослабить вывод, но не усилить его.",
    ),
    "limit-points": (
        "It says of the opened points what was seen in them by the agreed measure, and nothing of the others.",
        "О вскрытых точках сказано, что в них видно согласованной мерой; об остальных ничего.",
    ),
    "limit-duties": (
        "“Not done by its due hour” is all that is said: whether it is a breach is for the parties.",
        "Говорится лишь «не исполнена к сроку»: является ли это нарушением, решают стороны.",
    ),
    "limit-logs": (
        "Only the entries listed were read. What a party said beyond them is not counted; it may change what stands"
        " here.",
        "Прочитаны только указанные записи. Сказанное сторонами сверх них не учтено и может изменить изложенное.",
    ),
    # Statuses of visits, outcomes of points.
    "visit-disputed": ("disputed: a key under its report was revoked", "оспаривается: отозван ключ под отчётом"),
    "visit-excess": ("it binds nobody", "никого не обязывает"),
    "visit-open": ("open: no report by both sides yet", "открыто: отчёта обеих сторон ещё нет"),
    "visit-reported": ("reported by both sides", "есть отчёт обеих сторон"),
    "visit-unpursued": ("closed, and nobody pursued it", "закрыто, никем не преследовалось"),
    "outcome-ambiguous": ("ambiguous", "неясно"),
    "outcome-away": ("away", "отсутствует"),
    "outcome-clean": ("nothing of the type", "такого предмета нет"),
    "outcome-failed": ("measurement failed", "измерение не удалось"),
    "outcome-found": ("AN ITEM OF THE TYPE", "ПРЕДМЕТ ЭТОГО ТИПА"),
    "outcome-not-measured": ("not measured", "не измерено"),
    "outcome-refused": ("refused", "отказано"),
    "outcome-too-small": ("too small for an item", "слишком мало для предмета"),
    "declared-empty": ("empty", "пусто"),
    "declared-away": ("away", "отсутствует"),
    "declared-unavailable": ("unavailable", "недоступно"),
    "declared-under-construction": ("under construction", "строится"),
    "duty-blocked": ("not owed: a condition lacks", "не причитается: нет условия"),
    "duty-done": ("done", "исполнена"),
    "duty-done early": ("done before it might be", "исполнена раньше дозволенного"),
    "duty-done late": ("done after its due hour", "исполнена после срока"),
    "duty-due": ("due", "срок не наступил"),
    "duty-excess": ("not owed: a visit too many", "не причитается: посещение сверх права"),
    "duty-not done by due hour": ("NOT DONE BY ITS DUE HOUR", "НЕ ИСПОЛНЕНА К СРОКУ"),
    "duty-open": ("open, no due hour", "не исполнена, срока нет"),
    "duty-released": ("free of it", "освобождена"),
    "duty-suspended": ("suspended", "остановлена"),
    "duty-unconfirmed": ("clock not begun", "срок не начался"),
    "duty-unwitnessed": ("said, not yet witnessed", "заявлено, ещё не заверено"),
    # Sentences.
    "attached": (
        "The file below is inside this PDF, byte for byte. Save it from the list of attachments: its SHA-256 is the one"
        " printed here and in the QR code, and any tool computes it.",
        "Файл, указанный ниже, находится внутри этого PDF, байт в байт. Сохраните его из списка вложений: его SHA-256"
        " напечатан здесь и в QR-коде, и вычислит его любая программа.",
    ),
    "attached-attestation": (
        "With it anybody repeats every step, offline: counterseal verify FILE --anchors ANCHORS.",
        "С ним любой повторит каждый шаг без сети: counterseal verify FILE --anchors ANCHORS.",
    ),
    "attached-note": (
        "It is the signed note itself; its text has the statement id that stands here.",
        "Это само подписанное заявление; хеш его текста указан здесь.",
    ),
    "attached-duties": (
        "It is the list itself as JSON, with the digest of the state that it is of.",
        "Это сам перечень в формате JSON, с хешем состояния, к которому он относится.",
    ),
    "signing": (
        "Signing acknowledges that this record was received, and nothing else. Reservations are statements of their"
        " own.",
        "Подпись удостоверяет только получение этого документа. Оговорки делаются отдельными заявлениями.",
    ),
    "signing-report": (
        "Signing acknowledges this report. Refusing to sign is no veto; reservations are statements of their own.",
        "Подпись удостоверяет этот отчёт. Отказ от подписи не является вето; оговорки делаются отдельными заявлениями.",
    ),
    "signed-by": (
        "These keys of the parties signed the text, as the agreement asks; a key names an office, not a person.",
        "Текст подписан этими ключами сторон, как требует соглашение; ключ называет должность, а не лицо.",
    ),
    "irregular-none": ("None up to the cut.", "До среза нет."),
    "duties-none": ("There are none.", "Их нет."),
    "duties-at": (
        "These are the duties that the agreement and what was said add up to, as everybody can see them at {hour}.",
        "Это обязанности, вытекающие из соглашения и сказанного, как их видит каждый на час: {hour}.",
    ),
    "all-opened": ("Every point of the site was opened.", "Вскрыты все точки объекта."),
    "points-unopened": (
        "Of {points} points {count} were not opened:",
        "Не вскрыто точек: {count} из {points}:",
    ),
    "typeset": (
        "Set by counterseal {release} with typst {typst}. The same data gives the same bytes of this PDF.",
        "Набрано: counterseal {release}, typst {typst}. Те же данные дают те же байты этого PDF.",
    ),
    # Roles of signers, as agreements mostly name them; another stands as it is.
    "office-escort": ("escort", "сопровождающий"),
    "office-inspector": ("inspector", "инспектор"),
    "office-legal": ("legal adviser", "юрист"),
    "office-node": ("operator of the node", "оператор узла"),
    "office-officer": ("officer", "уполномоченный"),
    # Kinds of statement.
    "said-accession": ("accession", "присоединение"),
    "said-amendment": ("amendment", "изменение"),
    "said-cut": ("cut", "срез"),
    "said-cut-proposed": ("cut, proposed", "срез, предложен"),
    "said-declaration-opened": ("declaration, opened", "заявление об объекте, раскрыто"),
    "said-declaration-sealed": ("declaration, sealed", "заявление об объекте, запечатано"),
    "said-declaration": ("declaration", "заявление об объекте"),
    "said-designation-opened": ("designation, opened", "выбор объекта, раскрыт"),
    "said-designation-sealed": ("designation, sealed", "выбор объекта, запечатан"),
    "said-draw-share-opened": ("share of the draw, opened", "доля жребия, раскрыта"),
    "said-draw-share-sealed": ("share of the draw, sealed", "доля жребия, запечатана"),
    "said-inspection-report": ("report by both sides", "отчёт обеих сторон"),
    "said-key-revocation": ("revocation of keys", "отзыв ключей"),
    "said-key-rotation": ("succession of keys", "смена ключей"),
    "said-notice": ("notice of a visit", "объявление посещения"),
    "said-notification": ("notification", "уведомление"),
    "said-observed": ("checkpoint observed", "наблюдение"),
    "said-one-sided-report": ("report of one side", "односторонний отчёт"),
    "said-reading": ("reading of a monitor", "показание средства наблюдения"),
    "said-root-key-set": ("root keys", "корневые ключи"),
}
"""Key -> the phrase in each of ``agreement.phrases.LANGUAGES``."""

RUSSIAN_REASONS: Mapping[str, str] = {
    "alarm-open": "сигнал или находка средства наблюдения не разрешены",
    "chosen-by-inspected": "точки выбирала инспектируемая Сторона, и вскрыты не все, какие можно было",
    "found-above": "в отчёте обеих сторон сказано, что предметов было больше допустимого",
    "item-undeclared": "предмет обнаружен там, где не заявлен, в пределах допустимого числа",
    "no-exhibition": "ни о каком показе нет отчёта",
    "not-as-declared": "в отчёте обеих сторон сказано, что в точке было не то, что заявлено",
    "points-ambiguous": "исход одной из выпавших точек неясен",
    "points-away": "одна из выпавших точек отсутствовала",
    "points-failed": "осмотр одной из выпавших точек не удался",
    "points-not-measured": "одна из выпавших точек не измерена",
    "points-refused": "в осмотре одной из выпавших точек отказано",
    "points-too-small": "одна из выпавших точек названа слишком малой для предмета",
    "points-unopened": "точки, заявленные под печатью и не раскрытые, не показывают, что было заявлено",
    "untested": "мера не испытана совместно, поэтому ничего не прибавляет",
    "fork": "у журнала одной из сторон две истории",
    "freeze-late": "между первым знанием и проверкой прекращения движения предмет мог покинуть объект",
    "guarantee-reached": "достигнутая вероятность не меньше той, которую требует стандарт",
    "guarantee-short": "для требований стандарта вскрыто слишком мало точек",
    "inspection-open": "по одному из посещений ещё нет отчёта обеих сторон",
    "item-declared": "сторона, обязанная к отсутствию, заявила там предмет, и более позднее заявление не проверено",
    "item-found": "в отчёте обеих сторон сказано, что предмет этого типа обнаружен",
    "key-revoked": "отозван ключ под отчётом о посещении, и подписанное им оспаривается",
    "kind-without-number": "для выводов этого вида число ещё не вычисляется",
    "lapsed": "срок, за который говорит посещение, истёк",
    "no-visit": "ни об одном посещении нет отчёта",
    "not-clean": "исход одной из выпавших точек не чист",
    "not-owed": "не выполнено условие обязательства",
    "not-shown": "не выполнено условие, без которого ничего не подтверждено",
    "points-closed": "нельзя было вскрыть столько точек, сколько предметов в стандарте",
    "presence-without-number": "для такого присутствия число ещё не вычисляется",
    "sensitivity-expired": "истёк срок испытания, на котором основана чувствительность",
}
"""Code of a finding’s reason -> Russian; ``attestation.report.REASONS`` has the English."""


def reason(code: str) -> tuple[str, str]:
    """Return a reason in each language; one that has no words here is its code."""
    return REASONS.get(code, code), RUSSIAN_REASONS.get(code, REASONS.get(code, code))
