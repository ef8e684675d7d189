/** What the examples have in common: a company whose people are known, worked by the built-in account-based playbook on a virtual clock. */
import { openVirtualInstance, type VirtualInstance } from '../../src/testing/index.ts'; // elsewhere: 'rekindle/testing'

/** Somebody of the company. Whoever has a phone number has said yes to texts. */
export interface Person {
  readonly first: string;
  readonly title: string;
  readonly phone?: string;
}

/** The company, as the examples name it. */
export const ACME = { account: 'acme.example' };

/** An instance with the company on it and its campaign live. `settings` are those of the playbook. */
export async function companyOf(
  people: readonly Person[],
  settings: Readonly<Record<string, string>> = {},
): Promise<VirtualInstance> {
  const rekindle = await openVirtualInstance();
  const rows = people.map(
    ({ first, title, phone = '' }) => `${first},Acme,${first.toLowerCase()}@acme.example,${title},${phone},US,NY`,
  );
  const head = 'First Name,Last Name,Email,Title,Phone,Country,State';
  await rekindle.run('import', { file: rekindle.write('people.csv', [head, ...rows].join('\n')), basis: 'consent' });
  for (const { first, phone } of people) {
    if (phone) await tell(rekindle, first, { kind: 'opted-in', channel: 'sms', text: 'Yes, text me.' });
  }
  await rekindle.run('campaign create', {
    name: 'abm',
    playbook: 'account-based',
    fromName: 'Sue Seller',
    fromAddress: 'sue@sender.example',
    postalAddress: '1 Main Street, Springfield',
    set: settings,
  });
  await rekindle.run('assess', { campaign: 'abm' });
  await rekindle.run('campaign launch', { campaign: 'abm' });
  await rekindle.run('account add', { ...ACME, name: 'Acme' });
  return rekindle;
}

/** Tells of something that a person of the company did. */
export async function tell(
  { run }: VirtualInstance,
  first: string,
  what: {
    readonly kind: string;
    readonly channel?: 'sms' | 'email';
    readonly text?: string;
    readonly outcome?: string;
  },
): Promise<void> {
  await run('event record', { lead: `${first.toLowerCase()}@acme.example`, ...what } as never);
}

/** Prints the touchpoints so far: when, to whom, by which way. */
export async function printTouches({ run }: VirtualInstance): Promise<void> {
  const { touches, contacts } = await run('account show', ACME);
  const names = new Map(contacts.map(({ leadId, name }) => [leadId, name]));
  for (const { at, decidedAt, leadId, by, state } of touches) {
    console.log((at ?? decidedAt ?? '').slice(0, 10), names.get(leadId), by, state);
  }
}
