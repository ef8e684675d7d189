/**
 * Sentences of refusals, findings and mistakes of input in Spanish. Each is known by what it is in English, its values as blanks; what a sentence
 * stands for is read back out of it, so that whoever tells it need not know of languages. What is not ours is left as it is. Pure.
 *
 * Why: the English sentence is what commands print, logs keep and agents read. A second form of each beside it would be one that drifts.
 */

import { SPANISH } from '../reason/in-language.ts';
import { REASONS } from '../reason.ts';
import { ASKED } from './es/asked.ts';
import { CONNECTIONS } from './es/connections.ts';
import { DOCTOR } from './es/doctor.ts';
import { FINDINGS } from './es/findings.ts';
import { INPUT } from './es/input.ts';
import { OPERATIONS } from './es/operations.ts';
import { PARTS } from './es/parts.ts';
import { PUT_TOGETHER } from './es/put-together.ts';
import type { Spanish } from './es/spanish.ts';
import { WORK } from './es/work.ts';

/** All sentences that are told, apart from those of reason codes. */
export const SENTENCES: Spanish = {
  ...{ ...FINDINGS, ...ASKED, ...WORK, ...OPERATIONS, ...PUT_TOGETHER, ...INPUT },
  ...DOCTOR,
};

/** A sentence with blanks. */
interface Pattern {
  /** What stands before, between and after its blanks. */
  readonly english: readonly string[];
  readonly spanish: string;
  /** Blanks that stand in quotes: what is quoted is somebody else's word. */
  readonly quoted: ReadonlySet<string>;
}

/** Characters of a text that is looked at: longer ones are no sentence. */
const LONGEST = 20_000;
/** Sentences in the blanks of sentences. */
const DEEPEST = 3;
/** Sentences in a row that are looked at; a text that holds more is told as it is. */
const MOST_IN_A_ROW = 20;
const BLANK = /\{(\d)\}/g;

const EXACT: ReadonlyMap<string, string> = new Map(
  [...ofReasons(), ...manyWords(CONNECTIONS), ...Object.entries(SENTENCES)].filter(isPlain),
);
/** Those that say most by themselves first, so that none is taken for one that says less. */
const PATTERNS = patternsOf(SENTENCES);
const PART_PATTERNS = patternsOf(PARTS);

/** The sentence in Spanish; null = it is none of ours. */
export function inSpanish(text: string): string | null {
  return text.length > LONGEST ? null : (CONNECTIONS[text] ?? told(text, 0));
}

function* ofReasons(): Generator<readonly [english: string, spanish: string]> {
  for (const [code, { says, remedy }] of Object.entries(REASONS)) {
    const [other = '', mends = ''] = SPANISH[code] ?? [];
    if (other !== '') yield [says, other];
    if (mends !== '') yield [remedy, mends];
  }
}

/** One word alone (`port`) may stand in a blank as a name; it is looked up as a whole text only. */
function manyWords(sentences: Spanish): readonly (readonly [string, string])[] {
  return Object.entries(sentences).filter(([english]) => english.includes(' '));
}

function isPlain([english]: readonly [string, string]): boolean {
  return english.search(BLANK) < 0;
}

function patternsOf(sentences: Spanish): readonly Pattern[] {
  const length = (text: string) => text.replace(BLANK, '').length;
  return Object.entries(sentences)
    .filter((one) => !isPlain(one))
    .sort(([a], [b]) => length(b) - length(a))
    .map(([english, spanish]) => ({ english: english.split(/\{\d\}/), spanish, quoted: quotedIn(english) }));
}

/**
 * What stands in the blanks of a text; null = it is another sentence. Each blank ends where what follows it is found first. Why no regular
 * expression: several blanks of any length have it try all of their lengths with each other, and what stands in them may be anybody's.
 */
function valuesIn([before = '', ...behind]: readonly string[], text: string): readonly string[] | null {
  if (!text.startsWith(before)) return null;
  const values: string[] = [];
  const last = behind.pop() ?? '';
  let at = before.length;
  for (const part of behind) {
    const to = text.indexOf(part, at);
    if (to < 0) return null;
    values.push(text.slice(at, to));
    at = to + part.length;
  }
  const to = text.length - last.length;
  if (to < at || !text.endsWith(last)) return null;
  return [...values, text.slice(at, to)];
}

function quotedIn(english: string): ReadonlySet<string> {
  return new Set([...english.matchAll(/[“"]\{(\d)\}[”"]/g)].map(([, blank = '']) => blank));
}

function told(text: string, depth: number): string | null {
  return EXACT.get(text) ?? severalTold(text, depth, 'all') ?? oneTold(text, depth) ?? severalTold(text, depth, 'some');
}

function oneTold(text: string, depth: number): string | null {
  if (text === '' || depth > DEEPEST) return null;
  return EXACT.get(text) ?? filled(PATTERNS, text, depth) ?? placed(text, depth) ?? shown(text, depth);
}

function filled(patterns: readonly Pattern[], text: string, depth: number): string | null {
  for (const { english, spanish, quoted } of patterns) {
    const values = valuesIn(english, text);
    if (values === null) continue;
    return spanish.replace(BLANK, (_, blank: string) => {
      const value = values[Number(blank)] ?? '';
      return quoted.has(blank) ? value : (partTold(value, depth + 1) ?? value);
    });
  }
  return null;
}

/** What stands in a blank, where it is words of ours. */
function partTold(value: string, depth: number): string | null {
  return PARTS[value] ?? filled(PART_PATTERNS, value, depth) ?? told(value, depth);
}

type HowMany = 'all' | 'some';

/** Sentences in a row: `; ` between those that name several mistakes, lines of a list, or one after the other. */
function severalTold(text: string, depth: number, need: HowMany): string | null {
  for (const [between, joint] of JOINTS) {
    const parts = text.split(between);
    if (parts.length < 2 || parts.length > MOST_IN_A_ROW) continue;
    const row = rowTold(parts, joint, depth + 1, need);
    if (row !== null) return row;
  }
  return null;
}

const JOINTS = [
  ['\n', '\n'],
  ['; ', '; '],
  [/(?<=[.?]) /, ' '],
] as const;

/** A sentence may hold what parts them: of what begins at a part, the longest that is one counts. */
function rowTold(parts: readonly string[], joint: string, depth: number, need: HowMany): string | null {
  const row: string[] = [];
  let found = 0;
  for (let from = 0; from < parts.length; ) {
    const [said, to] = longestTold(parts, from, joint, depth);
    if (said === null && need === 'all') return null;
    if (said !== null) found += 1;
    row.push(said ?? parts[from] ?? '');
    from = to;
  }
  return found > 0 ? row.join(joint) : null;
}

/** The longest sentence that begins at a part, never all of them, and the part after it. */
function longestTold(parts: readonly string[], from: number, joint: string, depth: number) {
  for (let to = from === 0 ? parts.length - 1 : parts.length; to > from; to -= 1) {
    const said = oneTold(parts.slice(from, to).join(joint), depth);
    if (said !== null) return [said, to] as const;
  }
  return [null, from + 1] as const;
}

/** A sentence behind the place that it is about: `steps[2].day: this is missing`. */
function placed(text: string, depth: number): string | null {
  const at = text.indexOf(': ');
  const said = at < 0 ? null : oneTold(text.slice(at + 2), depth + 1);
  return said === null ? null : `${text.slice(0, at)}: ${said}`;
}

/** A sentence before what showed it: `The record is there twice. (records 2)`. */
function shown(text: string, depth: number): string | null {
  const at = text.endsWith(')') ? text.indexOf(' (') : -1;
  const said = at < 0 ? null : oneTold(text.slice(0, at), depth + 1);
  return said === null ? null : `${said}${text.slice(at)}`;
}
