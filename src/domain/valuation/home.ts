/**
 * The home of a lead, and the place whose sales it is compared with, from what is known of the lead. Owns the names of the attributes
 * and how a place is written; what the home is worth is `comparables.ts`.
 */
import { plainText } from '../facts/phrases.ts';
import { CONDITIONS, type Home } from './comparables.ts';

/** What is known of a lead, by group, as it stands in JSON. */
export interface KnownOfHome {
  readonly lead?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A lead's home. */
export interface HomeOfLead {
  readonly home: Home;
  /** Null = nobody knows where it stands, and nothing is compared. */
  readonly place: string | null;
  /** What an online estimate says, dollars; null = not known. */
  readonly online: number | null;
}

/** ZIP+4 is one place with its ZIP. */
const ZIP_PLUS_FOUR = /^(\d{5})-?\d{4}$/;

/** A place as sales are kept by it: the postal code, else the city; null = neither is known. */
export function placeOf(postalCode: unknown, city: unknown): string | null {
  const code = plainText(text(postalCode)).replace(/\s/g, '');
  if (code !== '') return ZIP_PLUS_FOUR.exec(code)?.[1] ?? code;
  return plainText(text(city)).trim().replace(/\s+/g, ' ') || null;
}

/** The home of a lead. */
export function homeOfLead({ lead = {}, attributes = {} }: KnownOfHome): HomeOfLead {
  const number = (name: string) => (typeof attributes[name] === 'number' ? attributes[name] : null);
  const said = plainText(text(attributes.homeCondition)).trim();
  return {
    home: {
      address: text(attributes.address) || text(lead.address),
      squareFeet: number('squareFeet'),
      beds: number('beds'),
      baths: number('baths'),
      yearBuilt: number('yearBuilt'),
      condition: CONDITIONS.find((known) => known === said) ?? null,
    },
    place: placeOf(lead.postalCode, lead.city),
    online: number('onlineEstimate'),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
