/** Reads a template without rendering it: which facts it uses and where, and what is wrong with it as Liquid. */
import { analyzeSync, LiquidError, type Variable } from 'liquidjs';
import type { TemplateInspection, TemplateInspector } from '../domain/playbook/rendering.ts';
import { knownWords, type Medium, parseLiquid, refusedBecause } from './dialect.ts';

/** `tag "inclde" not found` and `undefined filter: upcas` name the word that is wrong. */
const UNKNOWN_WORD = /^(?:tag "([^"]*)" not found|undefined filter: (\S+))/;
/** liquidjs ends its messages with the place, which is given apart here. */
const PLACE = /(?:, file:[^,]*)?, line:\d+, col:\d+$/;

function pathOf(variable: Variable): readonly string[] {
  const path: string[] = [];
  for (const segment of variable.segments) {
    if (typeof segment !== 'string') break;
    path.push(segment);
  }
  return path;
}

function describe(error: LiquidError): TemplateInspection['errors'][number] {
  const [line, column] = error.token.getPosition() as [number, number];
  const plain = error.message.replace(PLACE, '');
  const [, tag, filter] = UNKNOWN_WORD.exec(plain) ?? [];
  const word = tag ?? filter?.replace(/,$/, '') ?? null;
  const refused = word === null ? null : refusedBecause(word);
  const message = refused === null ? plain : `"${word}" is not available: ${refused}`;
  return { line, column, message, word: refused === null ? word : null };
}

/** Facts that one piece uses, with every place; or the first thing that is wrong with it. */
export function inspectTemplate(source: string, medium: Medium): TemplateInspection {
  try {
    const { globals } = analyzeSync([...parseLiquid(source, medium)], { partials: false });
    const uses = Object.values(globals).flatMap((variables) =>
      variables.map((variable) => ({
        path: pathOf(variable),
        line: variable.location.row,
        column: variable.location.col,
      })),
    );
    return { uses, errors: [] };
  } catch (error) {
    if (LiquidError.is(error)) return { uses: [], errors: [describe(error)] };
    throw error;
  }
}

/** The inspector that the playbook check is given. */
export const templateInspector: TemplateInspector = {
  inspect: inspectTemplate,
  words: Object.values(knownWords()).flat(),
};
