/** An answer as an agent is shown it: its text is neutral, and the places of what others wrote are named. Never changes its shape. */
import { LIMITS } from '../limits.ts';
import { isOwnText, neutralText } from './neutral-text.ts';

/** An answer whose words of others are harmless, and the places of them. */
export interface Fenced {
  readonly value: unknown;
  /** JSON pointers; `*` stands for each item of a list. */
  readonly marks: readonly string[];
}

/** Neutralises all text of an answer, and names where words of others stand. */
export function fenceStrangers(value: unknown): Fenced {
  const marks = new Set<string>();
  const fenced = walk(value, '', marks);
  return { value: fenced, marks: marks.size <= LIMITS.agentMarks ? [...marks].sort() : collapsed(marks) };
}

function walk(value: unknown, at: string, marks: Set<string>): unknown {
  if (typeof value === 'string') return textAt(value, at, marks);
  if (Array.isArray(value)) return value.map((item) => walk(item, `${at}/*`, marks));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => {
    const key = neutralText(name);
    const place = `${at}/${isOwnText(key) ? key : '*'}`;
    if (!isOwnText(name)) marks.add(place);
    return [key, walk(part, place, marks)] as const;
  });
  return Object.fromEntries(entries);
}

function textAt(text: string, at: string, marks: Set<string>): string {
  if (isOwnText(text)) return text;
  marks.add(at === '' ? '/' : at);
  return neutralText(text);
}

function collapsed(marks: ReadonlySet<string>): readonly string[] {
  return [...new Set([...marks].map((mark) => mark.split('/').slice(0, 2).join('/')))]
    .sort()
    .slice(0, LIMITS.agentMarks);
}
