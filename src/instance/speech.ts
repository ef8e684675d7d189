/** What adapters of CRMs speak with: calls of an interface, guarded posts, signatures, the clock. Part of the composition root. */
import { signature } from '../channels/alert-webhook/adapter.ts';
import { ApiLine } from '../channels/api-line.ts';
import { guardedPost } from '../channels/guarded-post.ts';
import type { Speech } from '../engine/crm-port.ts';

/** The real one. */
export const speech: Speech = {
  line: (place) => new ApiLine(place),
  post: guardedPost,
  sign: signature,
  now: () => Date.now(),
};
