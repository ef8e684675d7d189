/** Operations on mailboxes that are read: how they stand, reading one now, what came to nothing, one mail by hand. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { mailboxesOf, readOnce } from '../../mailboxes/keep.ts';
import { ownAddresses, placeMail } from '../../mailboxes/place.ts';
import { MailboxTaken } from '../../mailboxes/read.ts';
import { type Mailbox, MailboxFault } from '../../ports.ts';
import { recordEvents } from '../../react.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const mailboxName = z.string().min(1).describe('name of the mailbox');

async function ownMailboxes({ engine, workspaceId }: OperationContext): Promise<readonly Mailbox[]> {
  await engine.connections.refresh();
  return mailboxesOf(engine).filter((one) => one.workspaceId === workspaceId);
}

async function mailboxNamed(context: OperationContext, name: string): Promise<Mailbox> {
  const all = await ownMailboxes(context);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const known =
    all.length === 0
      ? 'rekindle connection add NAME imap, or mailboxes in rekindle.yaml'
      : `there are: ${all.map((one) => one.name).join(', ')}`;
  throw new Refusal('no-such-mailbox', `no mailbox “${name}” is read here`, known);
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** `mailbox list`: how each stands. */
export const mailboxList = operation({
  noun: 'mailbox',
  verb: 'list',
  command: 'mailbox list',
  summary: 'Mailboxes that are read: by whom, how far, when last, and what is in the way',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ mailboxes: z.array(z.record(z.string(), z.unknown())) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'mailbox list', says: 'readAt = all folders were seen to their end' }],
  async run(context) {
    const stored = await context.engine.store.mailboxes.list(context.workspaceId);
    const configured = (await ownMailboxes(context)).map(({ name }) => name);
    const names = [...new Set([...configured, ...stored.map(({ name }) => name)])].sort();
    const mailboxes = names.map((name) => {
      const at = stored.find((one) => one.name === name);
      return {
        ...{ name, configured: configured.includes(name), reader: at?.owner ?? null, readAt: iso(at?.readAt ?? null) },
        ...{ fault: at?.fault ?? null, faultAt: iso(at?.faultAt ?? null) },
        ...{ recorded: at?.recorded ?? 0, passedOver: at?.passedOver ?? 0, folders: at?.folders ?? [] },
      };
    });
    return { mailboxes };
  },
});

/** `mailbox check`: signs in and reads to the end, once. */
export const mailboxCheck = operation({
  noun: 'mailbox',
  verb: 'check',
  command: 'mailbox check',
  summary: 'Sign in to a mailbox and read what is new in it, now',
  kind: 'command',
  input: z.strictObject({ mailbox: mailboxName }),
  output: z.object({ mailbox: z.string(), recorded: z.number() }),
  positional: ['mailbox'],
  errors: ['no-such-mailbox', 'mailbox-taken', 'mailbox-unreachable', 'mailbox-refused', 'mailbox-lost'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'mailbox check sales', says: 'no flag of any mail is changed' }],
  async run(context, { mailbox: name }) {
    const mailbox = await mailboxNamed(context, name);
    await workspaceOf(context);
    try {
      return { mailbox: name, recorded: await readOnce(context.engine, mailbox, context.signal) };
    } catch (error) {
      if (error instanceof MailboxTaken)
        throw new Refusal('mailbox-taken', error.message, 'it is being read: mailbox list says by whom and how far');
      if (error instanceof MailboxFault)
        throw new Refusal(error.code, `${name}: ${error.message}`, 'check host, port, secure, user and password');
      throw error;
    }
  },
});

/** `mailbox mails`: what came to nothing. */
export const mailboxMails = operation({
  noun: 'mailbox',
  verb: 'mails',
  command: 'mailbox mails',
  summary: 'Mails of a mailbox that came to nothing, and why: nobody of ours, or not to be read',
  kind: 'query',
  input: z.strictObject({
    mailbox: mailboxName,
    limit: z.int().min(1).max(LIMITS.mailboxAside).default(50).describe('how many, the latest first'),
  }),
  output: z.object({ mails: z.array(z.record(z.string(), z.unknown())) }),
  positional: ['mailbox'],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'mailbox mails sales', says: 'whose mail could not be told' }],
  async run({ engine, workspaceId }, { mailbox, limit }) {
    const aside = await engine.store.mailboxes.aside({ workspaceId, mailbox }, limit);
    const mails = aside.map(({ at, code, ...rest }) => ({ at: iso(at), code, says: reasonText(code).says, ...rest }));
    return { mails };
  },
});

/** `mail record`: mails out of files, as a mailbox would read them. */
export const mailRecord = operation({
  noun: 'mail',
  verb: 'record',
  command: 'mail record',
  summary: 'Take in raw e-mails by hand: whose each is, what it says, and what follows',
  kind: 'command',
  input: z.strictObject({
    file: z.string().default('-').describe('a raw e-mail, an mbox, or a folder of e-mails; - = one on standard input'),
    own: z.string().default('').describe('addresses that you send from beside those of the campaigns, with commas'),
    sent: z.boolean().default(false).describe('they were sent by a colleague: touches, and no answers'),
  }),
  output: z.object({ mails: z.array(z.record(z.string(), z.unknown())), recorded: z.number() }),
  positional: ['file'],
  errors: ['file-missing'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'mail record answer.eml', says: 'the same mail twice is one event, by whatever way it came' }],
  async run(context, { file, own, sent }) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const said = own.split(',').map((address) => address.trim().toLowerCase());
    const boxes = (await ownMailboxes(context)).flatMap(({ addresses }) => addresses);
    const addresses = new Set([...said, ...boxes, ...(await ownAddresses(engine, workspaceId))]);
    const place = { workspaceId, own: addresses, holds: sent ? ('sent' as const) : ('received' as const) };
    const mails: Record<string, unknown>[] = [];
    let recorded = 0;
    for await (const { name, mail } of engine.sources.readMails(file)) {
      const { read, reports, aside } = await placeMail(engine, place, mail);
      recorded += await recordEvents(engine, reports);
      const events = reports.map(({ leadId, kind, outcome = null, messageId }) => ({
        leadId,
        kind,
        outcome,
        messageId,
      }));
      if (mails.length < LIMITS.mailboxAside) mails.push({ file: name, kind: read.kind, events, aside });
    }
    return { mails, recorded };
  },
});
