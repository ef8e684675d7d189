/** A lead as HighLevel's contact: its fields, what is empty there, and what the lead has refused. Speaks to nobody. */
import type { Parcel } from '../../engine/crm-port.ts';
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

/** Refusals as do-not-disturb: active means “do not contact”. One that stands is left as it is, and none is ever lifted. */
export function dndOf({ dndSettings }: Contact, refused: readonly string[]): { readonly dndSettings?: object } {
  const stands = (name: string) => ['active', 'permanent'].includes(dndSettings?.[name]?.status ?? '');
  const names = new Set(refused.flatMap((channel) => CHANNELS[channel] ?? []));
  const told = [...names].filter((name) => !stands(name));
  if (told.length === 0) return {};
  const active = { status: 'active', message: 'refused, as Rekindle was told' };
  const kept = Object.entries(dndSettings ?? {}).flatMap(([name, dnd]) => (dnd ? [[name, dnd] as const] : []));
  return { dndSettings: { ...Object.fromEntries(kept), ...Object.fromEntries(told.map((name) => [name, active])) } };
}
