/** People to fill an instance with, for looking at it: made up, the same each time. */

const FIRST = [
  'Ann',
  'Bruno',
  'Carla',
  'Dmitri',
  'Elena',
  'Farid',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Lucía',
  'Marcus',
  'Nadia',
  'Oscar',
  'Priya',
  'Quentin',
  'Rosa',
  'Sofie',
  'Tomás',
];
const LAST = [
  'Lee',
  'Moreau',
  'Vega',
  'Petrov',
  'Rossi',
  'Haddad',
  'Okafor',
  'Lindqvist',
  'Carvalho',
  'Weber',
  'Tanaka',
  'Ortega',
  'Reid',
];
const COMPANIES = [
  'Northwind',
  'Acme',
  'Bluebird Labs',
  'Corvus',
  'Delta Freight',
  'Evergreen',
  'Foxglove',
  'Granite',
  'Halcyon',
  'Ironwood',
  'Juniper',
];
const TITLES = [
  'Chief Executive Officer',
  'VP Sales',
  'VP Marketing',
  'Head of Growth',
  'Founder',
  'Sales Manager',
  'Office Manager',
  'Engineer',
  '',
];
const INDUSTRIES = ['Software', 'Internet', 'Marketing & Advertising', 'Financial Services', 'Construction', ''];
const COUNTRIES = ['US', 'US', 'GB', 'CA', 'DE', 'ES', 'US'];
const SIZES = ['24', '80', '180', '640', ''];
const REVENUES = ['6000000', '24000000', '90000000', ''];
const HEADERS =
  'First Name,Last Name,Email,Phone,Title,Company,Country,Industry,Employees,Annual Revenue,Technologies,Tags,Basis';

const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/** The e-mail address of a person of the file. */
export function addressOf(n: number): string {
  return `${plain(of(FIRST, n))}.${plain(of(LAST, n * 7))}${Math.floor(n / 20)}@${plain(of(COMPANIES, n * 3))}${Math.floor(n / 55)}.example`;
}

/** A CSV file of people. */
export function peopleFile(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const company = `${of(COMPANIES, n * 3)}${n < 55 ? '' : ` ${Math.floor(n / 55)}`}`;
    const phone = n % 3 === 0 ? `+1212555${String(1000 + n).slice(-4)}` : '';
    const facts = [of(INDUSTRIES, n * 5), of(SIZES, n), of(REVENUES, n * 3), n % 4 === 0 ? 'Salesforce;HubSpot' : ''];
    const basis = n % 11 === 10 ? 'none' : n % 4 === 3 ? 'legitimate interest' : 'consent';
    return [
      of(FIRST, n),
      of(LAST, n * 7),
      addressOf(n),
      phone,
      of(TITLES, n * 2),
      company,
      of(COUNTRIES, n),
      ...facts,
      n % 5 === 0 ? 'spring' : '',
      basis,
    ];
  });
  return `${HEADERS}\n${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`;
}
