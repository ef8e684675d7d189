/**
 * What properties are tried with: the same cases in each run, so that a red gate is about the change before it. New ones are drawn
 * with `SEED=new` (`npm run test:chance`) or named by a number; what they find becomes a test of its own.
 */
import { configureGlobal } from 'fast-check';

const { SEED = '1' } = process.env;

configureGlobal({ seed: SEED === 'new' ? Date.now() % 2 ** 31 : Number(SEED) });
