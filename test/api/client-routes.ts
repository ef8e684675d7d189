/** Files made from the table of operations: addresses as data, so that the client brings nothing of the engine, and the lines of the help. */

import { completionOperation } from '../../src/cli/completion.ts';
import { commandLine } from '../../src/cli/help.ts';
import { demoOperation } from '../../src/demo/demo.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { pathOf } from '../../src/http/api/paths.ts';

const MADE = 'Made by npm run client from the table of operations; a test holds it current.';

const ROUTES_HEAD = `/** Addresses of the REST interface by noun and verb. ${MADE} */

/** Method and address, and \`lines\` where the answer comes in lines. In a browser each byte counts: no more is said. */
export const ROUTES = {
`;

const COMMANDS_HEAD = `/** Operations of the REST interface by noun and verb, for the types of the client. ${MADE} */

/** The operation behind each address. */
export interface Commands {
`;

/** The file src/client/routes.ts. */
export function clientRoutes(): string {
  const parts = byNoun(({ verb, kind }, { method, path }) => {
    const answer = kind === 'stream' ? ' lines' : '';
    return `    ${camel(verb)}: '${method} ${path}${answer}',\n`;
  });
  return `${ROUTES_HEAD}${parts.map(([noun, lines]) => `  ${noun}: {\n${lines}  },\n`).join('')}} as const;\n`;
}

/** The file src/client/commands.ts. */
export function clientCommands(): string {
  const parts = byNoun(({ verb, command }) => `    ${camel(verb)}: '${command}';\n`);
  return `${COMMANDS_HEAD}${parts.map(([noun, lines]) => `  ${noun}: {\n${lines}  };\n`).join('')}}\n`;
}

type Operation = ReturnType<typeof allOperations>[number];

function byNoun(lineOf: (operation: Operation, at: NonNullable<ReturnType<typeof pathOf>>) => string) {
  const nouns = new Map<string, string>();
  for (const operation of allOperations()) {
    const at = pathOf(operation);
    if (at === null) continue;
    const [noun = ''] = at.path.slice(1).split('/');
    nouns.set(camel(noun), (nouns.get(camel(noun)) ?? '') + lineOf(operation, at));
  }
  return [...nouns];
}

/** The file src/cli/data/commands.json: a line for each command, so that the help reads no operation. */
export function commandLines(): string {
  const beside = [demoOperation({ colour: false, columns: null }), completionOperation(allOperations)];
  const operations = [...allOperations(), ...beside];
  return `[\n${operations.map((operation) => `  ${JSON.stringify(commandLine(operation))}`).join(',\n')}\n]\n`;
}

function camel(words: string): string {
  return words.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
