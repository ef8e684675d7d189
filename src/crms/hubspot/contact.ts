/** A lead as HubSpot's contact. Speaks to nobody. Source: HubSpot's default contact properties. */
import type { Parcel } from '../../engine/crm-port.ts';

/** Properties of a contact that are filled. */
export const MAPPED = [
  ...([
    'email',
    'firstname',
    'lastname',
    'phone',
    'company',
    'website',
    'jobtitle',
    'city',
    'state',
    'country',
  ] as const),
] as const;

/** All that is known, by HubSpot's names. */
export function contactProperties({ handOff }: Parcel): Readonly<Record<string, string>> {
  const { firstName, lastName, fullName, email, phone, company, website, title, city, region, country } =
    handOff.brief.lead;
  const named =
    firstName === undefined && lastName === undefined
      ? { firstname: fullName }
      : { firstname: firstName, lastname: lastName };
  const all = { email, ...named, phone, company, website, jobtitle: title, city, state: region, country };
  return Object.fromEntries(Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined));
}
