/**
 * Which parts of a playbook have their fields where. A test walks the playbook’s own schema and fails where a part has neither a place here nor a
 * reason to be without one. Pure: owns names and no words.
 */
import type { Path } from '../yaml/put.ts';
import type { Property } from './properties.ts';

/** Sections of the rules, each with the parts of the playbook that it shows. */
export const SECTIONS = {
  about: ['title', 'description'],
  settings: ['settings'],
  attributes: ['attributes'],
  qualify: ['qualify'],
  score: ['score'],
  route: ['route'],
  signals: ['signals'],
  conversation: ['conversation'],
  class: ['class'],
  limits: ['limits'],
  retries: ['retries'],
} as const;

/** Sections of the rules of one sequence. */
export const SEQUENCE_SECTIONS = {
  answers: ['reactions', 'exits'],
  lateness: ['late', 'reentry'],
  account: ['account'],
} as const;

const WORDS: readonly Property[] = [
  { key: 'template', shape: 'template' },
  { key: 'variants', shape: 'variants' },
];
const WHEN: Property = { key: 'when', shape: 'lines' };
const OTHERWISE: Property = { key: 'otherwise', shape: 'step' };
/** Of every step. */
export const OF_STEP: readonly Property[] = [
  { key: 'id', shape: 'line' },
  { key: 'day', shape: 'number' },
];
/** Of a step by its kind, which is chosen as it is made. */
export const BY_KIND: Readonly<Record<string, readonly Property[]>> = {
  email: [...WORDS, WHEN],
  sms: [...WORDS, WHEN, OTHERWISE],
  voice: [
    ...WORDS,
    { key: 'agent', shape: 'line' },
    { key: 'tries', shape: 'number' },
    { key: 'again', shape: 'line' },
    WHEN,
    OTHERWISE,
  ],
  task: [{ key: 'title', shape: 'line' }, { key: 'outcomes', shape: 'list' }, WHEN],
  wait: [{ key: 'for', shape: 'line' }, WHEN],
  branch: [WHEN, { key: 'then', shape: 'step' }, OTHERWISE],
  goal: [WHEN],
  'hand-off': [{ key: 'to', shape: 'line' }, WHEN],
};

/** Rules of a step by its kind: only where a lead stands while something may happen. */
export const STEP_RULES: Readonly<Record<string, readonly string[]>> = {
  email: ['late', 'reactions'],
  sms: ['late', 'reactions'],
  voice: ['late', 'reactions'],
  task: ['reactions'],
};

/** Parts without a field, and why. */
export const WITHOUT_FIELD: Readonly<Record<string, string>> = {
  name: 'It is the name of the folder: another name is another playbook.',
  'sequences.*.steps.*.kind': 'A step is made of a kind, and another kind is another step.',
};

/** Where something is wrong, as the check of a playbook writes it: `sequences.welcome.steps[2]`. */
export function placeOf(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
