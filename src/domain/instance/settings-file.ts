/**
 * The first settings of an instance: which answers are good, and the commented file that they become. Owns the words; reading the file is the
 * configuration's.
 */
import { normaliseEmail } from '../verify/email-key.ts';

/** What a person is asked before the first day. */
export interface FirstAnswers {
  readonly name: string;
  readonly database: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly company: string;
  readonly postalAddress: string;
  readonly basis: string;
}

/** One question. */
export interface FirstQuestion {
  readonly field: keyof FirstAnswers;
  readonly asks: string;
  /** What it is where nothing is said; null = it must be said. */
  readonly otherwise: string | null;
  /** What is wrong with an answer; null = nothing. */
  wrong(answer: string): string | null;
}

const BASES = ['consent', 'legitimate-interest', 'contract', 'none'] as const;
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const oneLine = (answer: string) => (/\p{Cc}/u.test(answer) ? 'write it on one line' : null);
const said = (answer: string) => (answer === '' ? 'it must be said' : oneLine(answer));

/** The questions, in their order. */
export const FIRST_QUESTIONS: readonly FirstQuestion[] = [
  {
    field: 'name',
    asks: 'What is the workspace called? Small letters, digits, hyphens',
    otherwise: 'main',
    wrong: (answer) => (NAME.test(answer) ? null : 'small letters, digits and hyphens'),
  },
  { field: 'fromName', asks: 'Who writes? The name that people see', otherwise: null, wrong: said },
  {
    field: 'fromAddress',
    asks: 'From which mailbox?',
    otherwise: null,
    wrong: (answer) => (normaliseEmail(answer) ? null : 'an address such as ann@acme.com'),
  },
  { field: 'company', asks: 'For which company? Shown under each e-mail', otherwise: '', wrong: oneLine },
  {
    field: 'postalAddress',
    asks: 'Its postal address? The law wants it under each e-mail',
    otherwise: null,
    wrong: said,
  },
  {
    field: 'basis',
    asks: `On what basis may the people of your first list be contacted? ${BASES.join(', ')}`,
    otherwise: null,
    wrong: (answer) => ((BASES as readonly string[]).includes(answer) ? null : `one of ${BASES.join(', ')}`),
  },
  {
    field: 'database',
    asks: 'Where is the database? A file, or postgres://user@host/database',
    otherwise: './rekindle.db',
    wrong: said,
  },
];

/** The file. Values are quoted as JSON, which is YAML too. */
export function settingsFile({ name, database, fromName, fromAddress, company, postalAddress }: FirstAnswers): string {
  const text = (value: string) => JSON.stringify(value);
  return `# Settings of this instance of Rekindle. Made by rekindle init; edit it as you like.
# What is wrong here is told with its remedy by the next command. No password belongs in this file.

# Where everything is kept: one file, or a server (postgres://user@host/database; its password by REKINDLE_DB).
database: ${text(database)}

# The workspace that commands work in, unless --workspace names another one.
workspace: ${text(name)}

# Who writes, for campaigns that name nobody else. Name and postal address stand under each e-mail.
sender:
  name: ${text(fromName)}
  address: ${text(fromAddress)}
  company: ${text(company === '' ? fromName : company)}
  postalAddress: ${text(postalAddress)}

# Zone in which routines are scheduled that name none.
# zone: Europe/Berlin

# Where messages of a dry workspace go; a new workspace is dry, and nothing leaves.
# outbox: ./outbox

# How messages leave once the workspace is live. Put user and password into REKINDLE_SMTP_URL.
# smtp:
#   host: smtp.acme.com
#   port: 587

# Under which address recipients reach this instance: opt-out pages, webhooks.
# publicUrl: https://mail.acme.com
`;
}
