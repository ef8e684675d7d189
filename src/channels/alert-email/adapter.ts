/** Alerts by e-mail to whoever runs the instance. Not a message to a lead: no gate is asked, and no opt-out is in it. */
import type { Mailbox } from '../../domain/message.ts';
import type { AlertNotice, AlertResult, AlertTarget, MailChannel, SendResult } from '../../engine/ports.ts';
import type { AlertEmailSettings } from './settings.ts';

/** A mailbox as a target of alerts, by a way out that the caller owns and closes. */
export function alertEmail({ to }: AlertEmailSettings, channel: MailChannel, from: Mailbox): AlertTarget {
  return {
    name: 'email',
    repeatable: channel.recovery === 'idempotent',
    send: async (notice) => alertResult(await channel.send(mailOf(notice, { name: null, address: to }, from))),
    close: () => Promise.resolve(),
  };
}

function mailOf(notice: AlertNotice, to: Mailbox, from: Mailbox) {
  const { id, at, sentence, workspaceId, subject, was, status, facts } = notice;
  const lines = [
    sentence,
    '',
    `Workspace: ${workspaceId}`,
    `Watched: ${subject}`,
    `Was: ${was}, is: ${status}, since ${new Date(at).toISOString()}`,
    ...Object.entries(facts).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    '',
    'rekindle routine health and rekindle alert list tell more.',
  ];
  return {
    id,
    from,
    replyTo: null,
    to,
    subject: `Rekindle: ${sentence}`,
    text: `${lines.join('\n')}\n`,
    html: null,
    messageId: `<${id}@${from.address.split('@')[1]}>`,
    references: [],
    unsubscribeUrl: null,
    date: at,
    // Source: RFC 3834 §5: programs that answer by themselves leave such mail alone.
    headers: [['Auto-Submitted', 'auto-generated']] as const,
  };
}

function alertResult(result: SendResult): AlertResult {
  const { detail } = result;
  return result.kind === 'retry' ? { kind: 'retry', afterMs: result.afterMs, detail } : { kind: result.kind, detail };
}
