/** How playbook.yaml is written as a whole: its sections and their keys. Owns the top level; sections own their own. */
import { z } from 'zod';
import { classSchema } from '../../course/course.ts';
import { retriesSchema } from '../../delivery/retries.ts';
import { qualificationSchema } from '../../qualify/rules-schema.ts';
import { routingSchema } from '../../route/rules-schema.ts';
import { rubricSchema } from '../../score/rubric-schema.ts';
import { signalsSchema } from '../../signal/rules-schema.ts';
import { conversationSchema } from '../conversation.ts';
import type { AttributeType } from '../playbook.ts';
import { type LimitsSource, limitsSchema } from './limits.ts';
import { sequenceSchema } from './sequence.ts';
import { settingSchema } from './settings.ts';
import { readShape } from './shape.ts';

const camelName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, { error: 'not a name\nUse letters and digits, the first one small: targetRoles.' });
const kebabName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'not a name\nUse small letters, digits and hyphens: long-term-nurture.' });

const attributeType = z.enum(['text', 'number', 'boolean', 'date']);

/** Just the settings: read first, for the rest may refer to them. */
const settingsSchema = z.record(camelName, settingSchema);

/** The whole file. */
export const playbookSchema = z.strictObject({
  name: kebabName.describe('Same as the folder.'),
  title: z.string().min(1),
  description: z.string().default(''),
  settings: settingsSchema.default({}).describe('About ten plain settings; use one anywhere as { setting: name }.'),
  attributes: z
    .record(z.string().min(1), attributeType)
    .default({})
    .describe('Attributes of leads (columns that are none of ours) which rules and templates use, with their types.'),
  score: rubricSchema.describe('How a lead is scored.'),
  qualify: qualificationSchema.prefault({}).describe('Who is worth contacting.'),
  route: routingSchema.describe('Which sequence a tier goes to, and how words are varied.'),
  signals: signalsSchema.describe('What is inferred from events: engaged, hot. The standard ones where left out.'),
  limits: limitsSchema.optional(),
  retries: retriesSchema.optional(),
  class: classSchema.optional(),
  conversation: conversationSchema.optional(),
  sequences: z.record(kebabName, sequenceSchema).describe('What is sent, when.'),
});

/** playbook.yaml as read: defaults filled in, durations and times as numbers. */
export type PlaybookSource = z.output<typeof playbookSchema>;

/** Those sections of a playbook whose own shape is right, so that one mistake does not hide the others. */
export interface Sections {
  /** Names of all settings, attributes and sequences that are written, whether or not their own shape is right. */
  readonly settingNames: readonly string[];
  readonly attributeNames: readonly string[];
  readonly sequenceNames: readonly string[];
  /** Null = they cannot be read. */
  readonly signalNames: readonly string[] | null;
  readonly attributes: PlaybookSource['attributes'];
  readonly score: PlaybookSource['score'] | null;
  readonly qualify: PlaybookSource['qualify'] | null;
  readonly route: PlaybookSource['route'] | null;
  /** Null = there are none, or they cannot be read. */
  readonly limits: LimitsSource | null;
  /** Whether those who write back are talked with. */
  readonly converses: boolean;
  readonly sequences: PlaybookSource['sequences'];
}

/** An attribute of unknown type is taken for text, so that conditions which name it are not called wrong as well. */
function readableAttributes(section: unknown): PlaybookSource['attributes'] {
  return Object.fromEntries(
    namesIn(section).map((name) => [name, attributeTypeOf((section as Record<string, unknown>)[name])]),
  );
}

function attributeTypeOf(written: unknown): AttributeType {
  return attributeType.safeParse(written).data ?? 'text';
}

function signalNames(section: unknown): readonly string[] | null {
  const { value } = readShape(signalsSchema, section);
  return value === null ? null : Object.keys(value);
}

function namesIn(section: unknown): readonly string[] {
  return typeof section === 'object' && section !== null ? Object.keys(section) : [];
}

/** Reads each section by itself. */
export function readSections(data: Readonly<Record<string, unknown>>): Sections {
  const { shape } = playbookSchema;
  const written = typeof data.sequences === 'object' ? (data.sequences ?? {}) : {};
  const sequences = Object.entries(written).flatMap(([name, each]) => {
    const { value } = readShape(sequenceSchema, each);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    settingNames: namesIn(data.settings),
    attributeNames: namesIn(data.attributes),
    sequenceNames: namesIn(data.sequences),
    signalNames: signalNames(data.signals),
    attributes: readableAttributes(data.attributes),
    score: readShape(shape.score, data.score).value,
    qualify: readShape(shape.qualify, data.qualify).value,
    route: readShape(shape.route, data.route).value,
    limits: readShape(limitsSchema, data.limits).value,
    converses: data.conversation !== undefined,
    sequences: Object.fromEntries(sequences),
  };
}
