/** The first command of a new instance: a few questions, and the file of settings that the answers become. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  FIRST_QUESTIONS,
  type FirstAnswers,
  type FirstQuestion,
  settingsFile,
} from '../../../domain/instance/settings-file.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const Answer = z.string().optional();
/** As often as a question is asked before it is given up. */
const TRIES = 3;
const SECRET_BYTES = 32;

/** `init`. */
export const init = operation({
  noun: 'instance',
  verb: 'init',
  command: 'init',
  summary: 'Begin: asks the few things that matter, and writes rekindle.yaml with comments; over no file',
  kind: 'local',
  input: z.strictObject({
    file: z.string().min(1).default('rekindle.yaml').describe('file to be written'),
    name: Answer.describe('name of the workspace; main where nothing is said'),
    fromName: Answer.describe('who writes'),
    fromAddress: Answer.describe('mailbox that it comes from'),
    company: Answer.describe('as recipients know you'),
    postalAddress: Answer.describe('street address shown in each e-mail'),
    basis: Answer.describe('on what basis people of the first list may be contacted'),
    database: Answer.describe('file, or postgres://user@host/database; ./rekindle.db where nothing is said'),
  }),
  output: z.object({
    file: z.string(),
    next: z.array(z.string()).describe('commands to go on with'),
    key: z.string().nullable().describe('the secret of an instance on a server, told once: set it as REKINDLE_KEY'),
  }),
  positional: [],
  errors: ['file-exists', 'not-said', 'bad-answer', 'file-unwritable'],
  role: 'admin',
  scope: 'machine',
  effect: 'none',
  idempotent: false,
  toldOnce: ['key'],
  examples: [
    { command: 'init', says: 'on a terminal it asks' },
    {
      command:
        'init --from-name "Ann Lee" --from-address ann@acme.com --postal-address "1 Main St, Springfield" --basis consent',
      says: 'without questions',
    },
  ],
  async run(context, { file, ...given }) {
    const { engine } = context;
    if (await isThere(context, file)) {
      throw new Refusal('file-exists', `there is a file ${file} already`, 'edit it, or name another one with --file');
    }
    const answers = await answersOf(context, given);
    const out = await engine.sources.openText(file);
    await out.write(settingsFile(answers));
    await out.close();
    return {
      file,
      next: nextOf(answers, file),
      key: onServer(answers) ? randomBytes(SECRET_BYTES).toString('base64url') : null,
    };
  },
  print: ({ file, next, key }) =>
    [
      `${file} is written. A new workspace is dry: nothing leaves until you say so.`,
      ...(key === null
        ? []
        : ['', 'The secret of this instance, told once; every process needs it:', `  REKINDLE_KEY=${key}`]),
      '',
      'Next:',
      ...next.map((command) => `  ${command}`),
      '',
    ].join('\n'),
});

async function isThere({ engine }: OperationContext, file: string): Promise<boolean> {
  try {
    await engine.sources.fingerprint(file);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'file-missing') return false;
    throw error;
  }
}

/** What was given as words is not asked. Errors: refusals `not-said`, `bad-answer`. */
async function answersOf(
  context: OperationContext,
  given: Readonly<Record<string, string | undefined>>,
): Promise<FirstAnswers> {
  const missing = FIRST_QUESTIONS.filter(({ field, otherwise }) => given[field] === undefined && otherwise === null);
  if (!context.ask && missing.length > 0) {
    const flags = missing.map(({ field }) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    throw new Refusal('not-said', `there is no terminal to ask on; say ${flags.join(', ')}`, 'rekindle init --help');
  }
  const answers: Record<string, string> = {};
  for (const question of FIRST_QUESTIONS) {
    const { field, otherwise } = question;
    const word = given[field];
    if (word !== undefined) answers[field] = checked(question, word.trim());
    else answers[field] = context.ask ? await asked(context.ask, question) : (otherwise ?? '');
  }
  return answers as unknown as FirstAnswers;
}

function checked({ field, wrong }: FirstQuestion, answer: string): string {
  const fault = wrong(answer);
  if (fault === null) return answer;
  throw new Refusal('bad-answer', `${field}: ${fault}`, 'rekindle init --help');
}

async function asked(ask: NonNullable<OperationContext['ask']>, question: FirstQuestion): Promise<string> {
  const { asks, otherwise } = question;
  let before = '';
  for (let tries = 1; ; tries++) {
    const answer = (await ask(`${before}${asks}${otherwise ? ` [${otherwise}]` : ''}`)).trim() || (otherwise ?? '');
    const fault = question.wrong(answer);
    if (fault === null) return answer;
    if (tries === TRIES) return checked(question, answer);
    before = `Not so: ${fault}.\n`;
  }
}

function onServer({ database }: FirstAnswers): boolean {
  return /^postgres(ql)?:/.test(database);
}

function nextOf({ basis }: FirstAnswers, file: string): string[] {
  const config = file === 'rekindle.yaml' ? '' : ` --config ${file}`;
  return [
    `rekindle import leads.csv --dry-run${config}`,
    `rekindle import leads.csv --basis ${basis}${config}`,
    `rekindle campaign create spring${config}`,
    `rekindle doctor${config}`,
  ];
}
