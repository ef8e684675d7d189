import { expect, test } from 'vitest';
import countries from '../data/countries.json' with { type: 'json' };
import { readCountry, readPlace, readRegion } from './place.ts';

test('every code is itself', () => {
  for (const code of Object.keys(countries)) expect([code, readCountry(code.toLowerCase())]).toEqual([code, code]);
});

test.each(['en', 'es'])('every name in %s is its country', (language) => {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const wrong = Object.keys(countries).filter((code) => readCountry(names.of(code)!) !== code);
  expect(wrong).toEqual([]);
});

test.each([
  ['USA', 'US'],
  ['U.S.A.', 'US'],
  ['United States of America', 'US'],
  ['EE. UU.', 'US'],
  ['UK', 'GB'],
  ['England', 'GB'],
  ['DEU', 'DE'],
  ['Alemania', 'DE'],
  ['Deutschland', 'DE'],
  ['The Netherlands', 'NL'],
  ['Holland', 'NL'],
  ['Czech Republic', 'CZ'],
  ['South Korea', 'KR'],
  ['Ivory Coast', 'CI'],
  ['Türkiye', 'TR'],
  ['Viet Nam', 'VN'],
  ['México', 'MX'],
  ['Atlantis', null],
  ['', null],
  ['ZZ', null],
])('country %j', (text, expected) => expect(readCountry(text)).toBe(expected));

test.each([
  ['California', 'US', 'CA'],
  ['ca', 'US', 'CA'],
  ['US-CA', 'US', 'CA'],
  ['Ontario', 'CA', 'ON'],
  ['québec', 'CA', 'QC'],
  ['California', null, 'CA'],
  ['wa', null, 'wa'],
  ['Bayern', 'DE', 'Bayern'],
  ['Nowhere', 'US', 'Nowhere'],
  ['New South Wales', 'AU', 'NSW'],
])('region %j of %j', (text, country, expected) => expect(readRegion(text, country)).toBe(expected));

test.each([
  ['Austin, Texas, United States', { city: 'Austin', region: 'TX', country: 'US' }],
  ['Berlin, Germany', { city: 'Berlin', region: null, country: 'DE' }],
  ['Spain', { city: null, region: null, country: 'ES' }],
  ['Greater Boston', { city: 'Greater Boston', region: null, country: null }],
])('place %j', (text, expected) => expect(readPlace(text)).toEqual(expected));
