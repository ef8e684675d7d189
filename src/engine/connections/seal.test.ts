/** The seal opens for its own connection and secret, and for nothing else. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSeal } from './seal.ts';

const OF = { workspaceId: 'main', id: 'con_1' };
const PLAIN = { password: 'hunter2, ü 😀', token: 't' };
const secret = randomBytes(32);
const seal = makeSeal([secret]);

test('what is sealed opens again, in another process too', () => {
  const sealed = seal.close(OF, PLAIN);
  expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  expect(makeSeal([Buffer.from(secret)]).open(OF, sealed)).toEqual(PLAIN);
});

test('the same secret is sealed otherwise each time, and never stands in it', () => {
  const [one, two] = [seal.close(OF, PLAIN), seal.close(OF, PLAIN)];
  expect(one).not.toBe(two);
  expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2');
});

test.each([
  ['another connection', { ...OF, id: 'con_2' }],
  ['another workspace', { ...OF, workspaceId: 'other' }],
  ['ids that only look the same together', { workspaceId: 'main\0con', id: '_1' }],
])('it does not open for %s', (_, of) => {
  expect(seal.open(of, seal.close(OF, PLAIN))).toBeNull();
});

test('it does not open with another secret, and opens with a former one beside the current', () => {
  const sealed = seal.close(OF, PLAIN);
  const current = randomBytes(32);
  expect(makeSeal([current]).open(OF, sealed)).toBeNull();
  const both = makeSeal([current, secret]);
  expect(both.open(OF, sealed)).toEqual(PLAIN);
  expect(makeSeal([current]).open(OF, both.close(OF, PLAIN))).toEqual(PLAIN);
});

test('whatever was changed in it, it does not open', () => {
  const sealed = seal.close(OF, PLAIN);
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'AbZ09_-.v'), (at, letter) => {
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      const sameBytes = Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
        Buffer.from(sealed.split('.')[2] ?? '', 'base64url'),
      );
      // The last letter of base64url has bits that mean nothing.
      fc.pre(changed !== sealed && !(sameBytes && changed.slice(0, 12) === sealed.slice(0, 12)));
      expect(seal.open(OF, changed)).toBeNull();
    }),
  );
});

test.each(['', 'v1', 'v1.00000000.AA', 'v2.00000000.AA', 'hunter2'])('%j does not open', (text) => {
  expect(seal.open(OF, text)).toBeNull();
});

test('a short secret is refused', () => {
  expect(() => makeSeal([Buffer.alloc(31)])).toThrow('32 bytes');
});
