/** A template of a playbook in words, for leads that there are: what each would read, or which fact is missing. Nothing is kept or sent. */
import { compileCondition } from '../../domain/facts/condition.ts';
import { type Facts, factsOf } from '../../domain/facts/facts.ts';
import { vocabularyOf } from '../../domain/facts/vocabulary.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { segmentsOf } from '../../domain/phone/segments.ts';
import { type TemplateHint, templateHints } from '../../domain/playbook/check/hints.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { PlaybookRenderer, RenderedMessage, TemplateVariables } from '../../domain/playbook/rendering.ts';
import type { Engine } from '../engine.ts';

/** Who writes, as a campaign says it; empty texts = not said yet. */
export interface PreviewSender {
  readonly name: string;
  readonly address: string;
  readonly company: string;
  readonly postalAddress: string;
}

/** Nobody is known yet to write: an example, and shown as one. */
export const EXAMPLE_SENDER: PreviewSender = {
  name: 'Sam Sender',
  address: 'sam@sender.example',
  company: 'Sender Ltd',
  postalAddress: '1 Example Street, Springfield',
};

/** By what words are rendered: who writes, for which campaign, and where an opt-out would lead. */
export interface PreviewFrom {
  readonly sender: PreviewSender;
  readonly campaign: string;
  /** Must opt nobody out; absent = an address that leads nowhere. */
  readonly unsubscribeUrl?: string;
}

/** Leads nowhere, by its ending. Source: RFC 2606 §2. */
const NOWHERE = 'https://example.invalid/u/preview';

/** A template for one lead. */
export interface Preview {
  readonly leadId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Null where a fact is missing: then nothing would be sent. */
  readonly words: RenderedMessage | null;
  readonly refused: { readonly code: string; readonly variable: string | null; readonly detail: string } | null;
  readonly segments: number;
  readonly hints: readonly TemplateHint[];
}

/** Renders templates of one playbook. */
export class Previewer {
  readonly #playbook: Playbook;
  readonly #renderer: PlaybookRenderer;
  readonly #sender: PreviewSender;
  readonly #campaign: string;
  readonly #unsubscribeUrl: string;
  readonly #variants: readonly {
    readonly fits: (facts: Facts) => boolean;
    readonly values: TemplateVariables['variant'];
  }[];

  constructor(engine: Engine, playbook: Playbook, from: PreviewFrom) {
    this.#playbook = playbook;
    this.#renderer = engine.parts.rendererFor(playbook);
    this.#sender = from.sender;
    this.#campaign = from.campaign;
    this.#unsubscribeUrl = from.unsubscribeUrl ?? NOWHERE;
    const vocabulary = vocabularyOf(playbook.attributes);
    this.#variants = playbook.routing.variants.map(({ when, values }) => {
      const condition = compileCondition(when, vocabulary);
      return { values, fits: (facts) => condition.evaluate(facts) === true };
    });
  }

  of(template: string, lead: Lead): Preview {
    const { channel } = this.#playbook.templates[template] ?? { channel: 'email' };
    const { id: leadId, values } = lead;
    const told = { leadId, name: values.fullName ?? values.firstName, email: values.email };
    const result = this.#renderer.render(template, this.#variablesOf(lead));
    if ('refused' in result) return { ...told, words: null, refused: result.refused, segments: 0, hints: [] };
    const segments = channel === 'sms' ? segmentsOf(result.text.trim()).count : 0;
    const sender = this.#sender.name || this.#sender.company;
    const hints = templateHints({ channel, subject: result.subject, text: result.text, sender, segments });
    return { ...told, words: result, refused: null, segments, hints };
  }

  /** What stands under an e-mail to this lead; null = a fact that it prints is not known. */
  footer(lead: Lead): string | null {
    const footer = this.#renderer.footer(this.#variablesOf(lead));
    return 'refused' in footer ? null : footer.text.trim();
  }

  #variablesOf({ values, attributes }: Lead): TemplateVariables {
    const playbook = this.#playbook;
    const facts = factsOf(values, attributes, playbook.attributes);
    const { name, address, company, postalAddress } = this.#sender;
    const { bookingLink } = playbook.settings;
    return {
      lead: facts.lead as TemplateVariables['lead'],
      attributes: facts.attributes,
      settings: playbook.settings,
      sender: { name: name || null, address, company: company || null },
      campaign: { name: this.#campaign },
      variant: this.#variants.find(({ fits }) => fits(facts))?.values ?? {},
      unsubscribeUrl: this.#unsubscribeUrl,
      classUrl: playbook.course ? 'https://example.invalid/class/preview' : null,
      booking: { slots: null, time: null, url: typeof bookingLink === 'string' ? bookingLink || null : null },
      postalAddress: postalAddress || null,
    };
  }
}
