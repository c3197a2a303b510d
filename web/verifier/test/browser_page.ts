/**
 * What `browser.ts` has a browser do: the same modules, without Node.
 *
 * It judges every Ed25519 case by the browser's WebCrypto and by noble, verifies one attestation, and posts what came
 * out.
 */

import * as anchors from "../src/attestation/anchors.js";
import * as report from "../src/attestation/report.js";
import { verify } from "../src/attestation/verify.js";
import { text, unhex } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";
import * as ed25519 from "../src/encoding/ed25519.js";
import { Refused } from "../src/errors.js";

/** One signature to judge; the bytes in hexadecimal. */
export interface SignatureCase {
  readonly name: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
}

/** What the page posts. */
export interface Told {
  /** For each case, by WebCrypto and by noble: `accepted` or the code of the refusal. */
  readonly verdicts: readonly (readonly [string, string])[];
  /** The report on the attestation as canonical JSON, and in words. */
  readonly report: string;
  readonly words: string;
}

async function verdict(given: SignatureCase, equation: ed25519.Equation): Promise<string> {
  try {
    await ed25519.verify(unhex(given.key), unhex(given.message), unhex(given.signature), equation);
    return "accepted";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

async function fetched(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

async function tell(): Promise<Told> {
  const verdicts: [string, string][] = [];
  for (const given of JSON.parse(text(await fetched("/signatures"))!) as SignatureCase[]) {
    verdicts.push([await verdict(given, ed25519.webCryptoEquation), await verdict(given, ed25519.nobleEquation)]);
  }
  const trusted = anchors.parse(await fetched("/anchors"));
  const told = report.of(await verify(await fetched("/attestation"), trusted));
  return { verdicts, report: text(canonical.encode(told))!, words: report.text(told) };
}

const answer = await tell().catch((error: unknown) => ({ error: String(error) }));
await fetch("/told", { method: "POST", body: JSON.stringify(answer) });
