/**
 * Who the other three jobs of the demo are about, and what they do: made-up people, few enough that each may be told of. Owns the cast; what
 * becomes of it is the engine's.
 */

/** One of the other jobs: the name of its playbook, and of its tag. */
export type JobName = 'cold-class' | 'lead-bot-seller' | 'lead-bot-buyer' | 'account-based';
/** In the order in which they are shown. */
export const JOB_NAMES: readonly JobName[] = ['cold-class', 'lead-bot-seller', 'lead-bot-buyer', 'account-based'];

/** Something that somebody does. */
export interface Deed {
  /** After the beginning. */
  readonly hours: number;
  readonly email: string;
  /** A section of the class that was done; null = they wrote. */
  readonly section: string | null;
  readonly channel: 'email' | 'sms';
  readonly text: string | null;
}

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dario', 'Edith', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon'];
const LAST = ['Archer', 'Baker', 'Cole', 'Dunn', 'Ellis', 'Frost', 'Grant', 'Hale', 'Irving', 'Jain', 'Kerr', 'Lowe'];
const TITLES = ['CEO', 'VP Operations', 'Director of IT'];
const SIZES: Readonly<Record<JobName, number>> = {
  'cold-class': 40,
  'lead-bot-seller': 8,
  'lead-bot-buyer': 8,
  'account-based': 18,
};
/** Companies of the account-based job, and what they are called. */
export const COMPANIES = ['Acorn', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'];
const CONTACTS = 3;

/** Domain of a company, which is its account. */
export function domainOf(company: string): string {
  return `${company.toLowerCase()}.example`;
}

/** The file of all of them, as a vendor would write it. */
export function castFile(): string {
  const head = 'First Name,Last Name,Email,Title,Phone,Company,Country,State,Tags';
  const rows = JOB_NAMES.flatMap((job, at) =>
    Array.from({ length: SIZES[job] }, (_, n) => {
      const company = job === 'account-based' ? (COMPANIES[Math.floor(n / CONTACTS)] as string) : '';
      const title = job === 'account-based' ? TITLES[n % CONTACTS] : '';
      // Numbers that are kept for stories; the class is by e-mail alone.
      const phone = job === 'cold-class' ? '' : `+1212555${String(100 + at * 20 + n).padStart(4, '0')}`;
      return [...nameOf(job, n), emailOf(job, n), title, phone, company, 'US', 'NY', job].join(',');
    }),
  );
  return [head, ...rows, ''].join('\n');
}

function nameOf(job: JobName, n: number): readonly [string, string] {
  const at = JOB_NAMES.indexOf(job) * 5 + n;
  return [FIRST[at % FIRST.length] as string, LAST[(at + Math.floor(n / FIRST.length)) % LAST.length] as string];
}

function emailOf(job: JobName, n: number): string {
  const [first, last] = nameOf(job, n).map((name) => name.toLowerCase());
  if (job === 'account-based') return `${first}@${domainOf(COMPANIES[Math.floor(n / CONTACTS)] as string)}`;
  return `${first}.${last}@${job === 'cold-class' ? 'class' : job.slice('lead-bot-'.length)}.example`;
}

const DAY_HOURS = 24;
const SECTIONS = ['P1_S1', 'P1_S2', 'P1_S3', 'P2_S1', 'P2_S2', 'P2_S3', 'P3_S1', 'P3_S2', 'P3_S3'];
/** Who begins the class, once a weekend cannot have kept the invitation back: how many sections they do, and how many hours lie between two. */
const LEARNERS = [
  [9, 20],
  [9, 70],
  [7, 80],
  [5, 100],
  [5, 30],
  [4, 170],
  [3, 48],
  [3, 20],
  [2, 60],
  [2, 12],
  [1, 0],
  [1, 0],
] as const;
/** What sellers and buyers say, one line after the other; of each pair the first is the more in earnest. */
const SELLERS = [
  [
    'Yes, we are relocating',
    'as soon as possible, 30 days is fine',
    'needs work, the roof leaks',
    '$400k',
    '12 Main Street, Albany',
  ],
  ['We inherited it', 'no rush', 'perfect, all new', 'what the comps say'],
  ['just browsing'],
  ['STOP'],
];
const BUYERS = [
  ['We are pre-approved for $450,000', 'this month, our lease ends', 'near good schools, 3 bedrooms', 'my wife and I'],
  ['Can I see the house on Saturday?'],
  ['not sure about a loan yet', 'next year'],
];
/** Of the companies: who of it writes (by rank), after how many days, and what. */
const COMPANY_WORDS = [
  [0, 6, 'Sounds good. Can we talk on Thursday?'],
  [0, 8, 'I am not interested, thank you'],
  [0, 7, 'Please take me off your list'],
  [1, 18, 'Interested! How much is it?'],
] as const;

/** Everything that anybody does, in order of time. */
export function deeds(): readonly Deed[] {
  const learned = LEARNERS.flatMap(([sections, gap], n) =>
    SECTIONS.slice(0, sections).map((section, i) =>
      deed('cold-class', n, DAY_HOURS * (4 + (n % 5)) + i * gap, { section }),
    ),
  );
  const asked = deed('cold-class', 20, 130, { text: 'How much is it after the class?' });
  const left = deed('cold-class', 21, 150, { text: 'Please take me off your list' });
  const said = (job: JobName, all: readonly (readonly string[])[]) =>
    all.flatMap((lines, n) =>
      lines.map((text, i) => deed(job, n, 2 * DAY_HOURS + 9 + n + i, { text, channel: 'sms' })),
    );
  const wrote = COMPANY_WORDS.map(([rank, day, text], company) =>
    deed('account-based', company * CONTACTS + rank, day * DAY_HOURS + 10, { text }),
  );
  const all = [
    ...learned,
    asked,
    left,
    ...said('lead-bot-seller', SELLERS),
    ...said('lead-bot-buyer', BUYERS),
    ...wrote,
  ];
  return all.toSorted((a, b) => a.hours - b.hours);
}

function deed(job: JobName, n: number, hours: number, what: Partial<Deed>): Deed {
  return { hours, email: emailOf(job, n), section: null, channel: 'email', text: null, ...what };
}
