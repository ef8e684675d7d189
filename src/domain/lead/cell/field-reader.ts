/**
 * How the text of a cell becomes the value of each field that one cell fills by itself.
 * Owns the table field → reader; names, addresses, phones, regions and lists need more than one cell and are in `../draft.ts`.
 */

import { companyDomain } from '../company.ts';
import type { LeadValues } from '../lead.ts';
import { readHeadCount, readMoney } from './amount.ts';
import { type DateOrder, readBirthDate } from './birth-date.ts';
import { readLanguage } from './language.ts';
import { readLinkedin, readWebsite } from './link.ts';
import { readCountry } from './place.ts';
import { readZone } from './zone.ts';

/** Fields filled by several cells, or that several values share. */
export type GatheredField =
  | 'firstName'
  | 'lastName'
  | 'fullName'
  | 'email'
  | 'phone'
  | 'region'
  | 'technologies'
  | 'tags';
/** Fields that one cell fills by itself. */
export type SingleField = Exclude<keyof LeadValues, GatheredField>;

/** Text without surrounding blanks in, the field's value out; null where the text cannot be one. */
export type FieldReader = (text: string, order: DateOrder) => string | number | null;

const asGiven: FieldReader = (text) => text;
/** Meta's lead forms write `z:12345`; a number that went through floating point ends in `.0`. */
const postalCode: FieldReader = (text) => text.replace(/^z:/, '').replace(/^(\d+)\.0$/, '$1');

/** A word of capitals that is no abbreviation, or several joined by underscores: HubSpot’s COMPUTER_SOFTWARE. */
const CODED = /^(?:[A-Z][A-Z0-9]{4,}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/;
/** Templates print it, so that it is as it may stand in a sentence. */
const industry: FieldReader = (text) =>
  CODED.test(text) ? `${text[0]}${text.slice(1).toLowerCase().replaceAll('_', ' ')}` : text;

/** The reader of each single field. */
export const FIELD_READERS: Readonly<Record<SingleField, FieldReader>> = {
  title: asGiven,
  seniority: asGiven,
  department: asGiven,
  company: asGiven,
  domain: companyDomain,
  website: readWebsite,
  linkedinUrl: readLinkedin,
  industry,
  employees: readHeadCount,
  revenue: readMoney,
  companyStage: asGiven,
  country: readCountry,
  city: asGiven,
  postalCode,
  address: asGiven,
  zone: readZone,
  language: readLanguage,
  birthDate: readBirthDate,
  owner: asGiven,
  notes: asGiven,
  utmSource: asGiven,
  utmMedium: asGiven,
  utmCampaign: asGiven,
  utmContent: asGiven,
  utmTerm: asGiven,
};
