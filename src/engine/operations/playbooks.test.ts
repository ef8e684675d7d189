/** How playbooks are listed for a terminal. */
import { expect, test } from 'vitest';
import { playbookList } from './playbooks.ts';

const BUILT_IN = {
  builtIn: ['acquisition'],
  about: { acquisition: { title: 'Acquisition', description: 'Writes five short e-mails.' } },
};

test('built-in playbooks and stored versions are a table each, a playbook a line', () => {
  const stored = [{ name: 'acquisition', hash: '0123456789abcdef', createdAt: '2026-03-03T15:00:00.000Z' }];
  expect(playbookList.print?.({ ...BUILT_IN, stored })).toBe(
    [
      'BUILT IN     TITLE        ABOUT',
      'acquisition  Acquisition  Writes five short e-mails.',
      '',
      'STORED       HASH          SINCE',
      'acquisition  0123456789ab  2026-03-03 15:00',
      '',
    ].join('\n'),
  );
  expect(playbookList.print?.({ ...BUILT_IN, stored: [] })).toContain('\nNone is stored yet.\n');
});
