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

/** Numbers that a country's own plan describes, bare and with everything that people dial in front. */
function dialled(country: Country) {
  const fields = metadata.countries[country] ?? [];
  const text = (index: number) => (typeof fields[index] === 'string' && fields[index] !== '' ? [fields[index]] : []);
  const like = (pattern: string) => fc.stringMatching(new RegExp(`^(?:${pattern})$`));
  const types = ((fields[11] ?? []) as unknown[]).flatMap((type) =>
    Array.isArray(type) && type[0] ? [type[0] as string] : [],
  );
  const national = fc.oneof(...[...text(2), ...types].map(like));
  const front = fc.oneof(
    fc.constantFrom('', getCountryCallingCode(country), ...text(5)),
    ...[...text(7), ...text(1)].map(like),
  );
  return fc.tuple(front, national).map(([before, number]) => before + number);
}

describe('the fast path answers as the library does, or not at all', () => {
  it.each(getCountries())('for numbers dialled inside %s, and after a plus', (country) => {
    const abroad = getCountries().filter((other) => getCountryCallingCode(other) === getCountryCallingCode(country));
    fc.assert(
      fc.property(dialled(country), fc.constantFrom(...abroad), (text, home) => {
        const found = byPlan(planNational(text, home));
        if (found !== null) expect([text, home, found]).toEqual([text, home, byLibrary(text, home)]);
        const international = byPlan(planInternational(getCountryCallingCode(country) + text));
        if (international !== null)
          expect([text, international]).toEqual([text, byLibrary(`+${getCountryCallingCode(country)}${text}`)]);
      }),
      { numRuns: 60 },
    );
  });

  it('answers for every prefix of three digits that North America has assigned', () => {
    for (let area = 0; area < 1_000; area += 1) {
      const number = `${String(area).padStart(3, '0')}2345678`;
      const library = byLibrary(`+1${number}`);
      if (area >= 200) expect([number, byPlan(planInternational(`1${number}`))]).toEqual([number, library]);
      else expect(library).toBeNull();
    }
  });

  it('for any digits after a plus', () => {
    const digit = fc.integer({ min: 6, max: 15 }).chain(digits);
    fc.assert(
      fc.property(digit, (text) => {
        const found = byPlan(planInternational(text));
        if (found !== null) expect([text, found]).toEqual([text, byLibrary(`+${text}`)]);
      }),
      { numRuns: 2_000 },
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
