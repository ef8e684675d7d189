import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_VALUES } from '../domain/lead/lead.ts';
import { LIMITS } from '../domain/limits.ts';
import { STANDARD_FOOTER } from '../domain/playbook/footer.ts';
import type { Playbook, Template } from '../domain/playbook/playbook.ts';
import type { RenderedMessage, RenderRefusal, TemplateVariables } from '../domain/playbook/rendering.ts';
import { inspectTemplate, templateInspector } from './inspect.ts';
import { compiledTemplateCount, rendererFor } from './renderer.ts';
import { compileTemplate, oneLine } from './template.ts';

const FACTS: TemplateVariables = {
  lead: { ...NO_VALUES, firstName: 'Ann', company: 'Acme & <Co>', technologies: ['AWS'] },
  attributes: { plan: 'gold' },
  settings: { offer: 'less typing' },
  sender: { name: 'Bo', address: 'bo@sender.example', company: 'Sender GmbH' },
  campaign: { name: 'spring' },
  variant: {},
  unsubscribeUrl: 'https://sender.example/o/abc',
  postalAddress: 'Hauptstr. 1, Berlin',
};

function template(parts: Partial<Template>): Template {
  return { name: 't', channel: 'email', subject: 'Hello', text: 'Hi', html: null, hash: 'h', ...parts };
}

function render(parts: Partial<Template>, facts: Partial<TemplateVariables> = {}): RenderedMessage {
  const result = compileTemplate(template(parts), { footer: STANDARD_FOOTER }).render({ ...FACTS, ...facts });
  if ('refused' in result) throw new Error(result.refused.detail);
  return result;
}

function refused(parts: Partial<Template>, facts: Partial<TemplateVariables> = {}): RenderRefusal | null {
  const result = compileTemplate(template(parts), { footer: STANDARD_FOOTER }).render({ ...FACTS, ...facts });
  return 'refused' in result ? result.refused : null;
}

describe('a rendered message', () => {
  it('has subject, text and HTML, each with the standard footer', () => {
    const message = render({
      subject: 'For {{ lead.company }}',
      text: 'Hi {{ lead.firstName }},\r\n\r\nsee https://x.example/a?b=1&c=2.',
    });
    expect(message.subject).toBe('For Acme & <Co>');
    expect(message.text).toBe(
      'Hi Ann,\n\nsee https://x.example/a?b=1&c=2.\n\n--\nSender GmbH, Hauptstr. 1, Berlin\nNot interested? Stop these e-mails here: https://sender.example/o/abc\n',
    );
    expect(message.html).toContain('<p style="margin:0 0 16px">Hi Ann,</p>');
    expect(message.html).toContain(
      '<a href="https://x.example/a?b=1&amp;c=2" style="color:#1a5fb4">https://x.example/a?b=1&amp;c=2</a>.</p>',
    );
    expect(message.html).toContain('<a href="https://sender.example/o/abc"');
    expect(message.html).toContain('Hauptstr. 1, Berlin');
  });

  it('escapes facts in HTML and not in text', () => {
    const message = render({ text: '{{ lead.company }}', html: '<p>{{ lead.company }}</p>' });
    expect(message.text).toContain('Acme & <Co>');
    expect(message.html).toContain('<p>Acme &amp; &lt;Co&gt;</p>');
  });

  it('puts the footer inside an HTML page that the template brings', () => {
    expect(render({ html: '<html><body><p>x</p></body></html>' }).html).toMatch(
      /^<html><body><p>x<\/p><div .*<\/div>\n<\/body><\/html>$/s,
    );
  });

  it('PIPE-36 is refused with the name of a fact that is not known, wherever it is printed', () => {
    const unknown = { lead: NO_VALUES };
    expect(refused({ subject: '{{ lead.firstName }}' }, unknown)).toMatchObject({
      code: 'missing-variable',
      variable: 'lead.firstName',
    });
    expect(refused({ text: '{{ lead.city }}' })).toMatchObject({ variable: 'lead.city' });
    expect(refused({ html: '{{ attributes.nope }}' })).toMatchObject({ variable: 'attributes.nope' });
    expect(refused({}, { postalAddress: null })).toMatchObject({ variable: 'postalAddress' });
    expect(refused({}, { unsubscribeUrl: null })).toMatchObject({ variable: 'unsubscribeUrl' });
    expect(refused({ text: 'Hi {{ lead.firstName | default: "there" }}' }, unknown)).toBeNull();
  });

  it('cannot be given another header or recipient by a fact', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\r', '\n', '\0', '\t', '\u2028', '\u0085', 'B', ':', ' ') }),
        (name) => {
          const { subject } = render(
            { subject: 'For {{ lead.firstName | default: "x" }}' },
            { lead: { ...NO_VALUES, firstName: name } },
          );
          expect(subject).not.toMatch(/[\r\n\0\t\u2028\u0085]/);
          expect(oneLine(subject)).toBe(subject);
        },
      ),
    );
    expect(render({ subject: 'a\r\nBcc: x@y.example' }).subject).toBe('a Bcc: x@y.example');
  });

  it.each([
    ['endless loops', '{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}'],
    ['a range without end', '{% for i in (1..100000000) %}x{% endfor %}'],
    [
      'doubling text',
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..30) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
    ],
    [
      'repeating text',
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..14) %}{% assign a = a | append: a %}{% endfor %}{% for i in (1..90) %}{{ a }}{% endfor %}',
    ],
  ])('stops %s within moments', (_name, text) => {
    const start = process.hrtime.bigint();
    expect(refused({ text })).toMatchObject({ code: 'template-limit' });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(250);
  });

  it('refuses what a filter cannot take, naming it', () => {
    expect(refused({ text: '{{ lead.firstName | append }}' })).toMatchObject({ code: 'template-failed' });
  });

  it('reads no prototype', () => {
    expect(refused({ text: '{{ lead.constructor }}' })).toMatchObject({ variable: 'lead.constructor' });
    expect(refused({ text: '{{ lead.__proto__.polluted }}' })).toMatchObject({ code: 'missing-variable' });
  });

  it('gives SMS its text alone', () => {
    expect(render({ channel: 'sms', subject: '', text: 'Hi {{ lead.firstName }}' })).toEqual({
      subject: '',
      text: 'Hi Ann\n',
      html: null,
    });
  });

  it('lists the facts it uses', () => {
    const compiled = compileTemplate(
      template({ subject: '{{ settings.offer }}', text: '{% assign a = lead.city %}{{ a }}{{ variant["x"] }}' }),
      { footer: STANDARD_FOOTER },
    );
    expect(compiled.variables).toEqual([
      'lead.city',
      'postalAddress',
      'sender.company',
      'sender.name',
      'settings.offer',
      'unsubscribeUrl',
      'variant.x',
    ]);
  });
});

describe('inspecting a template', () => {
  it('finds each use with its place', () => {
    expect(inspectTemplate('Hi\n  {{ lead.firstNme | default: attributes.x }}', 'text').uses).toEqual([
      { path: ['lead', 'firstNme'], line: 2, column: 6 },
      { path: ['attributes', 'x'], line: 2, column: 31 },
    ]);
  });

  it.each([
    ['{% include "package.json" %}', /cannot load another file/, null],
    ['{% render "x" %}', /cannot load another file/, null],
    ['{{ x | sample }}', /same text each time/, null],
    ['a\n{% fr x in y %}', /not found/, 'fr'],
    ['{{ x | upcas }}', /undefined filter/, 'upcas'],
    ['{% if x %}', /not closed/, null],
    ['{{ x', /not closed/, null],
  ])('explains %s', (source, message, word) => {
    const { errors } = inspectTemplate(source, 'text');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(message), word });
    expect(templateInspector.words).toContain('upcase');
  });
});

describe('the renderer of a playbook', () => {
  it('renders by name, compiles a text once, and keeps a bounded number', () => {
    const names = Array.from({ length: LIMITS.compiledTemplates + 5 }, (_, i) => `t${i}`);
    const templates = Object.fromEntries(
      names.map((name) => [name, template({ name, hash: name, text: `I am ${name}` })]),
    );
    const playbook = { name: 'p', templates, footer: STANDARD_FOOTER } as unknown as Playbook;
    const renderer = rendererFor(playbook);
    for (const name of names)
      expect(renderer.render(name, FACTS)).toMatchObject({ text: expect.stringContaining(`I am ${name}\n`) });
    expect(compiledTemplateCount()).toBe(LIMITS.compiledTemplates);
    expect(renderer.render('t0', FACTS)).toMatchObject({ text: expect.stringContaining('I am t0\n') });
    expect(() => renderer.render('nope', FACTS)).toThrow('nope');
  });
});
