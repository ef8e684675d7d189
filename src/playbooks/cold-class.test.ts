/** The words of the class playbook: short, one request, one link, whether everything or nothing is known of the lead. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_VALUES } from '../domain/lead/lead.ts';
import { templateInspector } from '../render/inspect.ts';
import { rendererFor } from '../render/renderer.ts';
import { readPlaybook } from './folder.ts';

const { playbook } = readPlaybook(join(import.meta.dirname, '..', '..', 'playbooks', 'cold-class'), {
  inspector: templateInspector,
});
if (playbook === null) throw new Error('the class playbook has mistakes');
const renderer = rendererFor(playbook);
const KNOWN = { ...NO_VALUES, firstName: 'Maximiliane', company: 'Internationale Handelsgesellschaft mbH' };
const WORDS_MAX = 120;

function words(template: string, lead: typeof KNOWN | typeof NO_VALUES, bookingLink: string) {
  const result = renderer.render(template, {
    lead,
    attributes: {},
    settings: { ...playbook?.settings, bookingLink },
    sender: { name: 'Bo Berg', address: 'bo@sender.example', company: 'Sender Ltd' },
    campaign: { name: 'class' },
    variant: {},
    unsubscribeUrl: 'https://sender.example/u/x',
    classUrl: 'https://sender.example/class/x',
    booking: { slots: null, time: null, url: bookingLink || null },
    postalAddress: '1 High Street, Leeds',
  });
  if ('refused' in result) throw new Error(`${template}: ${result.refused.detail}`);
  return result;
}

test('it has ten settings, nine sections with two questions each, and nine e-mails', () => {
  expect(Object.keys(playbook.settings)).toHaveLength(10);
  expect(playbook.course?.sections.map(({ questions, prompts }) => [questions.length, prompts.length])).toEqual(
    Array(9).fill([2, 2]),
  );
  expect(Object.keys(playbook.templates)).toHaveLength(9);
});

describe.each(Object.keys(playbook.templates))('%s', (name) => {
  test('is short, clean, and asks for one thing', () => {
    const known = ['', 'https://sender.example/meet'].flatMap((link) => [
      words(name, NO_VALUES, link),
      words(name, KNOWN, link),
    ]);
    for (const { subject, text } of known) {
      const [body = ''] = text.split('\n--\n');
      expect(subject.length, subject).toBeLessThanOrEqual(60);
      expect(body.split(/\s+/).length).toBeLessThanOrEqual(WORDS_MAX);
      expect(text).not.toMatch(/\n{3,}|[ \t]+\n|undefined|null|\[object|\{\{|\{%|,,| \.| ,/);
      expect(body).toMatch(/^Hi (there|Maximiliane),\n\n/);
      expect(body).toMatch(/\n\nBo Berg\n?$/);
      expect(body.match(/https:/g)?.length ?? 0).toBeLessThanOrEqual(1);
    }
  });

  test('prints the link of the class where its words name it', () => {
    const { text } = words(name, KNOWN, '');
    const named = playbook.templates[name]?.text.includes('classUrl');
    expect(text.includes('https://sender.example/class/x')).toBe(named);
  });
});
