/** Domains that a lead is at, and whether one lies within another. Owns that comparison. */
import type { LeadValues } from '../lead/lead.ts';

/** The domains of a lead's company and of its address, in lower case; as many as are known. */
export function domainsOf({ domain, email }: Pick<LeadValues, 'domain' | 'email'>): readonly string[] {
  const own = email === null ? null : email.slice(email.lastIndexOf('@') + 1);
  return [domain, own].filter((each) => each !== null);
}

/** Whether a domain is another one or below it: `eu.acme.com` is within `acme.com`, `notacme.com` is not. */
export function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
