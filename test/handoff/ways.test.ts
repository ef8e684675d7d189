/** Ways of hand-offs: opened once, and closed when nobody goes by them any more. */
import { afterEach, expect, test } from 'vitest';
import type { HandOffWay } from '../../src/engine/crm-port.ts';
import { HandOffDesk } from '../../src/engine/handoff/deliver.ts';
import { HandOffWays } from '../../src/engine/handoff/ways.ts';
import { makeConnector } from '../../src/instance/connector.ts';
import { startReceiver } from '../../src/testing/receiver.ts';
import type { Stage } from '../pipeline/stage.ts';
import { connectTo, heat, openHot } from './stage.ts';

let stage: Stage;
let server: Awaited<ReturnType<typeof startReceiver>>;
afterEach(async () => {
  await stage.close();
  await server.close();
});

/** A live workspace whose ways to `webhook` are counted: those that were opened, and their numbers as they close. */
async function open() {
  const [opened, closed]: [HandOffWay[], number[]] = [[], []];
  const handOffs = async (): Promise<HandOffWay> => {
    const number = opened.length;
    const way: HandOffWay = {
      deliver: async () => ({ kind: 'sent', detail: 'ok' }),
      close: async () => void closed.push(number),
    };
    opened.push(way);
    return way;
  };
  stage = await openHot({ leads: ['ann', 'bob'], live: true, parts: { connector: { ...makeConnector(), handOffs } } });
  server = await startReceiver();
  await connectTo(stage, 'webhook', server.url);
  const change = () => stage.run('connection rotate', { connection: 'webhook', env: { signing: 'HAND_OFF_SIGNING' } });
  return { opened, closed, change };
}

test('one that is in use stays open though its connection is changed, and is closed once nobody goes by it', async () => {
  const { opened, closed, change } = await open();
  const ways = new HandOffWays(stage.engine);
  const workspace = await stage.engine.store.workspaces.ensure('main', stage.clock.now());
  const [first, same] = await Promise.all([ways.find(workspace, 'webhook'), ways.find(workspace, 'webhook')]);
  expect([opened.length, first.way === same.way]).toEqual([1, true]);
  await change();
  const second = await ways.find(workspace, 'webhook');
  expect([opened.indexOf(second.way as HandOffWay), closed]).toEqual([1, []]);
  await ways.closeReplaced();
  expect(closed).toEqual([0]);
  await ways.close();
  expect(closed).toEqual([0, 1]);
});

test('a worker closes it when its last hand-off is over', async () => {
  const { opened, closed, change } = await open();
  await stage.run('team set', { name: 'sales', member: ['eve@team.example'], target: ['webhook'] });
  const desk = new HandOffDesk(stage.engine);
  for (const name of ['ann', 'bob']) {
    await heat(stage, name);
    await desk.begin();
    await desk.settle();
    await change();
  }
  await expect.poll(() => closed).toEqual([0]);
  await desk.close();
  expect([opened.length, closed]).toEqual([2, [0, 1]]);
});
