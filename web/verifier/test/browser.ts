/**
 * The verifier in a browser: headless Chromium loads the compiled modules as they are and must say what Node says.
 *
 *     node dist/test/browser.js
 *
 * A server on the loopback interface hands out one page, `dist`, noble, and the data; the page posts what came out. No
 * signature may be judged in two ways, and the report must be the same bytes.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { SignatureCase, Told } from "./browser_page.js";
import { list, object, parseJson, string, vectorBytes, vectorFiles, vectorText } from "./json.js";
import * as anchors from "../src/attestation/anchors.js";
import * as report from "../src/attestation/report.js";
import { verify } from "../src/attestation/verify.js";
import { hex, text, utf8 } from "../src/encoding/bytes.js";
import * as canonical from "../src/encoding/canonical.js";

const VERIFIER = fileURLToPath(new URL("../../", import.meta.url)); // from dist/test
const FILE = "attestation/deveselu-one-visit";
const PATIENCE_MS = 120_000;
const PATH = /^\/(?:dist|node_modules\/@noble)(?:\/[A-Za-z0-9_-]+)+\.js$/;
const PAGE = `<!doctype html><meta charset="utf-8"><title>verifier</title>
<script type="importmap">{"imports":{"@noble/":"/node_modules/@noble/"}}</script>
<script type="module" src="/dist/test/browser_page.js"></script>`;
// No sandbox, as machines that test run as root; nothing but the loopback interface is asked.
const OPTIONS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** Returns every Ed25519 case: CCTV's 914 edge cases, Wycheproof's, and our own. */
function signatureCases(): SignatureCase[] {
  const edges = list(parseJson(vectorText("public/cctv/ed25519vectors.json"))).map(object);
  const groups = list(object(parseJson(vectorText("public/wycheproof/ed25519_test.json")))["testGroups"]).map(object);
  const own = vectorFiles("ed25519").map((name): [string, ReturnType<typeof object>] => [
    name,
    object(parseJson(vectorText(`ed25519/${name}`))),
  ]);
  return [
    ...edges.map((edge) => ({
      name: `CCTV ${edge["number"]}`,
      key: string(edge["key"]),
      message: hex(utf8(string(edge["msg"]))),
      signature: string(edge["sig"]),
    })),
    ...groups.flatMap((group) =>
      list(group["tests"])
        .map(object)
        .map((vector) => ({
          name: `Wycheproof ${vector["tcId"]}`,
          key: string(object(group["publicKey"])["pk"]),
          message: string(vector["msg"]),
          signature: string(vector["sig"]),
        })),
    ),
    ...own
      .filter(([, vector]) => vector["call"] === "ed25519.verify")
      .map(([name, vector]): SignatureCase => {
        const given = object(vector["input"]);
        return {
          name,
          key: string(given["key_hex"]),
          message: string(given["message_hex"]),
          signature: string(given["signature_hex"]),
        };
      }),
  ];
}

/** Resolves to the text of a request's body. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf-8");
}

/** Returns type and bytes of what a page may ask for; nothing for anything else. */
function served(path: string, cases: readonly SignatureCase[]): readonly [string, string | Uint8Array] | undefined {
  if (path === "/") return ["text/html", PAGE];
  if (path === "/signatures") return ["application/json", JSON.stringify(cases)];
  if (path === "/anchors" || path === "/attestation") {
    return ["application/octet-stream", vectorBytes(`${FILE}.${path.slice(1)}`)];
  }
  return PATH.test(path) ? ["text/javascript", readFileSync(join(VERIFIER, path))] : undefined;
}

function answer(request: IncomingMessage, response: ServerResponse, cases: readonly SignatureCase[]): void {
  const found = served(request.url ?? "", cases);
  if (found === undefined) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": found[0] }).end(found[1]);
}

/** Resolves to what the page told a server on the loopback interface, in the browser of the name given. */
async function ask(browser: string, cases: readonly SignatureCase[]): Promise<Told & { readonly agent: string }> {
  const profile = mkdtempSync(join(tmpdir(), "verifier-browser-"));
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const words = [...OPTIONS, `--user-data-dir=${profile}`, address];
  const child = spawn(browser, words, { detached: true, stdio: "ignore" }); // a group of its own: it is many processes
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    return await new Promise((resolve, reject) => {
      const late = (): void => reject(new Error(`${browser} did not answer within ${PATIENCE_MS / 1000} seconds`));
      setTimeout(late, PATIENCE_MS).unref();
      child.once("error", (error) => reject(new Error(`${browser} does not start, install it: ${error.message}`)));
      child.once("exit", (code) => reject(new Error(`${browser} ended with code ${code} before it answered`)));
      server.on("request", (request: IncomingMessage, response: ServerResponse) => {
        if (request.method !== "POST") return answer(request, response, cases);
        response.end();
        bodyOf(request).then((body) => {
          const told = JSON.parse(body) as Told | { readonly error: string };
          if ("error" in told) reject(new Error(`the page failed: ${told.error}`));
          else resolve({ ...told, agent: request.headers["user-agent"] ?? "" });
        }, reject);
      });
    });
  } finally {
    if (child.pid !== undefined) {
      if (child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    }
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const cases = signatureCases();
const told = await ask("chromium", cases);
const trusted = anchors.parse(vectorBytes(`${FILE}.anchors`));
const here = report.of(await verify(vectorBytes(`${FILE}.attestation`), trusted));

assert.ok(cases.length > 914 + 151);
assert.equal(told.verdicts.length, cases.length);
for (const [index, [webCrypto, noble]] of told.verdicts.entries()) {
  assert.equal(webCrypto, noble, `WebCrypto and noble disagree on ${cases[index]!.name}`);
}
assert.equal(told.verdicts.slice(0, 914).filter(([webCrypto]) => webCrypto === "accepted").length, 1);
assert.equal(told.report, text(canonical.encode(here)));
assert.equal(told.words, report.text(here));
console.log(`${told.agent.split(" ").find((word) => word.includes("Chrome/"))}, as Node:`);
console.log(`  ${cases.length} signatures, each with one verdict by WebCrypto and noble`);
console.log(`  one report of ${told.report.length} bytes on ${FILE}`);
