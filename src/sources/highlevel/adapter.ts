/**
 * Contacts of a HighLevel location as leads. The list leaves out do-not-disturb, so that each contact is asked for by itself: nobody
 * comes in without what they have refused. Within the rate that HighLevel tells, about ten contacts a second.
 * Source: GoHighLevel/highlevel-api-docs, contacts.
 */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import type { Basis } from '../../domain/lead/lead.ts';
import type { Api, Speech } from '../../engine/crm-port.ts';
import type { HarvestPage, HarvestReject, LeadSource } from '../../engine/source-port.ts';
import { draftsOf, pageOf, type SourceRecord } from '../records.ts';

const VERSION = '2021-07-28';
const TIMEOUT_MS = 20_000;
/** Contacts of a page; the most that HighLevel gives. */
const PAGE = 100;

const Text = z.string().nullish();
const Contact = z
  .object({
    ...{ id: z.string(), firstName: Text, lastName: Text, name: Text, email: Text, phone: Text, companyName: Text },
    ...{ website: Text, address1: Text, city: Text, state: Text, postalCode: Text, country: Text, timezone: Text },
    ...{ source: Text, dateOfBirth: Text, tags: z.array(z.string()).nullish(), dnd: z.boolean().nullish() },
    dndSettings: z.record(z.string(), z.object({ status: Text }).loose().nullish()).nullish(),
    customFields: z.array(z.object({ id: z.string(), value: z.unknown() })).nullish(),
  })
  .loose();
type HighlevelContact = z.output<typeof Contact>;
const Page = z.object({
  contacts: z.array(z.object({ id: z.string() }).loose()).default([]),
  meta: z
    .object({ startAfterId: Text, startAfter: z.union([z.number(), z.string()]).nullish() })
    .loose()
    .optional(),
});
const One = z.object({ contact: Contact });
const Fields = z.object({ customFields: z.array(z.object({ id: z.string(), name: z.string() })).default([]) });

/** Where the reading stands: after this contact. */
interface Cursor {
  readonly startAfterId: string;
  readonly startAfter: string;
}

/** The contacts of a connection's location. */
export function highlevelSource(asked: Asked, speech: Speech): LeadSource {
  const { settings, secrets, name } = asked;
  const api = speech.api({
    baseUrl: settings.baseUrl ?? 'https://services.leadconnectorhq.com',
    account: settings.location ?? '',
    headers: async (anew) => ({
      authorization: `Bearer ${(await asked.token?.(anew)) ?? secrets.token ?? ''}`,
      version: VERSION,
    }),
    concurrency: 4,
    timeoutMs: TIMEOUT_MS,
    askMs: 0,
  });
  const reader = new Reader(api, settings.location ?? '', (settings.basis ?? null) as Basis | null);
  return { name, configured: () => true, fetch: (wish) => pageOf(() => reader.page(wish)) };
}

class Reader {
  readonly #api: Api;
  readonly #location: string;
  readonly #basis: Basis | null;
  /** Asked for once, by whichever contact comes first. */
  #names: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(api: Api, location: string, basis: Basis | null) {
    this.#api = api;
    this.#location = encodeURIComponent(location);
    this.#basis = basis;
  }

  async page({ limit, cursor }: Parameters<LeadSource['fetch']>[0]): Promise<HarvestPage> {
    const at = cursor as Cursor | null;
    const after = at === null ? '' : `&startAfterId=${encodeURIComponent(at.startAfterId)}&startAfter=${at.startAfter}`;
    const path = `/contacts/?locationId=${this.#location}&limit=${Math.min(limit, PAGE)}${after}`;
    const { contacts, meta } = Page.parse(await this.#get(path));
    const found = await Promise.all(contacts.map(({ id }) => this.#record(id)));
    const records = found.filter((one) => one !== null && 'fields' in one);
    const unread = found.filter((one) => one !== null && 'reason' in one);
    // It names a next contact after its last one too.
    const id = contacts.length === 0 ? null : (meta?.startAfterId ?? null);
    // At the end the next reading begins with the first one: so it hears what known contacts have refused since.
    const next = id === null ? null : { startAfterId: id, startAfter: String(meta?.startAfter ?? '') };
    const { drafts, rejects } = draftsOf(records, this.#basis);
    const taken = { drafts, rejects: [...rejects, ...unread] };
    return { kind: 'leads', vendor: 'highlevel', ...taken, cursor: next, more: id !== null };
  }

  async #get(path: string): Promise<unknown> {
    return (await this.#api.ask({ method: 'GET', path, again: true })).json;
  }

  /** Null = it was deleted since it was listed. One that cannot be read holds up none of the others, and the reading is never stuck at it. */
  async #record(id: string): Promise<SourceRecord | HarvestReject | null> {
    const place = `contact ${id}`;
    const path = `/contacts/${encodeURIComponent(id)}`;
    const { status, json } = await this.#api.ask({ method: 'GET', path, again: true, but: [400, 404, 422] });
    if (isGone(status, json)) return null;
    const read = One.safeParse(json);
    if (status >= 400 || !read.success) return { place, reason: 'source-unreadable' };
    const { contact } = read.data;
    this.#names ??= this.#fieldNames().catch((fault: unknown) => {
      this.#names = null;
      throw fault;
    });
    const custom = customOf(contact, await this.#names);
    return { place, fields: { ...fieldsOf(contact), ...custom } };
  }

  async #fieldNames(): Promise<ReadonlyMap<string, string>> {
    const { customFields } = Fields.parse(await this.#get(`/locations/${this.#location}/customFields`));
    return new Map(customFields.map(({ id, name }) => [id, name]));
  }
}

/** Source: answers as its users report them; its documents tell 400, 401 and 422 alone. */
function isGone(status: number, json: unknown): boolean {
  return status === 404 || (status === 400 && /not found/i.test(JSON.stringify(json ?? '')));
}

/** Custom fields by their names, as text; those that we write there ourselves are left out. */
function customOf({ customFields }: HighlevelContact, names: ReadonlyMap<string, string>): SourceRecord['fields'] {
  const known = (customFields ?? []).flatMap(({ id, value }) => {
    const name = names.get(id);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    return name === undefined || name.startsWith('Rekindle ') ? [] : [[name, text] as const];
  });
  return Object.fromEntries(known);
}

/** By the headers of HighLevel's own exports. */
function fieldsOf(contact: HighlevelContact): SourceRecord['fields'] {
  const { id, firstName, lastName, email, phone, companyName, tags, timezone, postalCode, source } = contact;
  return {
    ...{ 'Contact Id': id, 'First Name': firstName, 'Last Name': lastName, Email: email, Phone: phone },
    ...{
      'Company Name': companyName,
      Website: contact.website,
      'Street Address': contact.address1,
      City: contact.city,
    },
    ...{ State: contact.state, Country: contact.country, 'Postal Code': postalCode, 'Time Zone': timezone },
    ...{ 'Date Of Birth': contact.dateOfBirth, Tags: tags?.join(', '), 'Lead Source': source },
    ...refusalsOf(contact),
  };
}

const COLUMNS: Readonly<Record<string, string>> = { Email: 'DND Email', SMS: 'DND SMS', Call: 'DND Calls' };

/** Active and permanent mean “do not contact”; `dnd` alone means every way. */
function refusalsOf({ dnd, dndSettings }: HighlevelContact): SourceRecord['fields'] {
  const refused = Object.entries(dndSettings ?? {}).filter(
    ([, one]) => one?.status === 'active' || one?.status === 'permanent',
  );
  const ways = refused.flatMap(([channel]) =>
    COLUMNS[channel] === undefined ? [] : [[COLUMNS[channel], 'true'] as const],
  );
  return dnd === true && ways.length === 0 ? { 'DND All Channels': 'true' } : Object.fromEntries(ways);
}
