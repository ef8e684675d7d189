/** Operations on playbooks: check, test, diff, list, push; and reading one with settings. */
import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { diffPlaybooks } from '../../domain/playbook/diff.ts';
import type { Playbook, SettingValue } from '../../domain/playbook/playbook.ts';
import type { Finding } from '../../domain/playbook/problem.ts';
import type { Engine } from '../engine.ts';
import type { CheckedPlaybook } from '../ports.ts';
import { runScenario } from '../simulate/scenario.ts';
import { workspaceOf } from './find.ts';
import { operation, Refusal } from './operation.ts';
import { printList } from './print/table.ts';

/**
 * A playbook with settings as typed, over `kept` ones. Errors: refusals `no-such-playbook`, `unknown-setting`,
 * `playbook-has-mistakes`.
 */
export function playbookOf(
  engine: Engine,
  ref: string,
  typed: Readonly<Record<string, string>>,
  kept: Readonly<Record<string, SettingValue>> = {},
): CheckedPlaybook & { playbook: Playbook } {
  const plain = engine.sources.readPlaybook(ref, kept);
  const asked = Object.keys(typed).length > 0 && plain.playbook !== null;
  const checked = asked
    ? engine.sources.readPlaybook(ref, { ...kept, ...typedSettings(plain.playbook, typed) })
    : plain;
  if (checked.playbook) return { ...checked, playbook: checked.playbook };
  if (checked.findings.some(({ code }) => code === 'no-playbook')) {
    throw new Refusal(
      'no-such-playbook',
      `there is no playbook “${ref}”`,
      `built in: ${engine.sources.builtIn.join(', ')}; or name a folder with a playbook.yaml`,
    );
  }
  throw new Refusal(
    'playbook-has-mistakes',
    `playbook “${ref}” has mistakes:\n${findingLines(checked.findings).join('\n')}`,
    'mend them and run the same again',
  );
}

/** Typed text by the kind that each setting has by default; lists are split at commas. */
export function typedSettings(
  { settings, name }: Playbook,
  typed: Readonly<Record<string, string>>,
): Record<string, SettingValue> {
  return Object.fromEntries(
    Object.entries(typed).map(([key, text]) => {
      const standard = settings[key];
      if (standard === undefined) {
        throw new Refusal(
          'unknown-setting',
          `playbook “${name}” has no setting “${key}”`,
          `its settings: ${Object.keys(settings).join(', ')}`,
        );
      }
      return [key, settingOf(key, standard, text)];
    }),
  );
}

function settingOf(key: string, standard: SettingValue, text: string): SettingValue {
  if (typeof standard === 'number') {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) return number;
    throw new Refusal(
      'bad-setting',
      `setting “${key}” takes a number, not “${text}”`,
      `write --set ${key}=${standard}`,
    );
  }
  if (typeof standard === 'boolean') return text === 'true' || text === 'yes';
  if (typeof standard === 'string') return text;
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `templates/hello.liquid:3:7  unknown variable …  → did you mean …` */
function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ file, line, column, message, remedy }) =>
      `${file}:${line}:${column}  ${message}${remedy ? `\n    → ${remedy}` : ''}`,
  );
}

const ref = z.string().min(1, 'name a playbook').describe('name of a built-in playbook, or a folder');
const finding = z
  .object({
    file: z.string(),
    line: z.number(),
    column: z.number(),
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
  })
  .loose();

/** `playbook check`: every mistake at once. */
export const playbookCheck = operation({
  noun: 'playbook',
  verb: 'check',
  command: 'playbook check',
  summary: 'Every mistake of a playbook at once, with file, line and remedy',
  kind: 'local',
  input: z.strictObject({ playbook: ref }),
  output: z.object({ ok: z.boolean(), hash: z.string().nullable(), findings: z.array(finding) }),
  positional: ['playbook'],
  errors: [],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'playbook check ./playbooks/mine', says: 'exit 1 when there is a mistake' }],
  async run({ engine }, { playbook }) {
    const checked = engine.sources.readPlaybook(playbook, {});
    return {
      ok: checked.playbook !== null,
      hash: checked.playbook?.hash ?? null,
      findings: checked.findings.map((one) => ({ ...one })),
    };
  },
  print: ({ ok, findings }) =>
    ok ? 'No mistakes.\n' : `${findingLines(findings as unknown as Finding[]).join('\n')}\n`,
  failed: ({ ok }) => !ok,
});

/** `playbook test`: its stories, on virtual time. */
export const playbookTest = operation({
  noun: 'playbook',
  verb: 'test',
  command: 'playbook test',
  summary: 'Run a playbook’s scenarios: given / when / then, on virtual time with the real engine',
  kind: 'local',
  input: z.strictObject({ playbook: ref }),
  output: z.object({
    passed: z.number(),
    failed: z.number(),
    scenarios: z.array(z.object({ file: z.string(), title: z.string(), failures: z.array(z.string()) })),
  }),
  positional: ['playbook'],
  errors: ['no-such-playbook', 'playbook-has-mistakes'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'playbook test acquisition', says: 'exit 1 when a story goes otherwise than told' }],
  async run({ engine, progress }, { playbook }) {
    const checked = playbookOf(engine, playbook, {});
    const scenarios = [];
    for (const { file, scenario } of checked.scenarios) {
      const settings = scenario.given.settings as Record<string, SettingValue>;
      const given = Object.keys(settings).length === 0 ? checked : engine.sources.readPlaybook(playbook, settings);
      if (!given.playbook)
        throw new Refusal('playbook-has-mistakes', findingLines(given.findings).join('\n'), `mend ${file}`);
      scenarios.push({ file, title: scenario.title, failures: await runScenario(engine, given.playbook, scenario) });
      progress({ stage: 'scenarios', done: scenarios.length, total: checked.scenarios.length, unit: '' });
    }
    const failed = scenarios.filter(({ failures }) => failures.length > 0).length;
    return { passed: scenarios.length - failed, failed, scenarios };
  },
  print: ({ passed, failed, scenarios }) =>
    `${scenarios.map(({ title, failures }) => [`${failures.length === 0 ? '✓' : '✗'} ${title}`, ...failures.map((line) => `    ${line}`)].join('\n')).join('\n')}\n${passed} passed, ${failed} failed\n`,
  failed: ({ failed }) => failed > 0,
});

/** `playbook diff`: in sentences. */
export const playbookDiff = operation({
  noun: 'playbook',
  verb: 'diff',
  command: 'playbook diff',
  summary: 'What differs between two playbooks, in sentences',
  kind: 'local',
  input: z.strictObject({ from: ref, to: ref }),
  output: z.object({ same: z.boolean(), differences: z.array(z.string()) }),
  positional: ['from', 'to'],
  errors: ['no-such-playbook', 'playbook-has-mistakes'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'playbook diff acquisition ./playbooks/mine', says: 'rules, steps, words' }],
  async run({ engine }, { from, to }) {
    const differences = diffPlaybooks(playbookOf(engine, from, {}).playbook, playbookOf(engine, to, {}).playbook);
    return { same: differences.length === 0, differences: [...differences] };
  },
});

/** `playbook show`: settings, sequences, steps. */
export const playbookShow = operation({
  noun: 'playbook',
  verb: 'show',
  command: 'playbook show',
  summary: 'A playbook’s settings, sequences and steps',
  kind: 'local',
  input: z.strictObject({ playbook: ref }),
  output: z.record(z.string(), z.unknown()),
  positional: ['playbook'],
  errors: ['no-such-playbook', 'playbook-has-mistakes'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'playbook show acquisition', says: 'what you can set with campaign create --set' }],
  async run({ engine }, input) {
    const { playbook } = playbookOf(engine, input.playbook, {});
    const sequences = Object.values(playbook.sequences).map(({ name, title, goal, steps }) => {
      return { name, title, goal, steps: steps.map(({ id, kind, day }) => `day ${day}: ${kind} ${id}`) };
    });
    const { name, title, description, hash, settings } = playbook;
    return { name, title, description, hash, settings, sequences };
  },
});

/** `playbook push`: a version into the database. */
export const playbookPush = operation({
  noun: 'playbook',
  verb: 'push',
  command: 'playbook push',
  summary: 'Store a version of a playbook in the database',
  kind: 'local',
  input: z.strictObject({
    playbook: ref,
    set: z.record(z.string(), z.string()).default({}).describe('setting=value; may be repeated'),
  }),
  output: z.object({ name: z.string(), hash: z.string() }),
  positional: ['playbook'],
  errors: ['no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'playbook push ./playbooks/mine', says: 'versions are immutable; the same one twice is one' }],
  async run(context, input) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const { playbook, contents } = playbookOf(engine, input.playbook, input.set);
    await engine.store.playbooks.put({
      workspaceId,
      hash: playbook.hash,
      name: playbook.name,
      content: canonicalJson(playbook),
      contents,
      createdAt: engine.clock.now(),
    });
    return { name: playbook.name, hash: playbook.hash };
  },
});

/** Of a hash a table shows so much; `--json` tells it whole. */
const SHOWN_DIGITS = 12;

/** `playbook list`. */
export const playbookList = operation({
  noun: 'playbook',
  verb: 'list',
  command: 'playbook list',
  summary: 'Built-in playbooks, and the versions stored in this workspace',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({
    builtIn: z.array(z.string()),
    about: z
      .record(z.string(), z.object({ title: z.string(), description: z.string() }))
      .describe('the built-in ones in their own words, by name'),
    stored: z.array(z.object({ name: z.string(), hash: z.string(), createdAt: z.string() })),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'playbook list', says: 'names and hashes' }],
  print({ builtIn, about, stored }) {
    const known = builtIn.map((name) => ({ name, ...about[name] }));
    const columns = { name: 'BUILT IN', title: 'TITLE', description: 'ABOUT' };
    const versions = stored.map(({ hash, ...rest }) => ({ ...rest, hash: hash.slice(0, SHOWN_DIGITS) }));
    const kept = printList(
      versions,
      { name: 'STORED', hash: 'HASH', createdAt: 'SINCE' },
      { none: 'None is stored yet.' },
    );
    return `${printList(known, columns, { none: 'None is built in.' })}\n${kept}`;
  },
  async run({ engine, workspaceId }) {
    const stored = await engine.store.playbooks.list(workspaceId, 1000);
    return {
      builtIn: [...engine.sources.builtIn],
      about: Object.fromEntries(engine.sources.builtIn.map((name) => [name, engine.sources.aboutPlaybook(name)])),
      stored: stored.map(({ name, hash, createdAt }) => ({ name, hash, createdAt: new Date(createdAt).toISOString() })),
    };
  },
});
