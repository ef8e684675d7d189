/** The page docs/metrics.md, made from what /metrics answers. */
import { makeMeter } from '../../../src/engine/serve/meter.ts';
import { openApiStage } from '../../api/stage.ts';

const HEAD = `# Metrics

<!-- Made by npm run reference from what /metrics answers; a test holds it current. -->

\`rekindle serve\` answers \`/metrics\` to a key of the whole instance (\`rekindle key create prometheus --role viewer --everywhere\`), in the text format of
Prometheus. Rules and a dashboard are in [deploy/](../deploy). Anybody may ask \`/healthz\` (the process lives) and \`/readyz\` (database and loop work; else 503).

What a workspace is named by, and the two of late and unconfirmed work, are read from the database, and so hold for all workers. What a loop counted is of the
process that answers: a \`rekindle worker\` has no pages, and its counts are not told. Labels hold workspaces, routes and states; nothing of a person.

| Metric | Kind | Labels | It says |
|---|---|---|---|
`;

interface Told {
  readonly name: string;
  readonly kind: string;
  readonly says: string;
  readonly labels: ReadonlySet<string>;
}

/** What /metrics tells, by name, on an instance that has something to tell of everything. */
export async function metricsTold(): Promise<readonly Told[]> {
  const stage = await openApiStage({ meter: makeMeter() });
  try {
    Object.assign(stage.engine.store.instance, { pool: () => ({ open: 1, idle: 1, waiting: 0 }) });
    await stage.get('/api/v1/leads');
    const headers = { authorization: `Bearer ${await stage.key('viewer', '')}` };
    const { body } = await stage.app.inject({ url: '/metrics', headers });
    return read(body);
  } finally {
    await stage.close();
  }
}

function read(text: string): readonly Told[] {
  const heads = [...text.matchAll(/^# HELP (\S+) (.+)\n# TYPE \S+ (\S+)$/gm)];
  return heads.map(([, name = '', says = '', kind = '']) => {
    const samples = [...text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? `, 'gm'))];
    const labels = samples.flatMap(([, inner = '']) => [...inner.matchAll(/(\w+)="/g)].map(([, label = '']) => label));
    return { name, kind, says, labels: new Set(labels.filter((label) => label !== 'le')) };
  });
}

/** The whole page. */
export async function metricsPage(): Promise<string> {
  const rows = (await metricsTold()).map(
    ({ name, kind, says, labels }) => `| \`${name}\` | ${kind} | ${[...labels].join(', ')} | ${says} |\n`,
  );
  return HEAD + rows.join('');
}
