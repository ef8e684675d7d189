/** What a location keeps of people. Source: GoHighLevel/highlevel-api-docs, contacts: a contact that is gone is a 400. */
import { z } from 'zod';
import type { BriefField } from '../../domain/handoff/brief.ts';
import { type Api, ApiStop, type CrmBook, type CrmContact, type HandOffReply } from '../../engine/crm-port.ts';
import { valuesOf } from '../normal.ts';
import { replyOf } from '../once.ts';
import { type Contact, ContactSchema } from './api.ts';
import { dndOf, heldBack } from './contact.ts';

/** The names of our fields in a contact that an update takes. Source: UpdateContactDto, which has no companyName. */
const WRITTEN: Readonly<Partial<Record<BriefField, string>>> = {
  firstName: 'firstName',
  lastName: 'lastName',
  email: 'email',
  phone: 'phone',
  website: 'website',
  city: 'city',
  region: 'state',
  country: 'country',
};
const One = z.object({ contact: ContactSchema });
const GONE = /not found|does not exist|no contact/i;
/** Read one after the other, so that a page is small: a reading that breaks off loses little. */
const PAGE = 50;

/** The book of a location. */
export class HighlevelBook implements CrmBook {
  readonly page = PAGE;
  readonly refusals = ['email', 'sms', 'voice'] as const;
  readonly tells = ['email', 'sms', 'voice'] as const;
  readonly writes = new Set(Object.keys(WRITTEN) as BriefField[]);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  contacts(ids: readonly string[]): Promise<readonly (CrmContact | null)[]> {
    return Promise.all(
      ids.map(async (id) => {
        const contact = await this.#contact(id);
        return contact && { values: valuesIn(contact), refused: heldBack(contact) };
      }),
    );
  }

  write(id: string, values: Readonly<Partial<Record<BriefField, string>>>): Promise<HandOffReply> {
    const body = Object.fromEntries(
      Object.entries(values).flatMap(([field, value]) => {
        const name = WRITTEN[field as BriefField];
        return name === undefined ? [] : [[name, value] as const];
      }),
    );
    return replyOf(() => this.#put(id, body));
  }

  refuse(id: string, channels: readonly string[]): Promise<HandOffReply> {
    return replyOf(async () => {
      const contact = await this.#contact(id);
      const body = contact === null ? {} : dndOf(contact, channels);
      return Object.keys(body).length === 0 ? `contact ${id}` : this.#put(id, body);
    });
  }

  remove(id: string): Promise<HandOffReply> {
    return replyOf(async () => {
      const path = pathOf(id);
      const { status, json } = await this.#api.ask({ method: 'DELETE', path, again: true, but: [400, 404] });
      if (status >= 400 && !isGone(status, json)) throw refused(status, json);
      return `contact ${id} deleted`;
    });
  }

  async #put(id: string, body: object): Promise<string> {
    await this.#api.ask({ method: 'PUT', path: pathOf(id), body, again: true });
    return `contact ${id}`;
  }

  async #contact(id: string): Promise<Contact | null> {
    const { status, json } = await this.#api.ask({ method: 'GET', path: pathOf(id), again: true, but: [400, 404] });
    if (status >= 400 && isGone(status, json)) return null;
    const read = status < 400 ? One.safeParse(json) : null;
    if (read?.success) return read.data.contact;
    // One that is told in a form that nobody knows is that contact's fault, and holds up none of the others.
    throw refused(status, read ? read.error.issues : json);
  }
}

function isGone(status: number, json: unknown): boolean {
  return status === 404 || GONE.test(JSON.stringify(json ?? ''));
}

function refused(status: number, json: unknown): ApiStop {
  return new ApiStop({ kind: 'refused', detail: `${status} ${JSON.stringify(json)}`.slice(0, 400) });
}

function pathOf(id: string): string {
  return `/contacts/${encodeURIComponent(id)}`;
}

function valuesIn(contact: Contact): CrmContact['values'] {
  return valuesOf([
    ['firstName', 'First Name', contact.firstName],
    ['lastName', 'Last Name', contact.lastName],
    ['email', 'Email', contact.email],
    ['phone', 'Phone', contact.phone],
    ['company', 'Company Name', contact.companyName],
    ['website', 'Website', contact.website],
    ['city', 'City', contact.city],
    ['region', 'State', contact.state],
    ['country', 'Country', contact.country],
  ]);
}
