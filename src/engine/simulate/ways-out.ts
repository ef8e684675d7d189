/** Ways out of a simulation: mail, texts and calls that go nowhere and are told to whoever counts them. Owns what is told of each. */
import type { Mail, MessageChannel, PhoneCall, TextMessage } from '../../domain/message.ts';
import { segmentsOf } from '../../domain/phone/segments.ts';
import type { Channels } from '../engine.ts';
import type { CallOutcome, MailChannel, SendResult, TextChannel, VoiceChannel } from '../ports.ts';

/** What of a message that left is looked at. */
export interface Left {
  readonly id: string;
  readonly to: string;
  readonly intentKey: string;
  readonly channel: MessageChannel;
  /** Of a mail its subject, of a call its agent. */
  readonly words: string;
  /** Of a text; otherwise 0. */
  readonly segments: number;
  readonly messageId: string;
  /** Of a mail, which carries them; null = it is asked for. */
  readonly about: { readonly leadId: string; readonly template: string } | null;
}

/** Who is told. */
export interface Witness {
  leave(left: Left): Promise<void>;
  /** How the call of this intent ended. */
  end(intentKey: string): CallOutcome;
}

/** Ways out, dry and live alike. */
export function simulatedChannels({ leave, end }: Witness): Channels {
  const common = { concurrency: 100, recovery: 'idempotent', close: async () => undefined } as const;
  const calls = new Map<string, string>();
  const mail: MailChannel = {
    ...common,
    name: 'simulated',
    send: (one) => told(leave(ofMail(one)), null),
  };
  const text: TextChannel = {
    ...common,
    name: 'simulated-texts',
    send: (one) => told(leave({ ...ofPhone(one, 'sms', one.body), segments: segmentsOf(one.body).count }), one.id),
  };
  const voice: VoiceChannel = {
    ...common,
    name: 'simulated-calls',
    place(call) {
      calls.set(call.id, call.intentKey);
      return told(leave(ofPhone(call, 'voice', call.agent)), call.id);
    },
    outcome: async (ref) => end(calls.get(ref) ?? ref),
  };
  return { outbox: mail, live: mail, text, voice, outboxTexts: text, outboxCalls: voice };
}

async function told(telling: Promise<void>, providerRef: string | null): Promise<SendResult> {
  await telling;
  return { kind: 'sent', providerRef, detail: 'simulated' };
}

function ofMail(mail: Mail): Left {
  const header = (name: string) => mail.headers.find(([known]) => known === name)?.[1] ?? '';
  return {
    ...{ id: mail.id, to: mail.to.address, channel: 'email', words: mail.subject, segments: 0 },
    intentKey: header('X-Rekindle-Intent'),
    messageId: mail.messageId,
    about: { leadId: header('X-Rekindle-Lead'), template: header('X-Rekindle-Template') },
  };
}

function ofPhone({ id, to, intentKey }: TextMessage | PhoneCall, channel: 'sms' | 'voice', words: string): Left {
  return { id, to, intentKey, channel, words, segments: 0, messageId: id, about: null };
}
