import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../domain/playbook/problem.ts';
import type { TemplateInspector } from '../domain/playbook/rendering.ts';
import { templateInspector } from '../render/inspect.ts';
import { type CheckedPlaybook, checkPlaybook } from './check.ts';
import { readPlaybook, readPlaybookFiles } from './folder.ts';
import { playbookJsonSchema } from './json-schema.ts';

const inspector: TemplateInspector = templateInspector;
const ROOT = join(import.meta.dirname, '..', '..');

const MAIN = `name: small
title: Small
settings:
  countries: { label: Countries, type: list, default: [DE] }
  tone: { label: Tone, type: choice, choices: [warm, dry], default: dry }
  link: { label: Link, type: text, default: "https://x.example" }
attributes: { Plan: text }
score:
  parts:
    place: { rule: location, target: { setting: countries } }
    own: { half: icp, weight: 1, points: "attributes.Plan == 'gold' ? 1.0 : 0.0" }
qualify:
  rules:
    - { name: no students, when: lead.title == "Student", then: reject }
route:
  hot: welcome
  variants:
    - { name: german, when: lead.country == "DE", values: { greeting: Hallo } }
sequences:
  welcome:
    title: Welcome
    window: { days: [mon, wed], from: "08:30", to: "12:00", zone: Europe/Berlin }
    reentry: { after: 90d }
    steps:
      - { kind: email, day: 0, template: hello }
      - { kind: wait, day: 2 }
      - { kind: branch, id: fork, day: 2, when: lead.country == "DE", then: email-3, otherwise: call }
      - { kind: email, day: 3, variants: [{ template: hello, weight: 2 }, { template: again }] }
      - { kind: task, id: call, day: 4, title: Call them, outcomes: [won, lost] }
      - { kind: goal, id: won, day: 4, when: attributes.Plan == "gold" }
      - { kind: hand-off, id: lost, day: 5, to: sales }
`;
const HELLO =
  '---\nsubject: Hi: {{ lead.firstName | default: "you" }}\n---\n{{ variant.greeting | default: "Hello" }} {{ attributes.Plan | default: "-" }}\n{{ settings.link }}\n';
const FILES = {
  'playbook.yaml': MAIN,
  'templates/hello.liquid': HELLO,
  'templates/again.liquid': HELLO,
  'templates/again.html.liquid': '<p>{{ lead.company | default: "x" }}</p>',
};

function check(changes: Readonly<Record<string, string>> = {}, settings = {}): CheckedPlaybook {
  return checkPlaybook({ ...FILES, ...changes }, { inspector, settings });
}

/** Findings after one replacement in playbook.yaml; throws where there is nothing to replace, so that no case is empty. */
function findingsOf(from: string, to: string, file: keyof typeof FILES = 'playbook.yaml'): readonly Finding[] {
  const text = FILES[file];
  if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return check({ [file]: text.replace(from, to) }).findings;
}

function lineOf(text: string, piece: string): number {
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}

describe('reading a playbook', () => {
  it('gives a playbook with defaults, numbers and settings in place', () => {
    const { playbook, findings } = check();
    expect(findings).toEqual([]);
    expect(playbook?.sequences.welcome).toMatchObject({
      name: 'welcome',
      title: 'Welcome',
      goal: '',
      window: { days: [1, 3], fromMinute: 510, toMinute: 720, skipHolidays: true, fallbackZone: 'Europe/Berlin' },
      late: { afterHours: 24 },
      minGapHours: 20,
      reentry: { allowed: true, afterDays: 90 },
      reactions: [
        { on: 'replied', outcomes: ['out-of-office'], at: null, action: { kind: 'hold', days: 7 } },
        { on: 'replied', outcomes: [], at: null, action: { kind: 'stop' } },
        { on: 'booked', outcomes: [], at: null, action: { kind: 'stop' } },
        ...['human-touch', 'tool-touch'].map((on) => ({
          ...{ on, outcomes: [], at: null },
          action: { kind: 'hold', days: 7 },
        })),
        {
          ...{ on: 'call-completed', outcomes: ['answered', 'interested', 'not-interested', 'call-back'], at: null },
          action: { kind: 'hold', days: 7 },
        },
      ],
      steps: [
        { id: 'email-0', day: 0, when: null, kind: 'email', variants: [{ template: 'hello', weight: 1 }] },
        { id: 'wait-2', day: 2, when: null, kind: 'wait' },
        { id: 'fork', day: 2, when: 'lead.country == "DE"', kind: 'branch', otherwise: 'call' },
        {
          id: 'email-3',
          day: 3,
          when: null,
          kind: 'email',
          variants: [
            { template: 'hello', weight: 2 },
            { template: 'again', weight: 1 },
          ],
        },
        { id: 'call', day: 4, when: null, kind: 'task', title: 'Call them', outcomes: ['won', 'lost'] },
        { id: 'won', day: 4, when: 'attributes.Plan == "gold"', kind: 'goal' },
        { id: 'lost', day: 5, when: null, kind: 'hand-off', to: 'sales' },
      ],
    });
    expect(playbook?.sequences.welcome).toHaveProperty('late.then', 'next-window');
    expect(playbook?.sequences.welcome).toHaveProperty('steps.2.then', 'email-3');
    expect(playbook?.rubric.parts[0]).toMatchObject({ name: 'place', rule: 'location', target: ['DE'] });
    expect(playbook?.templates.hello).toMatchObject({
      channel: 'email',
      subject: 'Hi: {{ lead.firstName | default: "you" }}',
      html: null,
    });
    expect(playbook?.hash).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(JSON.stringify(playbook))).toEqual(playbook);
  });

  it('has the same hash for the same meaning, and another one for anything else', () => {
    const hash = (changes = {}, settings = {}): string | undefined => check(changes, settings).playbook?.hash;
    const first = hash();
    expect(hash({ 'playbook.yaml': `# a comment\n${MAIN.replace('title: Small', 'title:   "Small"')}` })).toBe(first);
    expect(hash({}, { countries: ['DE'] })).toBe(first);
    const others = [
      hash({}, { countries: ['FR'] }),
      hash({}, { tone: 'warm' }),
      hash({ 'playbook.yaml': MAIN.replace('day: 5', 'day: 6') }),
      hash({ 'templates/hello.liquid': `${HELLO}.` }),
      hash({ 'templates/again.html.liquid': '<p></p>' }),
      hash({ 'templates/footer.liquid': '{{ postalAddress }} {{ unsubscribeUrl }}' }),
    ];
    expect(new Set([first, ...others]).size).toBe(others.length + 1);
    expect(others).not.toContain(undefined);
  });

  it('lays a user’s settings over the defaults, and refuses those that do not fit', () => {
    expect(check({}, { countries: ['FR', 'US-CA'] }).playbook?.rubric.parts[0]).toMatchObject({
      target: ['FR', 'US-CA'],
    });
    expect(check({}, { contries: ['FR'] }).findings).toMatchObject([
      { code: 'unknown-setting', remedy: 'Did you mean "countries"?' },
    ]);
    expect(check({}, { countries: 'FR' }).findings).toMatchObject([{ code: 'wrong-setting-type' }]);
    expect(check({}, { tone: 'dr' }).findings).toMatchObject([{ code: 'not-a-choice', remedy: 'Did you mean "dry"?' }]);
  });
});

describe('a mistake is named with its line and its remedy', () => {
  it.each<[from: string, to: string, code: string, at: string, remedy: RegExp]>([
    ['title: Small', 'titel: Small', 'unknown-key', 'titel: Small', /Did you mean "title"/],
    ['  welcome:\n    title', '  welcome:\n    gaol: x\n    title', 'unknown-key', 'gaol', /Did you mean "goal"/],
    ['day: 0, template: hello', 'day: zero, template: hello', 'wrong-type', 'zero', /a number/],
    ['kind: wait', 'kind: wiat', 'unknown-word', 'wiat', /Did you mean "wait"/],
    ['default: [DE] }', 'default: [DE], typ: list }', 'unknown-key', 'typ: list', /Did you mean "type"/],
    ['{ setting: countries }', '{ setting: contries }', 'unknown-setting', 'contries', /Did you mean "countries"/],
    [
      'template: hello }\n      - { kind: wait',
      'template: helo }\n      - { kind: wait',
      'unknown-template',
      'helo }',
      /Did you mean "hello"/,
    ],
    ['weight: 2', 'weight: 0', 'out-of-range', '0 }, { template: again', /more than 0/],
    ['hot: welcome', 'hot: welcom', 'unknown-sequence', 'welcom\n', /Did you mean "welcome"/],
    ['otherwise: call', 'otherwise: cal', 'unknown-step', 'cal }', /Did you mean "call"/],
    ['outcomes: [won, lost]', 'outcomes: [won, los]', 'unknown-step', 'los]', /Did you mean "lost"/],
    [
      'then: email-3, otherwise: call',
      'then: call, otherwise: call',
      'unreachable-step',
      '{ kind: email, day: 3',
      /branch or outcome/,
    ],
    ['id: lost, day: 5', 'id: lost, day: 1', 'days-not-ascending', '1, to: sales', /in their order/],
    [
      '{ kind: wait, day: 2 }',
      '{ kind: wait, id: fork, day: 2 }',
      'duplicate-step',
      '{ kind: branch',
      /an `id` of its own/,
    ],
    [
      'kind: hand-off, id: lost, day: 5, to: sales',
      'kind: sms, id: lost, day: 5, template: hello',
      'wrong-channel',
      'sms, id: lost, day: 5, template: hello',
      /channel: sms/,
    ],
    ['steps:', 'exits: [replied]\n    steps:', 'no-opt-out-exit', 'exits: [', /Add opted-out/],
    ['steps:', 'exits: [opted-out, replid]\n    steps:', 'unknown-word', 'replid', /Did you mean "replied"/],
    ['when: lead.title ==', 'when: lead.titel ==', 'wrong-condition', 'lead.titel', /Did you mean "lead.title"/],
    ['when: lead.title == "Student"', 'when: "lead.title =="', 'wrong-condition', '"lead.title =="', /CEL/],
    [
      'points: "attributes.Plan == \'gold\' ? 1.0 : 0.0"',
      'points: "attributes.Plan == \'gold\'"',
      'wrong-condition',
      '"attributes.Plan',
      /CEL/,
    ],
    ['from: "08:30"', 'from: "8:30"', 'wrong-value', '"8:30"', /in quotes/],
    ['to: "12:00"', 'to: "08:00"', 'wrong-value', '"08:00"', /later than/],
    ['days: [mon, wed]', 'days: weekdays', 'wrong-value', 'weekdays', /mon-fri/],
    ['zone: Europe/Berlin', 'zone: Europe/Berln', 'wrong-value', 'Europe/Berln', /IANA/],
    ['after: 90d', 'after: 3 months', 'wrong-value', '3 months', /\{ after: 90d \}/],
    ['day: 2, when: lead.country == "DE", then', 'day: 2, then', 'missing', '{ kind: branch', /Add it/],
    [
      'variants: [{ template: hello, weight: 2 }, { template: again }]',
      'variants: []',
      'out-of-range',
      '[] }',
      /entries/,
    ],
  ])('%s → %s', (from, to, code, at, remedy) => {
    const findings = findingsOf(from, to);
    expect(findings).toHaveLength(1);
    const text = MAIN.replace(from, to);
    expect(findings[0]).toMatchObject({
      file: 'playbook.yaml',
      code,
      line: lineOf(text, at),
      remedy: expect.stringMatching(remedy),
    });
    expect(text.split('\n')[findings[0]!.line - 1]!.slice(findings[0]!.column - 1)).toMatch(/^\S/);
  });

  it('a loop needs a wait', () => {
    const loop = findingsOf('outcomes: [won, lost]', 'outcomes: [fork, won, lost]');
    expect(loop).toMatchObject([{ code: 'loop-without-wait', line: lineOf(MAIN, '{ kind: branch') }]);
    expect(findingsOf('outcomes: [won, lost]', 'outcomes: [wait-2, won, lost]')).toEqual([]);
  });

  it.each<[from: string, to: string, code: string, line: number, column: number, remedy: RegExp]>([
    ['lead.firstName |', 'lead.first_name |', 'unknown-variable', 2, 17, /Did you mean "lead.firstName"/],
    ['lead.firstName |', 'firstName |', 'unknown-variable', 2, 17, /Did you mean "lead.firstName"/],
    ['settings.link', 'settings.lnk', 'unknown-variable', 5, 4, /Did you mean "link"/],
    ['variant.greeting', 'variant.gretting', 'unknown-variable', 4, 4, /Did you mean "greeting"/],
    ['attributes.Plan', 'attributes.Budget', 'unknown-variable', 4, 46, /Known: Plan/],
    ['{{ settings.link }}', '{{ settings.link | upcas }}', 'not-liquid', 5, 1, /Did you mean "upcase"/],
    ['{{ settings.link }}', '{% include "x" %}', 'not-liquid', 5, 1, /Mend or remove/],
    ['subject: Hi', 'sbject: Hi', 'unknown-key', 2, 1, /Did you mean "subject"/],
  ])('in a template: %s → %s', (from, to, code, line, column, remedy) => {
    const findings = findingsOf(from, to, 'templates/hello.liquid');
    expect(findings.find((finding) => finding.code === code)).toMatchObject({
      file: 'templates/hello.liquid',
      line,
      column,
      remedy: expect.stringMatching(remedy),
    });
  });

  it('a footer must print who writes and how to stop it', () => {
    expect(check({ 'templates/footer.liquid': 'Bye {{ postalAddress }}' }).findings).toMatchObject([
      {
        code: 'footer-incomplete',
        file: 'templates/footer.liquid',
        message: expect.stringContaining('unsubscribeUrl'),
      },
    ]);
  });

  it('HTML needs its text, a scenario its names', () => {
    const story = 'title: x\ngiven: { lead: { firstNme: A } }\nthen:\n  - { day: 0, template: helo }\n';
    expect(check({ 'templates/lone.html.liquid': 'x' }).findings).toMatchObject([{ code: 'no-text' }]);
    expect(check({ 'scenarios/a.yaml': story }).findings).toMatchObject([
      { file: 'scenarios/a.yaml', line: 2, code: 'unknown-key', remedy: 'Did you mean "firstName"?' },
    ]);
    expect(check({ 'scenarios/a.yaml': story.replace('firstNme', 'firstName') }).findings).toMatchObject([
      { line: 4, code: 'unknown-template', remedy: 'Did you mean "hello"?' },
    ]);
  });

  it('YAML that cannot be read is said alone', () => {
    const { findings, playbook } = check({ 'playbook.yaml': 'name: small\n  title: x\nsettings: {' });
    expect(playbook).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set(['not-yaml']));
  });

  it('an alias needs its anchor, and anchors may not multiply', () => {
    const dangling = check({ 'playbook.yaml': MAIN.replace('title: Welcome', 'title: *nope') }).findings;
    expect(dangling).toMatchObject([
      { code: 'not-yaml', line: lineOf(MAIN, 'title: Welcome'), message: expect.stringContaining('&nope') },
    ]);
    const lists = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`);
    const bomb = check({ 'playbook.yaml': `x0: &a0 [lol]\n${lists.join('\n')}\n` }).findings;
    expect(bomb).toMatchObject([{ code: 'not-yaml', message: expect.stringMatching(/alias/i) }]);
  });

  it('a section that cannot be read makes nothing else unknown', () => {
    expect(findingsOf('label: Link, ', '')).toMatchObject([{ code: 'missing', path: 'settings.link.label' }]);
    expect(findingsOf('name: german, ', '')).toMatchObject([{ code: 'missing' }]);
    expect(findingsOf('attributes: { Plan: text }', 'attributes: { Plan: text, Other: txt }')).toMatchObject([
      { code: 'unknown-word', remedy: 'Did you mean "text"?' },
    ]);
  });

  it('all of them come at once, in order', () => {
    const main = MAIN.replace('title: Small', 'titel: Small')
      .replace('hot: welcome', 'hot: nope')
      .replace('day: 5', 'day: 1')
      .replace('lead.title ==', 'lead.titel ==');
    const { findings } = check({
      'playbook.yaml': main,
      'templates/hello.liquid': HELLO.replace('settings.link', 'settings.lnk'),
    });
    expect(findings.map((finding) => finding.code)).toEqual([
      'unknown-key',
      'wrong-condition',
      'unknown-sequence',
      'days-not-ascending',
      'unknown-variable',
    ]);
  });

  it.each([
    '',
    '[]',
    'just text',
    'name: 3',
    'settings: 5\nsequences: 7\nscore: []',
    'sequences: { a: null, b: [1] }',
  ])('never throws: %j', (text) => {
    expect(check({ 'playbook.yaml': text }).findings.length).toBeGreaterThan(0);
  });
});

describe('the built-in acquisition playbook', () => {
  const { playbook, findings, scenarios } = readPlaybook(join(ROOT, 'playbooks', 'acquisition'), { inspector });

  it('is without a mistake', () => {
    expect(findings).toEqual([]);
    expect(scenarios.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['aggressive-close', [0, 1, 3, 5, 7]],
    ['regular-nurture', [0, 3, 7, 10, 14]],
    ['long-term-nurture', [0, 5, 12, 20, 30]],
    ['cold-outreach', [0, 14, 28, 42, 60]],
  ])('%s writes on days %j', (name, days) => {
    expect(playbook?.sequences[name]?.steps.map((step) => step.day)).toEqual(days);
    expect(playbook?.sequences[name]?.steps.every((step) => step.kind === 'email')).toBe(true);
  });

  it('uses each of its templates once', () => {
    const used = Object.values(playbook?.sequences ?? {}).flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === 'email' ? step.variants.map((variant) => variant.template) : [])),
    );
    expect(used.toSorted()).toEqual(Object.keys(playbook?.templates ?? {}).toSorted());
    expect(used).toHaveLength(20);
  });

  it('has a folder that is called as it is', () => {
    const files = readPlaybookFiles(join(ROOT, 'playbooks', 'acquisition'));
    expect(checkPlaybook(files, { inspector, folder: 'other' }).findings).toMatchObject([
      { code: 'wrong-name', line: 2 },
    ]);
    expect(readPlaybook(join(ROOT, 'playbooks', 'nowhere'), { inspector }).findings).toMatchObject([
      { code: 'no-playbook' },
    ]);
  });
});

describe('the JSON schema for editors', () => {
  it('is the one that scripts/make-playbook-schema.ts writes', () => {
    expect(readFileSync(join(ROOT, 'playbooks', 'playbook.schema.json'), 'utf8')).toBe(playbookJsonSchema());
  });
});
