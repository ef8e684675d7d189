/**
 * Leads as a person types them: names of fields are read as headers of files are, values as their cells. A change is decided on the lead as
 * it stands, refusals included, and written only while it stands so.
 */

import { readBasis } from '../../domain/lead/cell/basis.ts';
import { BY_HAND, changeByHand, goAlong, overtaken, shown, type TypedChange } from '../../domain/lead/change.ts';
import { type Mapping, mapColumns } from '../../domain/lead/columns.ts';
import { draftOf } from '../../domain/lead/draft.ts';
import { identityKeys } from '../../domain/lead/identity.ts';
import type { Basis, Lead, LeadDraft, LeadValues } from '../../domain/lead/lead.ts';
import type { FieldChange } from '../../domain/lead/merge.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { CaptureOutcome, LeadStory, LeadSuppression, Readdressed } from '../store-port.ts';

/** A lead that is assessed or refused just now is looked at again, this often at most. */
const TURNS = 5;

/**
 * Names as `--map` knows them, else as headers of files are called. A name that is neither is a slip, not an attribute: those are written
 * `attribute.name`. Errors: refusal `unknown-field`.
 */
export function mappingOf(names: readonly string[]): Mapping {
  const wished = mapColumns(names, { overrides: Object.fromEntries(names.map((name) => [name, name])) });
  if (wished.problems.length === 0) return wished;
  const slips = new Set(wished.problems.map(({ column }) => column));
  const words = names.filter((name) => !slips.has(name));
  const mapping = mapColumns(names, { overrides: Object.fromEntries(words.map((name) => [name, name])) });
  const slip = mapping.columns.find(({ header, target }) => slips.has(header) && target.kind === 'attribute');
  if (!slip) return mapping;
  throw new Refusal(
    'unknown-field',
    `“${slip.header}” is no field of a lead`,
    `to keep it all the same: --set attribute.${slip.attribute}=…`,
  );
}

/** A change of one lead, as it was typed. */
export interface HandWish {
  readonly workspaceId: string;
  readonly leadId: string;
  /** By field; an empty text empties it. */
  readonly set: Readonly<Record<string, string>>;
  /** By field, what the person saw as they typed; fields that are left out are not compared. */
  readonly seen: Readonly<Record<string, string>>;
}

/** What a change by hand came to. */
export interface HandOutcome {
  readonly changes: readonly FieldChange[];
  /** Refusals that went along to the person. */
  readonly wentAlong: number;
}

/**
 * Changes a lead as directives/lead-change.md says. Errors: refusals `no-such-lead`, `unknown-field`, `unusable-value`, `changed-meanwhile`,
 * `belongs-to-another`; nothing is changed then.
 */
export async function changeLead(engine: Engine, wish: HandWish): Promise<HandOutcome> {
  const { workspaceId, leadId } = wish;
  for (let turn = 0; turn < TURNS; turn++) {
    const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
    if (!story) throw new Refusal('no-such-lead', `there is no lead ${leadId}`, 'rekindle lead list names them');
    const { lead } = story;
    refuseOvertaken(lead, wish.seen);
    const { typed, optOuts } = readTyped(lead, wish.set);
    const { changes, ...facts } = changeByHand(lead, typed);
    const refusals = refusalsOf(engine, story, facts.values, optOuts);
    if (changes.length === 0 && refusals.length === 0) return { changes, wentAlong: 0 };
    const now = engine.clock.now();
    const stated = facts.basis === lead.basis ? {} : { basisAt: facts.basis === null ? null : now };
    const changed = { ...lead, ...facts, ...stated, changedAt: now };
    if (await written(engine, lead, changed, changes, refusals)) return { changes, wentAlong: refusals.length };
  }
  throw new Refusal('changed-meanwhile', 'others change this lead all the time', 'try it again in a moment');
}

function refuseOvertaken(lead: Lead, seen: HandWish['seen']): void {
  const { columns } = mappingOf(Object.keys(seen));
  const texts = columns.map((column) => [fieldOf(column), seen[column.header] ?? ''] as const);
  const [first] = overtaken(lead, Object.fromEntries(texts));
  if (!first) return;
  const { field, saw, holds } = first;
  throw new Refusal(
    'changed-meanwhile',
    `somebody else was quicker: ${field} is ${holds === '' ? 'empty' : `“${holds}”`} now, and was ${saw === '' ? 'empty' : `“${saw}”`} when you looked`,
    'look at it again; what you typed still stands nowhere',
  );
}

/** What stands under a column; further addresses, ids and refusals are not typed over. Errors: refusal `unknown-field`. */
function fieldOf({ header, target }: Mapping['columns'][number]): string {
  if (target.kind === 'field') return target.field;
  if (target.kind === 'attribute') return `attributes.${target.name}`;
  if (target.kind === 'basis') return 'basis';
  throw new Refusal(
    'unknown-field',
    `“${header}” is not changed here`,
    'who must not be contacted: suppress add; anything else: --set attribute.name=…',
  );
}

const NAMES = ['firstName', 'lastName', 'fullName'] as const satisfies readonly (keyof LeadValues)[];

function readTyped(lead: Lead, set: HandWish['set']): { typed: TypedChange; optOuts: LeadDraft['optOuts'] } {
  const { columns } = mappingOf(Object.keys(set));
  const fields = columns.map((column) => [fieldOf(column), column.header] as const);
  const isEmpty = (header: string) => (set[header] ?? '').trim() === '';
  const filled = fields.filter(([, header]) => !isEmpty(header));
  const said = filled.filter(([field]) => field !== 'basis');
  const basis = basisTyped(filled, set);
  const emptied = fields.filter(([, header]) => isEmpty(header)).map(([field]) => field);
  const typed = { said: {}, attributes: {}, basis, emptied };
  if (said.length === 0) return { typed, optOuts: [] };
  const draft = draftOfTyped(lead, set, said);
  const named = said.some(([field]) => NAMES.some((name) => name === field));
  const wanted = new Set([...said.map(([field]) => field), ...(named ? NAMES : [])]);
  const values = Object.entries(draft.values).filter(([field]) => wanted.has(field));
  const attributes = Object.entries(draft.attributes).filter(([name]) => wanted.has(`attributes.${name}`));
  return {
    typed: { ...typed, said: Object.fromEntries(values), attributes: Object.fromEntries(attributes) },
    optOuts: draft.optOuts,
  };
}

/** Null = none is typed. Errors: refusal `unusable-value`. */
function basisTyped(filled: readonly (readonly [string, string])[], set: HandWish['set']): Basis | null {
  const [, header] = filled.find(([field]) => field === 'basis') ?? [];
  const text = header === undefined ? '' : (set[header] ?? '');
  const basis = header === undefined ? null : readBasis(text);
  if (header === undefined || basis !== null) return basis;
  throw new Refusal(
    'unusable-value',
    `“${text}” is no basis on which somebody may be contacted`,
    'one of consent, contract, legitimate-interest and none; an empty text: nobody stated one',
  );
}

/** Numbers and regions are read by the lead's country, where none is typed. Errors: refusal `unusable-value`. */
function draftOfTyped(lead: Lead, set: HandWish['set'], said: readonly (readonly [string, string])[]): LeadDraft {
  const { country } = lead.values;
  const around = country === null || said.some(([field]) => field === 'country') ? [] : [['country', country] as const];
  const cells = [...said.map(([, header]) => [header, set[header] ?? ''] as const), ...around];
  const mapping = mappingOf(cells.map(([header]) => header));
  const reading = draftOf(
    cells.map(([, text]) => text),
    mapping,
    { defaultCountry: null, basis: null },
  );
  const noted = reading.ok ? reading.notes.map(({ column }) => column) : [];
  const lost = said.find(([field, header]) => noted.includes(header) || !reading.ok || !holds(reading.draft, field));
  if (lost) throw unusable(lost[1], set[lost[1]] ?? '');
  if (!reading.ok) throw unusable('', '');
  const { draft } = reading;
  const [several] = [...draft.otherEmails, ...draft.otherPhones];
  if (several !== undefined) throw unusable(several.includes('@') ? 'email' : 'phone', several);
  return draft;
}

function holds({ values, attributes }: LeadDraft, field: string): boolean {
  const attribute = /^attributes\.(.*)$/s.exec(field)?.[1];
  return attribute === undefined ? values[field as keyof LeadValues] !== undefined : attribute in attributes;
}

/** What was typed is nothing that its field can hold. */
export function unusable(header: string, text: string): Refusal {
  return new Refusal(
    'unusable-value',
    `“${text}” is nothing that “${header}” can hold`,
    'type one value as the field wants it; an empty text empties it',
  );
}

/** Refusals that go along with a new address or number, and those that a tag says. */
function refusalsOf(
  engine: Engine,
  { lead, suppressions }: LeadStory,
  after: LeadValues,
  optOuts: LeadDraft['optOuts'],
): LeadSuppression[] {
  const along = goAlong(suppressions, lead, { id: lead.id, values: after });
  const told = optOuts.map(({ channel, evidence }) => ({ channel, reason: evidence }));
  const about = { kind: 'lead', value: lead.id, keyHash: engine.keyring.hash('lead', lead.id) } as const;
  const origin = 'changed by hand';
  return [...along, ...told].map(({ channel, reason }) => ({
    leadId: lead.id,
    suppression: { ...about, channel, reason, origin, at: engine.clock.now() },
  }));
}

/** False = the lead was changed since it was read. Errors: refusal `belongs-to-another`. */
async function written(
  engine: Engine,
  before: Lead,
  lead: Lead,
  changes: readonly FieldChange[],
  suppressions: readonly LeadSuppression[],
): Promise<boolean> {
  const { email, phone, person } = identityKeys(lead.values, null, BY_HAND);
  const reaches = [
    ...(changes.some(({ field }) => field === 'email') && email ? [`e:${email}`] : []),
    ...(changes.some(({ field }) => field === 'phone') && phone ? [`p:${phone}`] : []),
  ];
  const keys = [...reaches, ...(person ? [`n:${person}`] : [])];
  let standing: 'as it was' | 'changed' | { readonly taken: string } = 'as it was';
  await engine.store.leads.capture({
    ...{ workspaceId: lead.workspaceId, source: BY_HAND, now: lead.changedAt, progress: null, uncounted: true },
    rows: [{ line: 1, keys, content: null, leadId: lead.id }],
    decide(known) {
      const taken = reaches.flatMap((key) => known.holders(key)).find((id) => id !== lead.id);
      if (!known.isThere(lead.id) || known.lead(lead.id).revision !== before.revision) standing = 'changed';
      else if (taken !== undefined) standing = { taken };
      if (standing !== 'as it was') return NOTHING;
      const newKeys = keys.filter((key) => !known.holders(key).includes(lead.id));
      const fields = changes.map(({ field }) => field);
      const trace = { line: 1, leadId: lead.id, outcome: 'merged', change: null, fields } as const;
      const readdressed = readdressedBy(before, lead);
      const isElsewhere = lead.values.country !== before.values.country;
      const permitted = isElsewhere || (lead.basis !== null && lead.basis !== before.basis) ? [lead.id] : [];
      return { ...NOTHING, changed: [{ lead, newKeys }], traces: [trace], suppressions, readdressed, permitted };
    },
  });
  return told(standing);
}

function readdressedBy(before: Lead, after: Lead): Readdressed[] {
  return (['email', 'phone'] as const).flatMap((way) => {
    const [from, to] = [before.values[way], after.values[way] ?? ''];
    return from === null || from === to ? [] : [{ leadId: after.id, way, from, to }];
  });
}

const NOTHING: CaptureOutcome = { created: [], changed: [], traces: [], suppressions: [], reviews: [] };

function told(standing: 'as it was' | 'changed' | { readonly taken: string }): boolean {
  if (typeof standing === 'string') return standing === 'as it was';
  const { taken } = standing;
  throw new Refusal(
    'belongs-to-another',
    `this address or number is ${taken}’s`,
    `if they are one person: lead merge ${taken} …; else leave it to whom it belongs`,
  );
}

/** Changes as they are told: texts, as they are typed. */
export function changesTold(changes: readonly FieldChange[]) {
  return changes.map(({ field, from, to }) => ({ field, from: shown(from), to: shown(to) }));
}
