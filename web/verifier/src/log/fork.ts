/**
 * A fork, proven: two checkpoints that one log signed for one size, with two roots.
 *
 * The two notes are the whole evidence: anybody with the log's key checks them offline, and no honest log can have
 * signed both.
 */

import { type Checkpoint, parse as parseCheckpoint } from "./checkpoint.js";
import * as notes from "./note.js";
import { type Policy, open } from "./policy.js";
import { equal } from "../encoding/bytes.js";
import { Refused } from "../errors.js";

/**
 * Resolves to both checkpoints, if they prove that a log listed in `policy` forked.
 *
 * @throws Refused `fork-none`: they are of two logs or sizes, or of one root; by `policy.open`
 */
export async function verify(
  first: Uint8Array,
  second: Uint8Array,
  policy: Policy,
): Promise<readonly [Checkpoint, Checkpoint]> {
  const [oneNote, otherNote] = [notes.parse(first), notes.parse(second)];
  const one = await openAny(policy, oneNote);
  const other = await openAny(policy, otherNote);
  if (one.origin !== other.origin || one.size !== other.size || equal(one.root, other.root)) {
    throw new Refused("fork-none", "got two checkpoints of two logs or sizes, or of one root: no fork");
  }
  return [one, other];
}

/** Resolves to the checkpoint in `note`, of whatever listed log. */
async function openAny(policy: Policy, note: notes.Note): Promise<Checkpoint> {
  return (await open(policy, note, parseCheckpoint(note.text).origin)).checkpoint;
}
