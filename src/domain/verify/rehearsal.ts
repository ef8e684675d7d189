/** Domains that were set aside for examples and tests, where nobody is ever reached. Owns that list; judges no address. */
import { reservation } from './domains.ts';

/** Source: RFC 2606 §3. */
const EXAMPLES = ['.example.com', '.example.net', '.example.org'] as const;

/** Whether a domain (ASCII, lower case) is for rehearsals: what the DNS says of it says nothing about a lead. */
export function isForRehearsal(domain: string): boolean {
  const within = `.${domain}`;
  return reservation(domain) === 'rehearsal' || EXAMPLES.some((name) => within.endsWith(name));
}
