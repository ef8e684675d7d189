/** Imports that the bundle puts off: what each use becomes, and where an import has to stay. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deferring } from '../../scripts/deferred.ts';
import { ROOT } from '../tidy/tree.ts';

const { transform } = deferring(ROOT, ['tldts', 'node:fs', 'src/domain/rule.ts']);

/** A module of src as the bundle takes it; null = as it stands. */
function bundled(code: string): string | null {
  const call = transform as (code: string, id: string) => string | null;
  const text = call(code, join(ROOT, 'src/domain/user.ts'));
  return text?.replaceAll(/import \{ load as (\w+) \} from "[^"]*";/g, '').trim() ?? null;
}

test.each([
  ['a call', "import { parse } from 'tldts'; f(parse(x));", 'f((__deferred0().parse)(x));'],
  ['another name', "import { parse as p } from 'tldts'; p(x);", '(__deferred0().parse)(x);'],
  ['a default', "import rule from './rule.ts'; rule.a;", '(__deferred0().default).a;'],
  ['everything', "import * as rule from './rule.ts'; rule.a();", '__deferred0().a();'],
  ['a module of Node', "import fs from 'node:fs'; fs.a();", '__deferred0().a();'],
  ['a class', "import { Rule } from './rule.ts'; new Rule(1);", 'new (__deferred0().Rule)(1);'],
  ['a property of the same name', "import { parse } from 'tldts'; x.parse({ parse: 1 });", 'x.parse({ parse: 1 });'],
  ['a short property', "import { parse } from 'tldts'; f({ parse });", 'f({ parse: (__deferred0().parse) });'],
  ['a parameter', "import { parse } from 'tldts'; (({ parse }) => parse)(x);", '(({ parse }) => parse)(x);'],
  [
    'a type',
    "import { type T, parse } from 'tldts'; const a: T = parse as T;",
    'const a: T = (__deferred0().parse) as T;',
  ],
])('%s', (_, code, wanted) => {
  expect(bundled(code)).toBe(wanted);
});

test.each([
  ['nothing is imported', 'f(x);'],
  ['another module', "import { parse } from './other.ts'; parse(x);"],
  ['only types', "import type { parse } from 'tldts';"],
  ['the name is declared anew', "import { parse } from 'tldts'; { const parse = 1; f(parse); }"],
  ['the name is handed on', "import { parse } from 'tldts'; export { parse };"],
])('a module stays as it is: %s', (_, code) => {
  expect(bundled(code)).toBeNull();
});
