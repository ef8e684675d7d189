/** The interface of a real process: `serve`, a key of the command line, the typed client, long work beside the thread that answers. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Progress, pages, type RekindleClient, RekindleError, rekindleClient } from '../../src/client/client.ts';
import { Shell } from '../shell/rekindle.ts';

const shells: Shell[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell[Symbol.dispose]();
});

function shellWith(host = '127.0.0.1'): Shell {
  const shell = new Shell();
  shells.push(shell);
  shell.write('rekindle.yaml', `listen: { port: 0, host: "${host}" }\ndns: { enabled: false }\n`);
  return shell;
}

async function served(shell: Shell): Promise<{ client: RekindleClient; url: string }> {
  const { key } = await shell.json('key', 'create', 'test', '--role', 'admin', '--everywhere');
  const [, url = ''] = await shell.start('serve').says(/listening on (http:\S+);/);
  return { url, client: rekindleClient({ url, key: key as string }) };
}

const HEADS = 'First Name,Email,Title,Company,Industry,Employees,Country\n';
const rows = (count: number) =>
  HEADS +
  Array.from(
    { length: count },
    (_, n) => `Ann,ann${n}@acme${n}.example,VP Sales,Acme ${n},Software,200,United States\n`,
  ).join('');

describe('a process that serves', () => {
  test('takes in a file by the client, lives through a campaign, and answers others meanwhile', {
    timeout: 120_000,
  }, async () => {
    const { client, url } = await served(shellWith());
    const content = rows(600);
    const rowsRead: number[] = [];
    const progress = ({ done }: Progress) => rowsRead.push(done);
    const report = await client.imports.run({ content, fileName: 'leads.csv', basis: 'consent' }, { progress });
    expect(rowsRead.at(-1)).toBe(600);
    expect(report).toMatchObject({ read: 600, created: 600, rejectsFile: null });
    let seen = 0;
    for await (const { leads } of pages(client.leads.list, { limit: 500 })) seen += leads.length;
    expect(seen).toBe(600);
    await client.campaigns.create({
      ...{ name: 'Spring', playbook: 'acquisition', fromName: 'Sue', fromAddress: 'sue@acme.example', company: 'Acme' },
      postalAddress: '1 Main St, Springfield',
    });
    let over = false;
    const days = new Set<string>();
    const toldAt: boolean[] = [];
    const how = {
      progress({ stage }: Progress) {
        days.add(stage);
        toldAt.push(over);
      },
    };
    const simulated = client.campaigns.simulate({ campaign: 'Spring', for: '10d', seed: 7 }, how).finally(() => {
      over = true;
    });
    const times: number[] = [];
    while (!over) {
      const start = performance.now();
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await simulated).digest).toMatch(/^[0-9a-f]{64}$/);
    expect([...days]).toEqual(expect.arrayContaining(['assess', 'day 0', 'day 7']));
    expect(toldAt).not.toContain(true);
    // It takes seconds: on one thread the second question would have waited for all of it.
    expect(times.length).toBeGreaterThan(5);
    await expect(client.leads.show({ lead: 'nobody' })).rejects.toThrow(RekindleError);
    await expect(client.campaigns.simulate({ campaign: 'Autumn' }, how)).rejects.toMatchObject({
      code: 'no-such-campaign',
    });
    await expect(client.campaigns.simulate({ campaign: 'Spring', seed: 1.5 })).rejects.toMatchObject({ status: 400 });
  });

  test('ends long work when whoever asked for it is gone, and goes on with it when they ask again', {
    timeout: 120_000,
  }, async () => {
    const { client } = await served(shellWith());
    const count = 60_000;
    const content = `Email\n${Array.from({ length: count }, (_, n) => `a${n}@acme${n}.example\n`).join('')}`;
    const wish = { content, fileName: 'many.csv', basis: 'consent' } as const;
    const over = new AbortController();
    const run = client.imports.run(wish, { signal: over.signal, progress: () => over.abort() });
    await expect(run).rejects.toThrow(/abort/);
    const read = async () => (await client.imports.list()).imports.map((one) => [one.state, one.read]);
    // It is told once the batch at hand is kept; nothing follows it.
    await expect.poll(read, { timeout: 20_000 }).toEqual([['running', expect.any(Number)]]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [[state, before] = []] = await read();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await read()).toEqual([[state, before]]);
    expect([state, Number(before) < count]).toEqual(['running', true]);
    expect(await client.imports.run(wish)).toMatchObject({ read: count, again: false });
    expect(await read()).toEqual([['done', count]]);
  });

  test('beyond its machine wants an admin first', { timeout: 60_000 }, async () => {
    const shell = shellWith('0.0.0.0');
    const refused = await shell.run('serve', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'no-admin-yet' } });
    await shell.json('user', 'add', 'ann@acme.example', '--role', 'admin', '--everywhere');
    expect(await shell.start('serve').says(/listening on (http:\S+);/)).toBeTruthy();
  });
});
