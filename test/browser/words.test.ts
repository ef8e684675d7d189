/** Words of the app: each sentence in both languages, with the same blanks, and with as many forms. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toldOf } from '../../app/src/api/told.ts';
import { CAMPAIGN_MOVES } from '../../src/domain/campaign/campaign.ts';
import { REPLY_INTENTS } from '../../src/domain/conversation/reply-intent.ts';
import { EVENT_KINDS, EVENT_OUTCOMES } from '../../src/domain/event.ts';
import { MESSAGE_MOVES } from '../../src/domain/message.ts';
import { NEXT_KINDS } from '../../src/engine/explain/next.ts';
import { ENTRY_KINDS } from '../../src/engine/explain/timeline.ts';
import { ROOT } from '../tidy/tree.ts';

type Dictionary = Readonly<Record<string, string>>;

const WORDS = join(ROOT, 'app/src/words');
const groups = readdirSync(join(WORDS, 'en'));

async function dictionary(language: 'en' | 'es', file: string): Promise<Dictionary> {
  const found = (await import(join(WORDS, language, file))) as Record<string, Dictionary>;
  return Object.values(found)[0] ?? {};
}

/** What a sentence leaves open, and in how many forms it is said. */
function shapeOf(text: string) {
  const forms = text.split(' | ');
  return { forms: forms.length, blanks: [...new Set(forms.flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort() };
}

test.each(groups)('%s says the same in English and Spanish', async (file) => {
  const [english, spanish] = [await dictionary('en', file), await dictionary('es', file)];
  expect(Object.keys(english).length).toBeGreaterThan(3);
  const shapes = (of: Dictionary) =>
    Object.fromEntries(Object.entries(of).map(([name, text]) => [name, shapeOf(text)]));
  expect(shapes(spanish)).toEqual(shapes(english));
});

describe.each(['en', 'es'] as const)('in %s there is a word for', (language) => {
  test.each<readonly [of: string, file: string, names: readonly string[]]>([
    ['each kind of event', 'story.ts', EVENT_KINDS.map((kind) => `event.${kind}`)],
    ['each outcome', 'story.ts', Object.values(EVENT_OUTCOMES).flatMap((all) => all.map((one) => `outcome.${one}`))],
    ['all that may come next', 'story.ts', NEXT_KINDS.map((kind) => `next.${kind}`)],
    ['each kind of entry', 'story.ts', ENTRY_KINDS.flatMap((kind) => ENTRY_WORDS[kind])],
    ['each meaning of a reply', 'work.ts', REPLY_INTENTS.map((intent) => `means.${intent}`)],
    ['each state of a message', 'shell.ts', Object.keys(MESSAGE_MOVES).map((state) => `is.${state}`)],
    ['each state of a campaign', 'shell.ts', Object.keys(CAMPAIGN_MOVES).map((state) => `is.${state}`)],
  ])('%s', async (_, file, names) => {
    const words = await dictionary(language, file);
    expect(names.filter((name) => !words[name])).toEqual([]);
  });
});

/** What an entry of a timeline is made of; an event is named by its own kind. */
const ENTRY_WORDS: Readonly<Record<(typeof ENTRY_KINDS)[number], readonly string[]>> = {
  captured: ['story.captured'],
  decided: ['qualified', 'review', 'rejected', 'account-touch'].map((verdict) => `story.decided.${verdict}`),
  enrolled: ['story.enrolled'],
  message: ['story.message'],
  written: ['story.by-hand', 'story.answer', 'story.writtenBy'],
  event: [],
  signal: ['story.signal.up', 'story.signal.down', 'story.points'],
  task: ['story.task'],
  ended: ['story.ended'],
};

test('a blank, a form and a name that one language lacks are found', () => {
  expect(shapeOf('{n} lead | {n} leads')).toEqual({ forms: 2, blanks: ['{n}'] });
  expect(shapeOf('{n} lead')).not.toEqual(shapeOf('{n} lead | {n} leads'));
  expect(shapeOf('{who} waits')).not.toEqual(shapeOf('somebody waits'));
});

test('what went wrong and what to do are sentences, each with one full stop', () => {
  const remedy = 'Try again.';
  expect(toldOf({ message: 'The database cannot be used now.', remedy })).toBe(
    'The database cannot be used now. Try again.',
  );
  expect(toldOf({ message: 'no such lead', remedy })).toBe('no such lead. Try again.');
  expect(toldOf({ message: 'no such lead', remedy: '' })).toBe('no such lead');
});
