/** An instance opened in a program of one's own: the example of src/index.ts, run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRekindle, type Rekindle } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-in-process-'));
let rekindle: Rekindle;

beforeAll(async () => {
  const config = join(folder, 'rekindle.yaml');
  writeFileSync(config, `dns: { enabled: false }\noutbox: ${join(folder, 'outbox')}\n`);
  writeFileSync(join(folder, 'leads.csv'), 'Name,Email,Title,Country\nJane Doe,jane@acme.com,VP Sales,US\n');
  rekindle = await openRekindle({ database: join(folder, 'rekindle.db'), config });
});

afterAll(async () => {
  await rekindle.close();
  rmSync(folder, { recursive: true });
});

describe('in process', () => {
  test('runs the operations of the command line on its own database', async () => {
    const file = join(folder, 'leads.csv');
    expect(await rekindle.run('import', { file, basis: 'consent' })).toMatchObject({
      read: 1,
      created: 1,
      rejected: 0,
    });
    expect(await rekindle.run('lead show', { lead: 'jane@acme.com' })).toMatchObject({
      title: 'VP Sales',
      basis: 'consent',
    });
  });

  test('adds a lead by hand under the names of fields or of columns, and takes a slip for a slip', async () => {
    const added = await rekindle.run('lead add', {
      set: { email: 'zoe@acme.com', 'Job Title': 'CEO', 'attribute.tier': 'gold' },
    });
    expect(added).toMatchObject({ outcome: 'created' });
    const shown = await rekindle.run('lead show', { lead: 'zoe@acme.com' });
    expect(shown).toMatchObject({ title: 'CEO', attributes: { tier: 'gold' } });
    const slip = rekindle.run('lead add', { set: { email: 'zoe@acme.com', emial: 'z@acme.com' } });
    await expect(slip).rejects.toMatchObject({ code: 'unknown-field' });
  });

  test('says what is wrong with an input, and knows no operation that is not in the table', async () => {
    await expect(rekindle.run('import', { file: 7 })).rejects.toThrow(/file/);
    await expect(rekindle.run('lead explode')).rejects.toThrow('there is no operation “lead explode”');
    await expect(rekindle.run('lead show', { lead: 'nobody@acme.com' })).rejects.toMatchObject({
      code: 'no-such-lead',
    });
  });
});
