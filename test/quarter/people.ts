/** Who is in a quarter: as many leads as wanted in four files, one for each job, always the same ones. Names and addresses are made up. */
import { drawsOf, oneOf } from './chance.ts';

/** The jobs of an instance; sellers and buyers are two campaigns of one. */
export const JOBS = ['acquisition', 'cold-class', 'lead-bot-seller', 'lead-bot-buyer', 'account-based'] as const;
/** One of them: the name of its playbook, its campaign and its tag. */
export type Job = (typeof JOBS)[number];

/** Shares of the leads. */
const SHARES: Readonly<Record<Job, number>> = {
  acquisition: 0.4,
  'cold-class': 0.2,
  'lead-bot-seller': 0.1,
  'lead-bot-buyer': 0.1,
  'account-based': 0.2,
};
const CONTACTS = 2;

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dario', 'Edith', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon'];
const LAST = ['Archer', 'Baker', 'Cole', 'Dunn', 'Ellis', 'Frost', 'Grant', 'Hale', 'Irving', 'Jain', 'Kerr', 'Lowe'];
const TITLES = [
  'CEO',
  'VP Sales',
  'Head of Growth',
  'Sales Manager',
  'Software Engineer',
  'Director of Operations',
  '',
];
const INDUSTRIES = ['Software', 'Financial Services', 'Retail', 'Telecommunications', ''];
const PLACES = [
  ['US', 'NY', '212'],
  ['US', 'CA', '415'],
  ['US', 'TX', '512'],
  ['US', 'IL', '312'],
  ['GB', '', ''],
  ['DE', '', ''],
] as const;
const HOMES = PLACES.slice(0, 4);

/** Header of every file. */
const HEAD = 'First Name,Last Name,Email,Title,Phone,Company,Industry,# Employees,Country,State,Tags';

/** How many leads each job has of this many. */
function leadsOf(job: Job, all: number): number {
  return Math.round(all * SHARES[job]);
}

/** Accounts of this many leads. */
export function accountsOf(all: number): number {
  return leadsOf('account-based', all) / CONTACTS;
}

/** The domain of an account, which is its id. */
export function accountDomain(n: number): string {
  return `company${n}.example`;
}

/** Address of a lead of a job. */
function addressOf(job: Job, n: number): string {
  if (job === 'account-based') return `p${n % CONTACTS}@${accountDomain(Math.floor(n / CONTACTS))}`;
  // Three of a firm now and then: an account has limits of its own.
  return job === 'acquisition' ? `p${n}@firm${Math.floor(n / 3)}.example` : `${job}-${n}@person${n}.example`;
}

/** The file of a job, as a vendor would write it. */
export function fileOf(job: Job, all: number): string {
  return [HEAD, ...Array.from({ length: leadsOf(job, all) }, (_, n) => rowOf(job, n)), ''].join('\n');
}

/** Whether a lead has a phone; bots speak by text. */
function hasPhone(job: Job): boolean {
  return job !== 'acquisition' && job !== 'cold-class';
}

function rowOf(job: Job, n: number): string {
  const draw = drawsOf(1, `${job}:${n}`);
  const [country, state, area] = oneOf(hasPhone(job) ? HOMES : PLACES, draw(0));
  const company = job === 'account-based' ? `Company ${Math.floor(n / CONTACTS)}` : `Firm ${job} ${n}`;
  const phone = hasPhone(job) ? `+1${area}${phoneOf(job, n)}` : '';
  return [
    oneOf(FIRST, draw(1)),
    `${oneOf(LAST, draw(2))}-${n}`,
    addressOf(job, n),
    oneOf(TITLES, draw(3)),
    phone,
    company,
    oneOf(INDUSTRIES, draw(4)),
    draw(5) < 0.2 ? '' : String(Math.ceil(draw(6) ** 3 * 2_000)),
    country,
    state,
    job,
  ].join(',');
}

/** Seven digits of a number of its own: those of each job begin elsewhere, none with 0, 1 or 5. */
function phoneOf(job: Job, n: number): string {
  return String(2_000_000 + JOBS.indexOf(job) * 1_000_000 + 200_000 + n);
}
