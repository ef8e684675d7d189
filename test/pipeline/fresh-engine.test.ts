/** Every operation that reads, asked first of all by an engine that has just started over a filled database, as a command line does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../../src/engine/operations/operation.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { SELLER, seedParts, withPlaybooks } from '../browser/app-parts-seed.ts';
import { openStage, type Row, type Stage } from './stage.ts';

let stage: Stage;
let known: Row;

const sources = withPlaybooks();

beforeAll(async () => {
  stage = await openStage({ sources });
  await seedParts(stage);
  const one = (query: string) => stage.sql(query)[0]?.id;
  known = {
    ...{ lead: SELLER, value: SELLER, campaign: 'Sellers', playbook: 'lead-bot-seller', account: 'homes.example' },
    ...{ country: 'US', channel: 'sms', workspace: 'main' },
    message: one('SELECT id FROM message ORDER BY id DESC'),
    enrollment: one('SELECT id FROM enrollment ORDER BY id DESC'),
    reply: one('SELECT event_id AS id FROM reply ORDER BY event_id DESC'),
  };
});
afterAll(() => stage.close());

/** What an engine that has just started says; a refusal is an answer, and nothing else that is thrown. */
async function freshly(command: string, input: Row): Promise<Row | Refusal> {
  const fresh = await openStage({ sources, folder: stage.folder, start: stage.clock.now() });
  try {
    return await fresh.run(command, input);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  } finally {
    await fresh.close();
  }
}

/** What is known of the stage, of what the operation asks for. */
function inputOf(command: string): Row | null {
  const schema = operationOf(command)?.input;
  if (!(schema instanceof z.ZodObject)) return null;
  const asked = Object.keys(schema.shape).filter((name) => known[name] !== undefined);
  const input = Object.fromEntries(asked.map((name) => [name, known[name]]));
  return schema.safeParse(input).success ? input : null;
}

const reading = allOperations().filter(({ kind }) => kind === 'query');

test.each(reading.map(({ command }) => command))('%s', async (command) => {
  const input = inputOf(command);
  if (input !== null) await freshly(command, input);
});

test('what a lead said, what its home is worth, and a time booked for it need nothing asked before', async () => {
  const of = { lead: SELLER, campaign: 'Sellers' };
  expect(await freshly('conversation show', of)).toMatchObject({ flow: 'seller', side: 'seller' });
  expect(await freshly('valuation show', of)).toMatchObject({ value: 404_000 });
  expect(await freshly('meeting book', { ...of, at: '2026-03-10T15:00:00Z' })).toMatchObject({ code: 'no-calendar' });
});

test('a text of which nobody will tell the end is listed and exported without a time at which it is due', async () => {
  const { messages } = (await stage.run('message list')) as { messages: Row[] };
  expect(messages.filter(({ state }) => state === 'sent').map(({ dueAt }) => dueAt)).toContain(null);
  expect(JSON.stringify(await stage.run('person export', { lead: SELLER }))).not.toMatch(/"dueAt":\d/);
});
