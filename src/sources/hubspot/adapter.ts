/** Contacts of HubSpot as leads, with what they have refused. Source: developers.hubspot.com/docs/api/crm/contacts. */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import type { Basis } from '../../domain/lead/lead.ts';
import type { Speech } from '../../engine/crm-port.ts';
import type { LeadSource } from '../../engine/source-port.ts';
import { draftsOf, pageOf } from '../records.ts';

const TIMEOUT_MS = 20_000;
/** Contacts of a page; the most that HubSpot gives. */
const PAGE = 100;

/** Properties that are read, by the headers of HubSpot's own exports. */
const HEADERS: Readonly<Record<string, string>> = {
  firstname: 'First Name',
  lastname: 'Last Name',
  email: 'Email',
  phone: 'Phone Number',
  mobilephone: 'Mobile Phone Number',
  company: 'Company Name',
  jobtitle: 'Job Title',
  website: 'Website URL',
  industry: 'Industry',
  numemployees: 'Number of Employees',
  annualrevenue: 'Annual Revenue',
  city: 'City',
  state: 'State/Region',
  country: 'Country/Region',
  zip: 'Postal Code',
  hs_language: 'Preferred Language',
  hs_timezone: 'Time Zone',
  hs_email_optout: 'Unsubscribed from all email',
  hs_email_bad_address: 'Invalid email address',
  hs_email_hard_bounce_reason_enum: 'Email hard bounce reason',
  hs_legal_basis: "Legal basis for processing contact's data",
};
const Page = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) })).default([]),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

/** The contacts of a connection's account. */
export function hubspotSource({ settings, secrets, name }: Asked, speech: Speech): LeadSource {
  const api = speech.api({
    baseUrl: settings.baseUrl ?? 'https://api.hubapi.com',
    headers: () => Promise.resolve({ authorization: `Bearer ${secrets.token ?? ''}` }),
    concurrency: 2,
    timeoutMs: TIMEOUT_MS,
    askMs: 0,
  });
  const properties = Object.keys(HEADERS).join(',');
  return {
    name,
    configured: () => secrets.token !== undefined,
    fetch: ({ limit, cursor }) =>
      pageOf(async () => {
        const after = typeof cursor === 'string' ? `&after=${encodeURIComponent(cursor)}` : '';
        const path = `/crm/v3/objects/contacts?limit=${Math.min(limit, PAGE)}&properties=${properties}${after}`;
        const { results, paging } = Page.parse((await api.ask({ method: 'GET', path, again: true })).json);
        const records = results.map((one) => ({ place: `contact ${one.id}`, fields: fieldsOf(one) }));
        const next = paging?.next?.after ?? null;
        const taken = draftsOf(records, (settings.basis ?? null) as Basis | null);
        // At the end the next reading begins with the first one: who is known stays known, and who is new may stand anywhere.
        return { kind: 'leads', vendor: 'hubspot', ...taken, cursor: next, more: next !== null };
      }),
  };
}

function fieldsOf({ id, properties }: z.output<typeof Page>['results'][number]) {
  const read = Object.entries(HEADERS).map(([property, header]) => [header, properties[property]] as const);
  return { 'Record ID': id, ...Object.fromEntries(read) };
}
