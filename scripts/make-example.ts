/**
 * Writes `examples/bank/customers.csv` from the Bank Marketing set: every n-th row with its real columns, and beside them
 * made-up people (columns marked with an asterisk). Owns nothing at run time; the file is in the repository. Run it as
 * `node scripts/make-example.ts bank-full.csv.gz`; the same input gives the same bytes.
 * Source: Moro, Cortez, Rita (2014), UCI Machine Learning Repository, https://doi.org/10.24432/C5K306, CC BY 4.0.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ROWS = 2_000;
const OUT = new URL('../examples/bank/customers.csv', import.meta.url);

/** Known only once the call is over: whoever scores with it has looked at the answer. */
const LEAK = 'duration';

const FIRST = [
  ...[
    'Ana',
    'Beatriz',
    'Carolina',
    'Catarina',
    'Clara',
    'Diana',
    'Elena',
    'Filipa',
    'Helena',
    'Inês',
    'Isabel',
    'Joana',
  ],
  ...[
    'Laura',
    'Leonor',
    'Lúcia',
    'Madalena',
    'Margarida',
    'Maria',
    'Marta',
    'Matilde',
    'Rita',
    'Sara',
    'Sofia',
    'Teresa',
  ],
  ...['Afonso', 'André', 'António', 'Bruno', 'Carlos', 'Daniel', 'David', 'Diogo', 'Duarte', 'Eduardo', 'Fernando'],
  ...['Francisco', 'Gonçalo', 'Guilherme', 'Henrique', 'Hugo', 'João', 'Jorge', 'José', 'Luís', 'Manuel', 'Martim'],
  ...['Miguel', 'Nuno', 'Paulo', 'Pedro', 'Rafael', 'Ricardo', 'Rodrigo', 'Rui', 'Tiago', 'Tomás', 'Vasco', 'Vicente'],
];
const LAST = [
  ...['Abreu', 'Almeida', 'Alves', 'Amaral', 'Antunes', 'Araújo', 'Azevedo', 'Barbosa', 'Barros', 'Batista', 'Borges'],
  ...['Branco', 'Brito', 'Cardoso', 'Carneiro', 'Carvalho', 'Castro', 'Coelho', 'Correia', 'Costa', 'Cruz', 'Cunha'],
  ...['Esteves', 'Faria', 'Fernandes', 'Ferreira', 'Figueiredo', 'Fonseca', 'Freitas', 'Gaspar', 'Gomes', 'Guerreiro'],
  ...[
    'Henriques',
    'Leal',
    'Leite',
    'Lopes',
    'Loureiro',
    'Macedo',
    'Machado',
    'Magalhães',
    'Maia',
    'Marques',
    'Martins',
  ],
  ...['Matos', 'Melo', 'Mendes', 'Miranda', 'Monteiro', 'Morais', 'Moreira', 'Mota', 'Moura', 'Nascimento', 'Neto'],
  ...['Neves', 'Nogueira', 'Nunes', 'Oliveira', 'Pacheco', 'Paiva', 'Pereira', 'Pinheiro', 'Pinho', 'Pinto', 'Pires'],
  ...['Ramos', 'Raposo', 'Reis', 'Ribeiro', 'Rocha', 'Rodrigues', 'Sampaio', 'Santana', 'Santos', 'Serra', 'Silva'],
];
const DOMAINS = ['example.com', 'example.org', 'example.net'];

/** Where people live now, in percent; the bank itself was Portuguese. */
const PLACES: readonly (readonly [percent: number, country: string, state: string])[] = [
  [66, 'Portugal', ''],
  [9, 'Spain', ''],
  [7, 'United Kingdom', ''],
  [5, 'Germany', ''],
  [4, 'France', ''],
  [3, 'Ireland', ''],
  [2, 'Brazil', 'São Paulo'],
  [2, 'United States', 'New York'],
  [1, 'United States', 'California'],
  [1, 'Australia', 'New South Wales'],
];

/** What real files bring beside clean rows. Each fault stands on one row in `every`, beginning with row `from`. */
const FAULTS: readonly (readonly [every: number, from: number, spoil: (person: Person) => Partial<Person>])[] = [
  [160, 31, () => ({ email: '' })],
  [400, 77, () => ({ email: 'N/A' })],
  [250, 12, ({ last }) => ({ email: `${plain(last)}@example..com` })],
  [500, 143, ({ email }) => ({ email: email.replace('@', '@@') })],
  [500, 289, ({ email }) => ({ email: email.replace('@', ' at ') })],
  [400, 55, ({ first, last }) => ({ email: `${plain(first)}.${plain(last)}@mailinator.com` })],
  [300, 99, ({ at }) => ({ email: `${ROLES[at % ROLES.length]}@branch-${at}.example.com` })],
  [1000, 210, ({ at }) => ({ email: `no-reply@branch-${at}.example.org` })],
  [500, 161, () => ({ first: 'null', last: 'null' })],
  [500, 262, () => ({ first: 'Select' })],
  [110, 8, () => ({ optOut: 'yes' })],
  [125, 20, () => ({ basis: '' })],
  [400, 303, () => ({ country: 'n/a', state: '' })],
];
const ROLES = ['info', 'office', 'accounts', 'sales'];

/** Rows that come a second time, as when two exports are joined: the address written in another way. */
const TWICE_EVERY = 140;
const REWRITES: readonly ((person: Person) => string)[] = [
  ({ email }) => email.toUpperCase(),
  ({ email }) => ` ${email} `,
  ({ first, last, email }) => `${first} ${last} <${email}>`,
];

interface Person {
  readonly at: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly country: string;
  readonly state: string;
  readonly basis: string;
  readonly optOut: string;
}

/** A whole number below `below` that depends on `at` and `what` only. */
function drawn(at: number, what: string, below: number): number {
  return createHash('sha256').update(`${what}:${at}`).digest().readUInt32BE(0) % below;
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase();
}

/** The person of a row. Names are all different: the pairs of first and last names are gone through in a fixed order. */
function personAt(at: number): Person {
  const pair = (at * 1_201 + 17) % (FIRST.length * LAST.length);
  const first = FIRST[pair % FIRST.length]!;
  const last = LAST[Math.floor(pair / FIRST.length)]!;
  const email = `${plain(first)}.${plain(last)}@${DOMAINS[drawn(at, 'domain', DOMAINS.length)]}`;
  const [country, state] = placeAt(drawn(at, 'place', 100));
  return { at, first, last, email, country, state, basis: basisAt(at), optOut: 'no' };
}

function placeAt(percent: number): readonly [country: string, state: string] {
  let left = percent;
  for (const [share, country, state] of PLACES) {
    if (left < share) return [country, state];
    left -= share;
  }
  throw new Error('PLACES must add up to 100');
}

/** Customers of the bank: most are written to on the contract they have, some have asked for offers. */
function basisAt(at: number): string {
  const percent = drawn(at, 'basis', 100);
  if (percent < 25) return 'consent';
  return percent < 60 ? 'contract' : 'legitimate interest';
}

function spoiled(person: Person): Person {
  let spoilt = person;
  for (const [every, from, spoil] of FAULTS) {
    if (person.at % every === from % every) spoilt = { ...spoilt, ...spoil(spoilt) };
  }
  return spoilt;
}

/** Both rows of somebody who comes twice: the first of every other pair does not know the country, the second fills it in. */
function twice(person: Person, real: string): string {
  const nth = Math.floor(person.at / TWICE_EVERY);
  const first = nth % 2 === 0 ? person : { ...person, country: '', state: '' };
  const email = REWRITES[nth % REWRITES.length]!(person);
  return `${cells(first)};${real}\n${cells({ ...person, email })};${real}`;
}

function cells({ first, last, email, country, state, basis, optOut }: Person): string {
  return [first, last, email, country, state, basis, optOut].map((cell) => `"${cell}"`).join(';');
}

function make(source: string): string {
  const [header = '', ...rows] = gunzipSync(readFileSync(source)).toString('utf8').trim().split(/\r?\n/);
  const leak = header.split(';').indexOf(`"${LEAK}"`);
  if (leak < 0) throw new Error(`${source} is not bank-full.csv: it has no column ${LEAK}`);
  const real = (row: string) => row.split(';').toSpliced(leak, 1).join(';');
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const row = real(rows[Math.floor((at * rows.length) / ROWS)]!);
    const person = spoiled(personAt(at));
    const isClean = person.email === personAt(at).email;
    return at % TWICE_EVERY === TWICE_EVERY - 1 && isClean ? twice(person, row) : `${cells(person)};${row}`;
  });
  const made = ['first name', 'last name', 'email', 'country', 'state', 'basis', 'email opt out'];
  return `${[
    'Bank Marketing, Moro, Cortez and Rita (2014), UCI, CC BY 4.0; columns with an asterisk are made up: see README.md',
    `${made.map((name) => `"*${name}"`).join(';')};${real(header)}`,
    ...lines,
  ].join('\n')}\n`;
}

const [source, out = fileURLToPath(OUT)] = process.argv.slice(2);
if (source === undefined) throw new Error('name the file: node scripts/make-example.ts bank-full.csv.gz');
const text = make(source);
writeFileSync(out, text);
console.log(`${out}: ${text.split('\n').length - 3} rows, ${Math.round(text.length / 1024)} KiB`);
