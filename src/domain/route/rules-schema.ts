/** The `route` section of a playbook: its YAML shape. Owns the shape; whether the sequences exist is the playbook's check. */
import { z } from 'zod';
import type { RoutingRules } from './rules.ts';

/** The name of a sequence: marked in the JSON schema too, so that whoever renames one finds all that names it. */
const sequence = z.string().min(1).nullable().default(null).meta({ names: 'sequence' });
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const variant = z.strictObject({
  name: z.string().min(1),
  when: z.string().min(1).describe('CEL over the facts'),
  values: z.record(z.string().min(1), value).describe('For templates, as variant.…'),
});

/** The `route` section: a sequence for each tier, null or nothing for none; yields `RoutingRules`. */
export const routingSchema = z
  .strictObject({
    hot: sequence,
    warm: sequence,
    cool: sequence,
    cold: sequence,
    conflictsWith: z
      .array(z.string().min(1))
      .default([])
      .describe('Campaigns that a lead may not be in meanwhile; "*" is any'),
    variants: z.array(variant).default([]).describe('In order; the first that holds gives its values'),
  })
  .transform(
    ({ hot, warm, cool, cold, conflictsWith, variants }): RoutingRules => ({
      sequences: { hot, warm, cool, cold },
      conflictsWith,
      variants,
    }),
  );
