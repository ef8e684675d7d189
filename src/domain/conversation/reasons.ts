/** Reason codes of reading what people answer. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a reply was read as it was. */
export const CONVERSATION_REASONS = {
  'reply-command': { says: 'The reply is one of the words that are a whole answer by themselves.', remedy: '' },
  'reply-says': { says: 'The reply says so in words.', remedy: '' },
  'reply-denies': { says: 'The reply denies it in words.', remedy: '' },
  'reply-asks': { says: 'The reply asks something and says nothing else that is understood.', remedy: 'Answer it.' },
  'reply-mixed': { says: 'The reply says more than one thing.', remedy: 'Read it, where it matters which.' },
  'reply-unclear': { says: 'Nothing in the reply is understood.', remedy: 'Read it and answer, or set what it means.' },
} as const satisfies ReasonTable;
