/**
 * Makes src/domain/engagement/data/crawlers.json from crawler-user-agents.json, whose path is the argument: the patterns that
 * are plain text, in lower case, without those that another one holds already, and without names of HTTP libraries: apps
 * of people name these, too, and `agents.json` has them.
 * Source: https://github.com/monperrus/crawler-user-agents, MIT.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import agents from '../src/domain/engagement/data/agents.json' with { type: 'json' };

const path = process.argv[2];
if (path === undefined) throw new Error('which crawler-user-agents.json?');
const bytes = readFileSync(path);
const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
const patterns = (JSON.parse(text) as { readonly pattern: string }[]).map(({ pattern }) => pattern);
const plain = patterns
  .map((pattern) => pattern.replace(/\\([/.\-_ ])/g, '$1').toLowerCase())
  .filter((pattern) => pattern.length >= 5 && !/[\\[\]()|?*+^$]/.test(pattern));
const shortest = [...new Set(plain)].filter((one) => !plain.some((other) => other !== one && one.includes(other)));
const own = shortest.filter((name) => !agents.libraries.some((library) => name.includes(library.replace('/', ''))));
const target = fileURLToPath(new URL('../src/domain/engagement/data/crawlers.json', import.meta.url));
writeFileSync(target, `${JSON.stringify({ names: own.sort() }, null, 1)}\n`);
process.stdout.write(`${own.length} of ${patterns.length} names\n`);
