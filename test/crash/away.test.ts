/**
 * The database server ends at once and is started again, one of its processes is killed, connections are cut at their commit: real
 * workers wait, saying so, go on within seconds, send nothing twice and lose nothing; what a server has said of a mail is written
 * down when the database is back. `npm run test:crash` does it more often.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBinaries } from '../postgres/binaries.ts';
import { type OwnServer, ownServer } from '../postgres/own-server.ts';
import { THOROUGH } from '../thorough.ts';
import { rekindle, seeded } from './command.ts';
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts';
import {
  allLeft,
  expectNoneTwiceNoneLost,
  type Field,
  openField,
  startWorker,
  statesIn,
  until,
  type Worker,
} from './field.ts';
import { LONG } from './world.ts';

const MESSAGES = LONG ? 3_000 : 160;
const RESTARTS = LONG ? 15 : 2;
const WORKERS = 2;
const CONNECTIONS = 4;
const SLOW_MS = 40;
const MOST_MS = LONG ? 900_000 : 240_000;
/** Work goes on so soon after the server is back, ms: the longest pause of who waits, and what a round takes. */
const RECOVERY_MS = 5_000;

describe.skipIf(!hasBinaries())('a PostgreSQL that goes away (skipped where none is installed)', () => {
  let server: OwnServer;
  let field: Field | null = null;
  let proxy: CuttingProxy | null = null;
  const workers: Worker[] = [];

  beforeAll(async () => {
    server = await ownServer();
  }, MOST_MS);
  afterAll(() => server?.stop());
  afterEach(async () => {
    for (const { process: child } of workers.splice(0)) child.kill('SIGKILL');
    await field?.close();
    await proxy?.close();
    [field, proxy] = [null, null];
  });

  async function fieldOn(database: string): Promise<Field> {
    field = await openField({ database, messages: MESSAGES, slowMs: SLOW_MS });
    return field;
  }

  function begin(of: Field, through = of.database): void {
    const place = { ...of.place, environment: { ...of.place.environment, REKINDLE_DB: through } };
    for (let i = 0; i < WORKERS; i++) workers.push(startWorker(place));
  }

  async function endAll(): Promise<void> {
    for (const worker of workers.splice(0)) expect(await worker.stop(), worker.said()).toBe(0);
  }

  test('ended at once and started again under load, one of its processes killed', { timeout: MOST_MS }, async () => {
    const of = await fieldOn(await server.createDatabase('restarts'));
    begin(of);
    const recovered: number[] = [];
    const share = MESSAGES / (RESTARTS + 2);
    for (let i = 1; i <= RESTARTS; i++) {
      await until(() => of.sink.total >= share * i, MOST_MS);
      await server.crash();
      await sleep(LONG ? 2_500 : 1_000);
      const [arrived, back] = [of.sink.total, performance.now()];
      await server.start();
      await until(() => of.sink.total > arrived, MOST_MS);
      recovered.push(Math.round(performance.now() - back));
    }
    await server.killBackend();
    await allLeft(of, MOST_MS);
    const said = workers.map((worker) => worker.said()).join('');
    await endAll();
    expect(said).toContain('waiting for it');
    expect(said).toContain('works again');
    const doubt = await expectNoneTwiceNoneLost(of);
    expect(doubt.arrived + doubt.notArrived, 'in doubt').toBe(0);
    expect(Math.max(...recovered), 'ms until mails leave again').toBeLessThan(RECOVERY_MS);
    console.log(`${RESTARTS} restarts, work went on after ${recovered.join(', ')} ms; ${JSON.stringify(doubt)}`);
  });

  // Skipped in the short form of the tests, which is something to run between two edits.
  test.skipIf(!THOROUGH)(
    'connections cut at their commit, heard or unheard (only in the thorough tests)',
    { timeout: MOST_MS },
    async () => {
      const database = await server.createDatabase('cuts');
      const of = await fieldOn(database);
      proxy = await cuttingProxy(server.folder, LONG ? 20 : 8, seeded(1));
      begin(of, proxy.address('cuts'));
      await until(() => of.sink.total > MESSAGES * 0.8, MOST_MS);
      proxy.calm();
      await allLeft(of, MOST_MS);
      await endAll();
      const doubt = await expectNoneTwiceNoneLost(of);
      expect(proxy.cut.before, 'cut before the commit').toBeGreaterThan(2);
      expect(proxy.cut.after, 'cut after it').toBeGreaterThan(2);
      expect(doubt.arrived + doubt.notArrived, 'in doubt').toBeLessThanOrEqual(proxy.cut.after * CONNECTIONS);
      console.log(`cut ${JSON.stringify(proxy.cut)}; ${JSON.stringify(doubt)}`);
    },
  );

  // Skipped in the short form of the tests, which is something to run between two edits.
  test.skipIf(!THOROUGH)(
    'one pass ends with a sentence that says what to do; mails whose answer came are written down (only in the thorough tests)',
    {
      timeout: MOST_MS,
    },
    async () => {
      const of = await fieldOn(await server.createDatabase('once'));
      const working = rekindle(of.place, ['work', '--quiet']);
      await until(() => of.sink.total >= 20, MOST_MS);
      await server.crash();
      await sleep(1_000);
      await server.start();
      const { code } = await working;
      expect(code).toBe(0);
      const doubt = await expectNoneTwiceNoneLost(of);
      expect(doubt.arrived + doubt.notArrived).toBe(0);
      await server.crash();
      const ended = await rekindle(of.place, ['work', '--quiet']);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(/does not answer; check the address given by --db or REKINDLE_DB/);
      await server.start();
      expect(await statesIn(of)).toEqual({ sent: MESSAGES });
    },
  );
});
