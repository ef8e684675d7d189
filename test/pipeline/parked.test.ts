/** A bug that is met over one message, or one lead's step, parks that one and is loud: all others go on. */
import { afterEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { makePlaybookShelf } from '../../src/engine/playbooks.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const HOUR = 3_600_000;
const LEADS = 10;

let stage: Stage;
let errors: { readonly message: string; readonly facts: object | undefined }[];
let isBroken: boolean;

afterEach(() => stage.close());

/** A campaign to ten leads; the words of the sixth break as long as `isBroken`. */
async function launched(): Promise<void> {
  errors = [];
  isBroken = true;
  stage = await openStage({
    log: { info: () => undefined, error: (message, facts) => void errors.push({ message, facts }) },
    rendererFor(playbook) {
      const real = rendererFor(playbook);
      return {
        ...real,
        footer: (variables) => real.footer(variables),
        refusal: (name, variables) => real.refusal(name, variables),
        render(name, variables) {
          if (isBroken && variables.lead.firstName === 'Ann5') throw new TypeError('a planted bug');
          return real.render(name, variables);
        },
      };
    },
  });
  const rows = Array.from({ length: LEADS }, (_, i) => `Ann${i},ann${i}@acme${i}.example,US,Software`);
  const file = stage.file('l.csv', ['First Name,Email,Country,Industry', ...rows, ''].join('\n'));
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
}

const states = () =>
  stage.sql('SELECT state, reason_code AS because, COUNT(*) AS n FROM message GROUP BY 1, 2 ORDER BY 1');

test('nine of ten leave, the tenth says why it does not, and leaves once the fault is mended', async () => {
  await launched();
  await stage.run('work');
  expect(states()).toEqual([
    { state: 'held', because: 'parked-by-fault', n: 1 },
    { state: 'sent', because: null, n: LEADS - 1 },
  ]);
  expect(JSON.stringify(errors)).toContain('TypeError: a planted bug');
  isBroken = false;
  await stage.liveUntil(stage.clock.now() + 2 * HOUR);
  expect(states()).toEqual([{ state: 'sent', because: null, n: LEADS }]);
});

test('a step that breaks parks its lead alone', async () => {
  await launched();
  const { engine } = stage;
  let made = 0;
  const next: typeof engine.ids.next = (prefix) => {
    if (++made === 4) throw new TypeError('a planted bug');
    return engine.ids.next(prefix);
  };
  await advanceBatch({ ...engine, ids: { ...engine.ids, next } });
  expect(stage.count("SELECT COUNT(*) FROM enrollment WHERE reason_code = 'parked-by-fault'")).toBe(1);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(LEADS - 1);
  expect(errors.map(({ message }) => message)).toEqual(['a fault of ours: what it concerns is parked']);
});

test('leads of a playbook version that was stored after the shelf was looked over are parked, and the batch goes on', async () => {
  await launched();
  isBroken = false;
  const { engine } = stage;
  const before = makePlaybookShelf(engine.store, rendererFor);
  await advanceBatch({ ...engine, playbooks: { ...before, refresh: async () => undefined } });
  expect(stage.count("SELECT COUNT(*) FROM enrollment WHERE reason_code = 'parked-by-fault'")).toBe(LEADS);
  await stage.liveUntil(stage.clock.now() + 2 * HOUR);
  expect(states()).toEqual([{ state: 'sent', because: null, n: LEADS }]);
});
