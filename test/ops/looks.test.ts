/** What screens ask the instance for beside its lists: what stands against one address, how accounts fare, which providers there are. */
import { afterEach, expect, test } from 'vitest';
import { openStage, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

async function refusalsOf(value: string): Promise<string[]> {
  const { refusals } = await stage.run('suppress check', { value });
  return (refusals as { kind: string; channel: string; everywhere: boolean }[]).map(
    ({ kind, channel, everywhere }) => `${kind} ${channel}${everywhere ? ' everywhere' : ''}`,
  );
}

test('an address is told every refusal that stands against it, and no other one', async () => {
  stage = await openStage();
  await stage.run('lead add', { set: { email: 'jane.doe@gmail.com' } });
  await stage.run('suppress add', { value: 'jane@mail.acme.example', channel: 'email', reason: 'asked' });
  await stage.run('suppress add', { value: '@acme.example', reason: 'competitor' });
  await stage.run('suppress add', { value: 'janedoe+news@gmail.com', everywhere: true });
  await stage.run('suppress add', { value: '+12025550123', channel: 'sms' });
  expect(await refusalsOf('jane@mail.acme.example')).toEqual(['address email', 'domain all']);
  expect(await refusalsOf('joe@acme.example')).toEqual(['domain all']);
  expect(await refusalsOf('@acme.example')).toEqual(['domain all']);
  expect(await refusalsOf('Jane.Doe@googlemail.com')).toEqual(['address all everywhere']);
  expect(await refusalsOf('+1 202 555 0123')).toEqual(['phone sms']);
  expect(await refusalsOf('joe@other.example')).toEqual([]);
  await expect(stage.run('suppress check', { value: 'nonsense' })).rejects.toMatchObject({ code: 'not-an-address' });
  await stage.run('suppress add', { everybody: true, channel: 'email' });
  expect(await refusalsOf('joe@other.example')).toEqual(['channel email']);
});

test('accounts are listed with how each fares where that is asked for, as their own pages tell it', async () => {
  stage = await openStage();
  await stage.run('lead add', { set: { email: 'jane@acme.example', title: 'CEO' } });
  await stage.run('account add', { account: 'acme.example' });
  const plain = (await stage.run('account list')).accounts as { judged: unknown }[];
  expect(plain[0]?.judged).toBeNull();
  const [row] = (await stage.run('account list', { health: true })).accounts as { judged: object }[];
  const page = await stage.run('account show', { account: 'acme.example' });
  const { campaign, coverage, health, touchpoints, conflicts } = page;
  expect(row?.judged).toEqual({ campaign, coverage, health, touchpoints, conflicts });
});

test('providers are told with what each wants; nothing of them is a secret’s value', async () => {
  stage = await openStage();
  const { providers } = (await stage.run('connection providers')) as { providers: Provider[] };
  const smtp = providers.find(({ provider }) => provider === 'smtp');
  expect(smtp?.settings.find(({ name }) => name === 'host')).toMatchObject({ required: true, form: 'line' });
  expect(smtp?.settings.find(({ name }) => name === 'secure')).toMatchObject({ form: 'choice' });
  expect(smtp?.secrets.map(({ name }) => name)).toContain('password');
});

interface Provider {
  readonly provider: string;
  readonly settings: { name: string; required: boolean; form: string }[];
  readonly secrets: { name: string }[];
}
