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
  ['U.K.', 'GB'],
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
  ['Austin, Texas, United States', null, { city: 'Austin', region: 'TX', country: 'US' }],
  ['Berlin, Germany', null, { city: 'Berlin', region: null, country: 'DE' }],
  ['Spain', null, { city: null, region: null, country: 'ES' }],
  ['Greater Boston', null, { city: 'Greater Boston', region: null, country: null }],
  ['', 'US', { city: null, region: null, country: null }],
  ['Athens, GA', null, { city: 'Athens', region: 'GA', country: null }],
  ['Athens, GA', 'US', { city: 'Athens', region: 'GA', country: 'US' }],
  ['San Francisco, CA', null, { city: 'San Francisco', region: 'CA', country: null }],
  ['San Francisco, CA, US', null, { city: 'San Francisco', region: 'CA', country: 'US' }],
  ['Toronto, CA', 'CA', { city: 'Toronto', region: null, country: 'CA' }],
  ['Berlin, DE', 'DE', { city: 'Berlin', region: null, country: 'DE' }],
  ['Berlin, DE', 'FR', { city: 'Berlin', region: 'DE', country: null }],
  ['Paris, FR', null, { city: 'Paris', region: null, country: 'FR' }],
  ['Austin, TX', null, { city: 'Austin', region: 'TX', country: null }],
  ['Austin, TX', 'US', { city: 'Austin', region: 'TX', country: 'US' }],
  ['Atlanta, Georgia', null, { city: 'Atlanta', region: 'GA', country: null }],
  ['Tbilisi, Georgia', 'GE', { city: 'Tbilisi', region: null, country: 'GE' }],
  ['Portland, Maine', null, { city: 'Portland', region: 'ME', country: 'US' }],
  ['Toronto, Ontario', null, { city: 'Toronto', region: 'ON', country: 'CA' }],
  ['CA', null, { city: null, region: null, country: 'CA' }],
])('place %j at home in %j', (text, home, expected) => expect(readPlace(text, home)).toEqual(expected));
