/** Runs a row of tcpa.md: as one of permission.md, which asks for the proof. */
export { run } from './permission.case.ts';
