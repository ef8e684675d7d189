import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPlaybook } from '../../playbooks/check.ts';
import { readPlaybookFiles } from '../../playbooks/folder.ts';
import { templateInspector } from '../../render/inspect.ts';
import { diffPlaybooks } from './diff.ts';
import type { Playbook } from './playbook.ts';

const FILES = readPlaybookFiles(join(import.meta.dirname, '..', '..', '..', 'playbooks', 'acquisition'));

function playbookWith(from: string, to: string, file = 'playbook.yaml'): Playbook {
  const text = FILES[file];
  if (!text?.includes(from)) throw new Error(`nothing to replace: ${from}`);
  const { playbook, findings } = checkPlaybook(
    { ...FILES, [file]: text.replace(from, to) },
    { inspector: templateInspector },
  );
  if (playbook === null) throw new Error(JSON.stringify(findings));
  return playbook;
}

const BEFORE = playbookWith('name: acquisition', 'name: acquisition');

describe('what differs between two playbooks', () => {
  it('is nothing where they are the same', () => {
    expect(diffPlaybooks(BEFORE, playbookWith('title: Acquisition', 'title:    Acquisition'))).toEqual([]);
  });

  it('says that a sequence was renamed, and what else became of it', () => {
    const text = (FILES['playbook.yaml'] ?? '').replace('  cold: cold-outreach', '  cold: outreach');
    const renamed = text.replace('  cold-outreach:\n    title: Cold', '  outreach:\n    title: Warm');
    const { 'scenarios/opt-out-is-final.yaml': story = '', ...rest } = FILES;
    const files = {
      ...rest,
      'playbook.yaml': renamed,
      'scenarios/opt-out-is-final.yaml': story.replace('cold-outreach', 'outreach'),
    };
    const { playbook } = checkPlaybook(files, { inspector: templateInspector });
    expect(diffPlaybooks(BEFORE, playbook as Playbook)).toEqual([
      'Routing, sequences: cold was "cold-outreach", is now "outreach".',
      'Sequence "cold-outreach" is called "outreach" now.',
      'Sequence "outreach": title was "Cold outreach", is now "Warm outreach".',
    ]);
  });

  it.each<[from: string, to: string, sentences: readonly string[]]>([
    [
      'title: Acquisition\n',
      'title: Winning customers\n',
      ['Playbook: title was "Acquisition", is now "Winning customers".'],
    ],
    [
      'default: [US, CA, GB, IE]',
      'default: [US]',
      [
        'Setting "targetCountries" was US, CA, GB, IE, is now US.',
        'Score part "location": target was US, CA, GB, IE, is now US.',
      ],
    ],
    ['hot: 0.85', 'hot: 0.9', ['Score, tiers: hot was 0.85, is now 0.9.']],
    [
      'rule: companySize, weight: 0.25',
      'rule: companySize, weight: 0.5',
      ['Score part "company size": weight was 0.25, is now 0.5.'],
    ],
    ['minScore: 0.2', 'minScore: 0.3', ['Qualification: min score was 0.2, is now 0.3.']],
    ['cold: cold-outreach', 'cold: null', ['Routing, sequences: cold was "cold-outreach", is now nothing.']],
    ['- name: sales\n', '- name: sellers\n', ['Content variant "sales" is gone.', 'Content variant "sellers" is new.']],
    [
      'day: 60, template',
      'day: 61, template',
      ['Sequence "cold-outreach": step "email-60" is gone.', 'Sequence "cold-outreach": step "email-61" is new.'],
    ],
    [
      'day: 60, template',
      'day: 60, id: email-60, when: lead.country == "US", template',
      ['Sequence "cold-outreach", step "email-60": when was nothing, is now "lead.country == "US"".'],
    ],
    [
      'goal: A call within a week',
      'goal: A call',
      ['Sequence "aggressive-close": goal was "A call within a week", is now "A call".'],
    ],
  ])('%s → %s', (from, to, sentences) => {
    expect(diffPlaybooks(BEFORE, playbookWith(from, to))).toEqual(sentences);
  });

  it('names changed words', () => {
    const after = playbookWith('The door stays open', 'The door is open', 'templates/cool-5-open-invitation.liquid');
    expect(diffPlaybooks(BEFORE, after)).toEqual([
      'Template "cool-5-open-invitation": subject was "The door stays open", is now "The door is open".',
    ]);
    const text = playbookWith('Until then', 'Till then', 'templates/cool-5-open-invitation.liquid');
    expect(diffPlaybooks(BEFORE, text)).toEqual(['Template "cool-5-open-invitation": the text changed.']);
    expect(diffPlaybooks(BEFORE, { ...BEFORE, footer: { text: 'x', html: null } })).toEqual(['The footer changed.']);
  });

  it('is empty exactly where the hashes are equal', () => {
    const changes: readonly (readonly [string, string])[] = [
      ['minGap', 'minGap'],
      ['holidays: skip', 'holidays: send'],
      ['add: 0.15', 'add: 0.1'],
      ['from: "09:00"', 'from: "10:00"'],
      ['rules: []', 'rules: [{ name: x, when: lead.country == "FR", then: reject }]'],
      ['reentry: { after: 180d }', 'reentry: never'],
      ['Acquisition', 'Acquisition'],
    ];
    for (const [from, to] of changes.filter(([text]) => FILES['playbook.yaml']?.includes(text))) {
      const after = playbookWith(from, to);
      expect(diffPlaybooks(BEFORE, after).length === 0, `${from} → ${to}`).toBe(after.hash === BEFORE.hash);
    }
  });
});
