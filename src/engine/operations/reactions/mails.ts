/** Operation on raw mails: saying what one is, and recording nothing. */
import { z } from 'zod';
import { isZone } from '../../../domain/calendar/zone-span.ts';
import { classifyMails } from '../../react/mails.ts';
import { operation } from '../operation.ts';

/** `classify`: what a raw mail is. */
export const classify = operation({
  noun: 'mail',
  verb: 'classify',
  command: 'classify',
  summary:
    'Read raw e-mails: reply, bounce, auto-reply, complaint, opt-out; what is meant, and what they wrote themselves',
  kind: 'stream',
  input: z.strictObject({
    file: z.string().default('-').describe('a raw e-mail, an mbox, or a folder of e-mails; - = one on standard input'),
    own: z.string().default('').describe('addresses that you send from, with commas between: mail from them is a copy'),
    now: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('what “next week” is seen from; by default the date of the mail'),
    zone: z.string().refine(isZone, 'no such time zone').default('UTC').describe('time zone of whoever wrote, Europe/Madrid'),
    language: z.string().optional().describe('en or es, where it is known; by default both are heard'),
  }),
  output: z.object({ kind: z.string(), reasons: z.array(z.string()), text: z.string() }) as z.ZodType<unknown>,
  positional: ['file'],
  errors: ['file-missing'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'classify bounce.eml', says: 'one JSON object a mail: kind, intent, hard, status, reasons, text' },
  ],
  async run({ engine }, { file, own, now, zone, language }) {
    const addresses = own.split(',').map((address) => address.trim().toLowerCase());
    return classifyMails(engine.sources.readMails(file), {
      own: new Set(addresses.filter((address) => address !== '')),
      now: now === undefined ? null : Date.parse(now),
      clock: engine.clock,
      zone,
      ...(language === undefined ? {} : { language }),
    });
  },
});
