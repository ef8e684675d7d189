/**
 * Whether tests run in their whole length: `TESTS=thorough`, as `npm run check` sets it. Otherwise those that take minutes
 * take a part of their cases, the same each time, so that `npm test` stays something to run between two edits.
 */
export const THOROUGH: boolean = process.env.TESTS === 'thorough' || process.env.TESTS === 'release';

/**
 * Whether all is tried that there is, and what is made of the repository as well, by installing it anew: what nobody waits for at each change,
 * before a version is tagged (`npm run test:release`).
 */
export const RELEASE: boolean = process.env.TESTS === 'release';
