/**
 * Texts and calls of a dry workspace: one small file each beside the mails, so that what would be said can be read. Nothing leaves
 * the machine; a call that is written is not answered by anybody.
 */
import { idTime } from '../../domain/id-time.ts';
import type { PhoneCall, TextMessage } from '../../domain/message.ts';
import type { TextChannel, VoiceChannel } from '../../engine/ports.ts';
import type { OutboxSettings } from './adapter.ts';
import { type OutboxFile, OutboxFolder, WRITES_AT_ONCE } from './folder.ts';

/** Texts into a folder: `<dir>/<yyyy-mm-dd>/<message id>.sms.txt`, the day being the one on which the message was made, in UTC. */
export function outboxTexts(settings: OutboxSettings): TextChannel {
  const folder = new OutboxFolder(settings);
  return {
    name: 'outbox-texts',
    concurrency: WRITES_AT_ONCE,
    recovery: 'idempotent',
    send: (text) => folder.put(fileOf(text, 'sms', text.body)),
    close: () => folder.close(),
  };
}

/** Calls into a folder, `<message id>.call.txt`. Each is over as soon as it is asked about: nobody answered. */
export function outboxCalls(settings: OutboxSettings): VoiceChannel {
  const folder = new OutboxFolder(settings);
  return {
    name: 'outbox-calls',
    concurrency: WRITES_AT_ONCE,
    recovery: 'idempotent',
    place: (call) => folder.put(fileOf(call, 'call', wordsOf(call))),
    outcome: async () => ({ outcome: 'voicemail', reason: 'written-to-outbox', endedAt: null }),
    close: () => folder.close(),
  };
}

function wordsOf({ agent, variables }: PhoneCall): string {
  return [`agent: ${agent}`, ...Object.entries(variables).map(([name, value]) => `${name}: ${value}`)].join('\n');
}

function fileOf({ id, intentKey, from, to }: TextMessage | PhoneCall, kind: string, words: string): OutboxFile {
  const head = [`To: ${to}`, ...(from === null ? [] : [`From: ${from}`]), `Intent: ${intentKey}`].join('\n');
  return { name: `${id}.${kind}.txt`, at: idTime(id) ?? 0, bytes: Buffer.from(`${head}\n\n${words}\n`) };
}
