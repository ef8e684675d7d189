/** What every store does with alerts: told once, sent once. */
import assert from 'node:assert/strict';
import type { AlertJudge, AlertRecord, RunEnd, Store } from '../../engine/store-port.ts';
import { alert, over, routine, run, waiting } from './routine-samples.ts';
import { MAIN, NOW } from './samples.ts';

/** Due times are somebody's clock; leases are the database's. */
const DAY_MS = 86_400_000;
const FOR_EVER = {
  leaseNow: NOW,
  owner: 'me',
  until: NOW + 60_000,
  limit: 9,
  isGone: () => false,
  isRepeatable: () => false,
};

/** Alerts. */
export const ALERT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'the end of a run tells once, of the outcomes of its routine, newest first': async (store) => {
    await store.routines.ensure([routine('score'), routine('route')]);
    const seen: unknown[] = [];
    const judge: AlertJudge = {
      targets: ['hook', 'mail'],
      ofRun(end, outcomes, last) {
        seen.push([end.routine, outcomes, last]);
        return outcomes.length === 2 ? alert('alert_1') : null;
      },
    };
    const end = async (name: string, slotAt: number, part: Partial<RunEnd> = {}) => {
      await store.routines.startNow(run(name, { slotAt }));
      await store.routines.finish({ ...over(run(name, { slotAt })), ...part }, judge);
    };
    await end('score', NOW);
    await end('route', NOW);
    await end('score', NOW + 1, { state: 'failed', code: 'routine-failed' });
    await end('score', NOW + 2);
    await store.routines.startNow(run('score', { slotAt: NOW + 3 }));
    await store.routines.finish(waiting(run('score', { slotAt: NOW + 3 })), judge);
    assert.deepEqual(seen, [
      ['score', ['completed'], null],
      ['route', ['completed'], null],
      ['score', ['failed', 'completed'], null],
      ['score', ['completed', 'failed', 'completed'], 'failed'],
    ]);
    const queued = (target: string) => ({ target, state: 'queued', attempts: 0, detail: null });
    assert.deepEqual(await store.alerts.list(MAIN, 9), [
      { alert: alert('alert_1'), sends: [queued('hook'), queued('mail')] },
    ]);
  },

  'what was last told is what was written last, whatever the clocks of the writers showed': async (store) => {
    const told: unknown[] = [];
    const raise = (of: AlertRecord) =>
      store.alerts.raise({ workspaceId: MAIN, subject: 'due-work' }, [], (last) => {
        told.push(last);
        return of;
      });
    await raise(alert('alert_5', { subject: 'due-work', status: 'late', at: NOW + 5 }));
    await raise(alert('alert_1', { subject: 'due-work', status: 'healthy', was: 'late', at: NOW }));
    await raise(alert('alert_2', { subject: 'due-work', status: 'late', at: NOW }));
    assert.deepEqual(told, [null, 'late', 'healthy']);
  },

  'an alert is raised against what was last told of its subject': async (store) => {
    const told: unknown[] = [];
    const raise = (id: string, part: Partial<AlertRecord>) =>
      store.alerts.raise({ workspaceId: MAIN, subject: 'due-work', ...part }, [], (last) => {
        told.push(last);
        return id === '' ? null : alert(id, { subject: 'due-work', ...part });
      });
    await raise('alert_1', { status: 'late' });
    await raise('alert_2', { status: 'healthy', was: 'late' });
    await raise('', {});
    await raise('', { workspaceId: 'other' });
    await raise('', { subject: 'unconfirmed' });
    assert.deepEqual(told, [null, 'late', 'healthy', null, null]);
    assert.deepEqual(
      (await store.alerts.list(MAIN, 9)).map(({ alert: of }) => of.id),
      ['alert_2', 'alert_1'],
    );
    assert.equal((await store.alerts.list(MAIN, 1)).length, 1);
  },

  'an alert leaves once for each target, and is settled by who has it in hand': async (store) => {
    await store.alerts.raise(alert('alert_1'), ['hook', 'mail'], () => alert('alert_1'));
    const claimed = await store.alerts.claim(NOW, FOR_EVER);
    assert.deepEqual(
      claimed.map(({ alert: of, target, state, attempts }) => [of, target, state, attempts]),
      ['hook', 'mail'].map((target) => [alert('alert_1'), target, 'sending', 1]),
    );
    assert.deepEqual(await store.alerts.claim(NOW, FOR_EVER), []);
    const [hook, mail] = claimed;
    assert.ok(hook && mail);
    await store.alerts.settle({ ...hook, state: 'sent', detail: '204' }, 'somebody else');
    await store.alerts.settle({ ...mail, state: 'queued', dueAt: NOW + 9, detail: 'busy' }, 'me');
    const states = async () => (await store.alerts.list(MAIN, 9))[0]?.sends.map(({ state, detail }) => [state, detail]);
    assert.deepEqual(await states(), [
      ['sending', null],
      ['queued', 'busy'],
    ]);
    await store.alerts.settle({ ...hook, state: 'sent', detail: '204' }, 'me');
    assert.deepEqual(await store.alerts.claim(NOW + 8, FOR_EVER), []);
    const again = await store.alerts.claim(NOW + 9, FOR_EVER);
    assert.deepEqual(
      again.map(({ target, attempts }) => [target, attempts]),
      [['mail', 2]],
    );
  },

  'what a dead process was sending is sent again only where that is safe': async (store) => {
    await store.alerts.raise(alert('alert_1'), ['hook', 'slack'], () => alert('alert_1'));
    await store.alerts.claim(NOW, { ...FOR_EVER, owner: 'dead' });
    const lease = { ...FOR_EVER, isRepeatable: (target: string) => target === 'hook' };
    assert.deepEqual(await store.alerts.claim(NOW + DAY_MS, { ...lease, leaseNow: NOW + 59_999 }), []);
    const again = await store.alerts.claim(NOW, { ...lease, isGone: (owner) => owner === 'dead' });
    assert.deepEqual(
      again.map(({ target }) => target),
      ['hook'],
    );
    const sends = (await store.alerts.list(MAIN, 9))[0]?.sends.map(({ state }) => state);
    assert.deepEqual(sends, ['sending', 'unconfirmed']);
    assert.equal((await store.alerts.claim(NOW, { ...lease, leaseNow: NOW + 60_000 })).length, 1);
  },
};
