/** A hundred made-up leads of every kind the pipeline tells apart, as one file. Addresses are of reserved names only. */

const HEADERS =
  'First Name,Last Name,Email,Title,Company,Country,State,Industry,Employees,Annual Revenue,Technologies,Phone,Job change,Recently funded,Hiring,Budget,Timeline';

/** Rows of each kind; together a hundred. */
const KINDS: readonly (readonly [count: number, row: (i: number) => string])[] = [
  [
    10,
    (i) =>
      `Ann${i},Hot,ann${i}@hot${i}.example,VP Sales,Hot ${i},US,NY,Software,120,20000000,"Salesforce; HubSpot; Stripe; Segment",,yes,yes,yes,50000,2 months`,
  ],
  [
    25,
    (i) =>
      `Bob${i},Warm,bob${i}@warm${i}.example,Director of Operations,Warm ${i},US,TX,Software,120,,,,,,yes,,6 months`,
  ],
  [20, (i) => `Cid${i},Cool,cid${i}@cool${i}.example,Clerk,Cool ${i},GB,,Telecommunications,20,,,,,,,,`],
  [10, (i) => `Dan${i},Cold,dan${i}@cold${i}.example,Nurse,Cold ${i},CA,ON,Telecommunications,900,,,,,,,,12 months`],
  [5, (i) => `Eve${i},Rival,eve${i}@sales.rival.example,CEO,Rival,US,NY,Software,120,,,,,,,,`],
  [5, (i) => `,,info@role${i}.example,,Role ${i},US,NY,Software,120,20000000,,,,,,,`],
  [5, (i) => `Fay${i},Unknown,fay${i}@unknown${i}.example,,,US,,,,,,,,,,,`],
  [5, (i) => `Gus${i},Nowhere,,CEO,Nowhere ${i},US,NY,Software,120,,,,,,,,`],
  [5, (i) => `Hal${i},Typo,hal..${i}@typo.example,CEO,Typo ${i},US,NY,Software,120,,,,,,,,`],
  [5, (i) => `Ann${i},Hot,ANN${i}@HOT${i}.example,,,,,,,,,,,,,,`],
  [5, () => ',,,,,,,,,,,,,,,,'],
];

/** The file's text: a hundred rows below the headers; the last kind never ends the file. */
export function hundredLeads(): string {
  const rows = KINDS.flatMap(([count, row]) => Array.from({ length: count }, (_, i) => row(i + 1)));
  return `${[HEADERS, ...rows.slice(50), ...rows.slice(0, 50)].join('\n')}\n`;
}
