import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LeadValues, NO_VALUES } from '../domain/lead/lead.ts';
import type { RenderedMessage } from '../domain/playbook/rendering.ts';
import { templateInspector } from '../render/inspect.ts';
import { rendererFor } from '../render/renderer.ts';
import { readPlaybook } from './folder.ts';

const { playbook } = readPlaybook(join(import.meta.dirname, '..', '..', 'playbooks', 'acquisition'), {
  inspector: templateInspector,
});
if (playbook === null) throw new Error('the acquisition playbook has mistakes');
const renderer = rendererFor(playbook);

const KNOWN: LeadValues = {
  ...NO_VALUES,
  firstName: 'Maximiliane',
  title: 'Executive Vice President of Global Business Development',
  company: 'Internationale Handelsgesellschaft für Maschinenbau mbH',
  industry: 'Information Technology & Services',
  technologies: ['HubSpot', 'Stripe'],
  employees: 120,
};
const LINKS = {
  proof: 'A team of forty went from two days to nine minutes.',
  bookingLink: 'https://sender.example/meet',
  guideLink: 'https://sender.example/guide',
};

function render(
  template: string,
  lead: LeadValues,
  links: Readonly<Record<string, string>>,
  variant = {},
): RenderedMessage {
  const result = renderer.render(template, {
    lead,
    attributes: {},
    settings: { ...playbook!.settings, ...links },
    sender: { name: 'Bo Berg', address: 'bo@sender.example', company: 'Sender Ltd' },
    campaign: { name: 'spring' },
    variant,
    unsubscribeUrl: 'https://sender.example/o/x',
    booking: { slots: null, time: null, url: links.bookingLink || null },
    postalAddress: '1 High Street, Leeds',
  });
  if ('refused' in result) throw new Error(`${template}: ${result.refused.detail}`);
  return result;
}

describe.each(Object.keys(playbook.templates))('%s', (name) => {
  const messages = [
    render(name, NO_VALUES, {}),
    render(name, NO_VALUES, LINKS),
    render(name, KNOWN, {}),
    ...playbook.routing.variants.map((variant) => render(name, KNOWN, LINKS, variant.values)),
  ];

  it('greets, is signed and has no line that ends in blanks, whether everything or nothing is known of the lead', () => {
    for (const { text, html } of messages) {
      const [body = ''] = text.split('\n--\n');
      expect(text).not.toMatch(/[ \t]+\n/);
      expect(body).toMatch(/^Hi (there|Maximiliane),\n\n/);
      expect(body).toMatch(/\n\nBo Berg\n?$/);
      expect(html).toContain('1 High Street, Leeds');
    }
  });
});
