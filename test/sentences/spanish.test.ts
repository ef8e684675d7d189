/** No sentence that is told of a refusal, a finding or a mistake stays in English: each that stands in the sources has its Spanish. */
import { expect, test } from 'vitest';
import { PROVIDERS } from '../../src/domain/connection/providers.ts';
import { ASKED } from '../../src/domain/sentence/es/asked.ts';
import { CONNECTIONS } from '../../src/domain/sentence/es/connections.ts';
import { FINDINGS } from '../../src/domain/sentence/es/findings.ts';
import { OPERATIONS } from '../../src/domain/sentence/es/operations.ts';
import { PUT_TOGETHER } from '../../src/domain/sentence/es/put-together.ts';
import { WORK } from '../../src/domain/sentence/es/work.ts';
import { SENTENCES } from '../../src/domain/sentence/in-spanish.ts';
import { readText, shippedPaths } from '../tidy/tree.ts';
import { sentencesTold } from './sources.ts';

const { sentences, handedOn } = sentencesTold();

test('each sentence of the sources has its Spanish', () => {
  const told = sentences.filter(({ text }) => !Object.hasOwn(SENTENCES, text));
  expect(told.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  expect(sentences.length).toBeGreaterThan(600);
});

test('each provider and each of its fields has its Spanish, and none is kept of another', () => {
  const told = Object.values(PROVIDERS).flatMap(({ says, settings, secrets }) => [
    says,
    ...[settings, secrets].flatMap((fields) => Object.values(fields).flatMap((field) => [field.says, field.remedy])),
  ]);
  expect(new Set(Object.keys(CONNECTIONS))).toEqual(new Set(told));
});

test('none is kept of what is told no more', () => {
  const told = new Set(sentences.map(({ text }) => text));
  const kept = Object.keys({ ...FINDINGS, ...ASKED, ...WORK, ...OPERATIONS });
  expect(kept.filter((text) => !told.has(text))).toEqual([]);
});

test('of what is put together, the words stand in the sources', () => {
  const sources = shippedPaths().filter((path) => !path.startsWith('src/domain/sentence/'));
  const all = sources.map((path) => readText(path).text).join('\n');
  const longest = (text: string) =>
    (text.split(/[;.]? ?\{\d\}[;.]? ?/).sort((a, b) => b.length - a.length)[0] ?? '').trim();
  // What liquidjs says itself, and sentences of which a word or a bound is put in as well.
  const others = /^(?:tag |output |undefined filter|the list must have|Write a number|\{0\} is no http or)/;
  const strayed = Object.keys(PUT_TOGETHER).filter((text) => !others.test(text) && !all.includes(longest(text)));
  expect(strayed).toEqual([]);
});

/**
 * Where a sentence is told and no literal is at hand. What it may be has to stand in `put-together.ts`, in `input.ts`, in the table of reasons,
 * or be the word of another program; then it is written into the list.
 */
test('what is put together elsewhere is known by name', () => {
  const known = readText('test/sentences/handed-on.txt').text.trimEnd().split('\n');
  expect([...new Set(handedOn)].sort()).toEqual(known);
});
