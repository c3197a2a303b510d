/**
 * How tests read vector files: any JSON, with integers kept exact as `bigint`.
 *
 * `JSON.parse` rounds integers beyond 2^53, and a time of 2^63-1 is what some vectors are about.
 */

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Value } from "../src/encoding/canonical.js";
import { unhex } from "../src/encoding/bytes.js";

export type Json = bigint | number | boolean | string | null | readonly Json[] | Given;
export interface Given {
  readonly [name: string]: Json;
}

const VECTORS = new URL("../../../../spec/vectors/", import.meta.url); // from dist/test
const TOKEN = /"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/g;
const MARK = "\u0000integer ";

/** Returns the JSON files below a folder of `spec/vectors`, by path from there, in order. */
export function vectorFiles(folder: string): string[] {
  const names = readdirSync(fileURLToPath(new URL(folder, VECTORS)), { recursive: true, encoding: "utf-8" });
  return names.filter((name) => name.endsWith(".json")).sort();
}

/** Returns the text of a file of `spec/vectors`. */
export function vectorText(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, VECTORS)), "utf-8");
}

/** Returns the bytes of a file of `spec/vectors`. */
export function vectorBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(path, VECTORS))));
}

/** Returns the value of a JSON text, integers as `bigint`. */
export function parseJson(text: string): Json {
  const marked = text.replace(TOKEN, (token) => (/^-?[0-9]+$/.test(token) ? JSON.stringify(MARK + token) : token));
  return JSON.parse(marked, (_name, value: Json) =>
    typeof value === "string" && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  ) as Json;
}

/** Returns the value that `canonical.parse` would have made of it. Other types than its own pass as they are. */
export function toValue(json: Json): Value {
  if (typeof json === "bigint") return Number(json);
  if (Array.isArray(json)) return (json as readonly Json[]).map(toValue);
  if (typeof json === "object" && json !== null) {
    return new Map(Object.entries(json).map(([name, member]) => [name, toValue(member)]));
  }
  return json as Value;
}

/** Returns the JSON that stands for what `canonical.parse` made. */
export function fromValue(value: Value): Json {
  if (typeof value === "number") return BigInt(value);
  if (typeof value === "string") return value;
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, fromValue(member)]));
  return [...(value as readonly Value[])].map(fromValue);
}

export function object(json: Json | undefined): Given {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new TypeError("want an object");
  return json as Given;
}

export function list(json: Json | undefined): readonly Json[] {
  if (!Array.isArray(json)) throw new TypeError("want an array");
  return json as readonly Json[];
}

export function string(json: Json | undefined): string {
  if (typeof json !== "string") throw new TypeError("want a string");
  return json;
}

export function integer(json: Json | undefined): bigint {
  if (typeof json !== "bigint") throw new TypeError("want an integer");
  return json;
}

export function strings(json: Json | undefined): string[] {
  return list(json).map(string);
}

export function data(json: Json | undefined): Uint8Array {
  return unhex(string(json));
}

export function datas(json: Json | undefined): Uint8Array[] {
  return list(json).map(data);
}
