/**
 * Hand-offs to the mailbox of their owner, by the workspace's way for e-mail. Not a message to a lead: no gate is asked, and no opt-out
 * is in it. A mail server knows no mail by a key of ours, so that one without an answer is not sent again by itself.
 */
import { headlineOf, linesOf } from '../../domain/handoff/brief.ts';
import type { HandOff } from '../../domain/handoff/handoff.ts';
import type { Mail } from '../../domain/message.ts';
import { reasonText } from '../../domain/reason.ts';
import type { HandOffReply, HandOffWay, Parcel, ReceiptBook } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import type { SendResult } from '../ports.ts';
import type { Workspace } from '../store-port.ts';

/** The way. */
export function byMail(engine: Engine, workspace: Workspace): HandOffWay {
  return {
    deliver: (parcel, book) => deliver(engine, workspace, parcel, book),
    close: () => Promise.resolve(),
  };
}

const UNKNOWN = {
  kind: 'unconfirmed',
  askMs: null,
  detail: 'the mail was begun, and nobody knows whether it left',
} as const;

async function deliver(engine: Engine, workspace: Workspace, parcel: Parcel, book: ReceiptBook): Promise<HandOffReply> {
  const { handOff } = parcel;
  if (handOff.owner === null) return { kind: 'refused', code: 'hand-off-no-owner', detail: 'nobody owns it' };
  const channel = engine.channelFor(workspace);
  if (channel === null) return { kind: 'retry', afterMs: null, detail: reasonText('mail-not-connected').says };
  if (book.receipt.doing === 'mail' && channel.recovery !== 'idempotent') return UNKNOWN;
  const campaign = await engine.store.campaigns.get(handOff.workspaceId, handOff.campaignId);
  const from = campaign?.sender.address ?? handOff.owner;
  await book.keep({ doing: 'mail' });
  const result = await channel.send(mailOf(handOff, handOff.owner, from, engine.clock.now()));
  if (result.kind !== 'unconfirmed') await book.keep({ doing: '' });
  return replyOf(result);
}

function replyOf(result: SendResult): HandOffReply {
  const { detail } = result;
  if (result.kind === 'retry') return { kind: 'retry', afterMs: result.afterMs, detail };
  if (result.kind === 'unconfirmed') return { ...UNKNOWN, detail };
  return { kind: result.kind, detail };
}

/** Two mails of one hand-off have different addresses of their own only where it went to somebody else. */
function mailOf(handOff: HandOff, to: string, from: string, date: number): Mail {
  const { id, brief, team, escalations, taskId } = handOff;
  const again = escalations === 0 ? '' : ' (nobody claimed it in time)';
  const lines = [
    `${headlineOf(brief)} is handed to ${team}${again}.`,
    '',
    ...linesOf(brief),
    '',
    `rekindle handoff claim ${id}  says that you see to it; rekindle task done ${taskId}  that it is done.`,
  ];
  return {
    ...{ id: `${id}-${escalations}`, replyTo: null, html: null, references: [], unsubscribeUrl: null, date },
    from: { name: null, address: from },
    to: { name: null, address: to },
    subject: oneLine(`Hot lead${again}: ${headlineOf(brief)}`),
    text: `${lines.join('\n')}\n`,
    messageId: `<${id}.${escalations}@${from.split('@')[1]}>`,
    // Source: RFC 3834 §5: programs that answer by themselves leave such mail alone.
    headers: [['Auto-Submitted', 'auto-generated']],
  };
}

/** A name may hold anything; a header holds no line end. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
}
