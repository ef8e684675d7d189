/** The reason codes of webhooks. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a webhook is off, or was not made. */
export const WEBHOOK_REASONS = {
  'webhook-gone': {
    says: 'The other side answered 410: it wants to be told nothing more.',
    remedy: 'Where it is there again: rekindle webhook change NAME --on.',
  },
  'no-such-webhook': {
    says: 'No webhook of this workspace has this name or id.',
    remedy: 'rekindle webhook list names them.',
  },
  'webhook-exists': { says: 'A webhook of this workspace has this name already.', remedy: 'Choose another name.' },
  'bad-webhook': {
    says: 'The address or what it is to be told of cannot be used.',
    remedy: 'An https address, and words that rekindle webhook kinds names.',
  },
  'too-many-webhooks': {
    says: 'A workspace has at most 50 webhooks.',
    remedy: 'Remove one: rekindle webhook remove NAME.',
  },
  'no-such-telling': {
    says: 'Nothing of this id is on record for this webhook.',
    remedy: 'rekindle webhook sends names them.',
  },
  'webhooks-not-sent-here': {
    says: 'This process can send nothing to webhooks.',
    remedy: 'Ask the server, or the command line beside the database.',
  },
} as const satisfies ReasonTable;
