/** Messages whose words stand in no template: who wrote them, and what, unless it is forgotten. Reads stored words only. */
import { isByHand } from '../../domain/conversation/inbox/by-hand.ts';
import type { Message } from '../../domain/message.ts';
import type { LeadStory } from '../store-port.ts';

/** Who wrote it: `answer, written by ann@acme.com`. */
export function writtenBy({ written }: LeadStory, { id, intentKey }: Message): string {
  const by = written.find(({ messageId }) => messageId === id)?.by;
  const what = isByHand({ intentKey }) ? 'by hand' : 'answer';
  return by === undefined ? what : `${what}, written by ${by}`;
}

/** What a person wrote, as a timeline tells it. */
export interface WrittenWords {
  /** `by-hand`: unasked; `answer`: to what the lead wrote. */
  readonly as: 'by-hand' | 'answer';
  /** Null = forgotten. */
  readonly by: string | null;
  readonly subject: string | null;
  readonly words: string | null;
}

/** Characters of what a person wrote that a timeline tells: a screen of it. */
const WORDS_SHOWN = 2_000;

/** Them, part by part. */
export function writtenWords({ written }: LeadStory, { id, intentKey, subject: of }: Message): WrittenWords {
  const own = written.find(({ messageId }) => messageId === id);
  const { subject = of, words = '' } = own ?? {};
  const shown = words.length > WORDS_SHOWN ? `${words.slice(0, WORDS_SHOWN)} …` : words;
  return {
    ...{ as: isByHand({ intentKey }) ? 'by-hand' : 'answer', by: own?.by ?? null },
    ...{ subject: subject || null, words: shown || null },
  };
}
