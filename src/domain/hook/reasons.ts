/** The reason codes of calls by providers that are not believed or not read. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a call by a provider was turned away. */
export const HOOK_REASONS = {
  'hook-no-secret': {
    says: 'The provider signs its calls with no secret, or none is configured here.',
    remedy: 'Set a secret at the provider and under hooks: in rekindle.yaml.',
  },
  'hook-unsigned': {
    says: 'The call carries no signature.',
    remedy: 'Switch signing on at the provider, or look who else calls this address.',
  },
  'hook-bad-signature': {
    says: 'The signature of the call does not fit any of the secrets.',
    remedy: 'Compare secret and public address with what the provider has.',
  },
  'hook-stale': {
    says: 'The call was signed too long ago, or ahead of our clock.',
    remedy: 'Compare the clock of this machine with the time.',
  },
  'hook-wrong-sender': {
    says: 'The call is signed, but not by a topic that is configured here, or its certificate lies elsewhere.',
    remedy: 'Compare the topic under hooks: in rekindle.yaml with that of the provider.',
  },
  'hook-no-certificate': {
    says: 'The certificate of the signature could not be fetched.',
    remedy: 'See that this machine reaches the provider over HTTPS.',
  },
  'hook-wrong-page': {
    says: 'The form was sent from a page that it may not be sent from.',
    remedy: 'Add the page to pages of the connection, or leave pages out.',
  },
  'hook-unreadable': {
    says: 'The call is genuine, but its body cannot be read.',
    remedy: 'See what the provider was set to send.',
  },
} as const satisfies ReasonTable;

/** One of the codes. */
export type HookReason = keyof typeof HOOK_REASONS;
