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
import * as posterior from "../src/confidence/posterior.js";
import * as presence from "../src/confidence/presence.js";
import * as sampling from "../src/confidence/sampling.js";
import { compareText, concat, hex, utf8 } from "../src/encoding/bytes.js";
import type { Fraction } from "../src/encoding/fraction.js";
import { rational, rationalText } from "../src/encoding/strict.js";
import * as policy from "../src/log/policy.js";
import { closing } from "../src/regime/closing.js";
import { Regime } from "../src/regime/fold.js";
import { irregularityValue, subjectsOf } from "../src/regime/judge.js";
import * as seals from "../src/sealing/declaration.js";
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

function sealOf(given: Given, points: number): seals.Seal {
  const [channel, party, site] = ["channel", "party", "site"].map((name) => string(given[name]));
  const [place, capacity] = ["number", "capacity"].map((name) => number(given[name]));
  return { channel: channel!, party: party!, site: site!, number: place!, capacity: capacity!, points };
}

function pointOf(given: Given): seals.Point {
  const uid = given["uid"] === undefined ? "" : string(given["uid"]);
  return { id: string(given["id"]), holds: string(given["holds"]), uid };
}

function fractionOf(json: Json | undefined): Fraction {
  return rational(string(json));
}

function looksOf(given: Given): readonly presence.Look[] {
  return list(given["looks"])
    .map(object)
    .map((one) => ({ hourS: number(one["hour_s"]), miss: fractionOf(one["miss"]) }));
}

function timesOf(given: Given): presence.Times {
  const [lastS, durationS, windowS] = ["last_s", "duration_s", "window_s"].map((name) => number(given[name]));
  return { lastS: lastS!, durationS: durationS!, windowS: windowS! };
}

function stepsOf(given: Given): readonly posterior.Step[] {
  return list(given["steps"])
    .map(object)
    .map((one) => ({
      days: number(one["days"]),
      introduction: fractionOf(one["introduction"]),
      removal: fractionOf(one["removal"]),
      absent: fractionOf(one["absent"]),
      present: fractionOf(one["present"]),
    }));
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
      ...(given["place"] !== undefined && { place: string(given["place"]) }),
    });
    return { commitment_hex: hex(made) };
  },
  "sealing.seal": (given) => {
    const points = list(given["points"]).map((point, place) => [place, pointOf(object(point))] as const);
    return { root_hex: hex(seals.commit(sealOf(given, points.length), data(given["secret_hex"]), new Map(points))) };
  },
  "sealing.unseal": (given) => {
    const opened = new Map(
      list(given["opened"]).map((point) => [number(object(point)["place"]), pointOf(object(point))] as const),
    );
    const [keys, siblings] = ["keys", "siblings"].map((name) => strings(given[name]).map(data));
    const opening = { keys: keys!, siblings: siblings! };
    return { root_hex: hex(seals.rootOf(sealOf(given, number(given["points"])), opened, opening)) };
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
  "confidence.least": (given) => {
    const [points, items] = [number(given["points"]), number(given["items"])];
    const least = sampling.leastOpened(points, items, fractionOf(given["miss_max"]), fractionOf(given["sensitivity"]));
    return { opened: least === undefined ? "not reachable" : BigInt(least) };
  },
  "confidence.worst": (given) => {
    const strata = list(given["strata"])
      .map(object)
      .map((one) => ({
        points: number(one["points"]),
        opened: number(one["opened"]),
        sensitivity: fractionOf(one["sensitivity"]),
      }));
    return { miss: rationalText(sampling.worstMiss(strata, number(given["items"]))) };
  },
  "confidence.alarms": (given) => {
    const [points, items, opened] = ["points", "items", "opened"].map((name) => number(given[name]));
    const rates = ["sensitivity", "false_alarm"].map((name) => fractionOf(given[name]));
    const made = sampling.alarms(points!, items!, opened!, rates[0]!, rates[1]!, number(given["alarms_min"]));
    return {
      present: rationalText(made.present),
      true_find: rationalText(made.trueFind),
      absent: rationalText(made.absent),
    };
  },
  "confidence.continuous": (given) => ({
    guarantee: rationalText(presence.continuous(looksOf(given), timesOf(given))),
  }),
  "confidence.cumulative": (given) => ({
    guarantee: rationalText(presence.cumulative(looksOf(given), timesOf(given), number(given["least_removal_s"]))),
  }),
  "confidence.assured": (given) => {
    const since = presence.assuredSince(looksOf(given));
    return { assured_since: since === undefined ? "never" : BigInt(since) };
  },
  "confidence.posterior": (given) => ({
    absence: rationalText(posterior.posterior(fractionOf(given["prior"]), stepsOf(given))),
  }),
  "confidence.bounds": (given) => {
    const [priors, introductions, removals] = ["priors", "introductions", "removals"].map((name) => {
      const [low, high] = list(given[name]).map(fractionOf);
      return [low!, high!] as const;
    });
    const [worst, best] = posterior.bounds(priors!, introductions!, removals!, stepsOf(given));
    return { worst: rationalText(worst), best: rationalText(best) };
  },
  "confidence.break-even": (given) => {
    const [confidence, steps] = [fractionOf(given["confidence"]), stepsOf(given)];
    const prior = posterior.breakEvenPrior(steps, confidence);
    return {
      likelihood_ratio: rationalText(posterior.likelihoodRatio(steps)),
      prior: prior === undefined ? "none" : rationalText(prior),
      hazard: rationalText(posterior.breakEvenHazard(steps, confidence)),
    };
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
