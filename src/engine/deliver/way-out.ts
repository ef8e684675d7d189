/**
 * Ways out of the house, whatever leaves by them: mail, text or call. Owns that a parcel goes to a channel of its own kind; which
 * channel a workspace has is the engine's.
 */
import type { TextEnd } from '../../domain/delivery/providers/text-end.ts';
import type { Mail, PhoneCall, TextMessage } from '../../domain/message.ts';
import type { Engine } from '../engine.ts';
import type { MailChannel, SendResult, TextChannel, VoiceChannel } from '../ports.ts';
import type { HandedOver, Workspace } from '../store-port.ts';

/** What leaves. */
export type Parcel =
  | { readonly kind: 'email'; readonly mail: Mail }
  | { readonly kind: 'sms'; readonly text: TextMessage }
  | { readonly kind: 'voice'; readonly call: PhoneCall };

/** A channel as delivery knows it. */
export interface WayOut extends Pick<MailChannel, 'name' | 'concurrency' | 'recovery' | 'lookup'> {
  /** It is of a connection on record: while that fails, what leaves by it is held. */
  readonly onRecord?: boolean;
  /** Makes ahead what `send` would make first; nothing leaves by it. */
  prepare?(parcel: Parcel): void;
  send(parcel: Parcel): Promise<SendResult>;
  /** As a channel of texts is asked how one ended; absent = it cannot be. */
  outcome?(ref: string): Promise<TextEnd | null>;
}

/** One for each channel, so that messages by the same one are told by it. */
const MADE = new WeakMap<object, WayOut>();

function wayOut(
  channel: MailChannel | TextChannel | VoiceChannel,
  send: WayOut['send'],
  more: Pick<WayOut, 'outcome' | 'prepare'> = {},
): WayOut {
  const made = MADE.get(channel);
  if (made) return made;
  const { name, concurrency, recovery, lookup } = channel;
  const way = { name, concurrency, recovery, ...(lookup && { lookup }), ...more, send };
  MADE.set(channel, way);
  return way;
}

/** The way out of e-mail. */
export function byMail(channel: MailChannel): WayOut {
  const send: WayOut['send'] = (parcel) => (parcel.kind === 'email' ? channel.send(parcel.mail) : misled(parcel));
  if (!channel.prepare) return wayOut(channel, send);
  return wayOut(channel, send, {
    prepare: (parcel) => (parcel.kind === 'email' ? channel.prepare?.(parcel.mail) : undefined),
  });
}

/** The way out of texts. */
export function byText(channel: TextChannel): WayOut {
  const outcome = channel.outcome?.bind(channel);
  const send: WayOut['send'] = (parcel) => (parcel.kind === 'sms' ? channel.send(parcel.text) : misled(parcel));
  return wayOut(channel, send, outcome ? { outcome } : {});
}

/** The way out of calls. */
export function byVoice(channel: VoiceChannel): WayOut {
  return wayOut(channel, (parcel) => (parcel.kind === 'voice' ? channel.place(parcel.call) : misled(parcel)));
}

/**
 * The way out that a message was handed to, while its like still leave by it; null = nobody can be asked what became of it. Another one
 * that a workspace has by now knows nothing of it.
 */
export function wayTaken(
  engine: Pick<Engine, 'wayOut'>,
  workspace: Workspace,
  { channel, sender, leftBy }: HandedOver,
): WayOut | null {
  const way = engine.wayOut(workspace, channel, sender);
  return way?.name === leftBy ? way : null;
}

/** Nothing leaves by it: the last gate holds whatever has no channel. */
export const NO_WAY: WayOut = { name: 'none', concurrency: 100, recovery: 'held', send: misled };

async function misled({ kind }: Parcel): Promise<SendResult> {
  throw new Error(`${kind} has come to a channel that does not take it`);
}
