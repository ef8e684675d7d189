/**
 * Playbooks ready to run, by hash. A version never changes, so what was made of it once stays true.
 * Decisions are synchronous and may not wait: whoever starts a batch refreshes the shelf first.
 */
import type { Playbook } from '../domain/playbook/playbook.ts';
import type { PlaybookRenderer } from '../domain/playbook/rendering.ts';
import { type StepConditions, stepConditionsOf } from './advance/step-conditions.ts';
import { type Assessor, makeAssessor } from './assess/assessor.ts';
import type { Store } from './store-port.ts';

/** Versions of playbooks an instance may hold at once. */
const MOST_VERSIONS = 10_000;

/** A playbook with everything compiled that running it needs. */
export interface RunningPlaybook {
  readonly playbook: Playbook;
  readonly assessor: Assessor;
  readonly conditions: StepConditions;
  readonly renderer: PlaybookRenderer;
  /** Its declared attributes, none of them known. */
  readonly noAttributes: Readonly<Record<string, null>>;
}

/** Playbooks by hash, ready to run. */
export interface PlaybookShelf {
  /** Loads versions that were stored since. */
  refresh(): Promise<void>;
  /** Null for a hash that is not on the shelf: its version was stored since, or never. */
  find(hash: string): RunningPlaybook | null;
  /** Throws for a hash that is not on the shelf: a campaign cannot name a version that is not stored. */
  get(hash: string): RunningPlaybook;
}

/** A shelf over a store; empty until it is refreshed. */
export function makePlaybookShelf(store: Store, rendererFor: (playbook: Playbook) => PlaybookRenderer): PlaybookShelf {
  const running = new Map<string, RunningPlaybook>();
  let known = 0;
  return {
    async refresh() {
      const count = await store.playbooks.count();
      if (count === known) return;
      for (const { workspaceId, hash } of await store.playbooks.list(null, MOST_VERSIONS)) {
        if (running.has(hash)) continue;
        const stored = await store.playbooks.get(workspaceId, hash);
        if (stored) running.set(hash, runningPlaybook(JSON.parse(stored.content) as Playbook, rendererFor));
      }
      known = count;
    },
    find: (hash) => running.get(hash) ?? null,
    get(hash) {
      const found = running.get(hash);
      if (!found) throw new Error(`playbook version ${hash} is not on the shelf; refresh it before a batch`);
      return found;
    },
  };
}

/** Compiles a playbook: its rules, the conditions of its steps, its templates. */
function runningPlaybook(playbook: Playbook, rendererFor: (playbook: Playbook) => PlaybookRenderer): RunningPlaybook {
  return {
    playbook,
    assessor: makeAssessor(playbook),
    conditions: stepConditionsOf(playbook),
    renderer: rendererFor(playbook),
    noAttributes: Object.fromEntries(Object.keys(playbook.attributes).map((name) => [name, null])),
  };
}
