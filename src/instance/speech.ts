/** What adapters of CRMs and sources speak with: calls, guarded posts, signatures, the clock. Part of the composition root. */
import { setTimeout as pause } from 'node:timers/promises';
import { signature } from '../channels/alert-webhook/adapter.ts';
import { apiCalls } from '../channels/api-calls.ts';
import { guardedPost } from '../channels/guarded-post.ts';
import type { Speech } from '../engine/crm-port.ts';

const now = () => Date.now();

/** The real one. */
export const speech: Speech = {
  api: (place) => apiCalls(place, { now, pause: (ms) => pause(ms) }),
  post: (request) => guardedPost(request),
  sign: signature,
  now,
};
