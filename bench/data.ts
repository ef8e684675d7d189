/**
 * Leads for measuring: as many rows as wanted, always the same ones, written to a CSV file without being held in memory.
 * Names, addresses and phones are made up; each row's are its own, but for one row in a thousand, which is an earlier person
 * again. Owns the data only; measures nothing.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

/** The twelve columns, as a vendor's export calls them. */
export const COLUMNS = [
  'First Name',
  'Last Name',
  'Title',
  'Company',
  'Email',
  'Phone',
  'Industry',
  '# Employees',
  'City',
  'Country',
  'Website',
  'Person Linkedin Url',
] as const;

const FIRST =
  'Ada Ben Cleo Dario Edith Farid Greta Hugo Ines Jonas Kira Leon Mara Nils Olga Pavel Quinn Rosa Sven Tara Umar Vera Willem Yara Zeno'.split(
    ' ',
  );
const SYLLABLES =
  'ba be bo da de do fa fe ga gi ha ho ka ki la le lo ma mi mo na ne no pa po ra re ri ro sa so ta te ti to va vi za ze zo'.split(
    ' ',
  );
const TITLES = [
  'Chief Executive Officer',
  'VP, Sales',
  'Head of Growth',
  'Marketing Manager',
  'Software Engineer',
  'Director of Operations',
  'Founder',
  'Account Executive',
];
const INDUSTRIES = ['Software', 'Financial Services', 'Retail', 'Telecommunications', 'Marketing & Advertising'];
const BRANDS = ['Works', 'Labs', 'Group', 'Systems', 'Partners', 'Media'];
const AREAS = [212, 213, 303, 305, 312, 404, 415, 512, 617, 702];
const PLACES = [
  { country: 'United States', cities: ['Austin', 'Boston', 'Denver'] },
  { country: 'United Kingdom', cities: ['Leeds', 'Bristol', 'London'] },
  { country: 'France', cities: ['Paris', 'Lyon', 'Nantes'] },
  { country: 'India', cities: ['Pune', 'Mumbai', 'Delhi'] },
  { country: 'Germany', cities: ['Berlin', 'Bremen', 'Kiel'] },
] as const;

/** Prime, so that multiplying a row's number by anything below it gives each person once. */
const PEOPLE = 1_599_997;
const SCATTER = 611_953;
const COMPANIES = 40_000;
/** One row in so many is somebody who was there before. */
const AGAIN_EVERY = 1_000;
const AGAIN_BACK = 500;

/** The cells of row `number` (from 0), in the order of `COLUMNS`. Rows from `PEOPLE` (1.6 million) on repeat. */
export function leadCells(number: number): string[] {
  if (number % AGAIN_EVERY !== AGAIN_EVERY - 1) return cellsOf(number);
  const cells = cellsOf(number - AGAIN_BACK);
  return cells.map((cell, at) => (COLUMNS[at] === 'Email' ? cell.toUpperCase() : cell));
}

function cellsOf(number: number): string[] {
  const person = (number * SCATTER) % PEOPLE;
  const first = pick(FIRST, person);
  const last = wordOf(Math.floor(person / FIRST.length));
  const company = `${wordOf(person % COMPANIES)} ${pick(BRANDS, person)}`;
  const domain = `${company.toLowerCase().replace(' ', '')}.com`;
  const shape = number % SHAPES.length;
  const place = PLACES[PLACE_OF_SHAPE[shape] as number] as (typeof PLACES)[number];
  return [
    first,
    last,
    pick(TITLES, person >> 3),
    company,
    `${first}.${last}@${domain}`.toLowerCase(),
    (SHAPES[shape] as (person: number) => string)(person),
    pick(INDUSTRIES, person >> 2),
    String(1 + ((person * 37) % 900)),
    pick(place.cities, person),
    place.country,
    `https://www.${domain}`,
    `http://www.linkedin.com/in/${first}-${last}-${person.toString(36)}`.toLowerCase(),
  ];
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

/** A word of three syllables, another one for each number below 64,000. */
function wordOf(number: number): string {
  const word =
    pick(SYLLABLES, number) +
    pick(SYLLABLES, Math.floor(number / SYLLABLES.length)) +
    pick(SYLLABLES, Math.floor(number / SYLLABLES.length ** 2));
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Seven ways to write a phone: three of the United States, one each of the other countries but Germany, which has two. */
const SHAPES: readonly ((person: number) => string)[] = [
  (n) => `(${area(n)}) ${exchange(n)}-${digits(n, 4)}`,
  (n) => `${area(n)}-${exchange(n)}-${digits(n, 4)}`,
  (n) => `+1 ${area(n)} ${exchange(n)} ${digits(n, 4)}`,
  (n) => `07${400 + (Math.floor(n / 1e6) % 90)} ${digits(n, 6)}`,
  (n) => `06 ${digits(n, 8).replace(/(..)(?=.)/g, '$1 ')}`,
  (n) => `+91 98${digits(n, 3)} ${digits(Math.floor(n / 1e3), 5)}`,
  (n) => `0151 1${digits(n, 7)}`,
];
const PLACE_OF_SHAPE = [0, 0, 0, 1, 2, 3, 4];

function area(person: number): number {
  return pick(AREAS, Math.floor(person / 4e6) + person);
}

/** Three digits that no operator keeps for itself: neither 555 nor a third and second digit of 11. */
function exchange(person: number): number {
  return 220 + ((Math.floor(person / 1e4) * 7) % 290);
}

function digits(person: number, count: number): string {
  return String(person % 10 ** count).padStart(count, '0');
}

const FLUSH_CHARACTERS = 1 << 20;

/** Writes `rows` leads to a CSV file; the number of its bytes. */
export function writeLeads(path: string, rows: number): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  let text = `${COLUMNS.join(',')}\n`;
  for (let number = 0; number < rows; number++) {
    text += `${leadCells(number).map(quoted).join(',')}\n`;
    if (text.length < FLUSH_CHARACTERS && number < rows - 1) continue;
    bytes += writeSync(file, text);
    text = '';
  }
  closeSync(file);
  return bytes;
}

function quoted(cell: string): string {
  return cell.includes(',') ? `"${cell}"` : cell;
}
