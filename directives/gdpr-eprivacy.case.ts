/** Runs a row of gdpr-eprivacy.md: as one of permission.md, whose last word is the law's. */
export { run } from './permission.case.ts';
