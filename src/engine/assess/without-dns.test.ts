import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { type MailRoute, NO_DNS } from '../../domain/verify/route.ts';
import { readPlaybook } from '../../playbooks/folder.ts';
import { templateInspector } from '../../render/inspect.ts';
import { rendererFor } from '../../render/renderer.ts';
import { localFiles } from '../../sources/table/files.ts';
import { openSqliteStore } from '../../store/store.ts';
import { createCampaign, EVERYBODY } from '../campaigns.ts';
import { virtualClock } from '../clock.ts';
import { openEngine } from '../engine.ts';
import { leadAdd } from '../operations/leads.ts';
import type { MailChannel, Sources } from '../ports.ts';
import { assessAll } from './assess.ts';

const PLAYBOOKS = join(import.meta.dirname, '../../../playbooks');
const START = Date.UTC(2026, 1, 3);
const HOUR_MS = 3_600_000;

const nowhere: MailChannel = {
  name: 'nowhere',
  concurrency: 1,
  recovery: 'idempotent',
  send: async () => ({ kind: 'sent', providerRef: null, detail: '' }),
  close: async () => undefined,
};

/** An engine with one good lead, and a DNS that answers what `dns.route` says. */
async function withOneLead(email = 'ann@northwind.com') {
  const clock = virtualClock(START);
  const dns: { route: MailRoute; asked: number } = { route: { kind: 'unknown', detail: NO_DNS }, asked: 0 };
  const sources = { ...localFiles, builtIn: [], readPlaybook: readNothing } as unknown as Sources;
  const engine = openEngine({
    store: await openSqliteStore({ path: ':memory:' }),
    emptyStore: () => openSqliteStore({ path: ':memory:' }),
    clock,
    log: { info: () => undefined, error: () => undefined },
    secret: Buffer.alloc(32, 7),
    resolver: {
      name: '192.0.2.53',
      ask: async () => ({ kind: 'none' }),
      async mailRoute() {
        dns.asked += 1;
        return dns.route;
      },
    },
    rendererFor,
    sources,
    channels: { outbox: nowhere, live: null },
    publicUrl: null,
    dataVersion: 'test',
  });
  await engine.store.workspaces.ensure('main', START);
  const values = {
    email,
    title: 'VP Sales',
    industry: 'Software',
    employees: '120',
    country: 'US',
  };
  const signal = new AbortController().signal;
  const context = { engine, workspaceId: 'main', actor: 'test', signal, progress: nothing, note: nothing };
  await leadAdd.run(context, leadAdd.input.parse({ set: values, basis: 'consent' }));
  const folder = readPlaybook(join(PLAYBOOKS, 'acquisition'), { inspector: templateInspector, settings: {} });
  if (!folder.playbook) throw new Error('the acquisition playbook has mistakes');
  const campaign = await createCampaign(engine, {
    workspaceId: 'main',
    name: 'spring',
    playbook: folder.playbook,
    content: canonicalJson(folder.playbook),
    audience: EVERYBODY,
    sender: { name: 'Sue', address: 'sue@acme.com', company: 'Acme', postalAddress: '1 Main St', dailyCap: 30 },
  });
  return { engine, clock, dns, campaign };
}

const nothing = () => undefined;

function readNothing(): never {
  throw new Error('no playbook is read by name here');
}

describe('assessing where no DNS answers', () => {
  it('judges by the form alone, says so once, and asks again later', async () => {
    const { engine, clock, dns, campaign } = await withOneLead();
    const notes: string[] = [];
    const note = (sentence: string) => notes.push(sentence);
    expect(await assessAll(engine, campaign, { note })).toMatchObject({ qualified: 1, review: 0, rejected: 0 });
    expect(notes).toEqual([expect.stringContaining('192.0.2.53')]);

    clock.moveTo(START + HOUR_MS - 1);
    expect((await assessAll(engine, campaign, {})).assessed).toBe(0);

    clock.moveTo(START + HOUR_MS);
    dns.route = { kind: 'none', detail: 'ENOTFOUND' };
    expect(await assessAll(engine, campaign, { note })).toMatchObject({ assessed: 1, qualified: 0, rejected: 1 });
    expect(notes).toHaveLength(1);
    await engine.close();
  });

  it('still lets a lead wait whose own domain alone does not answer', async () => {
    const { engine, dns, campaign } = await withOneLead();
    dns.route = { kind: 'unknown', detail: 'ESERVFAIL' };
    expect(await assessAll(engine, campaign, {})).toMatchObject({ qualified: 0, review: 1 });
    await engine.close();
  });

  it('goes the same way at names for rehearsals, whatever the DNS says of them', async () => {
    const { engine, dns, campaign } = await withOneLead('ann@northwind.example');
    dns.route = { kind: 'none', detail: 'ENOTFOUND' };
    expect(await assessAll(engine, campaign, {})).toMatchObject({ qualified: 1, rejected: 0 });
    await engine.close();
  });
});
