/**
 * A process of its own that runs the examples one after the other and prints what each printed, a line of JSON for each. Started by the
 * test of examples, so that the engine is read once for all.
 * Arguments: their paths.
 */
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

for (const path of process.argv.slice(2)) {
  let printed = '';
  console.log = (...words: unknown[]) => {
    printed += `${format(...words)}\n`;
  };
  await import(pathToFileURL(path).href);
  process.stdout.write(`${JSON.stringify({ path, printed })}\n`);
}
