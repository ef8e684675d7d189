/**
 * The providers that a workspace can be connected to, as data: what each is for, which settings and secrets it wants, and where a person
 * finds them. A further provider is one more entry. Speaks to none of them.
 */
import { type Field, type FieldMistake, field, mistakesIn, optional } from './field.ts';
import { APOLLO, FORM, LEADS } from './lead-providers.ts';

/** What a provider is good for: a way out, mails that are read, telling by webhook what happened; `crm`: keeping hand-offs, `notice`: telling people of them, `leads`: contacts that are fetched. */
export type Use = 'email' | 'sms' | 'voice' | 'mailbox' | 'hook' | 'crm' | 'notice' | 'leads';

/** How tokens are got by OAuth 2. `{tenant}` stands for a setting. Source: the providers' own pages, named beside each. */
export interface OAuth {
  readonly tokenUrl: string;
  readonly scope: string | null;
}

/** A provider. */
export interface Provider {
  readonly says: string;
  readonly uses: readonly Use[];
  /** It keeps whom nobody may contact, and is told what leads refuse. */
  readonly hearsRefusals?: boolean;
  /** People that it keeps are compared with what we know of them. */
  readonly keepsPeople?: boolean;
  readonly settings: Readonly<Record<string, Field>>;
  readonly secrets: Readonly<Record<string, Field>>;
  /** Secrets of which one set must be given, each set whole: a password, or an authorisation by OAuth. */
  readonly oneOf?: readonly (readonly string[])[];
  readonly oauth?: OAuth;
  /** Secrets that it may sign its calls with; those that are given count. */
  readonly signs?: readonly string[];
}

const SECURE = ['tls', 'starttls', 'none'] as const;
const SENDS = ['texts', 'mails', 'both', 'nothing'] as const;
const FROM = field('address that mails come from', 'write from=ann@acme.com', 'email');
const CONFIRMS = optional(
  'who answers STOP, START and HELP',
  'rekindle, once the provider’s own answers are switched off; provider where it is left out',
  ['provider', 'rekindle'],
);
const BASE_URL = optional(
  'where its interface is',
  'leave it out; it is for tests against a server of your own',
  'url',
);
const APP = {
  clientId: optional('id of the OAuth app', 'the client id of the app that you registered with the provider'),
};
const OAUTH_SECRETS = {
  clientSecret: optional('secret of the OAuth app', 'made with the app; make a new one where it is lost'),
  refreshToken: optional('refresh token', 'given when the mailbox’s owner allowed the app; let them allow it again'),
};
const MAIL_OAUTH_SETTINGS = {
  ...APP,
  user: field('address that signs in', 'write user=ann@acme.com', 'email'),
  from: optional('address that mails come from, where it is not the user’s', 'write from=sales@acme.com', 'email'),
  selectors: optional('DKIM selectors that the server signs by', 'write selectors=google', 'line'),
  smtpHost: optional('mail server', 'leave it out; it is the provider’s'),
  smtpPort: optional('its port', 'leave it out; it is the provider’s', 'number'),
  imapHost: optional('mailbox server', 'leave it out; it is the provider’s'),
  imapPort: optional('its port', 'leave it out; it is the provider’s', 'number'),
  secure: optional('encryption of both', 'leave it out; it is the provider’s', SECURE),
  tokenUrl: optional('where tokens are got', 'leave it out; it is the provider’s', 'url'),
};
const APP_PASSWORD = optional(
  'app password, in place of OAuth',
  'made in the security settings of the account, where the provider still offers it',
);
const PRIVATE = optional('whether it may be in a private network', 'private=yes, for a receiver of your own', [
  'yes',
  'no',
]);
const hookOnly = (says: string, remedy: string): Provider => ({
  says,
  uses: ['hook'],
  settings: {},
  secrets: { signing: field('what it signs its calls with', remedy) },
  signs: ['signing'],
});

const RECONCILE = {
  reconcile: optional(
    'whether its contacts are compared with ours each day',
    'reconcile=no; yes where it is left out',
    [...['yes', 'no']],
  ),
  owns: optional('whose word counts of a field', 'write owns=company=ours,phone=crm; ours, crm, or ask for a person'),
  gone: optional(
    'what follows where a contact was deleted there',
    'gone=stop pauses its lead; ask where it is left out',
    [...['ask', 'stop']],
  ),
  erased: optional(
    'what follows where a person was erased here',
    'erased=delete deletes them there; ask where it is left out',
    ['ask', 'delete'],
  ),
};
const HIGHLEVEL_HAND_OFFS = {
  pipeline: optional('pipeline in which a hand-off becomes an opportunity', 'its id; leave it out for none'),
  stage: optional('stage of it', 'its id; the first where it is left out'),
  workflow: optional('workflow that a contact is put into', 'its id, Automation → Workflows; leave it out for none'),
  tags: optional('tags that a contact is given', 'write tags=hot,rekindle; rekindle-hot where it is left out'),
  fields: optional('fields of a lead and custom fields they go into', 'write fields=industry=Industry,title=Job title'),
  assign: optional('users by the address of an owner', 'write assign=ann@acme.com=USERID'),
};

const KNOWN = {
  smtp: {
    says: 'Mail by any SMTP server',
    uses: ['email'],
    settings: {
      host: field('mail server', 'write host=smtp.acme.com'),
      port: optional('port', 'write port=587, or leave it out', 'number'),
      secure: optional('encryption', 'tls for port 465, starttls for 587; none only on this machine', SECURE),
      user: optional('name to sign in with', 'often the address itself; leave it out where no login is wanted'),
      from: FROM,
      bounceTo: optional('where bounces go', 'write bounceTo=bounces+{token}@acme.com, or without +{token}', 'email'),
      dkimSelector: optional('selector of the key dkim', 'write dkimSelector=rekindle'),
      dkimDomain: optional('domain of the key dkim, where it is not that of from', 'write dkimDomain=acme.com'),
      unsubscribeMailto: optional('address that opt-outs may be mailed to', 'an address that somebody reads', 'email'),
      selectors: optional('DKIM selectors that the server signs by', 'write selectors=s1,s2', 'line'),
      connections: optional('mails at a time', 'write connections=4', 'number'),
    },
    secrets: {
      dkim: optional(
        'key that mails are signed by',
        'made by: openssl genpkey -algorithm RSA -outform DER | base64 -w0',
      ),
      password: optional('password of the login', 'the provider’s SMTP password, often not that of the web page'),
    },
  },
  imap: {
    says: 'A mailbox that is read for answers and bounces',
    uses: ['mailbox'],
    settings: {
      host: field('mailbox server', 'write host=imap.acme.com'),
      port: optional('port', 'write port=993, or leave it out', 'number'),
      secure: optional('encryption', 'tls for port 993, starttls for 143; none only on this machine', SECURE),
      user: field('name to sign in with', 'often the address itself'),
    },
    secrets: { password: field('password', 'the mailbox’s password') },
  },
  // Source: developers.google.com/gmail/imap/xoauth2-protocol
  google: {
    says: 'A Google mailbox: mail that leaves, answers that are read',
    uses: ['email', 'mailbox'],
    settings: MAIL_OAUTH_SETTINGS,
    secrets: { ...OAUTH_SECRETS, password: APP_PASSWORD },
    oneOf: [['refreshToken', 'clientSecret'], ['password']],
    oauth: { tokenUrl: 'https://oauth2.googleapis.com/token', scope: null },
  },
  // Source: learn.microsoft.com, “Authenticate an IMAP, POP or SMTP connection using OAuth”
  microsoft365: {
    says: 'A Microsoft 365 mailbox: mail that leaves, answers that are read',
    uses: ['email', 'mailbox'],
    settings: {
      ...MAIL_OAUTH_SETTINGS,
      tenant: optional('tenant of the organisation', 'its id or domain; common where it is left out'),
    },
    secrets: OAUTH_SECRETS,
    oneOf: [['refreshToken']],
    oauth: {
      tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
      scope: 'https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
    },
  },
  twilio: {
    says: 'Text messages by Twilio, and what becomes of them',
    uses: ['sms', 'hook'],
    settings: {
      accountSid: field('id of the account', 'AC…, on the first page of the Twilio console'),
      apiKeySid: optional('id of an API key', 'SK…, where authToken is the secret of that key'),
      from: optional('our number', 'write from=+12025550123, or messagingServiceSid', 'phone'),
      messagingServiceSid: optional('pool of numbers', 'MG…, in place of from'),
      confirms: CONFIRMS,
      statusCallback: optional('where Twilio tells what became of a text', 'https://…/hooks/twilio/NAME', 'url'),
      baseUrl: BASE_URL,
    },
    secrets: {
      authToken: field('token of the account, or secret of the API key', 'beside the account id in the console'),
      signing: optional(
        'token of the account, where authToken is an API key’s secret',
        'beside the account id in the console: Twilio signs its calls with it',
      ),
    },
    signs: ['signing', 'authToken'],
  },
  // Source: GoHighLevel/highlevel-api-docs, oauth.json: a refresh token is good once; an agency’s token makes those of locations.
  highlevel: {
    says: 'A HighLevel location: texts and mails to its contacts, hand-offs into it, its contacts as leads, and what happens in it',
    uses: ['sms', 'email', 'hook', 'crm', 'leads'],
    hearsRefusals: true,
    keepsPeople: true,
    settings: {
      ...HIGHLEVEL_HAND_OFFS,
      ...LEADS,
      ...RECONCILE,
      location: field('id of the location', 'Settings → Business profile, or the address of its pages'),
      company: optional('id of the agency', 'where the authorisation is the agency’s, and not the location’s'),
      sends: optional('what leaves by it', 'texts where it is left out; mails, both or nothing', SENDS),
      from: optional('our number', 'write from=+12025550123; the location’s own where it is left out', 'phone'),
      confirms: CONFIRMS,
      ...APP,
      baseUrl: BASE_URL,
    },
    secrets: {
      token: optional('private integration token', 'pit-…, made in the location under Settings → Private integrations'),
      ...OAUTH_SECRETS,
      signing: optional(
        'what its calls are proven by',
        'the app’s public key, or what a workflow sends as x-rekindle-secret',
      ),
    },
    signs: ['signing'],
    oneOf: [['token'], ['refreshToken', 'clientSecret']],
    oauth: { tokenUrl: 'https://services.leadconnectorhq.com/oauth/token', scope: null },
  },
  retell: {
    says: 'Calls by an artificial voice, by Retell',
    uses: ['voice', 'hook'],
    settings: { from: optional('our number', 'write from=+12025550123', 'phone'), baseUrl: BASE_URL },
    secrets: {
      apiKey: field('API key', 'dashboard → API keys'),
      signing: optional('the API key with the webhook badge, where it is another one', 'dashboard → API keys'),
    },
    signs: ['signing', 'apiKey'],
  },
  calcom: hookOnly('Bookings by Cal.com', 'Settings → Developer → Webhooks: its secret'),
  calendly: hookOnly('Bookings by Calendly', 'the signing_key with which the webhook was subscribed'),
  hubspot: {
    says: 'HubSpot: its contacts, hand-offs to it, and what happens in it',
    uses: ['hook', 'crm', 'leads'],
    hearsRefusals: true,
    keepsPeople: true,
    settings: {
      ...LEADS,
      ...RECONCILE,
      pipeline: optional('pipeline in which a hand-off becomes a deal', 'its id; leave it out for none'),
      stage: optional('stage of it', 'its id; goes with the pipeline'),
      fields: optional('fields of a lead and properties they go into', 'write fields=title=Job title'),
      assign: optional('owners by the address of an owner here', 'write assign=ann@acme.com=OWNERID'),
      baseUrl: BASE_URL,
    },
    secrets: {
      token: optional('access token of a private app', 'Settings → Integrations → Private apps'),
      signing: optional('what its calls are proven by', 'the client secret of the app'),
    },
    oneOf: [['token'], ['signing']],
    signs: ['signing'],
  },
  slack: {
    says: 'Hand-offs into a channel of Slack',
    uses: ['notice'],
    settings: { private: PRIVATE },
    secrets: { url: field('address of the incoming webhook', 'Slack → your app → Incoming webhooks', 'url') },
  },
  webhook: {
    says: 'Hand-offs to any system, by Standard Webhooks',
    uses: ['crm', 'notice'],
    settings: { url: field('where hand-offs go', 'https://…, an address of yours', 'url'), private: PRIVATE },
    secrets: { signing: field('the whsec_… that both sides know', 'whsec_ and 24 bytes or more in base64') },
  },
  apollo: APOLLO,
  form: FORM,
  postmark: hookOnly('Bounces and complaints by Postmark', 'user:password of the webhook’s address'),
  sendgrid: hookOnly(
    'Bounces and complaints by SendGrid',
    'Settings → Mail settings → Event webhook: its verification key',
  ),
  ses: hookOnly('Bounces and complaints by Amazon SES', 'the ARN of the topic that tells'),
  'standard-webhooks': hookOnly('What any system tells by Standard Webhooks', 'the whsec_… that both sides know'),
} as const satisfies Readonly<Record<string, Provider>>;

/** Name of a provider that is known. */
export type ProviderName = keyof typeof KNOWN;

/** All of them, by name. */
export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = KNOWN;

/** The provider of this name, or null. */
export function providerNamed(name: string): Provider | null {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name as ProviderName] : null;
}

/** Everything that is wrong with what was given for a connection; empty = nothing. Values are never repeated. */
export function mistakesOf(
  provider: Provider,
  settings: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): FieldMistake[] {
  return [
    ...mistakesIn(provider.settings, settings, 'setting'),
    ...mistakesIn(provider.secrets, secrets, 'secret'),
    ...setMistakes(provider, secrets),
  ];
}

/** Whether one of the sets of secrets is there whole. */
function setMistakes({ oneOf, secrets: fields }: Provider, secrets: Readonly<Record<string, string>>): FieldMistake[] {
  if (!oneOf || oneOf.some((set) => set.every((name) => Object.hasOwn(secrets, name)))) return [];
  const begun = oneOf.find((set) => set.some((name) => Object.hasOwn(secrets, name))) ?? oneOf[0] ?? [];
  const missing = begun.filter((name) => !Object.hasOwn(secrets, name));
  return missing.map((name) => ({
    place: `secret ${name}`,
    says:
      oneOf.length === 1 || begun.length > missing.length
        ? 'is missing'
        : `is missing (or give ${orOthers(oneOf, begun)})`,
    remedy: fields[name]?.remedy ?? '',
  }));
}

function orOthers(sets: readonly (readonly string[])[], but: readonly string[]): string {
  return sets
    .filter((set) => set !== but)
    .map((set) => set.join(' and '))
    .join(', or ');
}

/** A secret given among the settings would lie open: its name, or null. */
export function strayedSecret(provider: Provider, settings: Readonly<Record<string, string>>): string | null {
  return Object.keys(settings).find((name) => Object.hasOwn(provider.secrets, name)) ?? null;
}
