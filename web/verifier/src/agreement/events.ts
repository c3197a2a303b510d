/**
 * Events: what there can be under an agreement, in which thread, and by whom (spec/agreement.md, section 4).
 *
 *     notification/answer   is about   notification/request   is about   notice/visit, which starts the thread
 *
 * 1. an event of a visit is of the thread of its notice;
 * 2. a notification is of the threads of what it is about, or, about nothing, of its own;
 * 3. a reading is of its own thread, or of that of a visit to the site and the Party that its monitor watches;
 * 4. who may say a format is whom its `by` can mean: `inspected` the inspected Parties of the visits in whose threads it
 *    can be, `others` the principals, but not one who alone can say all that it answers.
 *
 * Formats may be about each other in circles. So threads are reckoned at once for all that answer each other, in time
 * that grows with the number of events under `about` and with nothing else.
 */

import type { Checked } from "./check.js";
import { principalsOf, readersOf, sitesOf } from "./document.js";
import type { NotificationTerm } from "./terms.js";

export const IN_FORCE = "in-force";
export const IN_A_VISIT: readonly string[] = ["notice", "report", "one-sided", "designation", "opening"];
export const SIDES = ["inspected", "inspecting"] as const;

export type Graph = ReadonlyMap<string, readonly string[]>;
export type Names = ReadonlySet<string>;

const NOBODY: Names = new Set();
const graphs = new WeakMap<object, EventGraph>();

/** Returns kind and name of an event; the name of `in-force` is empty. */
export function eventOf(text: string): readonly [kind: string, name: string] {
  const at = text.indexOf("/");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Returns every event that the agreement can have. */
export function eventsOf(agreement: Checked): Names {
  const found = new Set([IN_FORCE]);
  for (const { name, pool, opens } of agreement.inspections) {
    const lacking = [pool === undefined && "designation", opens === undefined && "opening"];
    for (const kind of IN_A_VISIT) if (!lacking.includes(kind)) found.add(`${kind}/${name}`);
  }
  for (const { name } of agreement.notifications ?? []) found.add(`notification/${name}`);
  for (const { name } of agreement.monitors ?? []) found.add(`reading/${name}`);
  for (const { name } of agreement.sites) found.add(`declaration/${name}`);
  return found;
}

/** Returns declaration -> the designations that it answers, of each site whose place is told by visit. */
export function namingOf(agreement: Checked): ReadonlyMap<string, readonly string[]> {
  const later = new Set(agreement.sites.filter(({ kind }) => kind === "named-later").map(({ name }) => name));
  const found = new Map<string, string[]>();
  for (const { name, pool } of agreement.inspections) {
    for (const site of (pool ?? []).filter((one) => later.has(one))) {
      const text = `declaration/${site}`;
      found.set(text, [...(found.get(text) ?? []), `designation/${name}`]);
    }
  }
  return found;
}

/** Returns the events that can start the thread of an event: notices, notifications about nothing, and the rest. */
export function threadsOf(agreement: Checked, text: string): Names {
  return graphOf(agreement).threads(text);
}

/** Returns threads and authors of every event. Requires that the names in the document are checked. */
export function graphOf(agreement: Checked): EventGraph {
  let found = graphs.get(agreement);
  if (found === undefined) graphs.set(agreement, (found = new EventGraph(agreement)));
  return found;
}

/**
 * Threads and authors of every event of one agreement, whose names are checked.
 *
 * A set of roots, or of parties, is an integer with a bit for each: a union is one operation, whatever its size.
 */
export class EventGraph {
  /**
   * Format -> the parties that may ever say it.
   *
   * Whoever said what is answered (`author`) may be any that its `by` can mean; behind another `author`, any.
   */
  readonly sayers: ReadonlyMap<string, Names>;
  private readonly about: Graph;
  private readonly parts: readonly (readonly string[])[];
  private readonly roots: readonly string[];
  private readonly visits: bigint; // the bits of notices
  private readonly bits: ReadonlyMap<string, bigint>;
  private readonly masks: ReadonlyMap<string, bigint>;
  private readonly ofSides: ReadonlyMap<string, ReadonlyMap<string, Names>>;
  private readonly others: ReadonlyMap<string, Names>;
  private readonly principals: Names;

  constructor(agreement: Checked) {
    const terms = agreement.notifications ?? [];
    const answers = terms.map(({ name, about }): [string, readonly string[]] => [`notification/${name}`, about ?? []]);
    const own = answers.filter(([, about]) => about.length === 0).map(([text]) => text);
    const read = readIn(agreement);
    this.about = new Map([...answers, ...namingOf(agreement), ...read]);
    this.parts = componentsOf(this.about);
    const notices = agreement.inspections.map(({ name }) => `notice/${name}`);
    this.visits = (1n << BigInt(notices.length)) - 1n;
    this.roots = [...notices, ...own, ...read.keys()];
    this.bits = bitsOf(this.roots);
    this.masks = this.united(this.bits);
    this.principals = new Set(principalsOf(agreement).map(({ name }) => name));
    const parties = agreement.parties.map(({ name }) => name);
    const bits = bitsOf(parties);
    this.ofSides = new Map(
      SIDES.map((word) => {
        const own = new Map(agreement.inspections.map((visit) => [`notice/${visit.name}`, bits.get(visit[word])!]));
        const masks = [...own, ...this.united(own)];
        return [word, new Map(masks.map(([text, mask]) => [text, new Set(atPlaces(mask, parties))]))];
      }),
    );
    this.others = authorsOf(agreement);
    const anybody = new Set(parties);
    const words = new Map(terms.map((term) => [term.name, this.meant(term, anybody)]));
    this.sayers = new Map(terms.map((term) => [term.name, this.meant(term, this.answered(term, words))]));
  }

  /** Returns the events that can start the thread of an event. */
  threads(text: string): Names {
    const root = rootOf(text);
    // Entry into force, or a declaration, is of its own.
    if (!this.masks.has(root) && !this.bits.has(root)) return new Set([root]);
    return new Set(atPlaces(this.mask(text), this.roots));
  }

  /** Returns whether two events can be of one thread. */
  meet(one: string, other: string): boolean {
    return rootOf(one) === rootOf(other) || (this.mask(one) & this.mask(other)) !== 0n;
  }

  /** Returns whether an event is of the thread of a visit, whichever thread it is of. */
  inVisits(text: string): boolean {
    const mask = this.mask(text);
    return mask !== 0n && (mask | this.visits) === this.visits;
  }

  /** Returns the parties that may ever be the author of an event; none of `in-force`. */
  authors(text: string): Names {
    const [kind, name] = eventOf(text);
    return (kind === "notification" ? this.sayers.get(name) : this.others.get(text)) ?? NOBODY;
  }

  /** Returns the parties that `inspected` or `inspecting` is in the threads of an event. */
  ofVisits(word: string, text: string): Names {
    return this.ofSides.get(word)?.get(rootOf(text)) ?? NOBODY;
  }

  private mask(text: string): bigint {
    const root = rootOf(text);
    return this.masks.get(root) ?? this.bits.get(root) ?? 0n;
  }

  /** Returns for each notification the union of `own` over the events that can start its thread. */
  private united(own: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
    const masks = new Map<string, bigint>();
    for (const part of this.parts) {
      let mask = 0n;
      for (const text of part) {
        mask |= own.get(text) ?? 0n;
        for (const about of this.about.get(text)!) {
          const root = rootOf(about);
          mask |= masks.get(root) ?? own.get(root) ?? 0n;
        }
      }
      for (const text of part) masks.set(text, mask);
    }
    return masks;
  }

  /** Returns the parties that can have said what a format answers; nobody where its `by` does not ask. */
  private answered(term: NotificationTerm, words: ReadonlyMap<string, Names>): Names {
    const found = new Set<string>();
    if (!term.by.includes("author") && !term.by.includes("others")) return found;
    for (const text of term.about ?? []) {
      const [kind, name] = eventOf(text);
      for (const party of (kind === "notification" ? words.get(name) : this.others.get(text)) ?? NOBODY) found.add(party);
    }
    return found;
  }

  private meant(term: NotificationTerm, author: Names): Names {
    const found = new Set<string>();
    const wordOf = (word: string): Iterable<string> => {
      if (word === "author") return term.about === undefined ? NOBODY : author;
      if (word === "each") return this.principals;
      if (word === "others") return [...this.principals].filter((name) => author.size !== 1 || !author.has(name));
      return this.ofSides.has(word) ? this.ofVisits(word, `notification/${term.name}`) : [word];
    };
    for (const word of term.by) for (const party of wordOf(word)) found.add(party);
    return found;
  }
}

/**
 * Returns the nodes of a graph in groups of those that lead to each other, every group behind those it leads to.
 *
 * What is led to and is no node of the graph is left out. In time linear in nodes and edges.
 */
export function componentsOf(graph: Graph): readonly (readonly string[])[] {
  const led = backwardsOf(graph);
  const order = postorderOf(new Map([...graph.keys()].map((node) => [node, led.get(node) ?? []])), graph.keys());
  const grouped = new Set<string>();
  const found: string[][] = [];
  for (const node of [...order].reverse()) {
    if (grouped.has(node)) continue;
    grouped.add(node);
    const group = [node];
    for (const one of group) {
      for (const to of graph.get(one)!) {
        if (!graph.has(to) || grouped.has(to)) continue;
        grouped.add(to);
        group.push(to);
      }
    }
    found.push(group);
  }
  return found;
}

/** Returns `names` and all that they lead to, each behind what it leads to where that does not lead back. */
export function postorderOf(graph: Graph, names: Iterable<string>): readonly string[] {
  const found: string[] = [];
  const opened = new Set<string>();
  for (const name of names) {
    if (opened.has(name)) continue;
    opened.add(name);
    const path = [{ node: name, place: 0 }];
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const to = graph.get(last.node)![last.place];
      last.place += 1;
      if (to === undefined) {
        found.push(last.node);
        path.pop();
      } else if (!opened.has(to)) {
        opened.add(to);
        path.push({ node: to, place: 0 });
      }
    }
  }
  return found;
}

/** Returns for whatever is led to the nodes that lead to it. */
export function backwardsOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [node, to] of graph) {
    for (const one of to) {
      const led = found.get(one);
      if (led === undefined) found.set(one, [node]);
      else led.push(node);
    }
  }
  return found;
}

/** Returns reading -> the notices in whose threads it can be: of visits to its site and inspected Party. */
function readIn(agreement: Checked): Graph {
  const visits = new Map<string, string[]>();
  for (const inspection of agreement.inspections) {
    for (const site of sitesOf(inspection)) {
      const place = `${site} ${inspection.inspected}`;
      visits.set(place, [...(visits.get(place) ?? []), `notice/${inspection.name}`]);
    }
  }
  const monitors = agreement.monitors ?? [];
  return new Map(monitors.map(({ name, site, inspected }) => [`reading/${name}`, visits.get(`${site} ${inspected}`) ?? []]));
}

/** Returns event that is no notification -> the parties that may be its author. */
function authorsOf(agreement: Checked): ReadonlyMap<string, Names> {
  const found = new Map<string, Set<string>>();
  for (const inspection of agreement.inspections) {
    const { name, inspecting, inspected } = inspection;
    for (const kind of IN_A_VISIT) {
      const by = { "one-sided": [inspecting, inspected], opening: [inspected] }[kind] ?? [inspecting];
      found.set(`${kind}/${name}`, new Set(by));
    }
    for (const site of sitesOf(inspection)) {
      const text = `declaration/${site}`;
      found.set(text, (found.get(text) ?? new Set()).add(inspected));
    }
  }
  for (const monitor of agreement.monitors ?? []) {
    found.set(`reading/${monitor.name}`, new Set(readersOf(agreement, monitor)));
    const text = `declaration/${monitor.site}`;
    found.set(text, (found.get(text) ?? new Set()).add(monitor.inspected));
  }
  return found;
}

function rootOf(text: string): string {
  const [kind, name] = eventOf(text);
  return IN_A_VISIT.includes(kind) ? `notice/${name}` : text;
}

function bitsOf(names: readonly string[]): ReadonlyMap<string, bigint> {
  return new Map(names.map((name, place) => [name, 1n << BigInt(place)]));
}

/** Returns the names at the places of the bits of a mask. */
function atPlaces(mask: bigint, names: readonly string[]): readonly string[] {
  const digits = mask.toString(2);
  return names.filter((_, place) => digits[digits.length - 1 - place] === "1");
}
