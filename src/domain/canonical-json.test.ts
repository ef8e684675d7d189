import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CanonicalJsonError, canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('reads back as the same value, whatever order its keys were written in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000') && JSON.stringify(value).isWellFormed());
        fc.pre(!/\\ud[89a-f]/i.test(JSON.stringify(value)));
        const json = canonicalJson(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversedKeys(value))).toBe(json);
      }),
    );
  });

  it('sorts keys by code unit and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: undefined, Z: [true, null, -0, 1e21, 0.1], é: 'x"\n' })).toBe(
      '{"Z":[true,null,0,1e+21,0.1],"b":1,"é":"x\\"\\n"}',
    );
    expect(canonicalJson('😀')).toBe('"😀"');
    expect(canonicalJson({ b: 1, 9: [{ d: 1, c: 2 }], 10: '\\u0000', '!': {} })).toBe(
      '{"!":{},"10":"\\\\u0000","9":[{"c":2,"d":1}],"b":1}',
    );
  });

  it('keeps a key that sets the prototype where it is assigned', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1},"a":0}'))).toBe('{"__proto__":{"x":1},"a":0,"b":1}');
  });

  it.each([
    [{ a: [Number.NaN] }, '$.a[0] is NaN'],
    [Number.POSITIVE_INFINITY, '$ is Infinity'],
    [{ a: 'x\0' }, '$.a holds a NUL'],
    [{ 'k\ud800': 1 }, '$ holds half'],
    ['\udc00', 'half a surrogate'],
    [[undefined], '$[0] is no JSON value'],
    [{ toJSON: () => 1 }, '$.toJSON is no JSON value'],
    [new Date(0), 'no JSON value'],
    [1n, 'no JSON value'],
    [() => 1, 'no JSON value'],
  ])('refuses %o', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(CanonicalJsonError);
    expect(() => canonicalJson(value)).toThrow(message);
  });
});

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversedKeys(item)]));
}
