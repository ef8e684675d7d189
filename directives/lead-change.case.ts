/** Runs a row of lead-change.md: what is typed over a lead, what its maker saw, or a refusal of what is given up. */
import { changeByHand, goAlong, overtaken } from '../src/domain/lead/change.ts';
import { type Basis, type LeadValues, NO_VALUES } from '../src/domain/lead/lead.ts';

type Values = Partial<LeadValues> & { readonly basis?: Basis };
type Texts = Readonly<Record<string, string>>;
interface Typed {
  readonly known: Values;
  readonly attributes: Texts;
  readonly said: Values;
  readonly saidAttributes: Texts;
  readonly emptied: readonly string[];
}
interface Seen {
  readonly holds: Values;
  readonly saw: Texts;
}
interface GivenUp {
  readonly before: Values;
  readonly after: Values;
  /** Kind, channel, reason. */
  readonly standing: string;
}

interface Merged {
  readonly other: Values;
  /** With what it took over. */
  readonly stays: Values;
  readonly standing: string;
}

/** Errors: a plain one where the lead does not hold what the list of changes says. */
export function run(row: Typed | Seen | GivenUp | Merged) {
  if ('other' in row) return along(row.standing, ['other', row.other], ['stays', row.stays]);
  if ('standing' in row) return along(row.standing, ['same', row.before], ['same', row.after]);
  if ('saw' in row) {
    const { basis = null, ...values } = row.holds;
    const found = overtaken({ values: { ...NO_VALUES, ...values }, attributes: {}, basis }, row.saw);
    return { overtaken: Object.fromEntries(found.map(({ field, saw, holds }) => [field, [saw, holds]])) };
  }
  return typed(row);
}

function typed({ known, attributes, said, saidAttributes, emptied }: Typed) {
  const { basis: stood = null, ...values } = known;
  const { basis: stated = null, ...typed } = said;
  const before = { values: { ...NO_VALUES, ...values }, attributes, basis: stood };
  const { changes, ...is } = changeByHand(before, { said: typed, attributes: saidAttributes, basis: stated, emptied });
  const after: Record<string, unknown> = { ...is.values, basis: is.basis };
  for (const [name, value] of Object.entries(is.attributes)) after[`attributes.${name}`] = value;
  for (const { field, to } of changes)
    if ((after[field] ?? null) !== to) throw new Error(`${field} is not what the changes say`);
  return { changes: Object.fromEntries(changes.map(({ field, from, to }) => [field, [from, to]])) };
}

function along(standing: string, before: readonly [id: string, Values], after: readonly [id: string, Values]) {
  const [kind = '', channel, reason = ''] = standing.split(' ');
  const refusal = { kind, value: null, channel: channel as 'email' | 'sms' | 'all', reason };
  const found = goAlong([refusal], leadOf(...before), leadOf(...after));
  return { along: found.length === 1 };
}

function leadOf(id: string, values: Values) {
  return { id, values: { ...NO_VALUES, ...values } };
}
