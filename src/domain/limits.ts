/** The bound of every loop, batch, page, retry and payload: a number that stops something, with what goes wrong without it. */
import { ACCOUNT_LIMITS } from './account/limits.ts';
import { AGENT_LIMITS } from './agent/limits.ts';
import { BOOKING_LIMITS } from './booking/limits.ts';
import { CAMPAIGN_LIMITS } from './campaign/limits.ts';
import { ANSWER_LIMITS } from './conversation/limits.ts';
import { HAND_OFF_LIMITS } from './handoff/limits.ts';
import { FIGURE_LIMITS } from './instance/limits.ts';
import { LIST_LIMITS } from './list/limits.ts';
import { FILE_LIMITS } from './playbook/file-limits.ts';
import { BOT_LIMITS } from './qualification/limits.ts';
import { SOURCE_LIMITS } from './source/limits.ts';
import { WEBHOOK_LIMITS } from './webhook/limits.ts';

/** All bounds, by name. */
export const LIMITS = {
  ...FILE_LIMITS,
  ...CAMPAIGN_LIMITS,
  /** Rows an import commits at once: fewer makes identity pages the cost, more makes a command beside it wait. */
  importBatchRows: 5_000,
  /** Imports looked through for the last run of a source, newest first. */
  importsListed: 1_000,
  /** Records that a harvest names when it could not take them; the rest is counted. */
  harvestErrors: 100,
  /** Files of a watched folder that are looked at: their order is found anew for each page. */
  folderFiles: 10_000,
  /** Leads that a list counts, where it is asked to: each is read. */
  leadsCounted: 1_000_000,
  /** Holidays told of a place: no place has so many in two years. */
  calendarHolidays: 60,
  /** Leads read, decided and written in one assess transaction. */
  assessPageLeads: 1_000,
  /** Leads of such a page that are held at once: what is made of more outlives the young heap and costs twice the collecting. */
  assessLeadsAtOnce: 128,
  /** Due enrollments decided in one transaction, which holds SQLite's write lock for about 15 ms; by two hundred they take a twentieth longer. */
  advanceBatchSteps: 400,
  /** Due accounts decided in one transaction: each reads its contacts, what they did, and its touchpoints. */
  advanceBatchAccounts: 20,
  /** Refusals of one address, domain or number: one for each channel. */
  refusalsOfOne: 8,
  /** Milliseconds a stopping worker waits for answers to what it is sending; what has none by then is unconfirmed. */
  deliveryStopMs: 6_000,
  /** Milliseconds that a command which does something once waits for its database to come back; a worker waits as long as it takes. */
  storeAwayMs: 15_000,
  /** Rows of each kind that are told of one person, and looked through for mentions of them. */
  personRows: 50_000,
  /** Messages claimed at once for delivery. */
  deliverBatchMessages: 100,
  /** Tries after which a message is not sent again by its key alone: its workers die of it, or never live to hear. */
  keyedTries: 8,
  /** Candidates compared with one incoming row: a name shared by thousands must not make import quadratic. */
  identityCandidates: 25,
  /** Parameter sets written to a database server before its answers are waited for: what waits is held in memory on both sides. */
  exchangeSets: 500,
  /** Times a transaction is begun again that the database server ended because of another one, or whose connection broke before its end. */
  transactionTries: 8,
  /** Rows read and written at once when a database is copied. */
  copyPageRows: 5_000,
  /** Campaigns of a workspace that are gone through one by one. */
  campaigns: 1_000,
  /** Stops that a person set, of workspaces and channels together. */
  halts: 1_000,
  /** Connections on record, of all workspaces: each that sends is kept open by every worker. */
  connectionsOnRecord: 10_000,
  /** Held messages that go on in one transaction when their connection is well again. */
  healedAtOnce: 500,
  /** Lines of secrets that are read for one connection. */
  secretLines: 20,
  /** Connections whose failures are kept in mind. */
  connections: 10_000,
  /** Campaigns with messages waiting, due or not, that one batch looks at: a leap to the next costs some µs, on a server a round trip. */
  streams: 20_000,
  /** Calls of one provider's interface at a time: each holds a connection, and may be left unconfirmed by a kill. */
  apiCalls: 50,
  /** Unconfirmed messages asked about in one turn; each is a call to the provider. */
  lookups: 20,
  /** Leased messages looked at for leases that are over: many workers' claims, and never a whole table. */
  leasedMessages: 2_000,
  /** Sections of a class, questions and prompts of one, options of a question, and characters of what is written down of it. */
  classSections: 100,
  sectionQuestions: 20,
  sectionPrompts: 20,
  questionOptions: 10,
  reflectionCharacters: 4_000,
  /** Characters of one lesson, in Markdown. */
  lessonCharacters: 50_000,
  /** Reports of progress, tries of questions and answers of one lead in a class that are read: a class elsewhere may report the same section daily. */
  classReports: 2_000,
  /** Leads of a class that one scan names, and that the routine acts on in one turn. */
  classScanned: 1_000,
  /** Tries of a quiz taken elsewhere that are kept. */
  quizTries: 20,
  /** Invitations of one lead to a class that are looked at, the newest. */
  classInvites: 20,
  /** Known leads put on the review list for one incoming row; a common name would flood it. */
  identityReviews: 5,
  /** Characters kept of one cell; the rest is cut with a reason. */
  cellCharacters: 65_536,
  /** Columns of one file. */
  fileColumns: 2_000,
  /** Characters of an operation's input kept in the audit log. */
  auditCharacters: 20_000,
  /** Characters of an agent's id at a provider of calls. */
  agentCharacters: 200,
  /** Calls of one step where nobody is reached, whatever a playbook says. */
  callTries: 10,
  /** Calls whose end is asked for in one turn; each is a call to the provider. */
  callsAsked: 20,
  /** Consents of a lead that are looked at, the newest. */
  consents: 50,
  /** Segments of one text message: what goes out beyond is a template that went wrong, and each is paid for. */
  textSegments: 10,
  /** Names and characters of what an artificial voice is told. */
  callVariables: 50,
  callVariableCharacters: 2_000,
  sequenceSteps: 200, // in one sequence
  /** Characters of one template: a longer one is a file pasted by mistake, and parsing is linear in it. */
  templateCharacters: 100_000,
  /** Nodes of a template rendered for one piece of a message: nested loops over lists must end. */
  templateTurns: 100_000,
  /** Characters one piece of a message may have: mail servers refuse much less. */
  templateOutput: 1_000_000,
  /** Characters and items that filters and ranges of one rendering may make: doubling text twenty times is a million-fold. */
  templateMemory: 1_000_000,
  /** Compiled templates kept in memory, about 20 kB each; the least recently used goes. */
  compiledTemplates: 1_000,
  /** Readings of job titles kept in memory: titles repeat, and a process that runs for months must not grow. */
  titleReadings: 20_000,
  /** Readings of industries kept in memory: a file has a few hundred, and free text as many as rows. */
  industryReadings: 5_000,
  /** Characters of a job title that are read; longer cells are text that strayed into the column. */
  titleCharacters: 300,
  /** Characters of one address or phone cell that are read at all: a pasted page must cost nothing. */
  addressCharacters: 1_024,
  /** Lines that `verify` has in hand at once; they wait for DNS together and leave in order. */
  verifyLines: 256,
  /** DNS questions under way at once: more than this and a home router starts to drop them. */
  dnsQuestions: 32,
  /** Domains whose mail route is remembered; at about 200 bytes each. */
  dnsCacheDomains: 50_000,
  /** Zones whose offsets are remembered; the database has about 600 names, others come from misspelt files. */
  zonesRemembered: 1_000,
  /** Spellings of countries that are remembered: each country has a few, in a handful of languages. */
  countriesRemembered: 1_000,
  /** Spans of unchanging offset remembered of one zone: two a year, so a century. */
  zoneSpans: 200,
  /** Days searched for an opening of a send window before it is said that there is none. */
  windowSearchDays: 400,
  /** Steps of any search over a calendar: two openings a day, and transitions between them. */
  calendarSearchSteps: 2_000,
  /** Places whose holidays are kept unpacked. */
  holidayPlaces: 1_000,
  /** Rows of one file that `dedupe` compares; key and row share a 53-bit number, and all rows are held in memory. */
  dedupeRows: 2 ** 21,
  /** Rows from which `dedupe` learns a file's columns and the order of its dates. */
  dedupeSampleRows: 1_000,
  /** Rows of one block compared each with each; more would make a common surname quadratic. */
  dedupeBlockRows: 30,
  /** In a larger block, neighbours in sorted order that a row is compared with. */
  dedupeBlockNeighbours: 8,
  /** Rows of one cluster of which every pair is written; a larger one is written as a star. */
  dedupeClusterRows: 60,
  /** Characters of one condition of a playbook; a longer one belongs into several rules. */
  conditionCharacters: 2_000,
  /** Nodes of one condition's tree: what a condition may cost for each lead. */
  conditionNodes: 300,
  /** Nesting of one condition: deeper ones are machine-made, and recursion must end. */
  conditionDepth: 24,
  /** Items of one list written in a condition. */
  conditionListItems: 300,
  /** Characters of an attribute that is read as a number, yes or no, or a date: lists fetch such texts by the thousand. */
  attributeCharacters: 100,
  /** Headers of attributes whose meaning is remembered: files bring the same ones row after row. */
  attributeHeaders: 20_000,
  /** Characters of notes, and of a reply, that are read for what they say; more is a thread pasted whole. */
  readCharacters: 20_000,
  /** Bytes of one raw mail that are taken apart: what somebody wrote stands before what they attached. */
  mailBytes: 4_194_304,
  /** Lines of one raw mail that are taken apart: the parser's work is by the line. */
  mailRawLines: 10_000,
  /** Lines that may open a part of a mail: a mail of a hundred thousand parts was made to do harm. */
  mailParts: 1_000,
  /** Parts within parts of a mail. */
  mailDepth: 30,
  /** Bytes of all headers of a mail, and of one report in it. */
  mailHeaderBytes: 262_144,
  /** Reports of one kind in a mail that are read. */
  mailReports: 20,
  /** Fields of one header or report. */
  mailFields: 2_000,
  /** Characters of a mail's text that are kept for reading. */
  mailCharacters: 200_000,
  /** Lines of a mail that are looked at for what is quoted, the first ones. */
  mailLines: 4_000,
  /** Characters of a header or a text that are kept as what showed a reason. */
  evidenceCharacters: 120,
  /** Characters of a text message that may still be a keyword, with blanks and marks around it. */
  keywordCharacters: 40,
  /** Words of a reply that are looked at for dates. */
  dateWords: 2_000,
  /** Characters that the proof of a consent has at least. */
  proofCharacters: 10,
  /** Addresses of one mail among which an opt-out address is looked for, of each field. */
  mailRecipients: 50,
  /** Recipients of one bounce that are told. */
  bouncedRecipients: 100,
  /** Characters of a bounce's words that are compared with causes. */
  bounceCharacters: 4_000,
  /** Bytes of one file of mails: it is held whole while its mails are read. */
  mailFileBytes: 268_435_456,
  /** Mails of one file or folder that are classified. */
  mailsOfAFile: 100_000,
  /** Parts of one rubric: with millionths of weight and points, sums stay exact integers. */
  rubricParts: 50,
  /** Message-IDs named in one References header: the first and the latest; a thread of years must not fill the mail. */
  mailReferences: 30,
  /** People of ours that one mail by hand touches: beyond them it is a mailing. */
  touchedByMail: 20,
  /** Mailboxes that one instance reads. */
  mailboxes: 1_000,
  /** Folders of one mailbox. */
  mailboxFolders: 20,
  /** Mails whose events and position are committed together. */
  mailboxBatchMails: 20,
  /** Bytes of a mail that is fetched whole; of a larger one only the beginning: its header and its first text. */
  mailboxMailBytes: 1_048_576,
  /** Bytes fetched of a larger mail. */
  mailboxHeadBytes: 262_144,
  /** Mails of one mailbox that came to nothing and are kept to be looked at, the latest. */
  mailboxAside: 1_000,
  /** Connections lost over one mail before it is set aside: one mail must not stop a mailbox. */
  mailboxStrikes: 3,
  /** Tries at one mail that end with the process: more, since a process is ended by much else. */
  mailboxTries: 9,
  /** Connections one SMTP account may open: providers close the door on more. */
  smtpConnections: 50,
  /** Mails that a test sink keeps whole; it counts the rest. */
  sinkMails: 100_000,
  /** Day folders of an outbox that are searched for a message that was written before. */
  outboxDays: 60,
  /** Characters of an opt-out token that are read at all. */
  unsubscribeTokenCharacters: 1_024,
  /** Mail servers of a domain that SPF looks at. Source: RFC 7208 §4.6.4. */
  spfHosts: 10,
  /** Questions to DNS for one sender at most. */
  senderQuestions: 100,
  /** Keys that one mail server is given mails signed by. */
  dkimKeys: 20,
  /** Mailboxes that one campaign writes from. */
  campaignSenders: 200,
  /** Domains of one workspace that mails come from. */
  senderDomains: 1_000,
  /** Links of one mail that are led past us. */
  trackedLinks: 100,
  /** Opens and clicks of one message that are kept. */
  touchesPerMessage: 50,
  /** Characters of a token of a class that are read at all. */
  classTokenCharacters: 1_024,
  /** Characters of a tracking token that are read at all, the target of its link among them. */
  trackingTokenCharacters: 4_096,
  /** Bytes of a request body where no page needs more. */
  httpBodyBytes: 65_536,
  /** Files of the built web app, which are held in memory. */
  webFiles: 500,
  /** Bytes of a request to the REST interface: long lists come as files. */
  apiBodyBytes: 1_048_576,
  /** Bytes of a file that is sent to it, which is held in memory for a moment: longer ones are imported on the machine. */
  apiFileBytes: 67_108_864,
  /** Callers of the REST interface that a process keeps in mind, and addresses from which logins were tried. */
  callersKnown: 10_000,
  /** Keys of a workspace that are listed. */
  keysListed: 1_000,
  /** People of an instance that are listed. */
  usersListed: 10_000,
  /** Days for which a key is good at most. */
  keyDays: 3_650,
  /** Workspaces listed at once. */
  workspacesListed: 10_000,
  /** Workspaces of which /metrics tells: each is a few look-ups, every time it is asked. */
  workspacesMeasured: 1_000,
  /** Characters of an answer that is kept for a request that may come twice. */
  keptAnswerCharacters: 200_000,
  /** Passwords that are compared at once, and that wait for it: each takes 19 MiB and a core for a moment. */
  passwordsAtOnce: 2,
  passwordsWaiting: 20,
  /** Bytes of an answer of the identity provider; characters of the page asked for, which stands in a cookie: browsers keep 4096 bytes of it. */
  oidcAnswerBytes: 1_048_576,
  loginPageCharacters: 1_500,
  /** Bytes of one call by a provider. */
  hookBodyBytes: 1_048_576,
  /** Events of one call that are read: more do not fit into its bytes. */
  hookEvents: 10_000,
  /** Characters kept of a text that a provider tells. */
  hookTextCharacters: 20_000,
  /** Calls of providers in hand at once; the next is asked to come again. */
  hooksAtOnce: 32,
  /** Events of a call that are written in one transaction. */
  hookBatchEvents: 100,
  /** Names of what meant nothing that one call has in the log. */
  hookNames: 20,
  /** Tags or technologies kept of one cell. */
  listItems: 200,
  /** Bytes of a table that are looked at before its first row is read: encoding, delimiter, header and samples come from them. */
  tableSampleBytes: 1_048_576,
  /** Bytes read from a table at once: small enough for V8's young generation, where they die cheaply. */
  tableBlockBytes: 65_536,
  /** Records of the sample that are compared to find the delimiter, and in which the header may stand. */
  tableSampleRows: 200,
  /** Records before the header: titles, notes. A header further down is not looked for. */
  preambleRows: 30,
  /** Characters of one record, quoted line ends included. Beyond them a quote was left open or the file is no table. */
  recordCharacters: 12_582_912,
  /** Characters of the rows of one batch, so that long cells make short batches. */
  batchCharacters: 4_194_304,
  /** Rows of one cell, behind a blank line, that may be remarks below a table; where there are more they are rows of it. */
  remarksBelow: 20,
  /** Rows of empty cells held back until a filled one shows that the table goes on. */
  emptyRowsHeld: 10_000,
  /** Bytes of an Excel workbook as stored: it is held whole while its sheet is streamed. */
  workbookBytes: 268_435_456,
  /** Sheets of a workbook that are looked into for a first row. */
  workbookSheets: 50,
  /** Labels of a mail domain looked at, from the right: a made-up name of hundreds would be as many look-ups. */
  domainLabels: 10,
  /** Times the gate goes back and forth between send window and quiet hours: they meet within days, or never. */
  gateRounds: 30,
  /** Events that one signal of a lead remembers, the latest: a list clicked through by a machine must not grow its row. */
  signalEvidence: 50,
  /** Signals of one playbook: each is looked at with every event that feeds it. */
  signals: 20,
  /** Reactions of one sequence, or of one step. */
  sequenceReactions: 50,
  /** Signals whose fall is written in one transaction. */
  decayBatchSignals: 200,
  /** Touches of one lead, or of one account, that a gate looks at; no limit on them can be higher. */
  gateTouches: 200,
  /** Messages a day that a limit may be set to: more is a slip, and no limit is said by null. */
  sendsPerDay: 1_000_000,
  /** Hours that a gap, or the wait for a canary, may be set to. */
  gapHours: 2_160,
  /** Seconds between two e-mails of one sender that may be set. */
  jitterSeconds: 86_400,
  /** Waits between tries of one message: more is a wish for patience, which is what giving up later is for. */
  retryWaits: 10,
  /** Longest wait before another try, ms. */
  retryWaitMs: 86_400_000,
  /** Longest time before a message is given up that only the connection held up, ms. */
  retryGiveUpMs: 2_592_000_000,
  /** Messages of one canary: more is the campaign itself. */
  canaryMessages: 10_000,
  /** Rows of each kind that one lead's story tells; older ones are left out. */
  storyRows: 1_000,
  /** Months of rows that a server is given apart, back from the newest; what is older lies together. */
  months: 240,
  /** Times a table is asked for whole, half a second each, before whoever changes its months leaves it for later. */
  monthTries: 5,
  /** Rows read in one transaction of a purge: a table of millions must not hold the write lock for seconds. */
  purgePageRows: 2_000,
  /** Days searched for a slot of a schedule: from a 29 February to the next, across a year that has none. */
  cronSearchDays: 2_921,
  /** Missed slots of a routine that are counted; they are caught up by one run, however many. */
  routineMissedSlots: 1_000,
  /** Due routines and runs under way looked at in one claim. */
  routinesLooked: 500,
  /** Routines that one worker may be told to have in hand: each is a transaction that others wait for. */
  routinesAtOnce: 16,
  /** Rows of an import that are shown to be mended. */
  importDoubtful: 200,
  /** Cells that are mended of one import, rows that are left out of it, and characters of such a cell. */
  importMends: 2_000,
  importMendCharacters: 10_000,
  /** Imports that may be told to run at once on one database. */
  importsAtOnce: 16,
  /** Runs that the health of a routine is judged by. */
  healthRuns: 100,
  /** Routines of one workspace, its own included. */
  routines: 200,
  /** Workspaces that the loop and its routines look after. */
  workspaces: 10_000,
  /** Characters kept of a run's error, and of what its operation gave. */
  routineCharacters: 4_000,
  /** Errors of a harvest that a run of its routine keeps; the rest are in its log. */
  routineErrors: 5,
  /** Milliseconds a stopping worker waits for a batch of a routine to end. */
  routineStopMs: 5_000,
  /** Alerts sent at once. */
  alertBatch: 20,
  /** Attempts to send one alert before it is given up; it stays in the list of alerts. */
  alertAttempts: 5,
  ...BOT_LIMITS,
  ...BOOKING_LIMITS,
  ...FIGURE_LIMITS,
  ...ANSWER_LIMITS,
  ...HAND_OFF_LIMITS,
  ...SOURCE_LIMITS,
  ...WEBHOOK_LIMITS,
  ...AGENT_LIMITS,
  ...LIST_LIMITS,
  ...ACCOUNT_LIMITS,
} as const;
