/**
 * What a lead is: the fields of a person we may contact, and the draft a source yields before identity is settled.
 * Owns the field list only; how values are cleaned is `normalise.ts`, whose lead a draft becomes is `resolve.ts`.
 */

/** Basis on which a person may be contacted, as the importing user declared it; null = never stated. */
export type Basis = 'consent' | 'legitimate-interest' | 'contract' | 'none';

/**
 * Everything Rekindle knows a lead by. Every key is always present; null (or an empty list) means "not known".
 * Text is trimmed Unicode NFC without NUL or lone surrogates.
 */
export interface LeadValues {
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As given, or first + last. */
  readonly fullName: string | null;
  /** Lower-cased, domain in ASCII (punycode). */
  readonly email: string | null;
  /** E.164, `+4915112345678`. */
  readonly phone: string | null;
  readonly title: string | null;
  readonly seniority: string | null;
  readonly department: string | null;
  readonly company: string | null;
  /** Registrable domain of the company, `acme.co.uk`; never a free-mail domain. */
  readonly domain: string | null;
  readonly website: string | null;
  readonly linkedinUrl: string | null;
  readonly industry: string | null;
  /** Head count. */
  readonly employees: number | null;
  /** Yearly, in the currency of the file (US dollars where none is said). */
  readonly revenue: number | null;
  readonly companyStage: string | null;
  readonly technologies: readonly string[];
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** State or province: the short code where one is known (`CA`), else as given. */
  readonly region: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly address: string | null;
  /** IANA zone, `Europe/Berlin`. */
  readonly zone: string | null;
  /** BCP 47 primary language, `en`, `es`. */
  readonly language: string | null;
  /** ISO date, `1980-02-29`. */
  readonly birthDate: string | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly utmContent: string | null;
  readonly utmTerm: string | null;
}

/** A channel that a source says this person has refused. `all` = every channel. */
export interface OptOut {
  readonly channel: 'email' | 'sms' | 'voice' | 'all';
  /** Where it was read: `column Unsubscribed from all email`, `tag DND`. */
  readonly evidence: string;
}

/** One record of a source, cleaned and mapped, before it is settled whose lead it is. */
export interface LeadDraft {
  /** Only what the record says; a missing key is "says nothing", never "empty it". */
  readonly values: Partial<LeadValues>;
  /** Columns that are none of ours, under their own header in camelCase. Values as text. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The source's own id for the record (`Apollo Contact Id`, `Record ID`). */
  readonly externalId: string | null;
  /** Further addresses of the same person. Normalised like `values.email`. */
  readonly otherEmails: readonly string[];
  /** Further numbers of the same person. E.164. */
  readonly otherPhones: readonly string[];
  readonly basis: Basis | null;
  readonly optOuts: readonly OptOut[];
}

/** A stored lead. Times in epoch milliseconds, UTC. */
export interface Lead {
  readonly workspaceId: string;
  readonly id: string;
  /** Raised on every change of facts; what was assessed at an older revision is assessed anew. */
  readonly revision: number;
  readonly values: LeadValues;
  readonly attributes: Readonly<Record<string, string>>;
  readonly basis: Basis | null;
  readonly basisAt: number | null;
  readonly source: string;
  readonly importId: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** A lead of which nothing is known: the base that drafts are laid over. */
export const NO_VALUES: LeadValues = Object.freeze({
  firstName: null,
  lastName: null,
  fullName: null,
  email: null,
  phone: null,
  title: null,
  seniority: null,
  department: null,
  company: null,
  domain: null,
  website: null,
  linkedinUrl: null,
  industry: null,
  employees: null,
  revenue: null,
  companyStage: null,
  technologies: [],
  country: null,
  region: null,
  city: null,
  postalCode: null,
  address: null,
  zone: null,
  language: null,
  birthDate: null,
  owner: null,
  tags: [],
  notes: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmContent: null,
  utmTerm: null,
});
