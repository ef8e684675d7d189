/** Checks of templates without rendering them: are they Liquid, and do they use facts there are? Owns the list of facts a template sees. */

import { ACCOUNT_FACTS } from '../../account/words.ts';
import { BOOKING_FACTS } from '../../booking/words.ts';
import { NO_VALUES } from '../../lead/lead.ts';
import { BUYER_FACTS } from '../../qualification/buyer/words.ts';
import { VALUATION_FACTS } from '../../valuation/words.ts';
import { FOOTER_FACTS } from '../footer.ts';
import type { Sections } from '../format/schema.ts';
import { type Finding, suggestion } from '../problem.ts';
import type { TemplateInspection, TemplateInspector } from '../rendering.ts';

/** Facts by name: the fields of a record, or null for a fact without fields. */
export type FactNames = Readonly<Record<string, readonly string[] | null>>;

/** One piece of a template with the place it begins at in its file. */
export interface TemplatePiece {
  readonly file: string;
  /** `subject`, `text` or `html`. */
  readonly part: string;
  readonly source: string;
  readonly medium: 'text' | 'html';
  readonly line: number;
  readonly column: number;
}

/** Names of the values that content variants give; null where the section cannot be read, so that none is called unknown. */
function variantNames(route: Sections['route']): readonly string[] | null {
  return route === null ? null : [...new Set(route.variants.flatMap((variant) => Object.keys(variant.values)))];
}

/** Facts that a template of this playbook may print. */
export function templateFacts(sections: Pick<Sections, 'attributeNames' | 'settingNames' | 'route'>): FactNames {
  return {
    // Notes are read for intent and never repeated to the person they are about.
    lead: Object.keys(NO_VALUES).filter((field) => field !== 'notes'),
    attributes: sections.attributeNames,
    settings: sections.settingNames,
    sender: ['name', 'address', 'company'],
    campaign: ['name'],
    variant: variantNames(sections.route),
    account: ACCOUNT_FACTS,
    valuation: VALUATION_FACTS,
    buyer: BUYER_FACTS,
    booking: BOOKING_FACTS,
    unsubscribeUrl: null,
    classUrl: null,
    postalAddress: null,
  };
}

function placed(
  piece: TemplatePiece,
  mark: { readonly line: number; readonly column: number },
): Pick<Finding, 'line' | 'column'> {
  return {
    line: piece.line + mark.line - 1,
    column: mark.line === 1 ? piece.column + mark.column - 1 : mark.column,
  };
}

/** `first_name` for `lead.firstName`: names are compared without underscores and case, alone and with their record. */
function guess(path: readonly string[], facts: FactNames): string {
  const [root = '', field] = path;
  const whole = Object.entries(facts).flatMap(([name, fields]) =>
    (fields ?? []).map((each) => [`${name}.${each}`, each] as const),
  );
  const fold = (name: string): string => name.toLowerCase().replaceAll('_', '');
  const same = whole.find(([, each]) => fold(each) === fold(field ?? root));
  if (same) return `Did you mean "${same[0]}"?`;
  const fields = facts[root];
  if (field !== undefined && fields) return suggestion(field, fields);
  return suggestion(path.join('.'), [...Object.keys(facts), ...whole.map(([name]) => name)]);
}

function isKnown([root = '', field]: readonly string[], facts: FactNames): boolean {
  if (!Object.hasOwn(facts, root)) return false;
  const fields = facts[root];
  return !fields || field === undefined || fields.includes(field);
}

function unknownUses(piece: TemplatePiece, { uses }: TemplateInspection, facts: FactNames): readonly Finding[] {
  return uses
    .filter((use) => !isKnown(use.path, facts))
    .map((use) => ({
      file: piece.file,
      ...placed(piece, use),
      path: piece.part,
      code: 'unknown-variable',
      message: `the template prints or asks for "${use.path.join('.')}", which is no fact`,
      remedy: guess(use.path, facts),
    }));
}

function liquidErrors(
  piece: TemplatePiece,
  { errors }: TemplateInspection,
  words: readonly string[],
): readonly Finding[] {
  return errors.map((error) => ({
    file: piece.file,
    ...placed(piece, error),
    path: piece.part,
    code: 'not-liquid',
    message: `the template cannot be read: ${error.message}`,
    remedy: error.word === null ? 'Mend or remove it.' : suggestion(error.word, words),
  }));
}

/** Everything that is wrong with one piece. */
export function checkPiece(piece: TemplatePiece, facts: FactNames, inspector: TemplateInspector): readonly Finding[] {
  const inspection = inspector.inspect(piece.source, piece.medium);
  return [...liquidErrors(piece, inspection, inspector.words), ...unknownUses(piece, inspection, facts)];
}

/** A footer of the playbook's own must print the facts that make an e-mail lawful. */
export function checkFooter(piece: TemplatePiece, inspector: TemplateInspector): readonly Finding[] {
  const { uses, errors } = inspector.inspect(piece.source, piece.medium);
  if (errors.length > 0) return [];
  return FOOTER_FACTS.filter((fact) => !uses.some((use) => use.path[0] === fact)).map((fact) => ({
    file: piece.file,
    line: piece.line,
    column: piece.column,
    path: piece.part,
    code: 'footer-incomplete',
    message: `the footer does not print ${fact}`,
    remedy: `Add {{ ${fact} }}: every e-mail must say who sends it, from where, and how to stop it.`,
  }));
}
