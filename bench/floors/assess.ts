/**
 * The bare assessment: pages of a thousand leads, twenty-five CEL conditions each, then a decision with about 550 bytes of
 * reasons, an enrollment, and the lead's score and tier. One transaction a page.
 */
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { idMaker, openBare } from './database.ts';
import { dueTimeFloor } from './due-time.ts';

const PAGE_LEADS = 1_000;

/** Text of a condition and the points it gives: of each kind that rubrics have, with the clauses that real ones need. */
const CONDITIONS: readonly (readonly [string, number])[] = [
  ['lead.employees >= 10 && lead.employees < 50', 8],
  ['lead.employees >= 50 && lead.employees < 250', 10],
  ['lead.employees >= 250 && lead.employees < 1000', 6],
  ['lead.employees >= 1000 || (lead.employees >= 500 && lead.country != "US")', 2],
  ['lead.industry in ["Software", "Information Technology & Services", "Internet"]', 10],
  ['lead.industry in ["Financial Services", "Telecommunications", "Management Consulting", "E-Learning"]', 6],
  ['lead.industry.lowerAscii().contains("marketing") || lead.industry.lowerAscii().contains("advertising")', 7],
  ['lead.country in ["US", "CA", "GB", "IE"]', 9],
  ['lead.country in ["DE", "FR", "NL", "BE", "AT", "CH"] && lead.employees >= 50', 4],
  ['lead.title.lowerAscii().contains("chief") && !lead.title.lowerAscii().contains("assistant")', 10],
  ['lead.title.lowerAscii().contains("founder") || lead.title.lowerAscii().contains("owner")', 10],
  ['lead.title.lowerAscii().startsWith("vp") || lead.title.lowerAscii().contains("vice president")', 9],
  ['lead.title.lowerAscii().startsWith("head of") && !lead.title.lowerAscii().endsWith("leadership")', 8],
  ['lead.title.lowerAscii().contains("director") && !lead.title.lowerAscii().contains("assistant")', 7],
  ['lead.title.lowerAscii().contains("manager") && !lead.title.lowerAscii().contains("account")', 5],
  ['lead.title.lowerAscii().contains("sales") || lead.title.lowerAscii().contains("marketing")', 6],
  ['lead.email != "" && !(lead.email.endsWith("@gmail.com") || lead.email.endsWith("@outlook.com"))', 5],
  ['lead.phone != "" && size(lead.phone) >= 8', 3],
  ['lead.phone.startsWith("+1") && lead.country in ["US", "CA"]', 1],
  ['lead.domain.endsWith(".com") || lead.domain.endsWith(".io") || lead.domain.endsWith(".co.uk")', 1],
  ['lead.city in ["London", "Paris", "Berlin", "Austin", "Boston", "Leeds", "Pune"]', 2],
  ['lead.company.lowerAscii().contains("labs") || lead.company.lowerAscii().contains("systems")', 2],
  ['lead.email.endsWith("@" + lead.domain)', 3],
  ['lead.employees >= 10 && lead.country == "US" && lead.industry == "Software"', 5],
  ['size(lead.title) > 3 && size(lead.company) > 3 && lead.linkedin_url.contains("/in/")', 1],
];

const CEL = new Environment().registerVariable('lead', 'map');
const PARSED: readonly ParseResult[] = CONDITIONS.map(([text]) => CEL.parse(text));

/** A lead as the bare loops read it. */
export interface FloorLead {
  readonly id: string;
  readonly title: string;
  readonly employees: number;
  readonly zone: string;
  readonly [column: string]: unknown;
}

/** Assesses every lead of a file that `importFloor` wrote; how many. */
export function assessFloor(path: string): number {
  const db = openBare(path, 'FULL');
  const page = db.prepare('SELECT * FROM lead WHERE id > ? ORDER BY id LIMIT ?');
  const decide = db.prepare('INSERT INTO decision VALUES (?,?,?,?,?)');
  const enroll = db.prepare('INSERT INTO enrollment VALUES (?,?,?,?,?,?,?,?,?,NULL)');
  const mark = db.prepare('UPDATE lead SET score = ?, tier = ?, changed_at = ? WHERE id = ?');
  const [nextDecision, nextEnrollment] = [idMaker('dec'), idMaker('enr')];
  let leads = 0;
  for (let last = ''; ; ) {
    db.exec('BEGIN IMMEDIATE');
    const rows = page.all(last, PAGE_LEADS) as unknown as FloorLead[];
    const now = Date.now();
    for (const lead of rows) {
      const { score, tier, reasons } = judged(lead);
      const decision = nextDecision();
      decide.run(decision, lead.id, now, 'qualified', reasons);
      enroll.run(nextEnrollment(), lead.id, decision, tier, 0, 'due', dueTimeFloor(now, lead.zone, 1), lead.zone, now);
      mark.run(score, tier, now, lead.id);
    }
    db.exec('COMMIT');
    leads += rows.length;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < PAGE_LEADS) break;
  }
  db.close();
  return leads;
}

/** What the conditions make of a lead: points, tier, and the reasons as JSON. */
export function judged(lead: FloorLead): { score: number; tier: string; reasons: string } {
  const context = { lead: { ...lead, employees: BigInt(lead.employees) } };
  const reasons: { code: string; points: number; of: number }[] = [];
  let score = 0;
  for (let at = 0; at < PARSED.length; at++) {
    const points = (CONDITIONS[at] as readonly [string, number])[1];
    const holds = (PARSED[at] as ParseResult)(context) === true;
    if (!holds) continue;
    score += points;
    reasons.push({ code: `condition-${at}-of-lead`, points, of: at });
  }
  const tier = score >= 60 ? 'hot' : score >= 45 ? 'warm' : score >= 25 ? 'cool' : 'cold';
  return { score, tier, reasons: JSON.stringify(reasons) };
}
