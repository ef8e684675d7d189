/** Providers that leads come from, as data: what each may be asked for, what it may cost, and on what basis its leads may be contacted. */
import { field, optional } from './field.ts';
import type { Provider } from './providers.ts';

const YES_NO = ['yes', 'no'] as const;
const BASIS = optional('on what basis they may be contacted', 'basis=consent, where each of them agreed', [
  ...['consent', 'legitimate-interest', 'contract', 'none'],
]);

/** What a CRM is told that its contacts are fetched by. */
export const LEADS = {
  harvest: optional('whether its contacts are fetched as leads', 'harvest=yes; rekindle harvest fetches them', YES_NO),
  basis: BASIS,
};

/** Apollo: people who fit filters, and more of leads that are known, for credits. */
export const APOLLO = {
  says: 'Apollo: people who fit your filters as leads, and what known leads lack, within a budget of credits',
  uses: ['leads', 'hook'],
  settings: {
    harvest: optional(
      'whether people who fit the filters are fetched',
      'harvest=yes; rekindle harvest fetches them',
      YES_NO,
    ),
    enrich: optional('whether known leads are completed by it', 'enrich=yes; rekindle lead enrich does it', YES_NO),
    basis: optional(
      'on what basis people who are fetched may be contacted',
      'basis=legitimate-interest, where your law allows it; left out, nothing is sent to them',
      BASIS.form,
    ),
    creditsPerRun: optional(
      'credits that one run may cost',
      'write creditsPerRun=100; none are spent without it',
      'number',
    ),
    creditsPerMonth: optional(
      'credits that a calendar month may cost',
      'write creditsPerMonth=1000; none are spent without it',
      'number',
    ),
    titles: optional('job titles', 'write "titles=vp sales,head of sales"'),
    similarTitles: optional('whether titles like these count too', 'similarTitles=no for these alone', YES_NO),
    seniorities: optional('levels', 'write seniorities=c_suite,vp,director'),
    locations: optional('where people live', 'write locations=california,ireland'),
    companyLocations: optional('where their companies have their seat', 'write companyLocations=chicago'),
    domains: optional('domains of their companies', 'write domains=acme.com,example.com'),
    employees: optional('sizes of their companies', 'write employees=11-50,51-200'),
    emailStatus: optional('how sure their addresses are', 'write emailStatus=verified'),
    keywords: optional('words that must be found', 'write "keywords=solar roofing"'),
    phones: optional(
      'whether numbers are asked for, at 8 credits each',
      'phones=yes; wants the secret callback',
      YES_NO,
    ),
    personalEmails: optional('whether private addresses are asked for', 'personalEmails=yes', YES_NO),
    callbackUrl: optional('where numbers are told', 'leave it out; it is made of publicUrl', 'url'),
    baseUrl: optional('where its interface is', 'leave it out; it is for tests against a server of your own', 'url'),
  },
  secrets: {
    apiKey: field(
      'API key',
      'Apollo → Settings → Integrations → API; a master key, or one with people search and bulk match',
    ),
    callback: optional(
      'what proves its calls that tell numbers',
      'any 32 characters of your own: openssl rand -hex 16',
    ),
  },
  signs: ['callback'],
} as const satisfies Provider;

/** A form of a web page, or any system that hands over leads as they come in. */
export const FORM = {
  says: 'Leads by a form of a web page, or by any system that posts them, signed or with a token that everybody may see',
  uses: ['hook'],
  settings: {
    fields: optional('fields of the form and fields of a lead', 'write "fields=your-mail=email,note=notes"'),
    basis: optional('on what basis people who fill it in may be contacted', 'basis=consent, with tick', BASIS.form),
    tick: optional('field that must be ticked for the basis to count', 'write tick=newsletter'),
    words: optional('what the tick says, for the proof', 'the sentence beside it, word for word'),
    pages: optional('pages that it may be sent from', 'write pages=https://acme.com; any where it is left out'),
    trap: optional('field that no person sees', 'write trap=website2; _gotcha where it is left out'),
    thanks: optional('page that is shown afterwards', 'write thanks=https://acme.com/thanks', 'url'),
    country: optional('country of numbers that bear none', 'write country=US'),
  },
  secrets: {
    signing: optional('what its calls are signed by', 'whsec_ and base64 for Standard Webhooks, or any text for HMAC'),
    token: optional(
      'token of a public form',
      'any 16 characters; it stands in the page, so limits and the trap hold it',
    ),
  },
  oneOf: [['signing'], ['token']],
  signs: ['signing', 'token'],
} as const satisfies Provider;
