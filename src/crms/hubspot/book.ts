/**
 * What HubSpot keeps of people. It keeps a refusal of e-mail, which it takes from others and gives back to the person alone.
 * Source: developers.hubspot.com/docs/api/crm/contacts, “Communication preferences v4” (unsubscribe-all), “GDPR delete”.
 */
import { z } from 'zod';
import type { BriefField } from '../../domain/handoff/brief.ts';
import type { Api, CrmBook, CrmContact, HandOffReply } from '../../engine/crm-port.ts';
import { valuesOf } from '../normal.ts';
import { replyOf } from '../once.ts';

const CONTACTS = '/crm/v3/objects/contacts';
/** Our fields, HubSpot’s properties, and the headers of its exports. */
const FIELDS: readonly (readonly [field: BriefField, property: string, header: string])[] = [
  ['firstName', 'firstname', 'First Name'],
  ['lastName', 'lastname', 'Last Name'],
  ['email', 'email', 'Email'],
  ['phone', 'phone', 'Phone Number'],
  ['company', 'company', 'Company Name'],
  ['title', 'jobtitle', 'Job Title'],
  ['website', 'website', 'Website URL'],
  ['city', 'city', 'City'],
  ['region', 'state', 'State/Region'],
  ['country', 'country', 'Country/Region'],
];
const OPT_OUT = 'hs_email_optout';
const READ = [...FIELDS.map(([, property]) => property), OPT_OUT];
/** Contacts of one call; the most that HubSpot gives. */
const PAGE = 100;
const Person = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) });
type Person = z.output<typeof Person>;
const Batch = z.object({ results: z.array(Person).default([]) });

/** The book of an account. */
export class HubspotBook implements CrmBook {
  readonly page = PAGE;
  readonly refusals = ['email'] as const;
  readonly tells = ['email'] as const;
  readonly writes = new Set(FIELDS.map(([field]) => field));
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** One that a batch leaves out is asked for by itself: an id that was merged away still leads to who it is now. */
  async contacts(ids: readonly string[]): Promise<readonly (CrmContact | null)[]> {
    const body = { inputs: ids.map((id) => ({ id })), properties: READ };
    const path = `${CONTACTS}/batch/read`;
    const { json } = await this.#api.ask({ method: 'POST', path, body, again: true });
    const found = new Map(Batch.parse(json).results.map((one) => [one.id, one]));
    const contacts: (CrmContact | null)[] = [];
    for (const id of ids) {
      const person = found.get(id) ?? (await this.#one(id));
      contacts.push(person && contactOf(person));
    }
    return contacts;
  }

  write(id: string, values: Readonly<Partial<Record<BriefField, string>>>): Promise<HandOffReply> {
    const known = FIELDS.filter(([field]) => values[field] !== undefined);
    const properties = Object.fromEntries(known.map(([field, property]) => [property, values[field]]));
    return replyOf(async () => {
      await this.#api.ask({ method: 'PATCH', path: pathOf(id), body: { properties }, again: true });
      return `contact ${id}`;
    });
  }

  /** By the address that stands there. Nothing is ever lifted: HubSpot asks the person. */
  refuse(id: string, channels: readonly string[]): Promise<HandOffReply> {
    return replyOf(async () => {
      const person = channels.includes('email') || channels.includes('all') ? await this.#one(id) : null;
      const { email, [OPT_OUT]: optedOut } = person?.properties ?? {};
      if (email && optedOut !== 'true') await unsubscribe(this.#api, email);
      return `contact ${id}`;
    });
  }

  /** For good, with all that hangs on it: who asks to be forgotten must not come back from a bin. */
  remove(id: string): Promise<HandOffReply> {
    return replyOf(async () => {
      const body = { objectId: id };
      await this.#api.ask({ method: 'POST', path: `${CONTACTS}/gdpr-delete`, body, again: true, but: [404] });
      return `contact ${id} deleted`;
    });
  }

  async #one(id: string): Promise<Person | null> {
    const path = `${pathOf(id)}?properties=${READ.join(',')}`;
    const { status, json } = await this.#api.ask({ method: 'GET', path, again: true, but: [404] });
    return status === 404 ? null : Person.parse(json);
  }
}

/** Refuses every mail by HubSpot to an address; the same twice does no harm. */
export async function unsubscribe(api: Api, email: string): Promise<void> {
  const path = `/communication-preferences/v4/statuses/${encodeURIComponent(email)}/unsubscribe-all?channel=EMAIL`;
  await api.ask({ method: 'POST', path, again: true });
}

function pathOf(id: string): string {
  return `${CONTACTS}/${encodeURIComponent(id)}`;
}

function contactOf({ properties }: Person): CrmContact {
  const values = valuesOf(FIELDS.map(([field, property, header]) => [field, header, properties[property]]));
  return { values, refused: properties[OPT_OUT] === 'true' ? { email: 'theirs' } : {} };
}
