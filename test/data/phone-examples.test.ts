/** One valid mobile number of each of 245 countries (libphonenumber-js, MIT). */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCountryCallingCode } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { readPhone } from '../../src/domain/verify/phone.ts';

type Country = Parameters<typeof getCountryCallingCode>[0];

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.env.REKINDLE_DATA ?? join(root, '../shared/data');
const file = join(folder, 'people/libphonenumber_examples.mobile.json');

/** Territories whose mobiles lie in ranges of a larger neighbour: the number alone cannot tell, and the plan names the neighbour. */
const NEIGHBOUR: Readonly<Record<string, string>> = {
  AX: 'FI',
  BL: 'GP',
  CC: 'AU',
  CX: 'AU',
  EH: 'MA',
  IM: 'GB',
  MF: 'GP',
  SJ: 'NO',
  VA: 'IT',
};

describe.skipIf(!existsSync(file))('mobiles of the world (skipped where the development data folder is absent)', () => {
  const examples = existsSync(file)
    ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
    : [];

  it('holds 245 countries', () => expect(examples).toHaveLength(245));

  it.each(examples)('%s %s is read with plus, with 00 and as dialled at home', (home, national) => {
    const country = NEIGHBOUR[home] ?? home;
    const e164 = `+${getCountryCallingCode(home as Country)}${national}`;
    for (const raw of [e164, e164.replace('+', '00'), `${e164.slice(0, 5)} ${e164.slice(5)}`])
      expect(readPhone(raw, null)).toMatchObject({
        e164,
        country,
        kind: expect.stringMatching(/mobile/),
        extension: null,
      });
    expect(readPhone(national, home)).toMatchObject({ e164, country });
  });
});
