/**
 * `npm run bundle`, which `npm ci` runs by itself: the command line in a few files instead of a thousand, so that it starts in a
 * fraction of the time. `bin/rekindle.mjs` takes the bundle only while no source is newer. Without the bundler, as where development
 * dependencies are left out, nothing is made and the sources are run.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deferring } from './deferred.ts';

/** Data is parsed as JSON, which is twice as fast as reading it as a program. */
const dataAsText = {
  name: 'data-as-text',
  load(id: string) {
    if (!id.endsWith('.json')) return null;
    const text = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')));
    return { code: `export default JSON.parse(${JSON.stringify(text)})`, moduleType: 'js' as const };
  },
};

/** All but ASCII as `\u2026`: such a file is read as it is, one with a single `…` letter by letter into text of twice its size. */
function asAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Modules that a command need not have read before it says its first word: Node's own that take long to set up, large packages, words
 * and tables of places, and each part of the engine that one command or another runs.
 */
const DEFERRED = [
  'node:child_process',
  'node:crypto',
  'node:dns/promises',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:timers/promises',
  'node:util',
  'node:v8',
  'node:worker_threads',
  'node:zlib',
  '@marcbachmann/cel-js',
  'libphonenumber-js/max',
  'libphonenumber-js/metadata.max',
  'postal-mime',
  'tldts',
  'yaml',
  'src/channels/guarded-post.ts',
  'src/domain/calendar/calling-hours.ts',
  'src/domain/calendar/holidays.ts',
  'src/domain/calendar/places.ts',
  'src/domain/connection/providers.ts',
  'src/domain/conversation/dates.ts',
  'src/domain/conversation/intent.ts',
  'src/domain/conversation/keyword.ts',
  'src/domain/conversation/mail/bounce-cause.ts',
  'src/domain/conversation/mail/bounce.ts',
  'src/domain/conversation/mail/kind.ts',
  'src/domain/conversation/referral.ts',
  'src/domain/conversation/reply-event.ts',
  'src/domain/conversation/visible/quotes.ts',
  'src/domain/conversation/visible/signature.ts',
  'src/domain/engagement/verdict.ts',
  'src/domain/facts/condition-tree.ts',
  'src/domain/facts/facts.ts',
  'src/domain/lead/cell/field-reader.ts',
  'src/domain/lead/cell/place.ts',
  'src/domain/lead/column/column-target.ts',
  'src/domain/lead/columns.ts',
  'src/domain/lead/draft.ts',
  'src/domain/lead/merge-leads.ts',
  'src/domain/playbook/diff.ts',
  'src/domain/qualify/note-signals.ts',
  'src/domain/score/location.ts',
  'src/domain/score/role.ts',
  'src/domain/score/title-lexicon.ts',
  'src/domain/score/title.ts',
  'src/domain/verify/domains.ts',
  'src/domain/verify/mailbox.ts',
  'src/domain/verify/phone-plan.ts',
  'src/domain/verify/phone.ts',
  'src/engine/plans/admit.ts',
  'src/engine/access/keys.ts',
  'src/engine/access/passwords.ts',
  'src/engine/accounts/acts.ts',
  'src/engine/accounts/view.ts',
  'src/engine/assess/assess.ts',
  'src/engine/assess/assessor.ts',
  'src/engine/assess/live.ts',
  'src/engine/campaigns.ts',
  'src/engine/capture/capture.ts',
  'src/engine/capture/dedupe.ts',
  'src/engine/capture/harvest.ts',
  'src/engine/capture/import-file.ts',
  'src/engine/capture/verify.ts',
  'src/engine/classes/links.ts',
  'src/engine/classes/progress.ts',
  'src/engine/classes/remove.ts',
  'src/engine/classes/scan.ts',
  'src/engine/classes/standing.ts',
  'src/engine/connections/ask.ts',
  'src/engine/explain.ts',
  'src/engine/handoff/act.ts',
  'src/engine/handoff/deliver.ts',
  'src/engine/handoff/keep.ts',
  'src/engine/instance/doctor.ts',
  'src/engine/loop.ts',
  'src/engine/mailboxes/keep.ts',
  'src/engine/mailboxes/place.ts',
  'src/engine/mailboxes/read.ts',
  'src/engine/react.ts',
  'src/engine/react/lift.ts',
  'src/engine/react/mails.ts',
  'src/engine/react/signals.ts',
  'src/engine/replies/answer.ts',
  'src/engine/replies/inbox.ts',
  'src/engine/routines/now.ts',
  'src/engine/senders/watch.ts',
  'src/engine/serve/run.ts',
  'src/engine/serve/serve.ts',
  'src/engine/simulate/scenario.ts',
  'src/engine/simulate/simulate.ts',
  'src/engine/steer/campaign.ts',
  'src/engine/steer/passages.ts',
  'src/engine/steer/tasks.ts',
  'src/playbooks/check.ts',
  'src/render/inspect.ts',
  'src/render/template.ts',
  'src/sources/mail/parse.ts',
  'src/store/transfer/pages.ts',
  'src/store/transfer/tables.ts',
];

/** What two tables of many parts are made of: each operation, and each part of the store, with all that only it reads. */
function partsOf(table: string, folder: string): string[] {
  const text = readFileSync(source(table), 'utf8');
  const imports = [...text.matchAll(/^import (?!type)[^;]* from '\.\/([^']+)';/gm)];
  return imports.map(([, file]) => `src/${folder}/${file}`);
}

const ROOT = join(import.meta.dirname, '..');
const source = (name: string) => join(ROOT, 'src', name);

/** Where what every command reads begins: for its first word, then to open an instance. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  words: [source('main.ts')],
  instance: [source('instance/workshop.ts'), source('instance/host.ts')],
};

/** One file for what every command reads, since to find one takes as long as to read it. What the words need is not left to the instance. */
function together(name: string, priority: number) {
  return {
    ...{ priority, debugName: name },
    name: (id: string, graph: Graph) => (placesIn(graph).get(id) === name ? name : null),
  };
}

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

let places: Map<string, string> | undefined;

/** The file of each module that every command reads. */
function placesIn(graph: Graph): ReadonlyMap<string, string> {
  if (places) return places;
  places = new Map<string, string>();
  for (const [name, entries] of Object.entries(TOGETHER)) {
    const queue = [...entries];
    for (const id of queue) {
      if (places.has(id) || id.includes('deferred:')) continue;
      places.set(id, name);
      queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
    }
  }
  // It runs when all is read, while other files ask for what it stands on.
  places.delete(source('main.ts'));
  return places;
}

/** The package that a file is of, as its folder; null = it is ours. */
function packageOf(file: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? null;
}

/** What every package that is in the bundle asks to be told with copies of it. Errors: one that tells no licence. */
function licences(files: readonly string[]): string {
  const folders = [...new Set(files.map(packageOf))].filter((folder) => folder !== null && existsSync(folder)).sort();
  const told = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const texts = readdirSync(folder as string).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    if (texts.length === 0 && !license) throw new Error(`${name} tells no licence`);
    const words = texts.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
    return [`${name} ${version}: ${license ?? 'see below'}`, ...words].join('\n\n');
  });
  return `The bundle contains these packages.\n\n${told.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const rolldown = await import('rolldown').then(
  (found) => found.rolldown,
  () => null,
);
if (rolldown === null) {
  console.log('bundle: left out, since its bundler is not installed; Rekindle runs from its sources');
} else {
  // The worker lies one folder above the rest, as it does among the sources: files are found from where the code is.
  const input = {
    'app/main': source('main.ts'),
    'engine-worker': source('engine-worker.ts'),
    'job-worker': source('job-worker.ts'),
  };
  // To open one is the first that any command does.
  const storeParts = partsOf('store/store.ts', 'store').filter((file) => file !== 'src/store/open.ts');
  const bundle = await rolldown({
    input,
    platform: 'node',
    cwd: ROOT,
    external: [/^node:/, 'pg-native'],
    plugins: [
      deferring(ROOT, [...DEFERRED, ...partsOf('engine/operations/table.ts', 'engine/operations'), ...storeParts]),
      dataAsText,
    ],
  });
  const { output } = await bundle.write({
    dir: join(ROOT, 'bundle'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'app/[name]-[hash].js',
    codeSplitting: {
      groups: [{ name: 'deferred', test: /deferred:/, priority: 3 }, together('words', 2), together('instance', 1)],
    },
    cleanDir: true,
    // Blanks and comments take time to read; names stay, for whoever reads a stack.
    minify: { mangle: false, compress: false, codegen: true },
  });
  await bundle.close();
  for (const { type, fileName } of output) {
    const path = join(ROOT, 'bundle', fileName);
    if (type === 'chunk') writeFileSync(path, asAscii(readFileSync(path, 'utf8')));
  }
  const files = output.flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []));
  writeFileSync(join(ROOT, 'bundle', 'LICENSES.txt'), licences(files));
  console.log(`bundle: ${output.length} files`);
}
