import { describe, expect, test } from 'vitest';
import { classifyMail } from './classify.ts';
import { NO_MAIL } from './received.ts';

const CONTEXT = { own: new Set(['me@us.example']), now: Date.UTC(2026, 2, 4, 12), zone: 'UTC' };

function read(headers: Readonly<Record<string, string>>, text: string) {
  const fields = Object.entries({ from: 'jane@acme.example', ...headers }).map(([name, value]) => ({ name, value }));
  return classifyMail({ ...NO_MAIL, headers: fields, text }, CONTEXT);
}

describe('a wish to be left alone in a subject', () => {
  test.each([
    ['unsubscribe', ''],
    ['Please remove me from your list', 'Jane Doe'],
    ['Darme de baja', 'Juana'],
  ])('"%s" over "%s" is one', (subject, text) => {
    expect(read({ subject }, text).kind).toBe('opt-out');
  });

  test('a command is one above any mail', () => {
    expect(read({ subject: 'STOP', 'in-reply-to': '<1@us.example>' }, 'Jane').kind).toBe('opt-out');
  });

  test.each([
    { subject: 'Re: stop sending leads away' },
    { subject: 'stop sending leads away', 'in-reply-to': '<1@us.example>' },
  ])('a subject of ours that is answered is none: %j', (headers) => {
    expect(read(headers, 'Tell me more').intent).toBe('interested');
  });
});
