/**
 * What the fold knows so far: one record per log, and one table per subject, keyed by statement id in hexadecimal.
 *
 * Facts only grow, and every rule looks only at the author's causal past; so any delivery order gives the same facts.
 * `effects.apply` is the one place that changes them.
 */

import { type Agreement, type Inspection, named, principalsOf } from "../agreement/document.js";
import { equal, hex } from "../encoding/bytes.js";
import type { Note } from "../log/note.js";
import type { Policy } from "../log/policy.js";
import { Tree } from "../log/tree.js";
import { ED25519, make, place } from "../log/vkey.js";
import type {
  Amendment,
  Cut,
  Declaration,
  DeclarationOpened,
  DeclarationSealed,
  DesignationSealed,
  DrawShareOpened,
  DrawShareSealed,
  InspectionReport,
  KeyRevocation,
  OneSidedReport,
  RoleKey,
  RootKeySet,
} from "../statements/kinds.js";
import type { Statement, StatementOf } from "../statements/statement.js";

/**
 * A checkpoint as an observer logged it: which log, how large, which root, and when a quorum had cosigned it.
 *
 * `witnessedAt`: the earliest hour by which the cosignatures it bore were a quorum; absent if they are none. One honest
 * cosigner at least is in a quorum, so what the checkpoint holds existed by then. `heldAt`: the same for the agreement's
 * quorum of mirrors, who store and serve it.
 */
export interface Sighting {
  readonly log: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly digest: Uint8Array;
  readonly witnessedAt?: bigint;
  readonly heldAt?: bigint;
  /** The latest hour such that those who cosigned then or later are a quorum: it was that late. */
  readonly shownAt?: bigint;
}

/** One admitted statement at its place. `sighting` is set on `observed` statements only. */
export interface Said {
  readonly log: string;
  readonly index: number;
  readonly note: Note;
  readonly statement: Statement;
  readonly sighting?: Sighting;
}

/** What an entry did against the rules. `subject`: the statement id; the leaf hash, if void by form. */
export interface Irregularity {
  readonly rule: string;
  readonly code: string;
  readonly party: string;
  readonly log: string;
  readonly index: number;
  readonly subject: Uint8Array;
}

/** A statement's place. */
export interface Place {
  readonly log: string;
  readonly index: number;
}

/** A statement id and a body. */
export interface Told<B> {
  readonly id: Uint8Array;
  readonly body: B;
}

/** How many amendments are settled at a cut, and the digest of the document in effect there, in hexadecimal. */
export interface Course {
  readonly settled: number;
  readonly digest: string;
}

/** A key set and the index from which it is the party's. */
export class Epoch {
  private readonly byLine: ReadonlyMap<string, RoleKey>;

  constructor(
    readonly index: number,
    readonly keys: RootKeySet,
  ) {
    this.byLine = new Map(keys.keys.map((key) => [place(make(key.name, ED25519, key.key)), key]));
  }

  /** Returns the role key that a signature line names. */
  signer(line: { readonly name: string; readonly keyId: Uint8Array }): RoleKey | undefined {
    return this.byLine.get(place(line));
  }
}

/** One party's log as folded so far. */
export class LogFacts {
  /** Hashes of the folded entries; its size is their count. */
  readonly tree = new Tree();
  /** Largest size of each log that this party observed. */
  readonly sizes = new Map<string, bigint>();
  /** Every size of each log that this party observed, ascending, and the index where it first did. */
  readonly observed = new Map<string, { readonly size: number; readonly index: number }[]>();
  /** Of each log, sizes observed with a quorum, ascending, and the hour by which it or a larger one had it. */
  readonly cosigned = new Map<string, { readonly size: number; readonly hour: number }[]>();
  /** The same as `sizes`, of checkpoints that carried the quorum. */
  readonly witnessed = new Map<string, bigint>();
  /** Checkpoint digest -> what was sighted. */
  readonly sightings = new Map<string, Sighting>();
  /** Log, size and root, with blanks between, of the checkpoints sighted with a quorum. */
  readonly founded = new Set<string>();
  /** Largest size of each log that this party cited in `seen`. */
  readonly cited = new Map<string, bigint>();
  /** Slots taken. */
  readonly slots = new Set<string>();
  /** For each folded size s, the largest size of each log observed below s. */
  readonly closure: ReadonlyMap<string, bigint>[] = [new Map()];
  /** The party's key sets in order: that of entry 0, and each rotation. */
  readonly epochs: Epoch[] = [];
  /** Raw role key -> index of its revocation, and the last index at which its signatures are answered for. */
  readonly revoked = new Map<string, { readonly index: number; readonly lastGood: number }>();
  /**
   * The latest hour by which a quorum had cosigned what this party observed, or what those had observed whom it observed:
   * it was that late then. And the sizes from which on it had shown which hour, both ascending.
   */
  shownS = 0;
  readonly shown: { readonly size: number; readonly hour: number }[] = [];
  /** Index of the entry with which this party saw the agreement in force, and `shownS` then. */
  entered?: { readonly index: number; readonly hour: number };
  /** Id of an entry of this log that its party said is of a revoked key -> index of the revocation. */
  readonly disavowed = new Map<string, number>();
  /**
   * Size from which on the author knew, by itself or by what it observed, a cut, and the number of that cut; ascending.
   */
  readonly eras: { readonly size: number; readonly cut: number }[] = [];

  constructor(readonly party: string) {}

  /** Returns the last cut that who knows the first `size` entries knows; 0 if there is none. */
  era(size: number): number {
    return this.eras.findLast((era) => era.size <= size)?.cut ?? 0;
  }

  /** Returns the largest size of `log`, of at most `index`, that this party observed: 0 if none. */
  held(log: string, index: number): number {
    return this.observed.get(log)?.findLast(({ size }) => size <= index)?.size ?? 0;
  }

  /** Returns the largest size of another log that this party had observed below its entry `index`: 0 if none. */
  sizeSeen(log: string, index: number): number {
    return this.observed.get(log)?.findLast((at) => at.index < index)?.size ?? 0;
  }

  /** Returns the earliest hour by which a quorum had cosigned an entry, as this party observed. */
  cosignedBy(log: string, index: number): number | undefined {
    return this.cosigned.get(log)?.find(({ size }) => size > index)?.hour;
  }

  /** Returns the latest hour that the party had shown by its first `size` entries, 0 if none. */
  shownAt(size: number): number {
    return this.shown.findLast((shown) => shown.size <= size)?.hour ?? 0;
  }

  /** Returns the key set that is in force for who knows the first `size` entries. */
  epoch(size: number): Epoch | undefined {
    return this.epochs.filter((epoch) => epoch.index < size).at(-1);
  }

  /** Returns the role key that a signature line names for who knows the first `size` entries. */
  signer(size: number, line: { readonly name: string; readonly keyId: Uint8Array }): RoleKey | undefined {
    const key = this.epoch(size)?.signer(line);
    if (key === undefined) return undefined;
    const revoked = this.revoked.get(hex(key.key));
    return revoked !== undefined && revoked.index < size ? undefined : key;
  }
}

/** One party's notifications of one format, in the order of its log. */
export type Series = readonly { readonly index: number; readonly id: Uint8Array }[];

/** Who sealed what, and the sites that were exempt as it saw it then. */
export interface Designation {
  readonly party: string;
  readonly body: DesignationSealed;
  readonly exempt: ReadonlySet<string>;
}

/** What a notice claims a place with, as its author saw it: `figures` by quota that is a share. */
export interface Claim {
  readonly shownS: number;
  /** The hour of entry into force, as its author saw that. */
  readonly inForceS: number;
  readonly figures: ReadonlyMap<string, number>;
}

/** A notification that stops, and whether a revocation disputes it that others cannot see yet. */
export type Stopping = Series[number] & { readonly disputed: boolean };

/** What somebody sees of what was notified: the author of a statement, or the reader of the state at an hour. */
export interface Sight {
  /** Returns whether the hour at which it is seen is not after another. */
  reaches(until: number): boolean;
  /** Returns the last notification of this format and party that is seen. */
  last(format: string, party: string): Series[number] | undefined;
  /** Returns the number that a party declared last, as seen. */
  figure(party: string, name: string): number | undefined;
}

/** A sight that shows every stop. */
export interface StopSight extends Sight {
  readonly hour: number;
  /** Yields the notifications of this format and party, last first. */
  stops(format: string, party: string): Iterable<Stopping>;
}

/** Kinds of statement that threads are made of. */
export type Threaded =
  | StatementOf<"declaration">
  | StatementOf<"declaration-opened">
  | StatementOf<"declaration-sealed">
  | StatementOf<"designation-opened">
  | StatementOf<"inspection-report">
  | StatementOf<"notice">
  | StatementOf<"notification">
  | StatementOf<"one-sided-report">
  | StatementOf<"reading">;

/** Everything folded so far. */
export class Facts {
  /** Origin -> the party's log. */
  readonly logs: ReadonlyMap<string, LogFacts>;
  /** Statement id -> where it first stood by the rules. */
  readonly places = new Map<string, Place>();
  /** Party -> statement id. */
  readonly accessions = new Map<string, Uint8Array>();
  /** Party and site, with a blank between -> what was declared, in the order of the numbers. */
  readonly declarations = new Map<string, (Told<Declaration> & { readonly party: string })[]>();
  /** The same of sealed declarations, which share these numbers; and id of one -> its openings, in theirs. */
  readonly seals = new Map<string, (Told<DeclarationSealed> & { readonly party: string })[]>();
  readonly openings = new Map<string, Told<DeclarationOpened>[]>();
  /** Id of the notice -> the notice. */
  readonly notices = new Map<string, StatementOf<"notice">>();
  /** Id of the notice -> the report. */
  readonly reports = new Map<string, Told<InspectionReport>>();
  /** Id of the notice that started the draw -> party -> share. */
  readonly sealed = new Map<string, Map<string, Told<DrawShareSealed>>>();
  readonly opened = new Map<string, Map<string, Told<DrawShareOpened>>>();
  /** Ids of notices whose draw has no result, because a share was opened early. */
  readonly spoiled = new Set<string>();
  /** Number -> the cut. */
  readonly cuts = new Map<number, Told<Cut>>();
  /** Number of a cut -> ids of what asked all to close it. */
  readonly proposals = new Map<number, readonly Uint8Array[]>();
  /** Inspection -> its notices, in the order of their numbers. */
  readonly visits = new Map<string, StatementOf<"notice">[]>();
  /** Statement id -> statement, of those that threads are made of. */
  readonly statements = new Map<string, Threaded>();
  /** Statement id -> the id that starts its thread; and that id -> ids in it. */
  readonly threads = new Map<string, string>();
  readonly thread = new Map<string, string[]>();
  /** Statement id -> the notifications about it. */
  readonly replies = new Map<string, StatementOf<"notification">[]>();
  /** Format -> party -> its notifications. */
  readonly notified = new Map<string, Map<string, { readonly index: number; readonly id: Uint8Array }[]>>();
  /** Format, party and what was answered, with blanks between, of every notification. */
  readonly answered = new Set<string>();
  /** Party and figure, with a blank between -> what was declared. */
  readonly figures = new Map<string, { readonly index: number; readonly value: number; readonly id: Uint8Array }[]>();
  /** Id of a sealed designation -> who sealed what; id of a notice -> what was opened for it. */
  readonly designations = new Map<string, Designation>();
  readonly designated = new Map<string, { readonly id: Uint8Array; readonly site: string; readonly place?: string }>();
  /** Id of a notice -> party -> what it reported alone. */
  readonly oneSided = new Map<string, Map<string, Told<OneSidedReport>>>();
  /** Monitor and party, with a blank between -> its readings, in the order of their numbers. */
  readonly readings = new Map<string, StatementOf<"reading">[]>();
  /** What parties revoked, and where. */
  readonly revocations: (Place & { readonly id: Uint8Array; readonly body: KeyRevocation })[] = [];
  /** Id of a notice -> what it claims a place with. */
  readonly claims = new Map<string, Claim>();
  /** Log and raw role key of its party, with a blank between -> places that it signed. */
  readonly used = new Map<string, (Place & { readonly id: Uint8Array })[]>();
  /** Log and period, with a blank between -> entries and bytes said in it. */
  readonly volumes = new Map<string, { readonly entries: number; readonly bytes: number }>();
  /** Statement id -> the amendment. */
  readonly amendments = new Map<string, Told<Amendment>>();
  /** Id of an amendment -> log -> index of the first entry there that carries it: itself, or one that names it in `re`. */
  readonly carried = new Map<string, Map<string, number>>();
  /** Number of a cut -> what is settled there; none of cuts before the first settled amendment. */
  readonly course = new Map<number, Course>();
  /** Digests of documents that amendments asked for. */
  readonly consulted = new Set<string>();
  /** Digest -> the document as it is given; undefined if it is no agreement. */
  readonly documents = new Map<string, Agreement | undefined>();
  /** Digest of a document -> these facts under it. */
  private readonly views = new Map<string, Facts>();
  private readonly start: Course;
  /** What was said against the rules, by its place. */
  readonly irregularities = new Map<string, Irregularity>();

  constructor(
    readonly agreement: Agreement,
    readonly policy: Policy,
  ) {
    this.logs = new Map(agreement.parties.map((party) => [party.log, new LogFacts(party.name)]));
    this.documents.set(hex(agreement.digest), agreement);
    this.views.set(hex(agreement.digest), this);
    this.start = { settled: 0, digest: hex(agreement.founding) };
  }

  /** Returns the same facts, and all that will be added to them, under a document that is here. */
  under(digest: string): Facts {
    let view = this.views.get(digest);
    if (view === undefined) {
      view = Object.assign(Object.create(Facts.prototype) as Facts, this, { agreement: this.documents.get(digest)! });
      this.views.set(digest, view);
    }
    return view;
  }

  /** Returns what is settled at a cut. */
  courseAt(cut: number): Course {
    return this.course.get(cut) ?? this.start;
  }

  /** Returns what is settled for the author of entry `index` of a log: at the last cut that it knows. */
  courseFor(log: string, index: number): Course {
    return this.courseAt(this.log(log).era(index));
  }

  /** Returns the facts of a log of the agreement. */
  log(origin: string): LogFacts {
    return this.logs.get(origin)!;
  }

  /** Returns the inspection of a notice that stands. */
  inspectionOf(notice: Uint8Array): Inspection | undefined {
    const said = this.notices.get(hex(notice));
    return this.agreement.inspections.find((inspection) => inspection.name === said?.body.inspection);
  }

  /**
   * Returns the site of the visit that a notice announced: the agreed one, or the one designated, if any yet.
   *
   * @param view of who asks, to whom what it has not observed is not designated yet; absent for everybody
   */
  siteOf(notice: Uint8Array, view?: View): string | undefined {
    const inspection = this.inspectionOf(notice);
    if (inspection === undefined || inspection.site !== undefined) return inspection?.site;
    const designated = this.designated.get(hex(notice));
    if (designated === undefined || (view !== undefined && !view.holds(designated.id))) return undefined;
    return designated.site;
  }

  /** Returns the last declaration of a visit's site, open or sealed, that a cut holds. */
  declared(notice: Uint8Array, cut: Cut): Told<Declaration | DeclarationSealed> | undefined {
    const inspection = this.inspectionOf(notice);
    const site = this.siteOf(notice);
    if (inspection === undefined || site === undefined) return undefined;
    const sizes = new Map(cut.vector.map((position) => [position.log, position.size]));
    const size = sizes.get(named(this.agreement.parties, inspection.inspected).log) ?? 0;
    return this.lastDeclared(`${inspection.inspected} ${site}`, notice, size);
  }

  /**
   * Returns the declaration of a site that counts where a Party chose, to the author of an entry.
   *
   * It is the last that the inspecting Party had seen when it gave notice or named the site; without one, the first that
   * the author saw at all.
   */
  declaredTo(notice: Uint8Array, by: Place): Told<Declaration | DeclarationSealed> | undefined {
    const inspection = this.inspectionOf(notice);
    const site = this.siteOf(notice);
    if (inspection === undefined || site === undefined) return undefined;
    const { log } = named(this.agreement.parties, inspection.inspected);
    const seen = log === by.log ? by.index : this.log(by.log).sizeSeen(log, by.index);
    const naming = this.places.get(hex(this.designated.get(hex(notice))?.id ?? notice))!;
    const before = Math.min(seen, this.log(naming.log).sizeSeen(log, naming.index));
    const own = `${inspection.inspected} ${site}`;
    return this.lastDeclared(own, notice, before) ?? this.lastDeclared(own, notice, seen, true);
  }

  /** Returns the last, or first, declaration of a party's site below `size` of its log that may count for a visit. */
  private lastDeclared(
    own: string,
    notice: Uint8Array,
    size: number,
    first = false,
  ): Told<Declaration | DeclarationSealed> | undefined {
    let last: { readonly index: number; readonly told: Told<Declaration | DeclarationSealed> } | undefined;
    const open = (this.declarations.get(own) ?? []).filter((told) => isOf(told.body, notice));
    for (const told of [...open, ...(this.seals.get(own) ?? [])]) {
      const { index } = this.places.get(hex(told.id))!;
      const better = last === undefined || (first ? index < last.index : index > last.index);
      if (index < size && better) last = { index, told };
    }
    return last?.told;
  }

  /** Returns the index of the entry of `log` with which its party observed a standing statement of another's. */
  observedAt(log: string, id: Uint8Array): number | undefined {
    const at = this.places.get(hex(id))!;
    return this.log(log).observed.get(at.log)?.find(({ size }) => size > at.index)?.index;
  }

  /** Returns the number of the cut that a cut names as the one before it, 0 for none. */
  numberBefore({ previous }: Cut): number {
    if (previous === undefined) return 0;
    for (const [number, { id }] of this.cuts) if (hex(id) === hex(previous)) return number;
    return 0;
  }

  /** Returns the cut of that statement id. */
  cutOf(id: Uint8Array): Cut | undefined {
    return [...this.cuts.values()].find((told) => hex(told.id) === hex(id))?.body;
  }

  /**
   * Returns the hour of entry into force, nothing before: the earliest that a principal had shown when it saw it.
   *
   * It is an hour that a quorum had cosigned, so no party can tell another. To the author of a statement, it is the
   * earliest of those in its past. What a party then owes it owes from when it saw it itself (`enteredAt`).
   */
  inForceAt(view?: View): number | undefined {
    const seen: number[] = [];
    for (const { log } of principalsOf(this.agreement)) {
      const { entered } = this.log(log);
      if (entered !== undefined && (view === undefined || entered.index < view.size(log))) seen.push(entered.hour);
    }
    return seen.length === 0 ? undefined : Math.min(...seen);
  }

  /** Returns the hour that a party had shown when it saw the agreement in force. */
  enteredAt(party: string): number | undefined {
    return this.log(named(this.agreement.parties, party).log).entered?.hour;
  }

  /** Returns what the author of `said` sees: its past. */
  view(said: Said): View {
    return new View(this, said.log, said.index, said.statement.at);
  }

  /** Returns what the author of a standing statement of a thread saw when it said it. */
  viewThen(id: string): View {
    const { log, index } = this.places.get(id)!;
    return new View(this, log, index, this.statements.get(id)!.at, false, this.log(log).closure[index]!);
  }

  /** Returns whether `other` precedes `said`: earlier in its log, or below a size its author observed. */
  inPast(said: Said, other: Uint8Array): boolean {
    const at = this.places.get(hex(other));
    if (at === undefined) return false;
    if (at.log === said.log) return at.index < said.index;
    return BigInt(at.index) < (this.log(said.log).sizes.get(at.log) ?? 0n);
  }

  /** Returns whether `said`'s author had observed a quorum's cosignatures over statement `other`. */
  witnessedBefore(said: Said, other: Uint8Array): boolean {
    const at = this.places.get(hex(other));
    return at !== undefined && BigInt(at.index) < (this.log(said.log).witnessed.get(at.log) ?? 0n);
  }
}

/**
 * The past of the author of entry `index` of a log, which tells the hour `at`.
 *
 * `hour` is what it tells, or the latest hour that the author has shown to have come, if that is later. `witnessed`: only
 * what the author observed a quorum's cosignatures over, also of its own log. `then`: what it had observed of each log, if
 * the entry is not the log's next.
 */
export class View implements StopSight {
  readonly hour: number;

  constructor(
    private readonly facts: Facts,
    private readonly own: string,
    private readonly index: number,
    at: number,
    private readonly witnessed = false,
    private readonly then?: ReadonlyMap<string, bigint>,
  ) {
    const { shownS } = facts.log(own);
    this.hour = Math.max(at, then === undefined ? shownS : facts.log(own).shownAt(index));
  }

  reaches(until: number): boolean {
    return this.hour <= until;
  }

  /** Returns how many entries of a log are in the past. */
  size(log: string): number {
    const { witnessed, sizes } = this.facts.log(this.own);
    if (log === this.own && !this.witnessed) return this.index;
    return Number((this.then ?? (this.witnessed ? witnessed : sizes)).get(log) ?? 0n);
  }

  /** Returns the earliest hour by which a quorum had cosigned a standing statement, as the author observed. */
  cosignedBy(id: Uint8Array): number | undefined {
    const { log, index } = this.facts.places.get(hex(id))!;
    return this.facts.log(this.own).cosignedBy(log, index);
  }

  /** Returns whether a standing statement is in the past. */
  holds(id: Uint8Array): boolean {
    const { log, index } = this.facts.places.get(hex(id))!;
    return index < this.size(log);
  }

  /** Returns whether the author saw a revocation that disputes a standing statement, and had not held it before. */
  disputes(id: Uint8Array): boolean {
    const { log, index } = this.facts.places.get(hex(id))!;
    const revoked = this.facts.log(log).disavowed.get(hex(id));
    if (revoked === undefined || revoked >= this.size(log)) return false;
    return log === this.own || index >= this.facts.log(this.own).held(log, revoked);
  }

  *stops(format: string, party: string): Iterable<Stopping> {
    const series = this.facts.notified.get(format)?.get(party) ?? [];
    for (let at = series.length - 1; at >= 0; at--) {
      if (this.counts(series[at]!)) yield { ...series[at]!, disputed: false };
    }
  }

  last(format: string, party: string): Series[number] | undefined {
    return this.facts.notified.get(format)?.get(party)?.findLast((said) => this.counts(said));
  }

  figure(party: string, name: string): number | undefined {
    return this.facts.figures.get(`${party} ${name}`)?.findLast((said) => this.counts(said))?.value;
  }

  private counts({ id }: { readonly id: Uint8Array }): boolean {
    return this.holds(id) && !this.disputes(id);
  }
}

/** Returns whether a declaration is of a visit: of its site as it is, or of the place that was told for this visit. */
function isOf(declaration: Declaration, notice: Uint8Array): boolean {
  return declaration.notice === undefined || equal(declaration.notice, notice);
}

/** Orders places by log, then index. */
export function comparePlace(left: Place, right: Place): number {
  return left.log < right.log ? -1 : left.log > right.log ? 1 : left.index - right.index;
}

/** Returns log, size and root as `LogFacts.founded` has them. */
export function positionText(log: string, size: bigint, root: Uint8Array): string {
  return `${log} ${size} ${hex(root)}`;
}
