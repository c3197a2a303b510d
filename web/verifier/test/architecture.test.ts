/** What the folders of `src` may know: imports go down only, and nothing but `cli` needs Node. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../src/", import.meta.url)); // from dist/test

/** Folders from the bottom up; those of one row may not see each other. */
const LAYERS = [
  ["encoding"],
  ["log", "sealing"],
  ["statements"],
  ["agreement"],
  ["regime", "confidence"],
  ["assessment"],
  ["attestation"],
  ["cli"],
];
const NOBLE = ["@noble/curves/ed25519.js", "@noble/hashes/sha2.js", "@noble/post-quantum/ml-dsa.js"];

function heightOf(folder: string): number {
  if (folder === "errors") return -1;
  const height = LAYERS.findIndex((row) => row.includes(folder));
  assert.ok(height >= 0, `no layer for ${folder}`);
  return height;
}

/** Returns what is wrong with the import of `name` in the module `file` of `src`; nothing if it is in order. */
function faultOf(file: string, name: string): string | undefined {
  const folder = folderOf(file);
  if (name.startsWith(".")) {
    const target = folderOf(new URL(name, `file:///${file}`).pathname.slice(1));
    return target === folder || heightOf(target) < heightOf(folder) ? undefined : `${folder} may not see ${target}`;
  }
  if (NOBLE.includes(name) || (folder === "cli" && name.startsWith("node:"))) return undefined;
  return `${folder} may not import ${name}`;
}

/** Returns the folder of a module; for `errors`, which stands alone, its name. */
function folderOf(file: string): string {
  return file.split("/")[0]!.replace(/^errors\.[jt]s$/, "errors");
}

test("imports go down only, to noble, and to Node from cli alone", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" }).filter((name) => name.endsWith(".ts"));
  assert.ok(files.length > 20);
  for (const file of files) {
    const text = readFileSync(`${SOURCE}${file}`, "utf-8");
    for (const [, name] of text.matchAll(/\bfrom "([^"]+)"/g)) assert.equal(faultOf(file, name!), undefined, file);
    assert.ok(folderOf(file) === "cli" || !/\b(?:Buffer|process)\b/.test(text), file);
  }
});

test("a planted import is found", () => {
  assert.ok(faultOf("log/note.ts", "../statements/kinds.js"));
  assert.ok(faultOf("log/note.ts", "../sealing/draw.js"));
  assert.ok(faultOf("regime/subjects/cut.ts", "../../attestation/file.js"));
  assert.ok(faultOf("encoding/strict.ts", "node:fs"));
  assert.ok(faultOf("cli/main.ts", "left-pad"));
  assert.equal(faultOf("cli/main.ts", "node:fs"), undefined);
  assert.equal(faultOf("regime/subjects/cut.ts", "../effects.js"), undefined);
  assert.equal(faultOf("statements/kinds.ts", "../errors.js"), undefined);
});
