/** What a sentence of ours is in Spanish, its values where they belong; what is not ours stays as it is. */
import { describe, expect, test } from 'vitest';
import { inSpanish, SENTENCES } from './in-spanish.ts';

const ENGLISH = Object.keys(SENTENCES);
const spanish = (english: string) => SENTENCES[english] ?? '';
const blanksOf = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();

test.each([
  ['no lead is known as “jo”', 'no se conoce ningún contacto como «jo»'],
  ['there are 50 routines already', 'ya hay 50 rutinas'],
  // What stands in a blank and is ours is said in Spanish; what is quoted is somebody's own.
  [
    'campaign “live” is live and cannot become draft',
    'la campaña «live» está en marcha y no puede pasar a en borrador',
  ],
  ['sequences.a.steps[0].day: this is missing', 'sequences.a.steps[0].day: esto falta'],
  ['x: expected a list, found the string "y"', 'x: se esperaba una lista, hay el texto "y"'],
  [
    'setting host is missing; secret password must be one line',
    'falta el ajuste host; el secreto password ha de ser una sola línea',
  ],
  [
    'lead: name a lead; limit: Too small: expected number to be >=1',
    'lead: nombre un contacto; limit: Demasiado pequeño: se esperaba número de 1 como mínimo',
  ],
  // A sentence that holds what parts sentences is still one.
  [
    'campaign “x” is not ready: no sender; set --from-name and --from-address; the playbook has no sequence',
    'la campaña «x» no está lista: no hay remitente; ponga --from-name y --from-address; el guion no tiene ninguna secuencia',
  ],
  ['The answer is empty.', 'La respuesta está vacía.'],
])('%s', (english, told) => {
  expect(inSpanish(english)).toBe(told);
});

test.each([
  '',
  'hello',
  'hello: world',
  'a; b. c',
  `${'a b; '.repeat(5_000)}`,
])('what is not ours is none: %.20s', (text) => {
  expect(inSpanish(text)).toBeNull();
});

test('of a row, what is not ours stays among what is', () => {
  expect(inSpanish('the server says no; name a lead')).toBe('the server says no; nombre un contacto');
});

describe('each sentence', () => {
  test('has the same blanks in both', () => {
    expect(ENGLISH.filter((one) => blanksOf(one).join() !== blanksOf(spanish(one)).join())).toEqual([]);
  });

  test('is found by what it is filled with', () => {
    const filled = (text: string) => text.replace(/\{(\d)\}/g, (_, n: string) => `value${n}`);
    const strayed = ENGLISH.filter((one) => inSpanish(filled(one)) !== filled(spanish(one)));
    expect(strayed).toEqual([]);
  });

  test('names the same commands, flags and numbers', () => {
    const KEPT = /`[^`]+`|--[a-z-]+|\brekindle [a-z]+\b|\b[A-Z]{3,}\b|\b\w+\.(?:yaml|md)\b|\b\d+\b/g;
    const kept = (text: string) => [...new Set(text.match(KEPT) ?? [])].sort().join(' ');
    expect(ENGLISH.filter((one) => kept(one) !== kept(spanish(one)))).toEqual([]);
  });

  test('is in Spanish, but for commands and marks', () => {
    const same = ENGLISH.filter((one) => one === spanish(one));
    expect(same.filter((one) => !/^(?:rekindle|campaign create|suppress add) |^[^a-z]*$/.test(one))).toEqual([]);
  });
});

test('what stands in its blanks may be anything, of any length: nothing is tried twice for it', () => {
  const anything = [':', ': ', '; ', 'a: b; ', '. ', ', ', '“a” is b: c, d ', '(a (b (c) ', 'is ', 'cannot be read: '];
  for (const one of anything) {
    const long = one.repeat(20_000 / one.length);
    expect(inSpanish(long)?.length ?? long.length).toBeGreaterThan(10);
    expect(inSpanish(`no lead is known as “${long.slice(0, 9_000)}”`)).toContain('ningún contacto');
  }
  expect(inSpanish('of 1,200 leads, 3 would get no words of 1 of 12 templates (missing: lead.company)')).toBe(
    'de 1,200 contactos, 3 se quedarían sin palabras en 1 de 12 plantillas (falta: lead.company)',
  );
});
