/**
 * Programs that open mail: no mail client of matomo's own tests (LGPL, not shipped) is called a machine, most of its bots
 * are, and what was observed of proxies and scanners is judged as described.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { touchVerdict } from '../../src/domain/engagement/verdict.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const data = join(process.env.REKINDLE_DATA ?? join(root, '../shared/data'), 'useragents');
const clients = join(data, 'matomo_mail_clients_pim.yml');

function verdictOf(userAgent: string, kind: 'opened' | 'clicked'): string {
  return touchVerdict({
    kind,
    userAgent,
    method: 'GET',
    secondsSinceDelivery: 3_600,
    knownProxy: false,
    honeypot: false,
    prefetch: false,
    secondsSinceHoneypot: null,
  }).verdict;
}

function agentsOf(yaml: string): readonly string[] {
  return [...yaml.matchAll(/user_agent: (.*)/g)].map((found) => (found[1] ?? '').replace(/^["']|["']$/g, ''));
}

// Skipped where the development data is absent: it is not ours to ship.
describe.skipIf(!existsSync(clients))('user agents (skipped where development data is absent)', () => {
  test('no mail client is a machine', () => {
    const agents = agentsOf(readFileSync(clients, 'utf8'));
    expect(agents.length).toBeGreaterThan(40);
    for (const kind of ['opened', 'clicked'] as const)
      expect(agents.filter((agent) => verdictOf(agent, kind) === 'machine')).toEqual([]);
  });

  test('few bots pass for a person', () => {
    const agents = agentsOf(gunzipSync(readFileSync(join(data, 'matomo_bots.yml.gz'))).toString('utf8'));
    const people = agents.filter((agent) => verdictOf(agent, 'clicked') === 'human');
    expect(people.length / agents.length).toBeLessThan(0.05);
  });

  test('proxies and scanners as observed', () => {
    const lines = readFileSync(join(data, 'email_open_user_agents.csv'), 'utf8').trim().split('\n').slice(1);
    for (const line of lines) {
      const [, quoted, plain, described = ''] = /^(?:"([^"]*)"|([^,]*)),(.*)$/.exec(line) ?? [];
      const machine = described.includes('machine open') || described.endsWith(',machine');
      expect(verdictOf(quoted ?? plain ?? '', 'opened'), line).toBe(machine ? 'machine' : 'unknown');
    }
  });
});
