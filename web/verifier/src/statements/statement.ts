/**
 * The statement note: two lines of text that a party signs (spec/statement.md).
 *
 *     counterseal.org/exercise/v1
 *     {"at":1646114400,"body":{...},"channel":"regime/3f02...","kind":"notice","party":"alpha","re":[],"seen":[]}
 *
 * Order of checks on a text: first line (`statement-header`), exactly two lines (`statement-lines`), canonical JSON,
 * the envelope's members, the kind (`kind-unknown`), the body's members. Signatures are judged with the keys of the
 * regime, never here.
 *
 * The id is a tagged hash of the text. Signature lines mint no ids: the same text with other lines is the same
 * statement.
 */

import { type Bodies, KINDS, type KindName, UNIX_S_MAX } from "./kinds.js";
import { text as textOf } from "../encoding/bytes.js";
import * as canonical from "../encoding/canonical.js";
import * as shape from "../encoding/shape.js";
import type { Shape } from "../encoding/shape.js";
import { taggedHash } from "../encoding/tagged.js";
import { Refused, quoted } from "../errors.js";

const LF = 0x0a;

export const HEADER = "counterseal.org/statement/v1";
export const EXERCISE_HEADER = "counterseal.org/exercise/v1";
export const HEADERS = [HEADER, EXERCISE_HEADER] as const;

export const PARTY = shape.text("[a-z][a-z0-9-]{0,63}", 64);
export const CHANNEL = shape.text("regime/[0-9a-f]{64}|record/[a-z0-9][a-z0-9._-]{0,63}", 128);
export const SLOT = shape.text("[a-z0-9][a-z0-9./-]{0,255}", 256);

/** What every statement says beside its body. */
export interface Envelope {
  /** When, in Unix seconds: the author's claim. */
  readonly at: number;
  /** The channel of the log it stands in. */
  readonly channel: string;
  /** Who says it. */
  readonly party: string;
  /** Ids of the statements it answers, ascending. */
  readonly re: readonly Uint8Array[];
  /** Digests of checkpoints that the author had observed before, ascending. */
  readonly seen: readonly Uint8Array[];
  /** For kinds of which there may be only one: the place it takes. */
  readonly slot?: string;
}

/** One statement of one party, of the kind `N`. */
export interface StatementOf<N extends KindName> extends Envelope {
  /** The first line: real or exercise; all entries of a log share it. */
  readonly header: (typeof HEADERS)[number];
  readonly kind: N;
  readonly body: Bodies[N];
  /** The signed text: both lines, each with its LF. */
  readonly text: Uint8Array;
  /** The statement id, 32 bytes. */
  readonly id: Uint8Array;
}

/** One statement of one party, of any kind: `kind` tells the type of `body`. */
export type Statement = { [N in KindName]: StatementOf<N> }[KindName];

const IDS = shape.listOf(shape.bytes(32), 0, 256, (id) => id);
const ENVELOPE = shape.record(
  {
    at: shape.integer(0, UNIX_S_MAX),
    body: shape.object,
    channel: CHANNEL,
    kind: shape.text("[a-z][a-z0-9-]{0,63}", 64),
    party: PARTY,
    re: IDS,
    seen: IDS,
  },
  { slot: SLOT },
);

/** Returns the 32-byte id of a statement's text, final LF included. */
export function statementId(text: Uint8Array): Uint8Array {
  return taggedHash("counterseal.org/statement-id/v1", text);
}

/**
 * Returns the statement that `text` says. Its `text` is the given bytes, never a rebuilt form.
 *
 * @param text the text of a note that has been parsed, so UTF-8 without control bytes but LF
 * @throws Refused the first failing check of the module's list
 */
export function parse(text: Uint8Array): Statement {
  const end = text.indexOf(LF);
  const first = textOf(end < 0 ? text : text.subarray(0, end));
  const header = HEADERS.find((candidate) => candidate === first);
  if (header === undefined) {
    const got = quoted([...(first ?? "")].slice(0, 80).join(""));
    throw new Refused("statement-header", `got first line ${got}, want ${HEADERS.join(" or ")}`, "line 1");
  }
  const rest = text.subarray(end + 1);
  if (end < 0 || rest.length === 0 || rest.indexOf(LF) !== rest.length - 1) {
    throw new Refused("statement-lines", "want exactly two lines, each ended by LF");
  }
  const { kind: name, body, ...envelope } = ENVELOPE(canonical.parse(rest.subarray(0, -1)), "");
  if (!isKindName(name)) {
    const want = Object.keys(KINDS).join(", ");
    throw new Refused("kind-unknown", `got kind ${quoted(name)}, want one of ${want}`, "/kind");
  }
  const read: Shape<Bodies[KindName]> = KINDS[name].shape;
  // The table pairs each name with its body, which the compiler cannot follow through a variable.
  return { ...envelope, header, kind: name, body: read(body, "/body"), text, id: statementId(text) } as Statement;
}

/** Returns whether there is a kind of that name. */
export function isKindName(name: string): name is KindName {
  return Object.hasOwn(KINDS, name);
}
