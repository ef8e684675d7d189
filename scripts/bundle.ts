/**
 * `npm run bundle`, which `npm ci` runs by itself: the command line in a few files instead of a thousand, so that it starts in a
 * fraction of the time. `bin/rekindle.mjs` takes the bundle only while no source is newer. Without the bundler, as where development
 * dependencies are left out, nothing is made and the sources are run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Data is parsed as JSON, which is twice as fast as reading it as a program. */
const dataAsText = {
  name: 'data-as-text',
  load(id: string) {
    if (!id.endsWith('.json')) return null;
    const text = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')));
    return { code: `export default JSON.parse(${JSON.stringify(text)})`, moduleType: 'js' as const };
  },
};

const ROOT = join(import.meta.dirname, '..');
const source = (name: string) => join(ROOT, 'src', name);

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
  const bundle = await rolldown({
    input,
    platform: 'node',
    cwd: ROOT,
    external: [/^node:/, 'pg-native'],
    plugins: [dataAsText],
  });
  const { output } = await bundle.write({
    dir: join(ROOT, 'bundle'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'app/[name]-[hash].js',
    cleanDir: true,
    // Blanks and comments take time to read; names stay, for whoever reads a stack.
    minify: { mangle: false, compress: false, codegen: true },
  });
  await bundle.close();
  console.log(`bundle: ${output.length} files`);
}
