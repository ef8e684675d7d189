/** People as Apollo tells them, by the headers of its exports, so that they are read as a file of it is. Asks nobody. */
import { z } from 'zod';
import { mapColumns } from '../../domain/lead/columns.ts';
import { compileDraft } from '../../domain/lead/draft.ts';
import type { Basis, LeadDraft } from '../../domain/lead/lead.ts';

const Text = z.string().nullish();
const Organization = z
  .object({
    ...{ name: Text, website_url: Text, primary_domain: Text, industry: Text, linkedin_url: Text, phone: Text },
    estimated_num_employees: z.number().nullish(),
    annual_revenue: z.number().nullish(),
    ...{ street_address: Text, city: Text, state: Text, postal_code: Text, country: Text },
  })
  .loose();

/** A number that was asked for. Source: Apollo's OpenAPI, GET /webhook_result. */
export const PhoneNumber = z
  .object({ sanitized_number: Text, raw_number: Text, status_cd: Text, dnc_status_cd: Text })
  .loose();

/** A person with their details. Source: Apollo's OpenAPI, POST /people/bulk_match. */
export const Person = z
  .object({
    ...{ id: z.string(), first_name: Text, last_name: Text, name: Text, title: Text, linkedin_url: Text },
    ...{ email: Text, email_status: Text, seniority: Text, city: Text, state: Text, country: Text },
    departments: z.array(z.string()).nullish(),
    organization: Organization.nullish(),
    phone_numbers: z.array(PhoneNumber).nullish(),
  })
  .loose();
type ApolloPerson = z.output<typeof Person>;

/** What stands in place of an address that was not paid for. */
const LOCKED = /^email_not_unlocked@/i;
/** Numbers that nobody is to be called on. */
const WRONG_NUMBER = /invalid/i;

/** Fields that Apollo can tell of a known lead. */
export const TELLS = [
  ...['email', 'phone', 'firstName', 'lastName', 'title', 'seniority', 'department', 'company', 'domain', 'website'],
  ...['linkedinUrl', 'industry', 'employees', 'revenue', 'city', 'region', 'country'],
] as const;

/** The columns under which people are read, by what is told of them. */
const COLUMNS: Readonly<Record<string, (person: ApolloPerson) => string | number | null | undefined>> = {
  'Apollo Contact Id': ({ id }) => id,
  'First Name': ({ first_name }) => first_name,
  'Last Name': ({ last_name }) => last_name,
  Title: ({ title }) => title,
  Email: ({ email }) => (email && !LOCKED.test(email) ? email : null),
  'Email Status': ({ email, email_status }) => (email && !LOCKED.test(email) ? email_status : null),
  'Mobile Phone': ({ phone_numbers }) => numbersOf(phone_numbers)[0],
  'Other Phone': ({ phone_numbers }) => numbersOf(phone_numbers)[1],
  Seniority: ({ seniority }) => wordOf(seniority),
  Departments: ({ departments }) => departments?.map(wordOf).join(', '),
  'Person Linkedin Url': ({ linkedin_url }) => linkedin_url,
  City: ({ city }) => city,
  State: ({ state }) => state,
  Country: ({ country }) => country,
  'Company Name': ({ organization }) => organization?.name,
  'Company Domain': ({ organization }) => organization?.primary_domain,
  Website: ({ organization }) => organization?.website_url,
  Industry: ({ organization }) => organization?.industry,
  '# Employees': ({ organization }) => organization?.estimated_num_employees,
  'Annual Revenue': ({ organization }) => organization?.annual_revenue,
  'Company Linkedin Url': ({ organization }) => organization?.linkedin_url,
  'Corporate Phone': ({ organization }) => organization?.phone,
};
const HEADERS = Object.keys(COLUMNS);

/** Drafts of people, in their order; null = nobody, or nothing is said of them. */
export function draftsOfPeople(people: readonly (ApolloPerson | null)[], basis: Basis | null): (LeadDraft | null)[] {
  const read = compileDraft(mapColumns(HEADERS), { defaultCountry: null, basis });
  return people.map((person) => {
    const outcome = person && read(HEADERS.map((header) => String(COLUMNS[header]?.(person) ?? '')));
    return outcome?.ok ? outcome.draft : null;
  });
}

/** `c_suite` → `c suite`. */
function wordOf(word: string | null | undefined): string | null | undefined {
  return word?.replaceAll('_', ' ');
}

function numbersOf(numbers: ApolloPerson['phone_numbers']): string[] {
  return (numbers ?? []).flatMap(({ sanitized_number, raw_number, status_cd }) => {
    const number = sanitized_number ?? raw_number;
    return !number || WRONG_NUMBER.test(status_cd ?? '') ? [] : [number];
  });
}
