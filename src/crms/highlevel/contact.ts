/** A lead as HighLevel's contact: its fields, what is empty there, and what the lead has refused. Speaks to nobody. */
import type { CrmContact, Parcel, RefusalChannel } from '../../engine/crm-port.ts';
import type { Contact } from './api.ts';

type Fields = Readonly<Record<string, string>>;

/** All that is known, by HighLevel's names. */
export function contactFields({ handOff }: Parcel): Fields {
  const { firstName, lastName, fullName, email, phone, company, website, city, region, country } = handOff.brief.lead;
  const named = firstName === undefined && lastName === undefined ? { name: fullName } : { firstName, lastName };
  const all = { ...named, email, phone, companyName: company, website, city, state: region, country };
  return Object.fromEntries(Object.entries(all).filter((field): field is [string, string] => field[1] !== undefined));
}

/** Fields that an update of a contact does not take, and those that name a person. */
const NOT_UPDATED: ReadonlySet<string> = new Set(['companyName', 'name']);
const ADDRESSES: ReadonlySet<string> = new Set(['email', 'phone']);

/** What the contact does not have; `addresses`: nobody else there has the lead’s. Source: UpdateContactDto, which has no companyName. */
export function missingFields(contact: Contact, parcel: Parcel, addresses: boolean): Fields {
  const may = (name: string) => !NOT_UPDATED.has(name) && (addresses || !ADDRESSES.has(name));
  const missing = Object.entries(contactFields(parcel)).filter(([name]) => may(name) && !contact[name]);
  return Object.fromEntries(missing);
}

const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  email: ['Email'],
  sms: ['SMS'],
  voice: ['Call'],
  all: ['Email', 'SMS', 'Call'],
};

/** What our do-not-disturb says, by which it is known again. */
const OURS = 'refused, as Rekindle was told';
const LIFTED = 'allowed again, as Rekindle was told';
const STANDS: ReadonlySet<string> = new Set(['active', 'permanent']);
type Dnds = NonNullable<Contact['dndSettings']>;

/**
 * Refusals as do-not-disturb: active means “do not contact”. One that stands is left as it is. Of those that we set the ones go that no
 * longer stand here; one that HighLevel or a person set there is never lifted.
 */
export function dndOf({ dndSettings }: Contact, refused: readonly string[]): { readonly dndSettings?: object } {
  const all: Dnds = dndSettings ?? {};
  const names = new Set(refused.flatMap((channel) => CHANNELS[channel] ?? []));
  const told = [...names].filter((name) => !STANDS.has(all[name]?.status ?? ''));
  const lifted = Object.keys(all).filter((name) => isOurs(all, name) && !names.has(name));
  if (told.length + lifted.length === 0) return {};
  const kept = Object.entries(all).flatMap(([name, dnd]) => (dnd ? [[name, dnd] as const] : []));
  const changed = [
    ...told.map((name) => [name, { status: 'active', message: OURS }] as const),
    ...lifted.map((name) => [name, { status: 'inactive', message: LIFTED }] as const),
  ];
  return { dndSettings: { ...Object.fromEntries(kept), ...Object.fromEntries(changed) } };
}

function isOurs(all: Dnds, name: string): boolean {
  return all[name]?.status === 'active' && all[name].message === OURS;
}

/** Ways that a contact is not to be contacted by, and whether by our words. The flag alone means every way. */
export function heldBack({ dnd, dndSettings }: Contact): CrmContact['refused'] {
  const all: Dnds = dndSettings ?? {};
  const standing = WAYS.filter(([, name]) => STANDS.has(all[name]?.status ?? ''));
  if (standing.length === 0 && dnd === true) return { email: 'theirs', sms: 'theirs', voice: 'theirs' };
  return Object.fromEntries(standing.map(([channel, name]) => [channel, isOurs(all, name) ? 'ours' : 'theirs']));
}

const WAYS: readonly (readonly [channel: RefusalChannel, name: string])[] = [
  ['email', 'Email'],
  ['sms', 'SMS'],
  ['voice', 'Call'],
];
