import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max';
import { describe, expect, it } from 'vitest';
import { readPhone } from './phone.ts';
import { planInternational, planNational } from './phone-plan.ts';

type Country = ReturnType<typeof getCountries>[number];

/** What the library itself makes of a text: `[number, country, type]` where it is valid. */
function byLibrary(text: string, country?: Country): unknown {
  const found = parsePhoneNumberFromString(text, { ...(country && { defaultCountry: country }), extract: false });
  return found?.isValid() ? [found.number, found.country, found.getType()] : null;
}

function byPlan(found: ReturnType<typeof planInternational>): unknown {
  return found && [`+${found.callingCode}${found.national}`, found.country, found.type];
}

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));

describe('the fast path answers as the library does, or not at all', () => {
  it('for every prefix of three digits in every country, national and international', { timeout: 120_000 }, () => {
    let answered = 0;
    for (const country of getCountries()) {
      const code = getCountryCallingCode(country);
      const lengths = (metadata.countries[country]?.[3] ?? []) as number[];
      for (let prefix = 0; prefix < 1_000; prefix += 1) {
        const length = lengths[prefix % lengths.length] ?? 9;
        const national = `${String(prefix).padStart(3, '0')}${'2345678901234'}`.slice(0, length);
        const found = byPlan(planInternational(code + national));
        if (found === null) continue;
        answered += 1;
        if (answered % 5 === 0)
          expect([country, national, found]).toEqual([country, national, byLibrary(`+${code}${national}`)]);
      }
    }
    expect(answered).toBeGreaterThan(20_000);
  });

  it.each([
    'US',
    'GB',
    'DE',
    'FR',
    'IN',
    'IT',
    'AR',
    'BR',
    'MX',
    'RU',
    'KZ',
    'AU',
    'CI',
    'NO',
    'BB',
    'HU',
  ] as const)('for numbers dialled inside %s', (country) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 14 }).chain(digits),
        fc.constantFrom('', '0', '1', '8', getCountryCallingCode(country)),
        (rest, start) => {
          const text = `${start}${rest}`;
          const found = byPlan(planNational(text, country));
          if (found !== null) expect([text, found]).toEqual([text, byLibrary(text, country)]);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('for any digits after a plus', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 15 }).chain(digits), (text) => {
        const found = byPlan(planInternational(text));
        if (found !== null) expect([text, found]).toEqual([text, byLibrary(`+${text}`)]);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('reading a phone number', () => {
  it('gives a valid number or a reason for any text', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'0123456789+()-./ xe;,#"\'=:é\u202a'), maxLength: 30 });
    fc.assert(
      fc.property(noise, fc.constantFrom(null, 'US', 'DE', 'ZZ'), (raw, country) => {
        const read = readPhone(raw, country);
        if ('reason' in read) expect(read.reason.code).toMatch(/^phone-/);
        else expect(parsePhoneNumberFromString(read.e164)?.isValid()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is settled once it is international', () => {
    fc.assert(
      fc.property(digits(10), (text) => {
        const read = readPhone(text, 'US');
        if (!('reason' in read)) expect(readPhone(read.e164, null)).toEqual(read);
      }),
    );
  });

  it('never makes a number of what a spreadsheet rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10 ** 9, max: 10 ** 14 }), fc.integer({ min: 0, max: 8 }), (number, decimals) => {
        const shown = number.toExponential(decimals).toUpperCase();
        expect(readPhone(shown, 'US')).toEqual({ reason: { code: 'phone-rounded' } });
        expect(readPhone(shown.replace('.', ','), 'DE')).toEqual({ reason: { code: 'phone-rounded' } });
      }),
    );
  });
});
