/** Words of the app: each sentence in both languages, with the same blanks, and with as many forms. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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

test('a blank, a form and a name that one language lacks are found', () => {
  expect(shapeOf('{n} lead | {n} leads')).toEqual({ forms: 2, blanks: ['{n}'] });
  expect(shapeOf('{n} lead')).not.toEqual(shapeOf('{n} lead | {n} leads'));
  expect(shapeOf('{who} waits')).not.toEqual(shapeOf('somebody waits'));
});
