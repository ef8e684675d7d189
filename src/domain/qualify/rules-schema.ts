/** The `qualify` section of a playbook: its YAML shape and the settings that hold where it says nothing. Owns the shape. */
import { z } from 'zod';
import type { QualificationRules } from './rules.ts';

const THEN = 'then';
const share = z.number().min(0).max(1);
const domain = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'this is no domain\nWrite it without @ and https://, such as acme.com.');

const rule = z.strictObject({
  name: z.string().min(1).describe('Shown as the reason'),
  when: z.string().min(1).describe('CEL over the facts'),
  [THEN]: z.enum(['review', 'reject', 'pass']),
});

/** The `qualify` section; yields `QualificationRules`. */
export const qualificationSchema = z
  .strictObject({
    minScore: share.default(0.2).describe('A lower score is rejected, where enough is known'),
    minCoverage: share.default(0.35).describe('Less known weight than this is not enough evidence'),
    onUnknown: z
      .enum(['review', 'pass', 'reject'])
      .default('review')
      .describe('What happens to a lead too little is known of'),
    freeMail: z.enum(['allow', 'reject']).default('allow'),
    competitors: z.array(domain).default([]).describe('Domains, subdomains included'),
    rules: z.array(rule).default([]).describe('In order; the first that holds decides'),
  })
  .transform((rules): QualificationRules => rules);
