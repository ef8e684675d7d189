/**
 * `/metrics`: gauges of the instance and how requests were answered, as Prometheus reads them. For whoever has a key of the whole instance.
 * Source: Prometheus text format 0.0.4.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { mayDo } from '../../domain/access/role.ts';
import { refusalOf } from '../../engine/access/caller.ts';
import type { ApiDesk, Measure } from '../../engine/serve/api-port.ts';
import { callerOf } from './sessions.ts';

/** Upper bounds of the histogram, in seconds. */
const BUCKETS = [0.005, 0.025, 0.1, 0.5, 2.5, 10] as const;
/** How often the delay is looked at, ms. */
const DELAY_MS = 20;
const SECOND_NS = 1e9;
const WISH = { command: 'instance show', role: 'viewer', scope: 'instance', workspaceId: '' } as const;

interface Series {
  count: number;
  seconds: number;
  readonly buckets: number[];
}

type Delay = ReturnType<typeof monitorEventLoopDelay>;

/** How requests were answered, by their labels. */
export type AnswerCounts = ReadonlyMap<string, Series>;

/** Counts every answer by route and status: routes of the table, so that their number is bounded. */
export function countAnswers(app: FastifyInstance): AnswerCounts {
  const series = new Map<string, Series>();
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    note(series, `method="${request.method}",route="${route}",status="${reply.statusCode}"`, reply.elapsedTime / 1_000);
  });
  return series;
}

/** Adds the route. */
export function metricsRoute(app: FastifyInstance, desk: ApiDesk, counts: AnswerCounts): void {
  const delay = monitorEventLoopDelay({ resolution: DELAY_MS });
  delay.enable();
  app.addHook('onClose', async () => void delay.disable());
  app.get('/metrics', async (request, reply) => {
    const { accesses } = await callerOf(desk, request);
    const refusals = accesses.map((access) => mayDo(access, WISH));
    if (!refusals.includes(null)) throw refusalOf(refusals[0] ?? 'whole-instance-only');
    const text = [...(await desk.measures()), ...processGauges(delay)].map(textOf).join('') + histogram(counts);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}

function note(series: Map<string, Series>, labels: string, seconds: number): void {
  const one = series.get(labels) ?? { count: 0, seconds: 0, buckets: BUCKETS.map(() => 0) };
  series.set(labels, one);
  one.count++;
  one.seconds += seconds;
  for (const [at, bound] of BUCKETS.entries()) if (seconds <= bound) one.buckets[at] = (one.buckets[at] ?? 0) + 1;
}

function processGauges(delay: Delay): Measure[] {
  const { rss, heapUsed } = process.memoryUsage();
  const one = (name: string, says: string, value: number) => ({ name, says, values: [{ labels: {}, value }] });
  return [
    one('process_resident_memory_bytes', 'Memory of the process', rss),
    one('process_heap_bytes', 'Heap in use', heapUsed),
    one('process_uptime_seconds', 'Since the process began', process.uptime()),
    delayMeasure(delay),
  ];
}

/** Since it was last asked: what is long over is not said again. */
function delayMeasure(delay: Delay): Measure {
  const seconds = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / SECOND_NS : 0);
  const told = { '0.5': delay.percentile(50), '0.99': delay.percentile(99), '1': delay.max };
  const any = delay.count > 0;
  delay.reset();
  return {
    name: 'rekindle_http_delay_seconds',
    says: 'How long the thread that answers was kept from it, since it was last asked',
    values: Object.entries(told).map(([quantile, value]) => ({
      labels: { quantile },
      value: any ? seconds(value) : 0,
    })),
  };
}

function textOf({ name, says, kind, values }: Measure): string {
  const lines = values.map(({ labels, value, part }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}${part ?? ''}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${says}\n# TYPE ${name} ${kind ?? 'gauge'}\n${lines.join('')}`;
}

function histogram(series: AnswerCounts): string {
  const name = 'rekindle_http_request_seconds';
  const lines = [...series].flatMap(([labels, { count, seconds, buckets }]) => [
    ...BUCKETS.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${buckets[at]}\n`),
    `${name}_bucket{${labels},le="+Inf"} ${count}\n${name}_sum{${labels}} ${seconds}\n${name}_count{${labels}} ${count}\n`,
  ]);
  return `# HELP ${name} Time to an answer, by route and status\n# TYPE ${name} histogram\n${lines.join('')}`;
}
