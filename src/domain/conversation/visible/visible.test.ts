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
  'Outlook, Chinese': `发件人： Ann Lee <ann@us.example>\n发送时间： 2026年3月3日 9:59\n收件人： Jane\n主题： Hello\n\n${OURS}\n`,
  'Outlook, Polish': `Od: Ann Lee <ann@us.example>\nWysłano: wtorek, 3 marca 2026 09:59\nDo: Jane\nTemat: Hello\n\n${OURS}\n`,
  'Outlook with a rule': `________________________________\nFrom: Ann Lee <ann@us.example>\nDate: 3 March 2026\nTo: Jane\nSubject: Hello\n\n${OURS}\n`,
  'old Outlook, English': `-----Original Message-----\nFrom: Ann Lee\n\n${OURS}\n`,
  'old Outlook, Spanish': `-----Mensaje original-----\nDe: Ann Lee\n\n${OURS}\n`,
  'forwarded, English': `---------- Forwarded message ---------\nFrom: Ann Lee <ann@us.example>\nSubject: Hello\n\n${OURS}\n`,
  'forwarded, Spanish': `---------- Mensaje reenviado ---------\nDe: Ann Lee <ann@us.example>\nAsunto: Hola\n\n${OURS}\n`,
  'marks alone': `> ${OURS}\n`,
  'Gmail, Russian': `вт, 3 мар. 2026 г. в 09:59, Ann Lee <ann@us.example>:\n\n${OURS}\n`,
  'Gmail, Japanese': `2026年3月3日(火) 9:59 Ann Lee <ann@us.example>:\n\n${OURS}\n`,
  'Gmail, Norwegian': `tir. 3. mar. 2026 kl. 09:59 skrev Ann Lee <ann@us.example>:\n\n${OURS}\n`,
  'Gmail, German, name first': `Ann Lee <ann@us.example> schrieb am Di., 3. März 2026, 09:59:\n\n${OURS}\n`,
  'Gmail, German, name first, folded': `Ann Lee <ann@us.example> schrieb am Di., 3.\nMärz 2026, 09:59:\n\n${OURS}\n`,
  'Finnish, folded': `ti 3. maaliskuuta 2026 klo 9.59 Ann Lee\n<ann@us.example> kirjoitti:\n\n${OURS}\n`,
  'Yahoo on a telephone': `On Tue, Mar 3, 2026 at 9:59 AM, Ann Lee<ann@us.example> wrote:   ${OURS}\n`,
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

test.each([
  'Three of us will come at 10:30:\nAnn, Bob and me',
  'Write to Bob <bob@acme.example>:\nhe decides',
  'At 10:30 Bob <bob@acme.example> is free',
  'We met on 3 March 2026\nand spoke with Bob <bob@acme.example> of it',
  'Bob <bob2026@acme.example> says:\nyes',
  'On Monday Bob <bob@acme.example> wrote to us. Call me',
])('%j is theirs', (text) => {
  expect(withoutQuotes(text)).toBe(text);
});

describe('notices under a mail', () => {
  const NOTICES = [
    'CONFIDENTIALITY NOTICE: This e-mail is for its addressee alone. If you have received it in error, do not contact anybody, and delete it.',
    'If you no longer wish to receive emails from Acme, unsubscribe here: https://acme.example/u',
    'De acuerdo con el RGPD, le informamos que sus datos forman parte de un fichero. Puede solicitar la baja de nuestra lista.',
    'Ce message et toutes les pièces jointes sont confidentiels.\nPour vous désabonner : https://acme.example/u',
    'Diese E-Mail enthält vertrauliche Informationen.',
  ];
  test.each(NOTICES)('"%s" is no word of theirs', (notice) => {
    expect(withoutSignature(`Yes.\n\n${notice}`)).toEqual({ said: 'Yes.', closing: '', signature: notice });
    expect(withoutSignature(`Yes.\n\nJane\n${notice}`).said).toBe('Yes.\n\nJane');
  });

  test('several of them, with a signature above', () => {
    expect(withoutSignature(`Yes.\n\n-- \nJane\n\n${NOTICES.join('\n\n')}`).said).toBe('Yes.');
  });

  test.each([
    'To unsubscribe from this, what do I do?',
    'Disclaimer: I never asked for this, take me off',
    'En cumplimiento de la ley solicito la baja',
    'This email is spam, remove it',
    'Este mensaje es spam, bórrenme',
  ])('"%s" is theirs', (said) => {
    expect(withoutSignature(`Hi.\n\n${said}`).said).toBe(`Hi.\n\n${said}`);
  });

  test('where nothing else is written it is left', () => {
    expect(withoutSignature(NOTICES[0]!).said).toBe(NOTICES[0]);
  });
});

describe('signatures', () => {
  test.each([
    ['Yes.\n\n—————\nJane\nAcme', 'Yes.', '', '—————\nJane\nAcme'],
    ['Yes.\n\n-- \nJane\nAcme', 'Yes.', '', '-- \nJane\nAcme'],
    [
      'Oui.\n\nTélécharger Outlook pour Android<https://aka.ms/x>',
      'Oui.',
      '',
      'Télécharger Outlook pour Android<https://aka.ms/x>',
    ],
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
