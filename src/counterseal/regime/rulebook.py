"""The rules in words: what each asks for, and what each code says was done instead; English and Russian side by side.

``explain`` puts them together. A code that several rules give has one text, which fits each of them.
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, tuple[str, str]] = {
    "R1": ("an entry is a statement note", "запись является подписанным заявлением"),
    "R2": ("its first line is the agreement's", "первая строка та, которой требует соглашение"),
    "R3": ("its channel is the agreement's", "канал принадлежит соглашению"),
    "R4": ("its party is the log's", "сторона та, чей это журнал"),
    "R5": (
        "entry 0 is the root key set, entry 1 the accession, and neither stands elsewhere",
        "запись 0 содержит корневые ключи, запись 1 присоединение, и больше нигде их нет",
    ),
    "R6": (
        "every signature line is of a known key, and verifies",
        "каждая строка подписи сделана известным ключом и верна",
    ),
    "R7": ("the persons agreed signed", "подписали согласованные лица"),
    "R8": (
        "a checkpoint that is cited was observed before, and none is smaller than cited before",
        "указанная контрольная точка наблюдалась раньше и не меньше указанной прежде",
    ),
    "R9": ("the slot is the kind's, and free", "место соответствует виду заявления и свободно"),
    "R10": ("references lead into the past, and all are listed", "ссылки ведут в прошлое и перечислены все"),
    "R11": ("its author had seen the agreement in force", "автор видел, что соглашение вступило в силу"),
    "R12": (
        "a root key set is the agreed one, and its keys are good",
        "корневые ключи те, что согласованы, и пригодны",
    ),
    "R13": (
        "an accession names this agreement, its trust file and every Party's roots",
        "присоединение называет это соглашение, его файл доверия и корни каждой Стороны",
    ),
    "R14": (
        "an observed checkpoint is of a log of the agreement, signed by its key and by known witnesses",
        "наблюдаемая контрольная точка принадлежит журналу соглашения и подписана его ключом и известными свидетелями",
    ),
    "R15": ("an observed size never recedes", "наблюдаемый размер не уменьшается"),
    "R16": ("one size of one log has one root, for ever", "одному размеру журнала навсегда отвечает один корень"),
    "R17": ("the inspected Party of a site declares it", "объект заявляет инспектируемая Сторона"),
    "R18": (
        "a declaration names every point, and each holds an agreed item or none",
        "заявление называет каждую точку, и в каждой согласованный предмет или ничего",
    ),
    "R19": (
        "the inspecting Party gives notice, of an agreed visit",
        "уведомляет инспектирующая Сторона о согласованном посещении",
    ),
    "R20": (
        "visits are numbered without a gap, and one is open at a time",
        "посещения нумеруются подряд, и открыто не более одного",
    ),
    "R21": ("a report answers a notice of its author", "отчёт отвечает на уведомление своего автора"),
    "R22": ("a report lists exactly the points drawn", "отчёт перечисляет в точности точки, выпавшие по жребию"),
    "R23": (
        "a report's hours are in sequence, from the notice to the signature",
        "часы отчёта идут по порядку, от уведомления до подписи",
    ),
    "R24": (
        "a share is of a draw of its author, in its author's role",
        "доля относится к жребию своего автора и в его роли",
    ),
    "R25": (
        "a share cites a cut that holds the notice and the declaration",
        "доля указывает срез, в котором есть уведомление и заявление об объекте",
    ),
    "R26": (
        "the two shares are over one cut, and none is a copy",
        "обе доли относятся к одному срезу, и ни одна не повторяет другую",
    ),
    "R27": (
        "a share is opened only after every commitment was witnessed",
        "доля раскрывается лишь после того, как засвидетельствованы все обязательства",
    ),
    "R28": ("what is opened is what was sealed", "раскрывается то, что было запечатано"),
    "R29": (
        "a cut is the next one, cites and holds the one before and nothing else, and is closed in turn",
        "срез является следующим, указывает и содержит только предыдущий и предложен в свой черёд",
    ),
    "R30": (
        "a cut names every log, as its author observed it witnessed, and is complete and closed",
        "срез называет каждый журнал, как его автор видел заверенным, полон и замкнут",
    ),
    "R31": (
        "the agreement says who signs the kind, or the format",
        "соглашение говорит, кто подписывает вид или форму",
    ),
    "R32": (
        "nothing is said under what its author had seen paused, suspended or ended",
        "ничего не заявляется по тому, что, как видел автор, остановлено, приостановлено или прекращено",
    ),
    "R33": (
        "a Party says no more in a period than the agreed volume",
        "Сторона за период пишет не больше согласованного объёма",
    ),
    "R34": (
        "a notification is of an agreed format, by who may say it",
        "уведомление согласованной формы, и автор вправе его дать",
    ),
    "R35": (
        "a notification is about what its format answers, or about nothing",
        "уведомление отвечает на то, на что отвечает его форма, или ни на что",
    ),
    "R36": (
        "a notification is numbered without a gap, and said once where once is agreed",
        "уведомления нумеруются подряд и даются однажды, где так согласовано",
    ),
    "R37": (
        "a notification carries the members and figures agreed, and no other",
        "уведомление содержит согласованные сведения и числа, и никаких других",
    ),
    "R38": (
        "the conditions of the format hold, as its author sees them",
        "условия этой формы выполнены, как их видит автор",
    ),
    "R39": (
        "nobody steps on a rung before every step below was witnessed",
        "никто не ступает на ступень, пока не засвидетельствованы все шаги ниже",
    ),
    "R40": (
        "the conditions of the visit hold, as the author of the notice sees them",
        "условия посещения выполнены, как их видит автор уведомления",
    ),
    "R41": (
        "the right is open, and has not lapsed, at the hour of the notice",
        "в час уведомления право уже возникло и ещё не истекло",
    ),
    "R42": (
        "no quota of the visit is used up, as the author of the notice sees it",
        "ни одна квота посещения не исчерпана, как это видит автор уведомления",
    ),
    "R43": (
        "where a site is designated, the notice cites the sealed designation",
        "где объект выбирается, уведомление указывает запечатанный выбор",
    ),
    "R44": (
        "a designation is sealed by the inspecting Party of a visit to one of several sites, numbered like its visits",
        "выбор запечатывает инспектирующая Сторона посещения одного из нескольких объектов, под номером посещения",
    ),
    "R45": (
        "a designation is opened for the notice that cites it, as it was sealed, to a site of the pool",
        "выбор раскрывается для уведомления, которое его указало, как был запечатан, и называет объект перечня",
    ),
    "R46": (
        "a rotation reveals the roots committed to before, and its keys are good",
        "смена ключей раскрывает обещанные прежде корни, и её ключи пригодны",
    ),
    "R47": (
        "a revocation names keys of the Party, and takes back nothing that others hold",
        "отзыв называет ключи Стороны и не отнимает того, что уже есть у других",
    ),
    "R48": (
        "a one-sided report is by one of the two Parties, of points of the site, with its hours in sequence",
        "односторонний отчёт составлен одной из двух Сторон, о точках объекта, и часы идут по порядку",
    ),
    "R49": ("declarations of a site are numbered without a gap", "заявления об объекте нумеруются подряд"),
    "R50": (
        "an amendment is the next, and amends the document in effect as its author sees it",
        "поправка следующая по номеру и меняет документ, который действует, как его видит автор",
    ),
    "R51": ("what an amendment puts in the agreement's place is an agreement", "поправка вводит именно соглашение"),
    "R52": (
        "an amendment changes nothing on which statements may rest",
        "поправка не меняет того, на чём могут держаться заявления",
    ),
    "R53": (
        "a reading is of an agreed monitor, by who may say it",
        "показание согласованного средства наблюдения, и автор вправе его дать",
    ),
    "R54": (
        "readings of a monitor are numbered by author without a gap",
        "показания средства наблюдения нумеруются подряд у каждого автора",
    ),
    "R55": (
        "a reading is of the monitor's points, and of a visit to its site if of any",
        "показание о точках средства наблюдения, и если о посещении, то его объекта",
    ),
    "R56": (
        "a reading's hours are in sequence, up to the signature",
        "часы показания идут по порядку, до подписи",
    ),
    "R57": (
        "the conditions of the monitor hold, as the author of the reading sees them",
        "условия средства наблюдения выполнены, как их видит автор показания",
    ),
    "R58": (
        "a site is declared openly or under seal, as the agreement says",
        "объект заявляется открыто или под печатью, как говорит соглашение",
    ),
    "R59": (
        "a sealed declaration has the agreed capacity, and its closed points are the site's",
        "запечатанное заявление имеет согласованную ёмкость, а закрытые точки принадлежат объекту",
    ),
    "R60": (
        "a sealed declaration is opened by its author, and its openings are numbered without a gap",
        "запечатанное заявление раскрывает его автор, и раскрытия нумеруются подряд",
    ),
    "R61": (
        "for a visit that asks for it, the last declaration sealed before its site was known is opened, as far as"
        " agreed",
        "для посещения, где это согласовано, раскрывается последнее заявление, запечатанное прежде, чем объект стал"
        " известен, и в согласованной части",
    ),
    "R62": (
        "opened points are the site's, as they were sealed",
        "раскрытые точки принадлежат объекту и таковы, какими были запечатаны",
    ),
    "R63": (
        "where a Party chooses, a report lists as many points as agreed that the site's last declaration left open",
        "где точки выбирает Сторона, отчёт называет согласованное число точек, не закрытых последним заявлением",
    ),
    "R64": (
        "a designation tells the place exactly where the site is named later",
        "выбор называет место тогда и только тогда, когда объект определяется позднее",
    ),
    "R65": (
        "a declaration names the visit exactly where the site is named later, and that visit is to it",
        "заявление указывает посещение тогда и только тогда, когда объект определяется позднее, и оно именно туда",
    ),
    "R66": (
        "no site is designated that was exempt as its author saw it when it sealed the choice",
        "не выбирается объект, который, как автор видел при запечатывании, был освобождён",
    ),
    "R71": (
        "a cut is proposed by the next number, as its author sees it",
        "срез предлагается под следующим номером, как его видит автор",
    ),
    "R72": (
        "who is absent from a cut may be: as many Parties signed as agreed, of each side with a principal one",
        "отсутствующие в срезе допустимы: подписало согласованное число Сторон, от каждого блока с Основной стороной",
    ),
    "R73": (
        "a cut without some was proposed to all, and the time that all had is over",
        "срез без отсутствующих был предложен всем, и данный всем срок истёк",
    ),
    "R74": (
        "a cut without some leaves out nothing of theirs that its author had observed witnessed",
        "срез не пропускает ничего из того, что его автор видел заверенным у отсутствующих",
    ),
}
"""Rule -> what it asks for."""

CODES: Mapping[str, tuple[str, str]] = {
    # R2 to R5
    "entry-header": (
        "the first line is that of an exercise in a real log, or the reverse",
        "первая строка учебная в настоящем журнале или наоборот",
    ),
    "entry-channel": ("the statement is of another channel", "заявление из другого канала"),
    "entry-party": ("the statement is of another party than the log's", "заявление другой стороны, не той, чей журнал"),
    "entry-position": (
        "a founding statement is out of its place, or another is in it",
        "учредительное заявление не на своём месте, или на его месте другое",
    ),
    # R6 to R11, R31, R32
    "entry-signer": (
        "a signature line is of no key known there",
        "строка подписи сделана ключом, который там неизвестен",
    ),
    "entry-threshold": (
        "too few persons, or too few root keys, signed",
        "подписало слишком мало лиц или корневых ключей",
    ),
    "seen-unfounded": (
        "a checkpoint is cited that the log did not observe before, or two of one log",
        "указана контрольная точка, которую журнал раньше не наблюдал, или две одного журнала",
    ),
    "seen-receding": (
        "a checkpoint is cited that is smaller than one cited before",
        "указана контрольная точка меньше прежней",
    ),
    "slot-form": ("the slot is another than the kind's, or none", "место не то, какого требует вид, или его нет"),
    "slot-taken": (
        "it is the second statement of this Party for one slot",
        "это второе заявление той же Стороны на одно место",
    ),
    "re-unfounded": (
        "it answers a statement that is not in its author's past",
        "это ответ на заявление, которого нет в прошлом автора",
    ),
    "re-missing": (
        "it cites a statement that is not among its references",
        "указанного в нём заявления нет среди его ссылок",
    ),
    "kind-unagreed": (
        "the agreement has nobody who signs statements of this kind",
        "соглашение не говорит, кто подписывает заявления этого вида",
    ),
    "not-in-force": (
        "its author had not seen the agreement in force",
        "автор не видел, что соглашение вступило в силу",
    ),
    "regime-suspended": (
        "its author had seen a pause, suspension or withdrawal that is upon it",
        "автор видел касающиеся этого остановку, приостановление или выход",
    ),
    # R12, R13, R46, R47
    "keyset-roots": (
        "the root keys are others than the agreement names",
        "корневые ключи не те, что названы в соглашении",
    ),
    "keyset-policy": (
        "the trust file is another than the agreement names",
        "файл доверия не тот, что назван в соглашении",
    ),
    "keyset-purpose": (
        "a key is a log's, a witness's or a root key, too",
        "ключ служит и журналу, свидетелю или корнем",
    ),
    "keyset-duplicate-key": ("one raw key is there twice", "один и тот же ключ указан дважды"),
    "accession-agreement": ("it accedes to another agreement", "это присоединение к другому соглашению"),
    "accession-policy": ("it accedes under another trust file", "присоединение при другом файле доверия"),
    "accession-roots": ("it names other root keys", "названы другие корневые ключи"),
    "rotation-next": (
        "the new roots are not those committed to before",
        "новые корни не те, что были обещаны прежде",
    ),
    "revocation-key": (
        "it revokes what is no key of the Party, or was revoked before",
        "отозвано то, что не является ключом Стороны или уже отозвано",
    ),
    "revocation-reach": (
        "it reaches below what others were seen to hold, or above itself",
        "отзыв захватывает то, что уже есть у других, или то, что после него",
    ),
    # R14 to R16
    "observed-log": ("the checkpoint is of no log of the agreement", "контрольная точка не из журналов соглашения"),
    "observed-line": (
        "a line is neither the log's nor a known witness's, or the log's own is missing",
        "строка не журнала и не известного свидетеля, или нет строки самого журнала",
    ),
    "observed-ahead": (
        "the checkpoint is of this log and holds the entry itself, or later ones",
        "контрольная точка этого же журнала содержит саму запись или более поздние",
    ),
    "observed-missing": (
        "the checkpoint is of more entries than are held here",
        "контрольная точка охватывает больше записей, чем здесь есть",
    ),
    "observed-receding": (
        "the checkpoint is smaller than one observed before",
        "контрольная точка меньше наблюдавшейся прежде",
    ),
    "fork": ("two roots were signed for one size of the log", "для одного размера журнала подписаны два корня"),
    # R17, R18, R49
    "declaration-site": ("no visit is to that site", "этот объект никто не посещает"),
    "declaration-party": ("another than the inspected Party declares", "заявляет не инспектируемая Сторона"),
    "declaration-points": ("other points are named than the site has", "названы не те точки, что есть на объекте"),
    "declaration-holds": (
        "a point is said to hold what is no item of the agreement",
        "в точке назван предмет, которого нет в соглашении",
    ),
    "declaration-number": ("the declaration is out of number", "номер заявления не по порядку"),
    # R58 to R62
    "declaration-form": (
        "the site is declared openly where a seal was agreed, or the reverse",
        "объект заявлен открыто, когда согласована печать, или наоборот",
    ),
    "seal-capacity": ("the capacity is another than agreed", "ёмкость не та, что согласована"),
    "opening-sealed": (
        "it opens no sealed declaration of its author",
        "это раскрытие не запечатанного заявления своего автора",
    ),
    "opening-number": ("the opening is out of number", "номер раскрытия не по порядку"),
    "opening-notice": (
        "no visit to that site asks its author for an opening",
        "ни одно посещение этого объекта не требует раскрытия от автора",
    ),
    "opening-late": (
        "it is another declaration than the last one sealed before its author knew of the site",
        "это не последнее заявление, запечатанное прежде, чем автор узнал об объекте",
    ),
    "opening-draw": (
        "its author did not know yet what was drawn, or nothing was",
        "автор ещё не знал, что выпало по жребию, или жребий не состоялся",
    ),
    "opening-points": (
        "the points are others than those to be opened, or than the site has",
        "точки не те, что подлежат раскрытию, или не те, что есть на объекте",
    ),
    "opening-closed": (
        "a point was told to be closed and is opened as another thing, or the reverse",
        "точка была названа закрытой, а раскрыта иначе, или наоборот",
    ),
    "declaration-opening": ("what is opened is not what was sealed", "раскрыто не то, что было запечатано"),
    # R19 to R23, R40 to R43, R48
    "notice-inspection": ("no such visit was agreed", "такое посещение не согласовано"),
    "notice-party": ("another than the inspecting Party gives notice", "уведомляет не инспектирующая Сторона"),
    "notice-number": ("the visit is out of number", "номер посещения не по порядку"),
    "notice-open": ("an earlier visit has no report", "по прежнему посещению нет отчёта"),
    "notice-condition": ("a condition of the visit did not hold", "условие посещения не выполнено"),
    "notice-window": ("the right was not open yet, or had lapsed", "право ещё не возникло или уже истекло"),
    "notice-quota": ("no place was left under a quota", "в квоте не осталось места"),
    "notice-designation": (
        "the sealed designation is missing, of another visit, or not asked for",
        "запечатанного выбора нет, он о другом посещении или не требовался",
    ),
    "report-notice": ("it answers no notice of its author", "это ответ не на уведомление своего автора"),
    "report-draw": ("its author did not know yet what was drawn", "автор ещё не знал, что выпало по жребию"),
    "declaration-notice": (
        "the visit whose place it lists is missing, another's or to another site, or not asked for",
        "посещения, место которого перечислено, нет, оно чужое, на другой объект или не требовалось",
    ),
    "designation-exempt": (
        "the site was exempt, and its author had seen that before it sealed",
        "объект был освобождён, и автор видел это до запечатывания",
    ),
    "designation-place": (
        "the place is not told, or told of a site that is agreed",
        "место не названо или названо у согласованного объекта",
    ),
    "chosen-declaration": (
        "its author did not know a declaration of the site yet",
        "автор ещё не знал заявления об объекте",
    ),
    "chosen-points": (
        "the points are others than may be chosen, or not as many",
        "точки не те, что можно выбрать, или их не столько",
    ),
    "report-points": ("the points are others than those drawn", "точки не те, что выпали по жребию"),
    "report-times": ("the hours are out of sequence", "часы идут не по порядку"),
    "one-sided-party": (
        "its author is neither the inspecting nor the inspected Party of a visit",
        "автор не инспектирующая и не инспектируемая Сторона посещения",
    ),
    "one-sided-points": ("the points are not of the site visited", "точки не относятся к посещённому объекту"),
    "one-sided-times": ("the hours are out of sequence", "часы идут не по порядку"),
    # R53 to R57
    "reading-monitor": ("no such monitor was agreed", "такое средство наблюдения не согласовано"),
    "reading-party": ("its author may not say its readings", "автор не вправе давать его показания"),
    "reading-number": ("the reading is out of number", "номер показания не по порядку"),
    "reading-points": ("the points are not the monitor's", "точки не относятся к средству наблюдения"),
    "reading-notice": (
        "the notice it names is of no visit to the monitor's site",
        "указанное объявление не о посещении объекта этого средства наблюдения",
    ),
    "reading-times": ("the hours are out of sequence", "часы идут не по порядку"),
    "reading-condition": ("a condition of the monitor did not hold", "условие средства наблюдения не выполнено"),
    # R24 to R28
    "draw-exchange": ("the share is for no draw of its author", "доля не относится к жребию своего автора"),
    "draw-role": ("the share is in another role than its author has", "доля не в роли своего автора"),
    "draw-cut": (
        "the cut does not hold the notice and the declaration, or a Party of the visit is absent from it",
        "в срезе нет уведомления, заявления об объекте или подписи одной из Сторон посещения",
    ),
    "draw-copied": (
        "the commitment is a copy of the other Party's, or over another cut",
        "обязательство повторяет чужое или относится к другому срезу",
    ),
    "draw-early": (
        "the share was opened before both commitments were witnessed, which spoils the draw",
        "доля раскрыта раньше, чем засвидетельствованы оба обязательства; жребий недействителен",
    ),
    "draw-opening": ("the share opened is not the one sealed", "раскрыта не та доля, что была запечатана"),
    # R29, R30
    "cut-cites": ("it cites anything but the cut before it", "указано не только предыдущий срез"),
    "cut-number": ("the cut is out of number", "номер среза не по порядку"),
    "cut-previous": (
        "it does not name and hold the cut before it",
        "предыдущий срез не назван или не содержится",
    ),
    "cut-hour": (
        "its hour is before the last cut's, or before the end of a visit that it holds",
        "час раньше прежнего среза или окончания посещения, которое в нём есть",
    ),
    "cut-receding": ("a position is below the last cut's", "положение ниже, чем в прежнем срезе"),
    "cut-proposer": ("it is proposed out of turn", "предложен не в свой черёд"),
    "cut-unfounded": (
        "a position was not observed witnessed by its author",
        "положение автор не видел заверенным",
    ),
    "cut-logs": ("it does not name exactly the agreement's logs", "названы не в точности журналы соглашения"),
    "cut-root": ("a position has another root than the log", "корень положения не тот, что у журнала"),
    "cut-open": (
        "a log had observed more of another than the cut holds",
        "один журнал видел из другого больше, чем есть в срезе",
    ),
    # R72 to R74
    "cut-absent": (
        "a cut without a Party where that was not agreed, or without one that is none",
        "срез без Стороны, хотя это не согласовано, или без той, которой нет",
    ),
    "cut-quorum": (
        "fewer Parties signed than agreed, or none of a side that has a principal",
        "подписало меньше Сторон, чем согласовано, или никто от блока с Основной стороной",
    ),
    "cut-early": (
        "it was not proposed to all, or their time is not over",
        "срез не был предложен всем, или срок ещё не истёк",
    ),
    "cut-behind": (
        "it leaves out what an absent Party was seen to have said",
        "пропущено сказанное отсутствующей Стороной, которое было видно",
    ),
    "cut-kind": ("the closing note is no cut", "заключительное заявление не является срезом"),
    "cut-surplus": (
        "a line of the closing cut could be spared",
        "без одной из строк заключительного среза можно обойтись",
    ),
    # R33 to R39
    "volume-exceeded": ("more was said in the period than agreed", "за период написано больше согласованного"),
    "notification-format": ("no such format was agreed", "такая форма не согласована"),
    "notification-party": ("its author may not say it", "автор не вправе его давать"),
    "notification-about": (
        "it is about what its format does not answer, or about nothing",
        "оно не о том, на что отвечает его форма, или ни о чём",
    ),
    "notification-number": ("it is out of number", "номер не по порядку"),
    "notification-once": ("it was said before, and once was agreed", "оно уже давалось, а согласовано однажды"),
    "notification-carries": (
        "a member or figure is missing, surplus, or of another site",
        "сведений или чисел не хватает, есть лишние, или они о другом объекте",
    ),
    "notification-condition": ("a condition of the format did not hold", "условие этой формы не выполнено"),
    "notification-rung": (
        "a step below had not been witnessed to its author",
        "один из шагов ниже не был засвидетельствован автору",
    ),
    # R44, R45
    "designation-inspection": (
        "no visit to one of several sites bears that name",
        "нет посещения одного из нескольких объектов с таким именем",
    ),
    "designation-party": ("another than the inspecting Party designates", "выбирает не инспектирующая Сторона"),
    "designation-number": ("the designation is out of number", "номер выбора не по порядку"),
    "designation-notice": (
        "no notice of its author cites that designation",
        "ни одно уведомление автора не указывает этот выбор",
    ),
    "designation-opening": ("what is opened is not what was sealed", "раскрыто не то, что было запечатано"),
    "designation-site": ("the site is none of the pool", "объекта нет в перечне"),
    # R50 to R52
    "amendment-number": ("the amendment is out of number", "номер поправки не по порядку"),
    "amendment-previous": (
        "it amends another document than the one in effect",
        "поправка к другому документу, а не к действующему",
    ),
    "amendment-document": ("what it names is no agreement", "названное не является соглашением"),
    "amendment-founding": (
        "mode, trust file or a Party would be another",
        "изменились бы режим учений, файл доверия или Сторона",
    ),
    "amendment-force": (
        "what entry into force rests on would be another",
        "изменилось бы то, от чего зависит вступление в силу",
    ),
    "amendment-name": (
        "an item, a site with its points, a visit with its Parties and sites, or a format would be gone or another",
        "исчезли или изменились бы предмет, объект с точками, посещение со Сторонами и объектами или форма",
    ),
    "amendment-step": (
        "a format that others may have used would be a step",
        "шагом стала бы форма, которой могли пользоваться другие",
    ),
    # R1 and R14: the form of notes, statements and checkpoints.
    "checkpoint-extension": ("the checkpoint has more than three lines", "в контрольной точке больше трёх строк"),
    "checkpoint-form": ("the checkpoint is not three lines of text", "контрольная точка не состоит из трёх строк"),
    "checkpoint-origin": ("its origin is reserved or too long", "имя журнала запрещено или слишком длинное"),
    "checkpoint-root": ("its root is not 32 bytes in base64", "корень не является 32 байтами в base64"),
    "checkpoint-size": ("its size is no plain integer below 2^63", "размер не является целым числом меньше 2^63"),
    "cosignature-size": ("a cosignature is of another length than its type's", "длина заверения не та, что у его типа"),
    "cosignature-time": ("a cosignature's time is 0, or not below 2^63", "время заверения равно 0 или не меньше 2^63"),
    "cosignature-type": ("a key that cosigns nothing has cosigned", "заверено ключом, который ничего не заверяет"),
    "field-choice": ("a word is none of those allowed", "слово не из допустимых"),
    "field-count": ("there are too few or too many items", "частей слишком мало или слишком много"),
    "field-form": ("a text is outside its form", "текст не по форме"),
    "field-missing": ("a required member is absent", "нет обязательной части"),
    "field-order": ("items are not strictly ascending", "части стоят не по возрастанию"),
    "field-range": ("a number is outside its bounds", "число вне пределов"),
    "field-type": ("a value is of another type than wanted", "значение не того типа"),
    "field-unknown": ("a member is not known here", "неизвестная часть"),
    "json-depth": ("too many containers stand in one another", "слишком много вложений"),
    "json-duplicate": ("a member name stands twice", "имя части стоит дважды"),
    "json-escape": ("an escape is written that canonical form does not have", "экранирование не по каноническому виду"),
    "json-float": ("a number has a fraction or an exponent", "число с дробью или степенью"),
    "json-integer": (
        "an integer has a leading zero, is -0, or too large",
        "целое с нулём впереди, -0 или слишком велико",
    ),
    "json-literal": ("true, false, null or the like stands there", "стоит true, false, null или подобное"),
    "json-name": ("a member name is outside its form", "имя части не по форме"),
    "json-order": ("member names are not ascending", "имена частей не по возрастанию"),
    "json-size": ("the document has too many bytes", "в документе слишком много байтов"),
    "json-surrogate": ("half of a surrogate pair stands alone", "половина суррогатной пары стоит одна"),
    "json-syntax": ("bytes stand where canonical JSON has none such", "байты, которых в каноническом JSON здесь нет"),
    "json-utf8": ("the document is not UTF-8", "документ не в UTF-8"),
    "key-point": (
        "a key is no canonical point of the prime-order subgroup",
        "ключ не является канонической точкой подгруппы простого порядка",
    ),
    "key-size": ("a key is not 32 bytes", "ключ не из 32 байтов"),
    "kind-unknown": ("the kind of statement is not known", "вид заявления неизвестен"),
    "note-control": ("the note has a control character other than LF", "в записке управляющий знак, кроме LF"),
    "note-line": ("a signature line is of another form", "строка подписи не по форме"),
    "note-lines": ("the note has too many signature lines", "в записке слишком много строк подписи"),
    "note-name": ("a key name is of another form", "имя ключа не по форме"),
    "note-order": (
        "signature lines are not sorted, or two are of one key",
        "строки подписи не по порядку, или две одного ключа",
    ),
    "note-shape": (
        "it is not a text, an empty line and ended signature lines",
        "это не текст, пустая строка и законченные строки подписи",
    ),
    "note-size": ("the note has too many bytes", "в записке слишком много байтов"),
    "note-utf8": ("the note is not UTF-8", "записка не в UTF-8"),
    "signature-invalid": ("a signature does not verify", "подпись неверна"),
    "signature-point": ("a signature's R is the identity", "R подписи является нейтральной точкой"),
    "signature-scalar": ("a signature's S is not below the group order", "S подписи не меньше порядка группы"),
    "signature-size": ("a signature is not 64 bytes", "подпись не из 64 байтов"),
    "statement-header": (
        "the first line is not of a statement or an exercise",
        "первая строка не заявления и не учения",
    ),
    "statement-lines": ("the text is not two lines", "в тексте не две строки"),
}
"""Code -> what was done instead."""
