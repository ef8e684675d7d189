/** Dashboard and alerts ask for metrics that are told, with labels that they have. Prometheus and Grafana themselves are not run. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsTold } from '../docs/reference/metrics.ts';
import { readText } from '../tidy/tree.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly description: string };
}
interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const { groups } = parse(readText('deploy/prometheus/alerts.yaml').text) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(readText('deploy/grafana/dashboard.json').text) as { panels: Panel[] };
const asked = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }) => {
      const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => `by (${label})`);
      return [title, [expr, ...labels].join(' ')] as const;
    }),
  ),
];
/** Labels that Prometheus adds, and of a histogram's bounds. */
const ADDED = ['instance', 'job', 'le'];

/** What a query asks for that nobody tells. */
function untold(query: string, told: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const names = [...query.matchAll(/\b((?:rekindle|process)_[a-z_]+?)(?:_bucket|_sum|_count)?\b(?=[^a-z_]|$)/g)];
  const metrics = names.map(([, name = '']) => name);
  const known = new Set([...ADDED, ...metrics.flatMap((name) => [...(told.get(name) ?? [])])]);
  const within = [...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) => [...inner.matchAll(/(\w+)\s*=/g)]);
  const by = [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, inner = '']) =>
    inner.split(/,\s*/).map((one) => ['', one]),
  );
  const labels = [...within, ...by].map(([, label = '']) => label).filter((label) => label !== '');
  return [...metrics.filter((name) => !told.has(name)), ...labels.filter((label) => !known.has(label))];
}

test('what alerts and dashboard ask for is told', async () => {
  const told = new Map((await metricsTold()).map(({ name, labels }) => [name, labels]));
  expect(asked.filter(([title, query]) => title !== 'RekindleDown' && !/rekindle_|process_/.test(query))).toEqual([]);
  expect(asked.flatMap(([title, query]) => untold(query, told).map((one) => `${title}: ${one}`))).toEqual([]);
  expect(untold('sum by (nothing) (rekindle_sendz{workspace="a"})', told)).toEqual([
    'rekindle_sendz',
    'workspace',
    'nothing',
  ]);
});

test('every alert says what happened and what to do, once', () => {
  expect(rules.filter(({ annotations }) => !annotations.summary || !annotations.description)).toEqual([]);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});
