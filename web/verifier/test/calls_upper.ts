/** The calls that vectors of the layers from sealing to attestation make. */

import type { Call } from "./calls_encoding.js";
import {
  type Given,
  type Json,
  data,
  fromValue,
  integer,
  list,
  object,
  parseJson,
  string,
  strings,
  vectorBytes,
  vectorText,
} from "./json.js";
import * as amends from "../src/agreement/amends.js";
import * as document from "../src/agreement/document.js";
import { assess, valueOf } from "../src/assessment/finding.js";
import * as anchors from "../src/attestation/anchors.js";
import * as later from "../src/attestation/later.js";
import * as report from "../src/attestation/report.js";
import { Stopped, verify } from "../src/attestation/verify.js";
import * as guarantee from "../src/confidence/guarantee.js";
import * as sampling from "../src/confidence/sampling.js";
import { compareText, concat, hex, utf8 } from "../src/encoding/bytes.js";
import { rational, rationalText } from "../src/encoding/strict.js";
import * as policy from "../src/log/policy.js";
import { closing } from "../src/regime/closing.js";
import { Regime } from "../src/regime/fold.js";
import { irregularityValue, subjectsOf } from "../src/regime/judge.js";
import { commitment } from "../src/sealing/designation.js";
import * as draw from "../src/sealing/draw.js";
import { KINDS, type Kind } from "../src/statements/kinds.js";
import * as statement from "../src/statements/statement.js";

/** Resolves to the fold over a case's entries, fed in the order of the case. */
async function regimeOf(given: Given): Promise<Regime> {
  const stored = object(parseJson(vectorText(`regime/base/${string(given["base"])}.json`)));
  const documents = strings(stored["documents"] ?? []).map(utf8);
  const made = new Regime(
    document.parse(utf8(string(stored["agreement"]))),
    policy.parse(utf8(string(stored["trust_file"]))),
    list(given["documents"] ?? []).map((place) => documents[number(place)]!),
  );
  const logs = object(stored["logs"]);
  const entries: [string, string][] = [];
  for (const [log, size] of Object.entries(object(given["upto"]))) {
    for (const text of strings(logs[log]).slice(0, Number(integer(size)))) entries.push([log, text]);
  }
  for (const pair of list(given["then"])) {
    const [log, text] = strings(pair);
    entries.push([log!, text!]);
  }
  const sizes = new Map<string, number>();
  for (const [log, text] of entries) {
    const index = sizes.get(log) ?? 0;
    await made.feed(log, index, utf8(text));
    sizes.set(log, index + 1);
  }
  return made;
}

function exchangeOf(given: Given): draw.Exchange {
  return { channel: string(given["channel"]), exchange: data(given["exchange_hex"]), cut: data(given["cut_hex"]) };
}

function number(json: Json | undefined): number {
  return Number(integer(json));
}

/** Returns `whole` with parts replaced; `at` counts in the data as it was, edits are ascending and apart. */
export function edited(whole: Uint8Array, edits: readonly Given[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let last = 0;
  for (const edit of edits) {
    const at = number(edit["at"]);
    parts.push(whole.subarray(last, at), data(edit["insert_hex"]));
    last = at + number(edit["remove"]);
  }
  return concat(...parts, whole.subarray(last));
}

export const UPPER_CALLS: Readonly<Record<string, Call>> = {
  "sealing.commitment": (given) => {
    const share = data(given["share_hex"]);
    const made = draw.commitment(exchangeOf(given), string(given["party"]), string(given["role"]), share);
    return { commitment_hex: hex(made) };
  },
  "sealing.designation": (given) => {
    const [channel, party, inspection, site] = ["channel", "party", "inspection", "site"].map((name) =>
      string(given[name]),
    );
    const salt = data(given["salt_hex"]);
    const made = commitment({
      channel: channel!,
      party: party!,
      inspection: inspection!,
      number: number(given["number"]),
      site: site!,
      salt,
    });
    return { commitment_hex: hex(made) };
  },
  "sealing.list": (given) => ({ digest_hex: hex(draw.listDigest(strings(given["points"]))) }),
  "sealing.seed": (given) => {
    const shares = list(given["shares"])
      .map(object)
      .map((share) => ({
        party: string(share["party"]),
        role: string(share["role"]),
        commitment: data(share["commitment_hex"]),
        share: data(share["share_hex"]),
      }));
    return { seed_hex: hex(draw.seed(exchangeOf(given), strings(given["points"]), shares)) };
  },
  "sealing.picks": (given) => ({
    picks: draw.picks(data(given["seed_hex"]), strings(given["points"]), number(given["count"])),
  }),
  "sealing.place": (given) => {
    const place = draw.placeOf(BigInt(`0x${string(given["word_hex"])}`), number(given["left"]));
    return { place: place === undefined ? "skipped" : BigInt(place) };
  },
  "statement.parse": (given) => {
    const said = statement.parse(utf8(string(given["text"])));
    const kind = KINDS[said.kind] as Kind<unknown>;
    const cites = new Set((kind.cites?.(said.body) ?? []).map(hex));
    return {
      id: hex(said.id),
      header: said.header,
      kind: said.kind,
      party: said.party,
      slot_of_kind: kind.slot?.(said.body) ?? "none",
      cites: [...cites].sort(compareText),
    };
  },
  "agreement.amends": (given) => {
    amends.require(document.parse(utf8(string(given["old"]))), document.parse(utf8(string(given["new"]))));
    return {};
  },
  "agreement.parse": (given) => {
    const agreement = document.parse(utf8(string(given["text"])));
    return { digest: hex(agreement.digest), channel: agreement.channel, header: agreement.header };
  },
  "confidence.miss": (given) => {
    const [points, items, opened] = ["points", "items", "opened"].map((name) => number(given[name]));
    const sensitivity = rational(string(given["sensitivity"]));
    return {
      miss: rationalText(sampling.miss(points!, items!, opened!, sensitivity)),
      detection: rationalText(sampling.detection(points!, items!, opened!, sensitivity)),
    };
  },
  "confidence.momentary": (given) => {
    const visit = {
      points: number(given["points"]),
      opened: number(given["opened"]),
      clean: given["clean"] === "yes",
      sensitivity: rational(string(given["sensitivity"])),
      gapS: number(given["gap_s"]),
      leastRemovalS: number(given["least_removal_s"]),
    };
    return { guarantee: rationalText(guarantee.momentary(visit, number(given["items"]))) };
  },
  "anchors.parse": (given) => {
    const read = anchors.parse(data(given["text_hex"]));
    const roots = Object.fromEntries([...read.roots].map(([party, digest]) => [party, hex(digest)]));
    return { agreement: hex(read.agreement), policy: hex(read.policy), roots };
  },
  "regime.fold": async (given) => {
    const made = await regimeOf(given);
    const state = made.judge(number(given["now"]));
    return {
      state: hex(state.digest),
      irregularities: state.irregularities.map((broken) => fromValue(irregularityValue(broken))),
      sizes: Object.fromEntries(Object.keys(object(given["upto"])).map((log) => [log, BigInt(made.size(log))])),
    };
  },
  "regime.state": async (given) => {
    const state = (await regimeOf(given)).judge(number(given["now"]));
    const subjects = subjectsOf(state);
    return {
      irregularities: state.irregularities.map((broken) => fromValue(irregularityValue(broken))),
      subjects: Object.fromEntries(strings(given["subjects"]).map((name) => [name, fromValue(subjects.get(name)!)])),
    };
  },
  "regime.closing": async (given) => {
    const cut = await closing((await regimeOf(given)).facts, utf8(string(given["cut"])));
    return { id: hex(cut.id), number: BigInt(cut.body.number) };
  },
  "assessment.findings": async (given) => {
    const state = (await regimeOf(given)).judge(number(given["now"]));
    const findings = assess(state.document, state);
    return { findings: findings.map((finding) => fromValue(valueOf(finding))) };
  },
  "attestation.beside": async (given) => {
    const whole = vectorBytes(`attestation/${string(given["file"])}.attestation`);
    const held = string(given["anchors"]);
    const trusted = held === "none" ? undefined : anchors.parse(vectorBytes(`attestation/${held}.anchors`));
    const other =
      given["other"] === undefined
        ? data(given["other_hex"])
        : vectorBytes(`attestation/${string(given["other"])}.attestation`);
    const found = await later.beside(whole, await verify(whole, trusted), other, trusted);
    return { ...object(fromValue(found)), words: later.text(found) };
  },
  "attestation.verify": async (given) => {
    const whole = vectorBytes(`attestation/${string(given["file"])}.attestation`);
    const held = string(given["anchors"]);
    const trusted = held === "none" ? undefined : anchors.parse(vectorBytes(`attestation/${held}.anchors`));
    try {
      return fromValue(report.of(await verify(edited(whole, list(given["edits"]).map(object)), trusted)));
    } catch (error) {
      if (error instanceof Stopped) return fromValue(report.ofRefusal(error));
      throw error;
    }
  },
};
