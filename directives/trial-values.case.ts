/** Runs a row of trial-values.md. */
import type { Playbook, SendWindow, Step } from '../src/domain/playbook/playbook.ts';
import { trialOf } from '../src/domain/playbook/trial/trial.ts';

interface Row {
  readonly set: Readonly<Record<string, string>>;
}

const email = (day: number): Step => ({
  ...{ kind: 'email', id: `email-${day}`, day, when: null },
  variants: [{ template: 'hello', weight: 1 }],
});
const window: SendWindow = {
  ...{ days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_020, skipHolidays: true, fallbackZone: 'UTC' },
};
const common = {
  ...{ goal: '', window, minGapHours: 20, reentry: { allowed: false, afterDays: 0 }, reactions: [] },
  late: Object.fromEntries([
    ['afterHours', 24],
    ['then', 'send'],
  ]) as never,
};
const rest: Step = { kind: 'wait', id: 'rest', day: 5, when: null, forHours: 48 };
const pause: Step = { kind: 'wait', id: 'pause', day: 4, when: null };

/** What a trial does not look at is left out. */
const PLAYBOOK = {
  name: 'two',
  limits: { email: { campaignDay: 50 } },
  sequences: {
    hot: { ...common, name: 'hot', title: 'Hot', steps: [email(0), email(3), rest, email(7)] },
    slow: { ...common, name: 'slow', title: 'Slow', steps: [email(0), pause, email(9)] },
  },
} as unknown as Playbook;

export function run({ set }: Row): Readonly<Record<string, unknown>> {
  const backwards = Object.fromEntries(Object.entries(set).toReversed());
  const tried = trialOf(PLAYBOOK, set);
  if (JSON.stringify(trialOf(PLAYBOOK, backwards)) !== JSON.stringify(tried)) return { problem: 'the order counts' };
  if ('problems' in tried) {
    return { problem: tried.problems.map(({ message, remedy }) => `${message}. ${remedy}`).join(' ') };
  }
  const { playbook, changes } = tried;
  // What nobody named stays as it was.
  const isSlowNamed = Object.keys(set).some((name) => name.includes('.slow.'));
  if (!isSlowNamed && playbook.sequences.slow?.steps[2]?.day !== 9) return { problem: 'slow moved' };
  return {
    days: playbook.sequences.hot?.steps.map(({ day }) => day),
    changes: changes.map(({ name, was, is }) => `${name}: ${was} → ${is}`),
  };
}
