/**
 * Every error this software raises on purpose, by who is at fault. The verifier needs two of the families:
 *
 *     CountersealError
 *     ├── Refused       bytes from outside break a rule of spec/: the peer, the file, the document
 *     └── Misuse        the caller of a function broke its precondition
 *
 * A `Refused` carries a stable code (listed with its meaning in `spec/codes.json` and printed alike by every
 * implementation), a sentence with got and want, the place, and the mend.
 */

/** The common base: catching it catches all of ours and nothing else. */
export class CountersealError extends Error {}

/** Bytes from outside break a rule. */
export class Refused extends CountersealError {
  /**
   * @param code stable code of the rule, a key of `spec/codes.json`
   * @param why one sentence, got and want
   * @param where the place: a path into the document, a line, a log index; empty when there is only one place
   * @param mend what the sender can do about it; empty when nothing but other bytes would help
   */
  constructor(
    readonly code: string,
    readonly why: string,
    readonly where = "",
    readonly mend = "",
  ) {
    super(`${code}${where && ` at ${where}`}: ${why}`);
    this.name = "Refused";
  }

  /** Returns the same refusal with `where` put before its place. */
  at(where: string): Refused {
    return new Refused(this.code, this.why, this.where ? `${where}: ${this.where}` : where, this.mend);
  }
}

/** The caller broke a function's precondition: a fault of our own code. */
export class Misuse extends CountersealError {
  constructor(why: string) {
    super(why);
    this.name = "Misuse";
  }
}

/** Returns what `work` returns; a refusal in it is refused `at` the place. */
export function placed<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refused ? error.at(where) : error;
  }
}

const LETTER_ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * Returns text from outside in quotes, as a sentence may show it: printable ASCII as it is, all else escaped.
 *
 * So no character can hide, turn the line around or end it. It is the form of Python's `ascii`.
 */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    if (character === mark) return `\\${mark}`;
    if (code >= 0x20 && code < 0x7f && character !== "\\") return character;
    const digits = code.toString(16);
    if (code <= 0xff) return LETTER_ESCAPES.get(character) ?? `\\x${digits.padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  });
  return `${mark}${escaped.join("")}${mark}`;
}
