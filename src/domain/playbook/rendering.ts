/**
 * What is asked of whoever turns templates into words: the facts they see, and what comes back. Owns the shapes that the
 * engine, the checks and `src/render` share; renders nothing.
 */
import type { AccountWords } from '../account/words.ts';
import type { BookingWords } from '../booking/words.ts';
import type { LeadValues } from '../lead/lead.ts';
import type { BuyerWords } from '../qualification/buyer/words.ts';
import type { ValuationWords } from '../valuation/words.ts';
import type { SettingValue } from './playbook.ts';

/** Everything a template may use. Unknown facts are null (or absent); printing one without a `default` refuses the message. */
export interface TemplateVariables {
  readonly lead: LeadValues;
  /** Declared attributes, typed. */
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Who writes: name and e-mail address of the mailbox, and the company that stands behind it. */
  readonly sender: { readonly name: string | null; readonly address: string; readonly company: string | null };
  readonly campaign: { readonly name: string };
  /** Values of the content variant that fits the lead; empty where none does. */
  readonly variant: Readonly<Record<string, SettingValue>>;
  /** Of the account, and whom its message names; absent = its subject is a lead. */
  readonly account?: AccountWords;
  /** Opt-out page of this recipient. */
  readonly unsubscribeUrl: string | null;
  /** Address of the recipient's class; null or absent = the playbook brings none. */
  readonly classUrl?: string | null;
  /** Of the recipient's home; absent = the words name none. */
  readonly valuation?: ValuationWords;
  /** Of what the recipient means to buy; absent = the words name none. */
  readonly buyer?: BuyerWords;
  /** Of a meeting; absent = the words name none. */
  readonly booking?: BookingWords;
  /** Street address of the sender, on one line. */
  readonly postalAddress: string | null;
}

/** A message in words. `subject` is one line without control characters; `text` has LF line ends. */
export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  /** Null on channels without HTML. */
  readonly html: string | null;
}

/** Why no words came: the code is one of `PLAYBOOK_REASONS`. `variable` is the fact that is not known, `lead.firstName`. */
export interface RenderRefusal {
  readonly code: 'missing-variable' | 'template-limit' | 'template-failed';
  readonly variable: string | null;
  readonly detail: string;
}

/** Either the words, or why there are none; never half a message. */
export type RenderResult = RenderedMessage | { readonly refused: RenderRefusal };

/** A template, compiled. Pure: the same facts give the same bytes. */
export interface CompiledTemplate {
  /** Every path of facts its pieces and footer use, sorted: `lead.company`. */
  readonly variables: readonly string[];
  render(variables: TemplateVariables): RenderResult;
  /** Why `render` would give no words; null = it would give some. At about half the cost. */
  refusal(variables: TemplateVariables): RenderRefusal | null;
}

/** Renders the templates of one playbook by name. */
export interface PlaybookRenderer {
  /** Throws where the playbook has no such template: checked playbooks cannot ask for one. */
  render(template: string, variables: TemplateVariables): RenderResult;
  /** Why `render` would give no words; null = it would give some. */
  refusal(template: string, variables: TemplateVariables): RenderRefusal | null;
  /** What stands under every e-mail, alone in its text. */
  footer(variables: TemplateVariables): RenderResult;
}

/** A mistake, or a use of a fact, at a place of a template's own text. Lines and columns from 1. */
export interface TemplateMark {
  readonly line: number;
  readonly column: number;
}

/** What is found in one piece of a template without rendering it. */
export interface TemplateInspection {
  /** Paths from outside that it uses, `['lead', 'firstName']`, each place it does. A key known only when rendering ends the path. */
  readonly uses: readonly (TemplateMark & { readonly path: readonly string[] })[];
  /** What is wrong with it as Liquid; `word` is the unknown tag or filter. */
  readonly errors: readonly (TemplateMark & { readonly message: string; readonly word: string | null })[];
}

/** Reads templates without rendering them: a port, for the domain knows no Liquid. */
export interface TemplateInspector {
  inspect(source: string, medium: 'text' | 'html'): TemplateInspection;
  /** Tags and filters that exist, for suggestions. */
  readonly words: readonly string[];
}
