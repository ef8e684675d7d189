/** The words of the built-in playbooks, held to the rules that writers of templates are told (directives/template-hints.md). */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountWords } from '../domain/account/words.ts';
import { type LeadValues, NO_VALUES } from '../domain/lead/lead.ts';
import { segmentsOf } from '../domain/phone/segments.ts';
import { templateHints } from '../domain/playbook/check/hints.ts';
import type { TemplateVariables } from '../domain/playbook/rendering.ts';
import { templateInspector } from '../render/inspect.ts';
import { rendererFor } from '../render/renderer.ts';
import { readPlaybook } from './folder.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'playbooks');
const PLAYBOOKS = [
  'account-based',
  'acquisition',
  'bank-term-deposit',
  'cold-class',
  'lead-bot-buyer',
  'lead-bot-seller',
] as const;

const KNOWN: LeadValues = {
  ...NO_VALUES,
  firstName: 'Maximiliane',
  lastName: 'Hohenberg',
  fullName: 'Maximiliane Hohenberg',
  title: 'Executive Vice President of Global Business Development',
  company: 'Internationale Handelsgesellschaft für Maschinenbau mbH',
  industry: 'Information Technology & Services',
  technologies: ['HubSpot', 'Stripe'],
  employees: 120,
};
const ALONE = accountWords('Acme', 1, null, null);
const CLAIMS = ['written', 'replied', 'meeting'] as const;
const NAMED = {
  ...accountWords('Internationale Handelsgesellschaft für Maschinenbau mbH', 3, null, null),
  colleagueName: 'Friederike Hohenberg',
  colleagueFirstName: 'Friederike',
  colleagueTitle: 'Senior Director of Procurement',
};
const LINK = 'https://sender.example/there';

describe.each(PLAYBOOKS)('%s', (name) => {
  const { playbook } = readPlaybook(join(FOLDER, name), { inspector: templateInspector });
  if (playbook === null) throw new Error(`the playbook ${name} has mistakes`);
  const renderer = rendererFor(playbook);
  const links = Object.fromEntries(
    Object.entries(playbook.settings)
      .filter(([setting]) => setting.endsWith('Link'))
      .map(([setting]) => [setting, LINK]),
  );
  const stepTemplates = Object.keys(playbook.templates).filter((template) => !template.startsWith('bot-'));
  const variants = [{}, ...playbook.routing.variants.map(({ values }) => values)];

  it.each(stepTemplates)('%s: short, one request, one link, nothing unfilled, signed', (template) => {
    const channel = playbook.templates[template]!.channel;
    const seen: string[] = [];
    for (const [lead, account] of [
      [NO_VALUES, ALONE],
      ...CLAIMS.map((claim) => [KNOWN, { ...NAMED, colleagueClaim: claim }] as const),
    ] as const)
      for (const settings of [playbook.settings, { ...playbook.settings, ...links }])
        for (const variant of variants) {
          const result = renderer.render(template, { ...variablesOf(lead, settings, variant), account });
          if ('refused' in result) continue;
          seen.push(result.text);
          const segments = channel === 'sms' ? segmentsOf(result.text.trim()).count : 0;
          const hints = templateHints({ ...result, channel, sender: 'Bo Berg', segments });
          expect(hints, result.text).toEqual([]);
        }
    expect(seen.length).toBeGreaterThan(0);
  });

  function variablesOf(
    lead: LeadValues,
    settings: TemplateVariables['settings'],
    variant: TemplateVariables['variant'],
  ): TemplateVariables {
    return {
      lead: lead as unknown as TemplateVariables['lead'],
      attributes: {},
      settings,
      sender: { name: 'Bo Berg', address: 'bo@sender.example', company: 'Sender Ltd' },
      campaign: { name: 'spring' },
      variant,
      unsubscribeUrl: 'https://sender.example/o/x',
      classUrl: LINK,
      booking: { slots: null, time: null, url: LINK },
      postalAddress: '1 High Street, Leeds',
    };
  }
});
