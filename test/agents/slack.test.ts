/** Plans in Slack, over real HTTP in both directions: told, approved and declined by a click, and every click that does nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendAlerts } from '../../src/engine/routines/alerts.ts';
import { verifySlack } from '../../src/hooks/slack/interaction.ts';
import { runIn } from '../api/stage.ts';
import type { Row } from '../pipeline/stage.ts';
import { MEMBER, openSlackStage, SECRET, type SlackStage, type Told } from './slack-stage.ts';
import { addLeads, ask, PERSON, readyCampaign, refusalOf } from './stage.ts';

const ANN = 'ann@acme.example';
const LAUNCH = { campaign: 'spring' };
let slack: SlackStage;

beforeEach(async () => {
  slack = await openSlackStage();
  await readyCampaign(slack.stage, 20);
  await runIn(slack.stage, 'main', 'user add', { email: ANN, role: 'manager' });
  await runIn(slack.stage, 'main', 'user slack', { email: ANN, member: MEMBER });
});
afterEach(() => slack.close());

const propose = (why = 'the list is clean', more: object = {}) =>
  ask(slack.stage, 'plan propose', { operation: 'campaign launch', input: LAUNCH, why, ...more });
const stateOf = async (plan: unknown) => (await ask(slack.stage, 'plan show', { plan: String(plan) })).state;

/** Proposes one; the plan, the message of it, and what its buttons come back with. */
async function told(...args: Parameters<typeof propose>): Promise<{ plan: string; message: Told; value: string }> {
  const { plan } = await propose(...args);
  await sendAlerts(slack.stage.engine);
  const message = slack.told.at(-1);
  if (!message) throw new Error('nothing was told');
  return { plan: String(plan), message, value: message.values['plan-approve'] ?? '' };
}

describe('a new plan', () => {
  test('is told once, with whom it reaches, how much and how fast, and two buttons', async () => {
    const { plan, message } = await told();
    await sendAlerts(slack.stage.engine);
    expect(slack.told.length).toBe(1);
    for (const words of ['campaign launch', 'the list is clean', '20 people of spring', 'e-mails', 'a day', plan])
      expect(message.words.toLowerCase()).toContain(words.toLowerCase());
    expect(Object.keys(message.values)).toEqual(['plan-approve', 'plan-refuse']);
    expect((await runIn(slack.stage, 'main', 'alert list', {})).alerts).toMatchObject([
      { says: `Plan “${plan}” waits for a yes.`, sends: [{ target: 'slack-plans', state: 'sent' }] },
    ]);
  });

  test('mentions nobody and links nowhere, whatever an agent wrote', async () => {
    const { message } = await told('<!channel> <https://evil.example|click> & *now*');
    expect(message.words).toContain('<!channel>');
    expect(message.text).not.toContain('<');
    expect(new Set(message.kinds)).toEqual(new Set(['plain_text']));
  });

  test('is told again where Slack had no time for it, and not where it is decided meanwhile', async () => {
    slack.status = 503;
    const { plan } = await told();
    slack.status = 200;
    slack.stage.clock.moveTo(slack.stage.clock.now() + 3_600_000);
    await sendAlerts(slack.stage.engine);
    expect(slack.told.length).toBe(2);
    const other = await propose('another');
    await ask(slack.stage, 'plan refuse', { plan: String(other.plan) }, PERSON);
    await sendAlerts(slack.stage.engine);
    expect(slack.told.length).toBe(2);
    expect(await stateOf(plan)).toBe('proposed');
  });

  test('keeps nothing of what it asks for outside of itself', async () => {
    await told('because of somebody@private.example');
    expect(JSON.stringify(slack.stage.sql('SELECT * FROM alert'))).not.toContain('private.example');
  });
});

describe('a click', () => {
  test('approves as the person, with their name in the log of acts; the agent then does it once', async () => {
    const { plan, value } = await told();
    expect(await slack.click(value)).toBe(200);
    expect(slack.answers).toMatchObject([
      { replace_original: true, text: expect.stringContaining(`Approved by ${ANN}`) },
    ]);
    expect(JSON.stringify(slack.answers)).not.toContain('plan-approve');
    const [act] = (await runIn(slack.stage, 'main', 'audit list', { limit: 1 })).acts as Row[];
    expect(act).toMatchObject({ actor: `user:${ANN}`, operation: 'plan approve', input: { plan } });
    expect(await ask(slack.stage, 'campaign launch', LAUNCH, { plan })).toMatchObject({ state: 'live' });
  });

  test('declines', async () => {
    const { plan, value } = await told();
    expect(await slack.click(value, { act: 'plan-refuse' })).toBe(200);
    expect(slack.answers).toMatchObject([{ replace_original: true, text: expect.stringContaining('Declined by') }]);
    expect(await stateOf(plan)).toBe('refused');
    await slack.click(value);
    expect(slack.answers[1]).toMatchObject({
      replace_original: true,
      text: expect.stringContaining('refused this plan'),
    });
    expect(await stateOf(plan)).toBe('refused');
  });

  test('twice, one after the other or at once, is one yes', async () => {
    const { plan, value } = await told();
    await Promise.all([slack.click(value), slack.click(value), slack.click(value)]);
    await slack.click(value);
    const approvals = slack.stage.count("SELECT COUNT(*) FROM audit WHERE operation = 'plan approve'");
    expect([approvals, await stateOf(plan)]).toEqual([1, 'approved']);
    expect(slack.answers.filter(({ text }) => String(text).startsWith('Approved')).length).toBe(1);
  });

  test('after its time, or after it was used, does nothing and says so to all', async () => {
    const used = await told('the first', { hours: 2 });
    await slack.click(used.value);
    await ask(slack.stage, 'campaign launch', LAUNCH, { plan: used.plan });
    await slack.click(used.value);
    expect(slack.answers.at(-1)).toMatchObject({ replace_original: true, text: expect.stringContaining('was used') });
    const late = await told('the second', { operation: 'campaign resume', hours: 1 });
    slack.stage.clock.moveTo(slack.stage.clock.now() + 3_600_000);
    await slack.click(late.value);
    expect(slack.answers.at(-1)).toMatchObject({ replace_original: true, text: expect.stringContaining('is over') });
    expect(await stateOf(late.plan)).toBe('expired');
  });

  test('on what has changed since approves nothing: it is told anew, and that is approved', async () => {
    const first = await told();
    await slack.click(first.value);
    await addLeads(slack.stage, 20, 60);
    expect(await refusalOf(ask(slack.stage, 'campaign launch', LAUNCH, { plan: first.plan }))).toBe('plan-changed');
    await sendAlerts(slack.stage.engine);
    expect(slack.told.at(-1)?.words).toContain('60 people instead of 20');
    await slack.click(first.value);
    expect(slack.answers.at(-1)).toMatchObject({
      replace_original: true,
      text: expect.stringContaining('has changed'),
    });
    expect(await stateOf(first.plan)).toBe('proposed');
    await slack.click(slack.told.at(-1)?.values['plan-approve'] ?? '');
    expect(await ask(slack.stage, 'campaign launch', LAUNCH, { plan: first.plan })).toMatchObject({ state: 'live' });
  });

  test('by somebody whom nobody here knows is answered to them alone, with their id', async () => {
    const { plan, value } = await told();
    expect(await slack.click(value, { member: 'U0EVE' })).toBe(200);
    expect(slack.answers).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: expect.stringContaining('U0EVE') },
    ]);
    await runIn(slack.stage, 'main', 'user slack', { email: ANN, off: true });
    await slack.click(value);
    expect(slack.answers[1]).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(MEMBER) });
    expect(await stateOf(plan)).toBe('proposed');
  });

  test('by somebody of too low a role, or of another workspace, leaves it to others', async () => {
    await runIn(slack.stage, 'main', 'workspace add', { name: 'other' });
    await runIn(slack.stage, 'main', 'user add', { email: 'op@acme.example', role: 'operator' });
    await runIn(slack.stage, 'main', 'user slack', { email: 'op@acme.example', member: 'U0OP' });
    await runIn(slack.stage, 'other', 'user add', { email: 'far@acme.example', role: 'admin' });
    await runIn(slack.stage, 'other', 'user slack', { email: 'far@acme.example', member: 'U0FAR' });
    const { plan, value } = await told();
    for (const member of ['U0OP', 'U0FAR']) {
      await slack.click(value, { member });
      expect(slack.answers.at(-1)).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    }
    expect(await stateOf(plan)).toBe('proposed');
  });

  test('of a person who was removed does nothing', async () => {
    const { plan, value } = await told();
    await runIn(slack.stage, 'main', 'user remove', { email: ANN });
    await slack.click(value);
    expect(slack.answers).toMatchObject([{ response_type: 'ephemeral' }]);
    expect(await stateOf(plan)).toBe('proposed');
  });

  test('whose answer would go elsewhere than to Slack goes nowhere', async () => {
    const { plan, value } = await told();
    await slack.click(value, { answerTo: 'http://127.0.0.1:1/' });
    expect(slack.answers).toEqual([]);
    expect(slack.said.join('\n')).toContain('none of Slack');
    expect(await stateOf(plan)).toBe('approved');
  });
});

describe('what Slack did not sign', () => {
  test('Slack’s own example is genuine at its time, and no other byte, time or secret', () => {
    const body = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const at = 1_531_420_618_000;
    const codeOf = (call: Parameters<typeof verifySlack>[0], now = at, secret = SECRET) => {
      const verdict = verifySlack(call, [secret], now);
      return verdict.kind === 'genuine' ? 'genuine' : verdict.code;
    };
    expect(codeOf({ headers, body })).toBe('genuine');
    expect(codeOf({ headers, body: Buffer.concat([body, Buffer.from('x')]) })).toBe('hook-bad-signature');
    expect(codeOf({ headers, body }, at, `${SECRET.slice(1)}x`)).toBe('hook-bad-signature');
    expect(codeOf({ headers: { ...headers, 'x-slack-request-timestamp': '1531420619' }, body })).toBe(
      'hook-bad-signature',
    );
    expect(codeOf({ headers, body }, at + 300_000)).toBe('genuine');
    expect(codeOf({ headers, body }, at + 300_001)).toBe('hook-stale');
    expect(codeOf({ headers, body }, at - 300_001)).toBe('hook-stale');
  });

  test('is refused and does nothing', async () => {
    const { plan, value } = await told();
    expect(await slack.click(value, { signature: null })).toBe(401);
    expect(await slack.click(value, { secret: 'another-secret-of-another-app' })).toBe(403);
    expect(await slack.click(value, { age: 301 })).toBe(403);
    expect(await slack.click(value, { body: 'payload=%7B' })).toBe(400);
    expect(await slack.click('{"plan":7}')).toBe(400);
    expect(await slack.click('', { body: 'x'.repeat(1_048_577) })).toBe(413);
    expect(slack.answers).toEqual([]);
    expect(await stateOf(plan)).toBe('proposed');
  });

  test('what is signed and not meant for plans is taken and passed over', async () => {
    const payload = JSON.stringify({ type: 'view_submission', user: { id: MEMBER } });
    expect(await slack.click('', { body: new URLSearchParams({ payload }).toString() })).toBe(200);
    expect(slack.answers).toEqual([]);
  });
});

test('a member of Slack is one person here, and only who may give all of their roles says so', async () => {
  await runIn(slack.stage, 'main', 'user add', { email: 'boss@acme.example', role: 'admin', everywhere: true });
  const bind = (words: Row, key?: string) =>
    slack.stage.post('/api/v1/users/boss@acme.example/slack', { body: words, ...(key ? { key } : {}) });
  expect((await bind({ member: MEMBER })).body.code).toBe('slack-member-taken');
  expect((await bind({ member: 'U0BOSS' }, await slack.stage.key('admin'))).body.code).toBe('whole-instance-only');
  expect((await bind({})).body.code).toBe('slack-member-missing');
  expect((await bind({ member: 'U0BOSS' })).body).toEqual({ email: 'boss@acme.example', member: 'U0BOSS' });
  expect((await bind({ member: 'U0OTHER' })).body).toMatchObject({ member: 'U0OTHER' });
  expect(slack.stage.count("SELECT COUNT(*) FROM user_identity WHERE issuer = 'slack'")).toBe(2);
});
