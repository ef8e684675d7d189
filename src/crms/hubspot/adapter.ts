/**
 * Hand-offs to HubSpot: the contact by upsert on its address, what is empty filled and never overwritten, our own properties made and filled,
 * a note and a deal that bear the mark of the hand-off and are looked for before they are made.
 * Source: developers.hubspot.com/docs/api/crm (contacts, properties, notes, deals, associations).
 */
import { z } from 'zod';
import type { Asked, Tested } from '../../domain/connection/asked.ts';
import { headlineOf, linesOf } from '../../domain/handoff/brief.ts';
import { ownerProblems } from '../../domain/reconcile/settings.ts';
import {
  type Api,
  ApiStop,
  type CrmBook,
  type HandOffOpener,
  type HandOffWay,
  type Parcel,
  type ReceiptBook,
  type RefusalsOf,
  type Speech,
} from '../../engine/crm-port.ts';
import { mappedFields, ownFields } from '../fields.ts';
import { markOf, once, pairProblems, pairsOf, replyOf } from '../once.ts';
import { HubspotBook, unsubscribe } from './book.ts';
import { contactProperties, MAPPED } from './contact.ts';
import { PropertyShelf, propertyName } from './properties.ts';

const TIMEOUT_MS = 20_000;
/** Associations are listed some seconds after they are made. */
const ASK_MS = 60_000;
/** Types of associations as HubSpot numbers them: note to contact, deal to contact. */
const NOTE_TO_CONTACT = 202;
const DEAL_TO_CONTACT = 3;
/** Notes and deals of one contact that are looked through. */
const LOOKED_THROUGH = 100;

const Settings = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.hubapi.com'),
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  fields: z.string().optional(),
  assign: z.string().optional(),
  owns: z.string().optional(),
});
type HubspotSettings = z.output<typeof Settings>;

/** HubSpot. */
export const hubspotOpener: HandOffOpener = {
  problems({ settings }) {
    const parsed = Settings.safeParse(settings);
    if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    const { pipeline, stage, fields, assign, owns } = parsed.data;
    const half =
      (pipeline === undefined) !== (stage === undefined) ? ['stage: goes with the pipeline that it is of'] : [];
    return [...half, ...pairProblems('fields', fields), ...pairProblems('assign', assign), ...ownerProblems(owns)];
  },
  open: (asked, speech) => new Hubspot(openApi(asked, speech), Settings.parse(asked.settings), asked.secrets.token),
  test: testHubspot,
};

function openApi({ secrets, settings }: Asked, speech: Speech): Api {
  const headers = { authorization: `Bearer ${secrets.token ?? ''}` };
  return speech.api({
    baseUrl: Settings.parse(settings).baseUrl,
    headers: () => Promise.resolve(headers),
    concurrency: 4,
    timeoutMs: TIMEOUT_MS,
    askMs: ASK_MS,
  });
}

/** Without a token it only tells by webhook, and there is nothing to ask. */
async function testHubspot(asked: Asked, speech: Speech): Promise<Tested | null> {
  if (asked.secrets.token === undefined) return null;
  const api = openApi(asked, speech);
  try {
    await api.ask({ method: 'GET', path: '/crm/v3/objects/contacts?limit=1', again: true });
    return { contact: 'works', code: null, says: 'contacts can be read' };
  } catch (error) {
    if (!(error instanceof ApiStop)) throw error;
    return { contact: 'fails', code: error.reply.fault ?? 'login-refused', says: error.reply.detail };
  } finally {
    await api.close();
  }
}

const Record = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) });
const Results = z.object({ results: z.array(Record).default([]) });
const Associated = z.object({ results: z.array(z.object({ toObjectId: z.coerce.string() })).default([]) });
type Thing = 'notes' | 'deals';

class Hubspot implements HandOffWay {
  readonly #api: Api;
  readonly #settings: HubspotSettings;
  readonly #properties: PropertyShelf;
  readonly book?: CrmBook;

  constructor(api: Api, settings: HubspotSettings, token: string | undefined) {
    this.#api = api;
    if (token !== undefined) this.book = new HubspotBook(api);
    this.#settings = settings;
    this.#properties = new PropertyShelf(api);
  }

  deliver(parcel: Parcel, book: ReceiptBook) {
    return replyOf(() => this.#deliver(parcel, book));
  }

  /** Of mails alone, whose refusal is all that HubSpot keeps. Nobody is made a contact for it. */
  tellRefusals({ email, refused }: RefusalsOf) {
    return replyOf(async () => {
      const refuses = refused.includes('email') || refused.includes('all');
      // Without a token it only tells us.
      const id = email === null || !refuses || !this.book ? null : await this.#byEmail(email);
      if (id !== null && email !== null) await unsubscribe(this.#api, email);
      return id === null ? 'no contact' : `contact ${id}`;
    });
  }

  close(): Promise<void> {
    return this.#api.close();
  }

  async #deliver(parcel: Parcel, book: ReceiptBook): Promise<string> {
    const id = await once(
      book,
      'contact',
      () => this.#find(parcel),
      () => this.#make(parcel),
    );
    await this.#fill(id, parcel);
    const { id: handOffId } = parcel.handOff;
    const find = (thing: Thing, property: string) => () => this.#marked(id, thing, property, markOf(handOffId));
    await once(book, 'note', find('notes', 'hs_note_body'), () => this.#makeNote(id, parcel));
    if (this.#settings.pipeline !== undefined)
      await once(book, 'deal', find('deals', 'dealname'), () => this.#makeDeal(id, parcel));
    return `contact ${id}`;
  }

  async #find({ handOff }: Parcel): Promise<string | null> {
    const { email, phone } = handOff.brief.lead;
    if (email !== undefined) return this.#byEmail(email);
    return phone === undefined ? null : this.#byPhone(phone);
  }

  async #byEmail(email: string): Promise<string | null> {
    const path = `/crm/v3/objects/contacts/${encodeURIComponent(email)}?idProperty=email`;
    const { status, json } = await this.#api.ask({ method: 'GET', path, again: true, but: [404] });
    return status === 404 ? null : Record.parse(json).id;
  }

  async #byPhone(value: string): Promise<string | null> {
    const filters = [{ propertyName: 'phone', operator: 'EQ', value }];
    const body = { filterGroups: [{ filters }], properties: ['phone'], limit: 1 };
    const { json } = await this.#api.ask({
      method: 'POST',
      path: '/crm/v3/objects/contacts/search',
      body,
      again: true,
    });
    return Results.parse(json).results[0]?.id ?? null;
  }

  /** By upsert, which is safe to repeat; HubSpot knows nobody again by a number alone. */
  async #make(parcel: Parcel): Promise<string> {
    const properties = contactProperties(parcel);
    const { email } = parcel.handOff.brief.lead;
    if (email === undefined) {
      const path = '/crm/v3/objects/contacts';
      const { json } = await this.#api.ask({ method: 'POST', path, body: { properties }, again: false });
      return Record.parse(json).id;
    }
    const body = { inputs: [{ idProperty: 'email', id: email, properties }] };
    const path = '/crm/v3/objects/contacts/batch/upsert';
    const { status, json } = await this.#api.ask({ method: 'POST', path, body, again: true });
    const made = Results.parse(json).results[0];
    if (made) return made.id;
    throw new ApiStop({ kind: 'refused', detail: `${status} ${JSON.stringify(json)}`.slice(0, 400) });
  }

  /** What is empty there, and what is ours. */
  async #fill(id: string, parcel: Parcel): Promise<void> {
    const names = [...MAPPED, 'hubspot_owner_id'].join(',');
    const path = `/crm/v3/objects/contacts/${encodeURIComponent(id)}`;
    const { json } = await this.#api.ask({ method: 'GET', path: `${path}?properties=${names}`, again: true });
    const has = Record.parse(json).properties;
    const own = [...mappedFields(parcel, this.#settings.fields), ...ownFields(parcel)];
    await this.#properties.ensure(own);
    const missing = Object.entries(contactProperties(parcel)).filter(([name]) => !has[name]);
    const owner = has.hubspot_owner_id ? {} : this.#owned(parcel);
    const ours = Object.fromEntries(own.map(({ name, value }) => [propertyName(name), value]));
    const properties = { ...Object.fromEntries(missing), ...ours, ...owner };
    await this.#api.ask({ method: 'PATCH', path, body: { properties }, again: true });
  }

  #owned({ handOff: { owner } }: Parcel): { readonly hubspot_owner_id?: string } {
    const user = pairsOf(this.#settings.assign).find(([address]) => address.toLowerCase() === owner)?.[1];
    return user === undefined ? {} : { hubspot_owner_id: user };
  }

  /** The note or deal of the contact that bears the mark. */
  async #marked(id: string, thing: Thing, property: string, mark: string): Promise<string | null> {
    const path = `/crm/v4/objects/contacts/${encodeURIComponent(id)}/associations/${thing}?limit=${LOOKED_THROUGH}`;
    const { json } = await this.#api.ask({ method: 'GET', path, again: true });
    const inputs = Associated.parse(json).results.map(({ toObjectId }) => ({ id: toObjectId }));
    if (inputs.length === 0) return null;
    const body = { inputs, properties: [property] };
    const read = await this.#api.ask({
      method: 'POST',
      path: `/crm/v3/objects/${thing}/batch/read`,
      body,
      again: true,
    });
    return Results.parse(read.json).results.find(({ properties }) => properties[property]?.includes(mark))?.id ?? null;
  }

  async #makeNote(id: string, { handOff }: Parcel): Promise<string> {
    const { brief, team, owner, openedAt } = handOff;
    const whose = owner === null ? `Handed to ${team}.` : `Handed to ${team}: ${owner}.`;
    const lines = [whose, ...linesOf(brief), markOf(handOff.id)].map(escaped);
    return this.#create('notes', id, NOTE_TO_CONTACT, {
      hs_timestamp: new Date(openedAt).toISOString(),
      hs_note_body: lines.join('<br>'),
    });
  }

  async #makeDeal(id: string, parcel: Parcel): Promise<string> {
    const { pipeline = '', stage = '' } = this.#settings;
    const dealname = `${headlineOf(parcel.handOff.brief)} ${markOf(parcel.handOff.id)}`;
    return this.#create('deals', id, DEAL_TO_CONTACT, { dealname, pipeline, dealstage: stage, ...this.#owned(parcel) });
  }

  async #create(thing: Thing, contact: string, associationTypeId: number, properties: object): Promise<string> {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }];
    const body = { properties, associations: [{ to: { id: contact }, types }] };
    const { json } = await this.#api.ask({ method: 'POST', path: `/crm/v3/objects/${thing}`, body, again: false });
    return Record.pick({ id: true }).parse(json).id;
  }
}

/** Notes of HubSpot are HTML. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
