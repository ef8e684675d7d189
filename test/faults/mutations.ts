/** All deliberate faults, in the order in which they are tried. */
import type { Mutation } from './mutation.ts';
import { LEDGER } from './mutations-of-ledger.ts';
import { RARE, TRAFFIC } from './mutations-of-traffic.ts';

/** Each of these must be found within a thousand seeds. */
export const COMMON: readonly Mutation[] = [...LEDGER, ...TRAFFIC];
/** The rare ones come last. */
export const MUTATIONS: readonly Mutation[] = [...COMMON, ...RARE];
