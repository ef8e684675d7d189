/**
 * All that is held of a person, as one document in plain words: fields with where they came from, consent and refusals, and every row of
 * every table that is theirs, times as dates and reason codes with their sentences. Reads only; leaves nothing out.
 */
import { NEVER_ASKED } from '../../domain/delivery/providers/text-end.ts';
import { REASONS } from '../../domain/reason.ts';
import type { Engine } from '../engine.ts';
import { spoken } from '../explain.ts';
import { suppressionKeysOf } from '../keyring.ts';
import type { HeldRows, PersonHeld, Suppression } from '../store-port.ts';

type Row = Readonly<Record<string, unknown>>;

/** One field of a person and where its value came from. */
interface FieldTold {
  readonly field: string;
  readonly value: unknown;
  readonly from: string;
}

/** The document. Its `held` has every row of every kind. */
export interface PersonDocument {
  readonly lead: string;
  readonly workspace: string;
  readonly exportedAt: string;
  readonly alsoKnownAs: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly fields: readonly FieldTold[];
  readonly consent: { readonly basis: string | null; readonly since: string | null; readonly said: readonly Row[] };
  readonly refusals: readonly Row[];
  readonly held: Readonly<Record<string, readonly Row[]>>;
  readonly complete: boolean;
}

/** Everything about a person; null = there is no such lead. */
export async function personDocument(
  engine: Engine,
  workspaceId: string,
  leadId: string,
): Promise<PersonDocument | null> {
  const person = await engine.store.people.held(workspaceId, leadId);
  if (!person) return null;
  const story = await engine.store.leads.story(workspaceId, leadId, suppressionKeysOf(engine.keyring));
  const held = Object.fromEntries(person.held.map(({ kind, rows }) => [kind, rows.map(plainRow).sort(byText)]));
  const { lead } = person;
  return {
    lead: leadId,
    workspace: workspaceId,
    exportedAt: iso(engine.clock.now()),
    alsoKnownAs: person.ids.slice(1),
    emails: person.emails,
    phones: person.phones,
    fields: fieldsOf(person),
    consent: {
      basis: lead.basis,
      since: lead.basisAt === null ? null : iso(lead.basisAt),
      said: (held.events ?? []).filter(({ kind }) => kind === 'opted-in' || kind === 'opted-out'),
    },
    refusals: (story?.suppressions ?? []).map(refusalTold),
    held,
    complete: person.held.every(({ more }) => !more),
  };
}

function refusalTold({ kind, value, channel, reason, origin, at, list }: Suppression): Row {
  return { kind, value, channel, reason, told: origin, since: iso(at), list: list ?? 'workspace' };
}

/** Each value with the import, and its line, that brought it last; what no import changed came with the lead. */
function fieldsOf({ lead, held }: PersonHeld): FieldTold[] {
  const brought = new Map<string, string>();
  for (const { import_id: id, line, change } of rowsOf(held, 'traces of imports').toSorted(byImport)) {
    const { fields = [] } = (change === null ? {} : JSON.parse(String(change))) as { fields?: [string][] };
    for (const [field] of fields) brought.set(field, `import ${id}, line ${line}`);
  }
  const first = lead.importId === null ? lead.source : `${lead.source}, import ${lead.importId}`;
  const attributes = Object.entries(lead.attributes).map(([name, value]) => [`attributes.${name}`, value] as const);
  return [...Object.entries(lead.values), ...attributes]
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([field, value]) => ({ field, value, from: brought.get(field) ?? first }));
}

function rowsOf(held: readonly HeldRows[], kind: string): readonly Row[] {
  return held.find((one) => one.kind === kind)?.rows ?? [];
}

/** In the order in which they were brought. */
function byImport(a: Row, b: Row): number {
  return String(a.import_id) < String(b.import_id)
    ? -1
    : String(a.import_id) > String(b.import_id)
      ? 1
      : Number(a.line) - Number(b.line);
}

const byText = (a: Row, b: Row) => (keyText(a) < keyText(b) ? -1 : 1);

/** Rows with an id are in the order of their making. */
function keyText(row: Row): string {
  return String(row.id ?? JSON.stringify(row));
}

/** Columns that say nothing of the person. */
const UNTOLD: ReadonlySet<string> = new Set(['workspace_id', 'request_id']);

/** A row without what is empty. */
function plainRow(row: Row): Row {
  const told = Object.entries(row)
    .filter(([column, value]) => !UNTOLD.has(column) && value !== null && value !== NEVER_ASKED)
    .map(([column, value]) => [camelCase(column), plainValue(column, value)] as const);
  return Object.fromEntries(told);
}

function plainValue(column: string, value: unknown): unknown {
  if (typeof value === 'number' && (column === 'at' || /_(at|until|from)$/.test(column))) return iso(value);
  if (typeof value === 'string' && /^[{[]/.test(value)) return inWords(jsonOf(value));
  return column === 'reason_code' || column === 'code' ? inWords({ code: value }) : value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It only begins like one: somebody wrote it.
    return text;
  }
}

/** Reason codes with their sentences, however deep they stand. */
function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'object' || value === null) return value;
  const { code } = value as Row;
  if (typeof code === 'string' && code in REASONS) return spoken(value as Parameters<typeof spoken>[0]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inWords(one)]));
}

function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
