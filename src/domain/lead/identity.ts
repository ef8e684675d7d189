/**
 * The exact keys by which a store finds the leads that a draft may be: mailbox, number, name, and the source's own id.
 * Owns how a key is written; must never decide whose lead a draft is (`resolve.ts`).
 */
import type { LeadValues } from './lead.ts';
import { nameKey, nameOf } from './name.ts';

/** The ways a lead can be found. */
export type KeyKind = 'email' | 'phone' | 'person' | 'external';

/** The keys of one draft or lead; undefined means that it says nothing of the kind. */
export interface IdentityKeys {
  /** As `normaliseEmail` (`domain/verify/email-key.ts`) writes it. */
  readonly email: string | undefined;
  /** Further mailboxes of the same person, sorted, without `email`. */
  readonly otherEmails: readonly string[];
  /** E.164. */
  readonly phone: string | undefined;
  /** `robert vanderberg`: the same for everybody of that name, whatever the company. */
  readonly person: string | undefined;
  /** `source|id`. */
  readonly external: string | undefined;
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
  return {
    email,
    otherEmails: otherEmails.length === 0 ? otherEmails : othersThan(email, otherEmails),
    phone: values.phone || undefined,
    person: nameKey(nameOf(values)) || undefined,
    external: externalId ? `${source}|${externalId}` : undefined,
  };
}

function othersThan(email: string | undefined, emails: readonly string[]): string[] {
  return [...new Set(emails.map((other) => other.toLowerCase()))].filter((other) => other !== email).sort();
}
