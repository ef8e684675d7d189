/**
 * The conversation of a playbook: which questions are asked of those who answer, and in which words. Owns how it is written in
 * playbook.yaml and the templates that its words become; how it goes is `domain/qualification/flow`.
 */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import says from '../qualification/data/says.json' with { type: 'json' };
import type { FlowRules } from '../qualification/flow.ts';
import type { FlowName } from '../qualification/questions.ts';
import type { TemplateWords } from './assemble.ts';

const LANGUAGES = ['en', 'es'] as const;
const CHANNELS = ['sms', 'email'] as const;
const FLOWS = ['seller', 'buyer'] as const;

const words = z.strictObject({ en: z.string().min(1).optional(), es: z.string().min(1).optional() });

/** As it is written. */
export const conversationSchema = z
  .strictObject({
    flow: z.enum(FLOWS).describe('Whose questions are asked first.'),
    mode: z
      .enum(['simple', 'full'])
      .default('simple')
      .describe('simple: the questions that decide · full: ten of a seller.'),
    told: z
      .array(z.string().min(1))
      .max(LIMITS.toldAttributes)
      .default([])
      .describe(
        'Attributes that hold what leads said before, in a form say: how ready they are is read from them too.',
      ),
    words: z
      .partialRecord(z.enum(sayings()), words)
      .default({})
      .describe('Your words, plain and by language, in place of the standard ones.')
      .meta({ examples: FLOWS.map((flow) => ({ ...says.both, ...says[flow] })) }),
  })
  .describe('Answers those who write back, by questions that qualify; nobody is answered where it is left out.');

/** As it is read. */
export type ConversationSource = z.output<typeof conversationSchema>;

function sayings(): string[] {
  return [...new Set([...Object.keys(says.both), ...Object.keys(says.seller), ...Object.keys(says.buyer)])];
}

/** The rules that a conversation goes by. */
export function flowRulesOf({ flow, mode, told }: ConversationSource): FlowRules {
  return { flow, mode, ...(told.length === 0 ? {} : { told }) };
}

/** Name of the template of something that is said. */
export function sayTemplate(flow: FlowName, say: string, language: string, channel: 'sms' | 'email'): string {
  return `bot-${flow}-${say}-${language}-${channel}`;
}

/** Templates of all that may be said, in each language, as a text and as an e-mail. */
export function conversationTemplates(source: ConversationSource | undefined): readonly TemplateWords[] {
  if (source === undefined) return [];
  return FLOWS.flatMap((flow) =>
    Object.entries({ ...says.both, ...says[flow] }).flatMap(([say, standard]) =>
      LANGUAGES.flatMap((language) => {
        const text = withTimes(plain(source.words[say]?.[language] ?? standard[language]));
        return CHANNELS.map((channel) => ({
          ...{ name: sayTemplate(flow, say, language, channel), channel, text, html: null },
          subject: channel === 'email' ? says.subject[language] : '',
        }));
      }),
    ),
  );
}

/** What stands for times in words. */
function withTimes(text: string): string {
  return text.replaceAll('{slots}', '{{ booking.slots }}').replaceAll('{time}', '{{ booking.time }}');
}

/** Words of a conversation are words: what looks like Liquid in them stands as it is. */
function plain(text: string): string {
  return /\{[{%]/.test(text) ? `{% raw %}${text.replaceAll('{% endraw %}', '')}{% endraw %}` : text;
}
