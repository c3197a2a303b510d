/**
 * The fold: entries in, in any order of arrival; state out, the same for every order.
 *
 * An entry waits until all that it rests on is folded: the entries before it in its log and, if it observes a
 * checkpoint, the entries below that checkpoint; an amendment that all parties signed waits for its document, too. Then
 * it takes one `step`, under the document that its author knew in effect (`course`). What is missing holds back what
 * rests on it and changes nothing else; so a party that withholds stops others' conclusions, never bends them.
 */

import { type Admitted, admit } from "./admit.js";
import { type Effect, apply, irregular } from "./effects.js";
import { Facts, type Said } from "./facts.js";
import { type State, judge } from "./judge.js";
import { RULES as STANDING, seesInForce, signedBy } from "./standing.js";
import * as amendment from "./subjects/amendment.js";
import { RULES, consequencesOf, effectsOf } from "./subjects/index.js";
import * as amends from "../agreement/amends.js";
import { checkMirrors } from "../agreement/check.js";
import * as clock from "../agreement/clock.js";
import { type Agreement, agreementDigest } from "../agreement/document.js";
import { compareText, hex } from "../encoding/bytes.js";
import { Misuse } from "../errors.js";
import type { Policy } from "../log/policy.js";
import { leafHash } from "../log/tree.js";
import type { Cut } from "../statements/kinds.js";

/** What one agreement and its logs add up to so far. */
export class Regime {
  /** What is folded so far, to be read only. */
  readonly facts: Facts;
  private readonly waiting: ReadonlyMap<string, Map<number, Uint8Array>>;
  private readonly heads = new Map<string, Admitted>();
  /** Log -> digest of the document for which its next entry waits. */
  private readonly asking = new Map<string, string>();

  /**
   * @param documents those that amendments put in the agreement's place, as `supply` takes them
   * @throws Refused `agreement-reference`: the agreement names a mirror that the trust file does not have
   */
  constructor(agreement: Agreement, policy: Policy, documents: readonly Uint8Array[] = []) {
    checkMirrors(agreement, policy);
    this.facts = new Facts(agreement, policy);
    this.waiting = new Map([...this.facts.logs.keys()].map((log) => [log, new Map()]));
    for (const document of documents) this.keep(document);
  }

  /** The digests of the documents for which amendments wait, ascending; `supply` them. */
  get missing(): readonly string[] {
    return [...new Set(this.asking.values())].sort(compareText);
  }

  /**
   * Takes in a document that an amendment names, now or later; a repeat changes nothing.
   *
   * @throws Refused `agreement-rules`: it is of a rule set that this software does not have; what waits for it waits on
   */
  async supply(document: Uint8Array): Promise<void> {
    this.keep(document);
    await this.drain();
  }

  private keep(document: Uint8Array): void {
    const digest = hex(agreementDigest(document));
    const { documents, agreement, policy } = this.facts;
    if (!documents.has(digest)) documents.set(digest, amends.read(document, agreement, policy));
  }

  /** Returns the facts under the document by which the next entry of `log` is judged. */
  private under(log: string): Facts {
    return this.facts.under(this.facts.courseFor(log, this.size(log)).digest);
  }

  /** Returns how many entries of `log` are folded. Requires that it is a log of the agreement. */
  size(log: string): number {
    return this.facts.log(log).tree.size;
  }

  /** Takes in entry `index` of `log`. Requires that it is a log of the agreement, and the first one for this place. */
  async feed(log: string, index: number, data: Uint8Array): Promise<void> {
    const waiting = this.waiting.get(log);
    if (waiting === undefined || index < this.size(log) || waiting.has(index)) {
      throw new Misuse(`no place ${index} to be filled in ${log}`);
    }
    waiting.set(index, data);
    await this.drain();
  }

  /**
   * Returns the state at `now`, Unix seconds; for findings, the hour of a cut.
   *
   * @param closing a cut over all that is folded, at `now`, which is no entry of any log yet
   */
  judge(now: number, closing?: Cut): State {
    return judge(this.facts, now, closing);
  }

  /** Steps every entry that can step, until none can. */
  private async drain(): Promise<void> {
    for (let moved = true; moved;) {
      moved = false;
      for (const log of this.waiting.keys()) {
        for (let entry = await this.next(log); entry !== undefined; entry = await this.next(log)) {
          const facts = this.under(log);
          const effects = "said" in entry ? await step(facts, entry.said) : [irregular(entry.irregularity)];
          for (const effect of effects) apply(facts, effect);
          this.close(facts, log, entry);
          moved = true;
        }
      }
    }
  }

  /** Resolves to the next entry of `log` if it can step, admitting it on first sight. */
  private async next(log: string): Promise<Admitted | undefined> {
    const index = this.size(log);
    let entry = this.heads.get(log);
    if (entry === undefined) {
      const data = this.waiting.get(log)!.get(index);
      if (data === undefined) return undefined;
      const { agreement, policy } = this.under(log);
      entry = await admit(agreement, policy, this.facts.log(log).party, log, index, data);
      this.heads.set(log, entry);
    }
    const before = this.asking.get(log); // asked for once: the rules are not asked again at every entry fed
    if (before !== undefined && !this.facts.documents.has(before)) return undefined;
    const asked = "said" in entry ? await askedBy(this.under(log), entry.said) : undefined;
    if (asked !== undefined) {
      this.asking.set(log, asked);
      return undefined;
    }
    this.asking.delete(log);
    const sighting = "said" in entry ? entry.said.sighting : undefined;
    return sighting === undefined || BigInt(this.size(sighting.log)) >= sighting.size ? entry : undefined;
  }

  /**
   * Counts an entry; the first in excess is an irregularity, without other effect (R33).
   *
   * The period is that of the latest hour that the log has shown to have come: no other date gains its party room.
   */
  private countVolume({ agreement: { volume } }: Facts, log: string, entry: Admitted, data: Uint8Array): void {
    if (volume === undefined) return;
    const own = this.facts.log(log);
    const key = `${log} ${clock.period(volume.period, own.shownS, 0)!.index}`;
    const { entries, bytes } = this.facts.volumes.get(key) ?? { entries: 0, bytes: 0 };
    const isOver = (count: number, total: number): boolean => count > volume.entries || total > volume.bytes;
    if (isOver(entries + 1, bytes + data.length) && !isOver(entries, bytes)) {
      const subject = "said" in entry ? entry.said.statement.id : leafHash(data);
      const index = own.tree.size - 1;
      apply(this.facts, irregular({ rule: "R33", code: "volume-exceeded", party: own.party, log, index, subject }));
    }
    this.facts.volumes.set(key, { entries: entries + 1, bytes: bytes + data.length });
  }

  /** Puts the folded entry into its log's tree, with what its author now holds of the others. */
  private close(under: Facts, log: string, entry: Admitted): void {
    const facts = this.facts.log(log);
    const index = facts.tree.size;
    const waiting = this.waiting.get(log)!;
    const data = waiting.get(index)!;
    facts.tree.append(leafHash(data));
    this.countVolume(under, log, entry, data);
    waiting.delete(index);
    this.heads.delete(log);
    const grown = "said" in entry && entry.said.sighting !== undefined;
    facts.closure.push(grown ? new Map(facts.sizes) : facts.closure[index]!);
    if (facts.entered === undefined && seesInForce(under, log, index + 1)) {
      apply(this.facts, { does: "enters", log, index });
    }
  }
}

/**
 * Resolves to the digest of the document for which an amendment waits: one that is not here, asked for by all parties.
 *
 * What breaks a rule before R51 needs no document; so nobody stops the others by an amendment that they did not sign.
 */
async function askedBy(facts: Facts, said: Said): Promise<string | undefined> {
  const { id } = said.statement;
  if (said.statement.kind !== "amendment" || facts.places.has(hex(id))) return undefined;
  const digest = hex(said.statement.body.agreement);
  if (facts.documents.has(digest)) return undefined;
  for (const rule of [...STANDING, ...amendment.BEFORE]) if ((await rule.check(facts, said)) !== "") return undefined;
  return digest;
}

/**
 * Resolves to what `said` does, all that it rests on being folded: the first rule that it breaks, or its effects.
 *
 * A text that stands by the rules at an earlier place has no further effect: signature lines mint no statements.
 */
async function step(facts: Facts, said: Said): Promise<readonly Effect[]> {
  const { id, kind } = said.statement;
  if (facts.places.has(hex(id))) return [];
  for (const rule of [...STANDING, ...(RULES.get(kind) ?? [])]) {
    const code = await rule.check(facts, said);
    if (code !== "") {
      const { party } = facts.log(said.log);
      const broken = { rule: rule.id, code, party, log: said.log, index: said.index, subject: id };
      return [irregular(broken), ...consequencesOf(code, said)];
    }
  }
  return [{ does: "counted", said, signedBy: await signedBy(facts, said) }, ...effectsOf(facts, said)];
}
