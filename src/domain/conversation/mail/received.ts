/**
 * A mail that came in, taken apart: what reading it may look at. Owns the shape, and how lines of `Name: value` become
 * fields. Taking bytes apart is an adapter's; what the mail is, is `classify.ts`.
 */
import { LIMITS } from '../../limits.ts';

/** One `Name: value`. */
export interface MailField {
  /** In lower case. */
  readonly name: string;
  /** Unfolded and decoded, on one line. */
  readonly value: string;
}

/** Fields that belong together: a header, the part of a report on one recipient. */
export type MailFields = readonly MailField[];

/** What was wrong with the bytes; the codes are of `CONVERSATION_REASONS`. */
export type MailFault = 'mail-empty' | 'mail-broken' | 'mail-cut';

/** A mail, as an adapter gives it. What a mail does not have is empty. */
export interface ReceivedMail {
  readonly headers: MailFields;
  /** What there is to read: plain text, or HTML as text, with each line of a block quote begun by `> `. */
  readonly text: string;
  /** Groups of its `message/delivery-status` parts: one on the mail, one a recipient. Source: RFC 3464 §2. */
  readonly status: readonly MailFields[];
  /** Its `message/disposition-notification`. Source: RFC 8098. */
  readonly disposition: MailFields;
  /** Its `message/feedback-report`. Source: RFC 5965. */
  readonly feedback: MailFields;
  /** The header of the mail that a report returns. */
  readonly original: MailFields;
  /** When it was written, by its own clock, in epoch milliseconds; null = it does not say. */
  readonly writtenAt: number | null;
  readonly faults: readonly MailFault[];
}

/** A mail of nothing, to be filled. */
export const NO_MAIL: ReceivedMail = {
  headers: [],
  text: '',
  status: [],
  disposition: [],
  feedback: [],
  original: [],
  writtenAt: null,
  faults: [],
};

/** The first value of a field; null = there is none. `name` in lower case. */
export function valueIn(fields: MailFields, name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}

/** The first address in a field's value, in lower case: `Ann <Ann@x.co>`, `rfc822; ann@x.co`. Null = none is written there. */
export function addressIn(value: string | null): string | null {
  const text = (value ?? '').slice(0, LIMITS.addressCharacters);
  const words = text.split(/[\s<>()[\]{},;:"'`|]+/);
  const found = words.find((word) => /^[^@]+@[^@.]+(\.[^@.]+)*\.?$/.test(word));
  return found === undefined ? null : found.replace(/^[=.]+|\.$/g, '').toLowerCase();
}

/**
 * Lines of `Name: value` as fields, in groups that blank lines part. Folded lines are joined; a line that is no field
 * is left out. Reads at most `LIMITS.mailFields` of them.
 */
export function fieldGroups(text: string): readonly MailFields[] {
  const groups: MailField[][] = [[]];
  let count = 0;
  for (const line of text.split(/\r?\n/)) {
    const group = groups[groups.length - 1]!;
    if (line.trim() === '') {
      if (group.length > 0) groups.push([]);
    } else if (!extended(group, line) && count < LIMITS.mailFields) {
      const field = fieldOf(line);
      if (field) count += group.push(field) > 0 ? 1 : 0;
    }
  }
  return groups.filter((group) => group.length > 0);
}

/** A folded line goes on with the field before it. */
function extended(group: MailField[], line: string): boolean {
  const last = group.at(-1);
  if (!/^[ \t]/.test(line)) return false;
  if (last) group[group.length - 1] = { name: last.name, value: `${last.value} ${line.trim()}`.trim() };
  return true;
}

function fieldOf(line: string): MailField | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon).trim().toLowerCase();
  if (colon <= 0 || name.length > 60 || !/^[!-9;-~]+$/.test(name)) return null;
  return { name, value: line.slice(colon + 1).trim() };
}
