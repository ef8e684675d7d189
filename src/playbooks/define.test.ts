/** A playbook in TypeScript is the same as the one in files, by its hash. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../test/tidy/tree.ts';
import { definePlaybook, type PlaybookDefinition, setting, type TemplateText } from '../index.ts';
import { templateInspector } from '../render/inspect.ts';
import { checkPlaybook } from './check.ts';
import { readPlaybookFiles } from './folder.ts';

const SMALL: PlaybookDefinition = {
  name: 'small',
  title: 'Small',
  settings: { touchpoints: { label: 'Touchpoints', type: 'number', default: 4 } },
  score: {
    parts: { role: { rule: 'role', weight: 1, target: { titles: ['Chief Executive Officer'], departments: [] } } },
  },
  route: { hot: 'account', warm: 'account', cool: 'account', cold: 'account' },
  sequences: {
    account: {
      title: 'One account',
      account: { touchpoints: setting('touchpoints'), contact: ['intro'], conflicts: { replied: 'hold-contact' } },
      steps: [{ id: 'intro', kind: 'email', day: 0, template: 'intro' }],
    },
  },
  templates: { intro: { subject: 'Hello: you', text: 'Hi {{ lead.firstName | default: "there" }}\n' } },
};

test('ABM-3 what a definition leaves out of the plan is the standard', () => {
  const { playbook } = definePlaybook(SMALL);
  expect(playbook.sequences.account?.account).toMatchObject({
    touchpoints: 4,
    gapDays: [2, 3, 5, 7, 10, 14],
    ways: ['email', 'sms', 'call'],
    answerHours: 48,
    colleagueAfterDays: 3,
    conflicts: { replied: 'hold-contact', negative: 'pause-account', 'opted-out': 'hold-contact' },
  });
});

test('TypeScript and YAML give the same hash', () => {
  const files = readPlaybookFiles(join(ROOT, 'playbooks', 'account-based'));
  const { playbook } = checkPlaybook(files, { inspector: templateInspector, folder: 'account-based' });
  const sections = parse(files['playbook.yaml'] ?? '') as Omit<PlaybookDefinition, 'templates'>;
  const templates = Object.entries(files).flatMap(([path, text]): [string, TemplateText][] => {
    const [, name] = /^templates\/(.+)\.liquid$/.exec(path) ?? [];
    const [, key, value, body] = /^---\n(subject|channel): (.*)\n---\n([\s\S]*)$/.exec(text) ?? [];
    return name && key ? [[name, { [key]: value, text: body ?? '' }]] : [];
  });
  const defined = definePlaybook({ ...sections, templates: Object.fromEntries(templates) });
  expect(playbook?.hash).toMatch(/^[0-9a-f]{32}$/);
  expect(defined.playbook.hash).toBe(playbook?.hash);
});

test('mistakes are named, each with its remedy', () => {
  const account = {
    ...SMALL.sequences.account,
    account: { contact: ['intor'] },
  } as PlaybookDefinition['sequences'][string];
  expect(() => definePlaybook({ ...SMALL, sequences: { account } })).toThrow(
    /no step "intor" in this sequence → Did you mean "intro"[\s\S]*no touchpoint is ever made by step "intro"/,
  );
});

test('a step that touches nobody, and one with a condition, are no steps of an account', () => {
  const steps = [
    ...(SMALL.sequences.account?.steps ?? []),
    { id: 'rest', kind: 'wait', day: 1 },
    { id: 'maybe', kind: 'email', day: 2, template: 'intro', when: 'lead.country == "US"' },
  ] as PlaybookDefinition['sequences'][string]['steps'];
  const account = { ...SMALL.sequences.account, steps } as PlaybookDefinition['sequences'][string];
  expect(() => definePlaybook({ ...SMALL, sequences: { account } })).toThrow(
    /a wait step touches nobody[\s\S]*step "maybe" has a condition/,
  );
});

test('a template attaches files of the definition, and the playbook is the one that a folder with them is', () => {
  const intro = { subject: 'Hello: you', attach: ['plan.pdf'], text: 'Hi\n' };
  const files = { 'plan.pdf': Buffer.from('a plan') };
  const defined = definePlaybook({ ...SMALL, templates: { intro }, files });
  const [attached] = defined.playbook.templates.intro?.attachments ?? [];
  expect(attached).toMatchObject({ name: 'plan.pdf', bytes: 6 });
  expect(defined.contents).toEqual([{ hash: attached?.hash, content: Buffer.from('a plan').toString('base64') }]);
  const { playbook } = checkPlaybook(defined.files, { inspector: templateInspector, folder: 'small' });
  expect(playbook?.hash).toBe(defined.playbook.hash);
  expect(() => definePlaybook({ ...SMALL, templates: { intro } })).toThrow(/there is no file files\/plan.pdf/);
});
