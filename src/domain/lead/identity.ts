/**
 * The exact keys by which a store finds the leads that a draft may be: mailbox, number, name with company, and the source's own id.
 * Owns how a key is written; must never decide whose lead a draft is (`resolve.ts`).
 */
import type { LeadValues } from './lead.ts';
import { nameKey, nameOf } from './name.ts';

/** The ways a lead can be found. */
export type KeyKind = 'email' | 'phone' | 'person' | 'external';

/** The keys of one draft or lead; an absent key means that it says nothing of the kind. */
export interface IdentityKeys {
  /** As `normaliseEmail` (`domain/verify/email-key.ts`) writes it. */
  readonly email?: string;
  /** Further mailboxes of the same person, sorted, without `email`. */
  readonly otherEmails: readonly string[];
  /** E.164. */
  readonly phone?: string;
  /** `robert vanderberg|acme.com`: equality = name and company domain; the part up to and with `|` is a prefix of all of that name. */
  readonly person?: string;
  /** `source|id`. */
  readonly external?: string;
}

/**
 * The keys of a draft or a stored lead. Same person, same spelling of nothing else needed: case, accents, blanks and
 * titles do not change a key.
 *
 * Inputs: cleaned values (`phone` in E.164, `domain` registrable); the source's id for the record and the source's name; further addresses.
 * Output: only keys that exist. A name without surname or given name makes no `person`.
 */
export function identityKeys(
  values: Partial<LeadValues>,
  externalId: string | null,
  source: string,
  otherEmails: readonly string[] = [],
): IdentityKeys {
  const email = values.email ? values.email.toLowerCase() : undefined;
  const name = nameKey(nameOf(values));
  const others =
    otherEmails.length === 0
      ? otherEmails
      : [...new Set(otherEmails.map((other) => other.toLowerCase()))].filter((other) => other !== email).sort();
  return {
    otherEmails: others,
    ...(email !== undefined && { email }),
    ...(values.phone && { phone: values.phone }),
    ...(name !== '' && { person: `${name}|${values.domain ?? ''}` }),
    ...(externalId && { external: `${source}|${externalId}` }),
  };
}

/** The beginning of every `person` key of one name: what a store searches for namesakes; null where the keys hold no name. */
export function namePrefix(keys: IdentityKeys): string | null {
  return keys.person === undefined ? null : keys.person.slice(0, keys.person.indexOf('|') + 1);
}
