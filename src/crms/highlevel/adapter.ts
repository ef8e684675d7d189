/**
 * Hand-offs to a location of HighLevel: the contact found or made, its empty fields filled and never overwritten, tags added, refusals told
 * as do-not-disturb, a note, an opportunity, a workflow. What is made once bears the mark of the hand-off and is looked for before it is made.
 */
import { z } from 'zod';
import { headlineOf, linesOf } from '../../domain/handoff/brief.ts';
import {
  type Api,
  ApiStop,
  type CrmBook,
  type HandOffOpener,
  type HandOffReply,
  type HandOffWay,
  type Parcel,
  type ReceiptBook,
  type RefusalsOf,
} from '../../engine/crm-port.ts';
import { mappedFields, ownFields } from '../fields.ts';
import { listOf, markOf, once, pairsOf, replyOf } from '../once.ts';
import { ContactSchema, type HighlevelSettings, openApi, problemsOf, settingsOf } from './api.ts';
import { HighlevelBook } from './book.ts';
import { type HighlevelCalendar, openCalendar } from './calendar.ts';
import { contactFields, dndOf, missingFields } from './contact.ts';
import { FieldShelf } from './custom-fields.ts';

/** HighLevel. */
export const highlevelOpener: HandOffOpener = {
  problems: problemsOf,
  open: (asked, speech) => new Highlevel(openApi(asked, speech), settingsOf(asked), openCalendar(asked, speech)),
  // The location is asked for where its texts leave: channels/highlevel.
  test: () => Promise.resolve(null),
};

const One = z.object({ contact: ContactSchema.nullish() });
const Notes = z.object({ notes: z.array(z.object({ id: z.string(), body: z.string().nullish() })).default([]) });
const Note = z.object({ note: z.object({ id: z.string() }) });
const Opportunities = z.object({
  opportunities: z.array(z.object({ id: z.string(), name: z.string().nullish() })).default([]),
});
const Opportunity = z.object({ opportunity: z.object({ id: z.string() }) });
const NAME_CHARACTERS = 120;
const segment = encodeURIComponent;

class Highlevel implements HandOffWay {
  readonly #api: Api;
  readonly #settings: HighlevelSettings;
  readonly #fields: FieldShelf;
  readonly book: CrmBook;
  readonly calendar: HighlevelCalendar;

  constructor(api: Api, settings: HighlevelSettings, calendar: HighlevelCalendar) {
    this.#api = api;
    this.calendar = calendar;
    this.book = new HighlevelBook(api);
    this.#settings = settings;
    this.#fields = new FieldShelf(api, settings.location);
  }

  deliver(parcel: Parcel, book: ReceiptBook) {
    return replyOf(() => this.#deliver(parcel, book));
  }

  async person(contactId: string): Promise<Pick<RefusalsOf, 'email' | 'phone'> | null> {
    try {
      const path = `/contacts/${segment(contactId)}`;
      const { json } = await this.#api.ask({ method: 'GET', path, again: true });
      const { email, phone } = One.parse(json ?? {}).contact ?? {};
      return { email: email ?? null, phone: phone ?? null };
    } catch (error) {
      if (error instanceof ApiStop && error.reply.kind === 'refused') return null;
      throw error;
    }
  }

  tellRefusals(of: RefusalsOf): Promise<HandOffReply> {
    return replyOf(() => this.#tell(of));
  }

  async close(): Promise<void> {
    await Promise.all([this.#api.close(), this.calendar.close()]);
  }

  async #deliver(parcel: Parcel, book: ReceiptBook): Promise<string> {
    const find = () => this.#find(parcel, book);
    const id = await once(book, 'contact', find, () => this.#make(parcel, find));
    await this.#fill(id, parcel, book.receipt.otherContact === undefined);
    await this.#tag(id);
    await once(
      book,
      'note',
      () => this.#findNote(id, parcel),
      () => this.#makeNote(id, parcel),
    );
    const { pipeline, workflow } = this.#settings;
    if (pipeline !== undefined) {
      const make = () => this.#makeOpportunity(id, pipeline, parcel);
      await once(book, 'opportunity', () => this.#findOpportunity(id, pipeline, parcel), make);
    }
    if (workflow !== undefined) await this.#start(id, workflow, book);
    return `contact ${id}`;
  }

  /** Whoever has the address or the number there; two people, where they are two. Nobody is made for it. */
  async #tell({ email, phone, refused }: RefusalsOf): Promise<string> {
    const byEmail = email === null ? null : await this.#duplicate('email', email);
    const byPhone = phone === null ? null : await this.#duplicate('number', phone);
    const ids = [...new Set([byEmail, byPhone])].filter((id) => id !== null);
    for (const id of ids) {
      const path = `/contacts/${segment(id)}`;
      const { json } = await this.#api.ask({ method: 'GET', path, again: true });
      const body = dndOf(ContactSchema.parse((json as { contact: unknown }).contact), refused);
      if (body.dndSettings !== undefined) await this.#api.ask({ method: 'PUT', path, body, again: true });
    }
    return ids.length === 0 ? 'no contact' : `contact ${ids.join(', ')}`;
  }

  /** By address, else by number. Where they are two people, it is the address's, and the number is left to the other. */
  async #find({ handOff }: Parcel, book: ReceiptBook): Promise<string | null> {
    const { email, phone } = handOff.brief.lead;
    const byEmail = email === undefined ? null : await this.#duplicate('email', email);
    const byPhone = phone === undefined ? null : await this.#duplicate('number', phone);
    if (byEmail !== null && byPhone !== null && byEmail !== byPhone) await book.keep({ otherContact: byPhone });
    return byEmail ?? byPhone;
  }

  async #duplicate(by: 'email' | 'number', value: string): Promise<string | null> {
    const path = `/contacts/search/duplicate?locationId=${segment(this.#settings.location)}&${by}=${segment(value)}`;
    const { json } = await this.#api.ask({ method: 'GET', path, again: true });
    return One.parse(json ?? {}).contact?.id ?? null;
  }

  /** Made by upsert, which knows the person again. It may refuse and make it all the same, so that it is looked for once more. */
  async #make(parcel: Parcel, find: () => Promise<string | null>): Promise<string> {
    const body = { locationId: this.#settings.location, ...contactFields(parcel), source: 'rekindle' };
    try {
      const { json } = await this.#api.ask({ method: 'POST', path: '/contacts/upsert', body, again: true });
      return ContactSchema.parse((json as { contact: unknown }).contact).id;
    } catch (error) {
      const found = error instanceof ApiStop && error.reply.kind === 'refused' ? await find() : null;
      if (found !== null) return found;
      throw error;
    }
  }

  /** Fills what is empty; our own fields and what the lead has refused are told whatever stands there. */
  async #fill(id: string, parcel: Parcel, addresses: boolean): Promise<void> {
    const path = `/contacts/${segment(id)}`;
    const { json } = await this.#api.ask({ method: 'GET', path, again: true });
    const contact = ContactSchema.parse((json as { contact: unknown }).contact);
    const own = [...mappedFields(parcel, this.#settings.fields), ...ownFields(parcel)];
    const customFields = await this.#fields.values(own);
    const body = {
      ...missingFields(contact, parcel, addresses),
      ...(customFields.length === 0 ? {} : { customFields }),
      ...dndOf(contact, parcel.refused),
      ...this.#assigned(contact.assignedTo, parcel),
    };
    await this.#api.ask({ method: 'PUT', path, body, again: true });
  }

  /** Whose it is in HighLevel, as the connection says; who has it there already keeps it. */
  #assigned(has: string | null | undefined, { handOff: { owner } }: Parcel): { readonly assignedTo?: string } {
    const user = pairsOf(this.#settings.assign).find(([address]) => address.toLowerCase() === owner)?.[1];
    return user === undefined || has ? {} : { assignedTo: user };
  }

  /** Added; the tags that are there stay. */
  async #tag(id: string): Promise<void> {
    const tags = listOf(this.#settings.tags);
    if (tags.length === 0) return;
    await this.#api.ask({ method: 'POST', path: `/contacts/${segment(id)}/tags`, body: { tags }, again: true });
  }

  async #findNote(id: string, { handOff }: Parcel): Promise<string | null> {
    const { json } = await this.#api.ask({ method: 'GET', path: `/contacts/${segment(id)}/notes`, again: true });
    return Notes.parse(json).notes.find(({ body }) => body?.includes(markOf(handOff.id)))?.id ?? null;
  }

  async #makeNote(id: string, { handOff }: Parcel): Promise<string> {
    const { brief, team, owner } = handOff;
    const whose = owner === null ? `Handed to ${team}.` : `Handed to ${team}: ${owner}.`;
    const body = [whose, ...linesOf(brief), markOf(handOff.id)].join('\n');
    const path = `/contacts/${segment(id)}/notes`;
    const { json } = await this.#api.ask({ method: 'POST', path, body: { body }, again: false });
    return Note.parse(json).note.id;
  }

  async #findOpportunity(id: string, pipeline: string, { handOff }: Parcel): Promise<string | null> {
    const query = `location_id=${segment(this.#settings.location)}&contact_id=${segment(id)}&pipeline_id=${segment(pipeline)}&limit=100`;
    const { json } = await this.#api.ask({ method: 'GET', path: `/opportunities/search?${query}`, again: true });
    return Opportunities.parse(json).opportunities.find(({ name }) => name?.includes(handOff.id))?.id ?? null;
  }

  async #makeOpportunity(id: string, pipeline: string, parcel: Parcel): Promise<string> {
    const { location: locationId, stage } = this.#settings;
    const { handOff } = parcel;
    const body = {
      ...{ pipelineId: pipeline, locationId, contactId: id, status: 'open' },
      name: `${headlineOf(handOff.brief).slice(0, NAME_CHARACTERS)} ${markOf(handOff.id)}`,
      ...(stage === undefined ? {} : { pipelineStageId: stage }),
      ...this.#assigned(null, parcel),
    };
    const { json } = await this.#api.ask({ method: 'POST', path: '/opportunities/', body, again: false });
    return Opportunity.parse(json).opportunity.id;
  }

  /** HighLevel tells nobody which workflows a contact is in, so that one whose answer was lost is shown to a person. */
  async #start(id: string, workflow: string, book: ReceiptBook): Promise<void> {
    const inDoubt = () => {
      if (book.receipt.doing !== 'workflow') return Promise.resolve(null);
      const detail = `contact ${id} may be in workflow ${workflow}; HighLevel cannot be asked`;
      throw new ApiStop({ kind: 'unconfirmed', askMs: null, detail });
    };
    await once(book, 'workflow', inDoubt, async () => {
      const path = `/contacts/${segment(id)}/workflow/${segment(workflow)}`;
      await this.#api.ask({ method: 'POST', path, body: {}, again: false });
      return workflow;
    });
  }
}
