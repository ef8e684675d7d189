/** Files made from the table of operations: addresses as data, so that the client brings nothing of the engine, and the lines of the help. */

import { completionOperation } from '../../src/cli/completion.ts';
import { commandLine } from '../../src/cli/help.ts';
import { demoOperation } from '../../src/demo/demo.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { remoteShape } from '../../src/engine/serve/remote-input.ts';
import { pathOf } from '../../src/http/api/paths.ts';

const HEAD = `/** Addresses of the REST interface by noun and verb. Made by npm run client from the table of operations; a test holds it current. */

/** Method and address, the operation behind it, and how its answer comes. */
export const ROUTES = {
`;

/** The whole file. */
export function clientRoutes(): string {
  const nouns = new Map<string, string[]>();
  for (const operation of allOperations()) {
    const at = pathOf(operation);
    if (at === null) continue;
    const [noun = ''] = at.path.slice(1).split('/');
    const answer = operation.kind === 'stream' ? 'lines' : remoteShape(operation).takesFile ? 'file' : 'json';
    const line = `    ${camel(operation.verb)}: ['${at.method}', '${at.path}', '${operation.command}', '${answer}'],\n`;
    nouns.set(noun, [...(nouns.get(noun) ?? []), line]);
  }
  const parts = [...nouns].map(([noun, lines]) => `  ${camel(noun)}: {\n${lines.join('')}  },\n`);
  return `${HEAD}${parts.join('')}} as const;\n`;
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
