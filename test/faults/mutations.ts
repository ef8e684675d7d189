/** All deliberate faults, in the order in which they are tried. */
import type { Mutation } from './mutation.ts';
import { LEDGER } from './mutations-of-ledger.ts';
import { TRAFFIC } from './mutations-of-traffic.ts';

/** Each of them must be found. */
export const MUTATIONS: readonly Mutation[] = [...LEDGER, ...TRAFFIC];
