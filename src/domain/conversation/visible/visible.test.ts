import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutQuotes } from './quotes.ts';
import { withoutSignature } from './signature.ts';

const OURS = 'Would you like a demo? To stop these mails, unsubscribe here.';

/** What stands above and around our mail in an answer, by client and language. */
const QUOTED: Readonly<Record<string, string>> = {
  'Gmail, English': `On Tue, Mar 3, 2026 at 9:59 AM Ann Lee <ann@us.example> wrote:\n\n> ${OURS}\n`,
  'Gmail, Spanish': `El mar, 3 mar 2026 a las 9:59, Ann Lee (<ann@us.example>) escribió:\n\n> ${OURS}\n`,
  'Gmail, Spanish, folded': `El mar, 3 mar 2026 a las 9:59, Ann Lee de una empresa con nombre largo (<\nann@us.example>) escribió:\n\n> ${OURS}\n`,
  'Apple Mail, Spanish': `El 3 mar 2026, a las 9:59, Ann Lee <ann@us.example> escribió:\n\n> ${OURS}\n`,
  'Outlook, English': `From: Ann Lee <ann@us.example>\nSent: Tuesday, March 3, 2026 9:59 AM\nTo: Jane <jane@acme.example>\nSubject: Hello\n\n${OURS}\n`,
  'Outlook, Spanish': `De: Ann Lee <ann@us.example>\nEnviado el: martes, 3 de marzo de 2026 9:59\nPara: Jane <jane@acme.example>\nAsunto: Hola\n\n${OURS}\n`,
  'Outlook with a rule': `________________________________\nFrom: Ann Lee <ann@us.example>\nDate: 3 March 2026\nTo: Jane\nSubject: Hello\n\n${OURS}\n`,
  'old Outlook, English': `-----Original Message-----\nFrom: Ann Lee\n\n${OURS}\n`,
  'old Outlook, Spanish': `-----Mensaje original-----\nDe: Ann Lee\n\n${OURS}\n`,
  'forwarded, English': `---------- Forwarded message ---------\nFrom: Ann Lee <ann@us.example>\nSubject: Hello\n\n${OURS}\n`,
  'forwarded, Spanish': `---------- Mensaje reenviado ---------\nDe: Ann Lee <ann@us.example>\nAsunto: Hola\n\n${OURS}\n`,
  'marks alone': `> ${OURS}\n`,
  Android: `---- Ann Lee wrote ----\n\n${OURS}\n`,
};

const SAID = [
  'Yes, tell me more.',
  'Sí, me interesa.\n\n¿Cuánto cuesta?',
  'On Monday I can: call me.',
  'From my side: yes',
];

describe.each(Object.entries(QUOTED))('%s', (_, quoted) => {
  test.each(SAID)('"%s" is left', (said) => {
    expect(withoutQuotes(`${said}\n\n${quoted}`)).toBe(said);
  });
});

test('below a marked quote, what follows is theirs', () => {
  expect(withoutQuotes(`On 3 March 2026, Ann wrote:\n> ${OURS}\n\nYes!`)).toBe('Yes!');
});

describe('signatures', () => {
  test.each([
    ['Yes.\n\n-- \nJane\nAcme', 'Yes.', '', '-- \nJane\nAcme'],
    ['Sí.\n\nEnviado desde mi iPhone', 'Sí.', '', 'Enviado desde mi iPhone'],
    ['Sí.\n\nUn saludo,\nJuana', 'Sí.', 'Un saludo,\nJuana', ''],
    [
      'Yes.\n\nThanks,\nJane Doe\nHead of Sales\n+1 555 010 0100',
      'Yes.',
      'Thanks,',
      'Jane Doe\nHead of Sales\n+1 555 010 0100',
    ],
    ['Two points:\n- first\n- second', 'Two points:\n- first\n- second', '', ''],
    ['Thanks', 'Thanks', '', ''],
    ['-- \nJane', '-- \nJane', '', ''],
  ])('%j', (text, said, closing, signature) => {
    expect(withoutSignature(text)).toEqual({ said, closing, signature });
  });
});

test('nothing is added: what is left are lines of the text, in order', () => {
  const pieces = fc.constantFrom(
    'Yes',
    '> quoted',
    'On 3 March 2026, Ann wrote:',
    '-- ',
    'From: a@b.co',
    'Sent: today',
    '',
    '---',
    'Ann',
    'Sent from my phone',
    '___________',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 15 }), (lines) => {
      const left = withoutQuotes(lines.join('\n'));
      const kept = left === '' ? [] : left.split('\n');
      let at = 0;
      for (const line of kept) {
        const found = lines.findIndex((one, i) => i >= at && one.trimEnd() === line);
        expect(found).toBeGreaterThanOrEqual(0);
        at = found + 1;
      }
      const { said, closing, signature } = withoutSignature(left);
      expect([said, closing, signature].join('').replace(/\s/g, '')).toBe(left.replace(/\s/g, ''));
    }),
  );
});
