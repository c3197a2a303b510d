/**
 * What the fold knows so far: one record per log, and one table per subject, keyed by statement id in hexadecimal.
 *
 * Facts only grow, and every rule looks only at the author's causal past; so any delivery order gives the same facts.
 * `effects.apply` is the one place that changes them.
 */

import type { Agreement } from "../agreement/document.js";
import { hex } from "../encoding/bytes.js";
import type { Note } from "../log/note.js";
import type { Policy } from "../log/policy.js";
import { Tree } from "../log/tree.js";
import { ED25519, make, place } from "../log/vkey.js";
import type {
  Cut,
  Declaration,
  DrawShareOpened,
  DrawShareSealed,
  InspectionReport,
  RoleKey,
  RootKeySet,
} from "../statements/kinds.js";
import type { Statement, StatementOf } from "../statements/statement.js";

/**
 * A checkpoint as an observer logged it: which log, how large, which root, and when a quorum had cosigned it.
 *
 * `witnessedAt`: the earliest hour by which the cosignatures it bore were a quorum; absent if they are none. One honest
 * cosigner at least is in a quorum, so what the checkpoint holds existed by then.
 */
export interface Sighting {
  readonly log: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly digest: Uint8Array;
  readonly witnessedAt?: bigint;
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

/** One party's log as folded so far. */
export class LogFacts {
  /** Hashes of the folded entries; its size is their count. */
  readonly tree = new Tree();
  /** Largest size of each log that this party observed. */
  readonly sizes = new Map<string, bigint>();
  /** The same, of checkpoints that carried the quorum. */
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
  private keySet: RootKeySet | undefined;
  private byLine: ReadonlyMap<string, RoleKey> = new Map();

  constructor(readonly party: string) {}

  /** The key set of entry 0, once it stands. */
  get keys(): RootKeySet | undefined {
    return this.keySet;
  }

  /** Keeps the key set. */
  setKeys(keys: RootKeySet): void {
    this.keySet = keys;
    this.byLine = new Map(keys.keys.map((key) => [place(make(key.name, ED25519, key.key)), key]));
  }

  /** Returns the role key that a signature line names. */
  signer(line: { readonly name: string; readonly keyId: Uint8Array }): RoleKey | undefined {
    return this.byLine.get(place(line));
  }
}

/** Everything folded so far. */
export class Facts {
  /** Origin -> the party's log. */
  readonly logs: ReadonlyMap<string, LogFacts>;
  /** Statement id -> where it first stood by the rules. */
  readonly places = new Map<string, Place>();
  /** Party -> statement id. */
  readonly accessions = new Map<string, Uint8Array>();
  /** Party and site, with a blank between -> what was declared. */
  readonly declarations = new Map<string, Told<Declaration> & { readonly party: string }>();
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
  /** What was said against the rules, by its place. */
  readonly irregularities = new Map<string, Irregularity>();

  constructor(
    readonly agreement: Agreement,
    readonly policy: Policy,
  ) {
    this.logs = new Map(agreement.parties.map((party) => [party.log, new LogFacts(party.name)]));
  }

  /** Returns the facts of a log of the agreement. */
  log(origin: string): LogFacts {
    return this.logs.get(origin)!;
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

/** Returns log, size and root as `LogFacts.founded` has them. */
export function positionText(log: string, size: bigint, root: Uint8Array): string {
  return `${log} ${size} ${hex(root)}`;
}
