import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import countryData from './data/country-zones.json' with { type: 'json' };
import placeData from './data/places.json' with { type: 'json' };
import { countryZonesOf, phonePlaceOf, weekendOf } from './places.ts';
import { zoneOfLead } from './zone.ts';
import { isZone, spanAt } from './zone-span.ts';

const offsetsOf = (zone: string) =>
  [0, 6, 12, 18].map((month) => spanAt(Date.UTC(2030, month, 15), zone).offset).join();

describe('the tables', () => {
  const regionZones = Object.values(placeData.regions).flatMap((groups) => groups.flatMap(({ zones }) => zones));
  const cityZones = Object.values(placeData.cities).flatMap((zones) => Object.keys(zones));
  const all = [
    ...Object.values(countryData.zones).flat(),
    ...regionZones,
    ...cityZones,
    ...Object.keys(placeData.narrowPhones),
    ...Object.values(placeData.mains),
  ];

  test('name only real zones', () => {
    expect(all.filter((zone) => !isZone(zone))).toEqual([]);
  });

  test('a region keeps a time that its country keeps', () => {
    for (const [country, groups] of Object.entries(placeData.regions)) {
      const known = new Set(countryZonesOf(country).map(offsetsOf));
      const territories = /^Pacific\/(Guam|Saipan|Pago)|^America\/(Puerto|St_Th)/;
      const strange = groups.flatMap(({ zones }) => zones).filter((zone) => !known.has(offsetsOf(zone)));
      expect([country, strange.filter((zone) => !territories.test(zone))]).toEqual([country, []]);
    }
  });

  test('every state, and every prefix, is there once', () => {
    expect(placeData.regions.US.flatMap(({ regions }) => regions)).toHaveLength(51 + 5);
    const prefixes = Object.values(placeData.phones).flatMap((row) => row.split(' '));
    expect(prefixes.length).toBeGreaterThan(450);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  test('area codes belong to the country that libphonenumber knows them in', () => {
    const wrong: string[] = [];
    for (const [place, row] of Object.entries(placeData.phones)) {
      for (const prefix of row.split(' ').filter((code) => /^1\d{3}$/.test(code))) {
        const country = parsePhoneNumberFromString(`+${prefix}2345678`)?.country;
        if (country !== undefined && country !== place.slice(0, 2)) wrong.push(`${prefix} ${place} ${country}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('weekends are where people rest', () => {
    expect([weekendOf('EG'), weekendOf('AE'), weekendOf('IR'), weekendOf('US'), weekendOf(null)]).toEqual([
      [5, 6],
      [6, 7],
      [5],
      [6, 7],
      [6, 7],
    ]);
  });
});

describe('numbers of the world', () => {
  test.each([
    ['+442071838750', 'GB'],
    ['+79161234567', 'RU'],
    ['+77011234567', 'KZ'],
    ['+390612345678', 'IT'],
    ['+14165550123', 'CA-ON'],
    ['+18005550123', 'US'],
    ['+5511987654321', 'BR-SP'],
    ['+61412345678', 'AU'],
    ['+9991234', null],
    ['', null],
    ['12125550123', null],
  ])('%s is in %s', (phone, place) => {
    expect(phonePlaceOf(phone)).toBe(place);
  });
});

test('nothing that a file may hold makes it throw', () => {
  for (const odd of ['', ' ', '__proto__', 'constructor', 'ÿ', '🦊', '-', 'x'.repeat(10_000)])
    expect(zoneOfLead({ zone: odd, country: odd, region: odd, city: odd, phone: `+${odd}` }).zone).toBeNull();
});
