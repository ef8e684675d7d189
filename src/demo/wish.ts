/** What may be asked of a demo: its flags. */
import { z } from 'zod';

/** A Monday. Fixed, so that the demo shows the same everywhere and always. */
const STARTS_AT = '2026-03-02T06:00:00Z';

/** The flags of `demo`. */
export const demoInput = z.strictObject({
  file: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('your own file instead of the example; nothing leaves then'),
  playbook: z.string().min(1).nullable().default(null).describe('playbook to use; by default one that fits the file'),
  basis: z
    .enum(['consent', 'legitimate-interest', 'contract', 'none'])
    .nullable()
    .default(null)
    .describe(
      'on what basis the people of your file may be contacted; not stated = held wherever the law asks for one',
    ),
  for: z
    .string()
    .regex(/^[1-9]\d?d$/, 'days, such as 30d')
    .nullable()
    .default(null)
    .describe('how long, such as 30d; by default 30d, and less for a large file'),
  seed: z.int().min(0).default(1).describe('the same seed gives the same assumed answers'),
  start: z.iso.datetime({ offset: true }).default(STARTS_AT).describe('virtual time at which it begins'),
});

/** What may be asked of a demo. */
export type DemoWish = z.output<typeof demoInput>;
