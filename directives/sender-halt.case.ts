/** Runs a row of sender-halt.md. */
import { channelOfSender, haltOfSender, senderOfHalt } from '../src/domain/delivery/sender-halt.ts';

interface Row {
  readonly stops: readonly string[];
  readonly workspace?: string;
  readonly senders: readonly string[];
}

export function run({ stops, workspace = 'a', senders }: Row): Readonly<Record<string, unknown>> {
  const halts = stops.map((text) => {
    const [workspaceId = '', channel = ''] = text.split('/');
    return { workspaceId, channel, why: '', by: 'ann', at: 0 };
  });
  const halt = haltOfSender(halts, workspace, senders);
  if (halt === null) return { 'stopped by': 'none' };
  // What the stop is named by leads back to its sender.
  const sender = senderOfHalt(halt) ?? '';
  return { 'stopped by': `${halt.workspaceId}/${channelOfSender(sender)}` };
}
