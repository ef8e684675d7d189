/**
 * What leaves is noted outside of the database before its server is spoken to, and what the server said afterwards. Owns what stands in the
 * notes; what becomes of them after a restore is `left-before.ts`.
 */
import { mailboxOf } from '../../../domain/consent/suppression.ts';
import type { AnswerNote, DepartureNote } from '../../../domain/delivery/departed.ts';
import { intentOf, stepIntentKey } from '../../../domain/sequence/enrollment.ts';
import type { Engine } from '../../engine.ts';
import type { ClaimedMessage, DepartureAsked, MessageUpdate } from '../../store-port.ts';
import { intentDigest } from '../message-id.ts';

/** One turn of delivery. */
export interface TurnLeft {
  readonly answers: readonly { readonly claimed: ClaimedMessage; readonly update: MessageUpdate }[];
  readonly leaving: readonly { readonly claimed: ClaimedMessage; readonly bodyHash: string }[];
  /** The way out that takes them, by its name. */
  readonly way: string;
  /** When they are handed over, epoch ms, as the ledger has it. */
  readonly at: number;
}

const REMEDY =
  'let this process write there; until then a backup that is brought back would send again what leaves now, unless its campaigns are paused';

/** Engines that were told that nothing can be written. */
const TOLD = new WeakSet<Engine>();

/**
 * Notes a turn that is on record, before its messages are handed over. Whatever cannot be written, they leave: the ledger is the proof of
 * them, and the notes are for a ledger that is lost.
 */
export function noteTurn(engine: Engine, { answers, leaving, way, at }: TurnLeft): void {
  const { departureNotes } = engine.parts;
  if (!departureNotes) return;
  const notes = [
    ...answers.flatMap(({ claimed, update }) => (isLive(claimed) ? answerOf(claimed, update) : [])),
    ...leaving.filter(({ claimed }) => isLive(claimed)).map((one) => departureOf(engine, one, way, at)),
  ];
  if (notes.length === 0) return;
  try {
    departureNotes.add(notes, at);
    TOLD.delete(engine);
  } catch (error) {
    if (TOLD.has(engine)) return;
    TOLD.add(engine);
    engine.log.error('what leaves cannot be noted beside the database', { error: String(error), remedy: REMEDY });
  }
}

/** By what a departure of a message is known again. */
export function departureKeys({ keyring }: Pick<Engine, 'keyring'>, claimed: ClaimedMessage): DepartureAsked {
  const { message } = claimed;
  const { workspaceId, campaignId, recipient } = message;
  const what = whatItIs(claimed);
  const whom = what && keyring.hash('departure', `${workspaceId} ${campaignId} ${what} ${mailboxOf(recipient)}`);
  return { workspaceId, intent: intentDigest(message), whom };
}

/** What stays the same where passage or reply are taken in anew: the step, or the mail that is answered. Null = neither. */
function whatItIs({ message: { intentKey, enrollmentId }, answered }: ClaimedMessage): string | null {
  const { step, visit } = intentOf(intentKey);
  if (intentKey === stepIntentKey(enrollmentId ?? '', step, visit)) return `${step} ${visit}`;
  return answered?.thread?.messageId ?? null;
}

/** A dry run reaches nobody. */
function isLive({ workspace }: ClaimedMessage): boolean {
  return workspace.mode === 'live';
}

function departureOf(
  engine: Engine,
  { claimed, bodyHash }: TurnLeft['leaving'][number],
  way: string,
  at: number,
): DepartureNote {
  return { ...departureKeys(engine, claimed), messageId: claimed.message.id, at, way, bodyHash };
}

/** Of one that nobody knows the end of, by this try or one before, nothing is noted. */
function answerOf(
  { message }: ClaimedMessage,
  { workspaceId, id: messageId, to, providerRef }: MessageUpdate,
): AnswerNote[] {
  const left = to === 'sent';
  const isInDoubt = to === 'unconfirmed' || (message.mayHaveLeft && !left);
  return isInDoubt ? [] : [{ workspaceId, messageId, left, providerRef }];
}
