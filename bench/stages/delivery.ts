/** Delivery with the ledger by SMTP, against nodemailer's pool with the same connections to the same sink, on either database. */
import { type Finding, ratioFinding, skippedFinding } from '../findings.ts';
import { WITHOUT_POSTGRES } from '../postgres.ts';
import { compare, type Place } from '../rounds.ts';
import { startSink } from '../smtp.ts';
import { assessed, assessedOnPostgres, type StageInput } from './prepared.ts';

const ROUNDS = 3;
/** Enough that neither side is warming up for most of its run. */
const LEADS = 10_000;
/** As many as a sender has where nothing is set. */
const CONNECTIONS = 4;
/** As relays of one's own bear them: on a server the ledger takes more of the way, and more mails share each of its turns. */
const MANY_CONNECTIONS = [12, 32];
const AT_LEAST = 0.9;

/** On PostgreSQL skipped where there is no server. */
export async function deliveryStage({ bench, postgres }: StageInput): Promise<Finding[]> {
  const sink = await startSink();
  try {
    const on = async (place: Place, from: string, connections = CONNECTIONS) => {
      const sides = { floor: { run: 'mails floor', from }, ours: { run: 'mails ours', from } };
      return compare(place, sides, ROUNDS, { port: sink.port, connections, count: LEADS });
    };
    const onSqlite = await on(bench, (await assessed(bench, LEADS)).ours);
    const findings = [ratioFinding('delivery with ledger, SQLite', 'mails/s', onSqlite, AT_LEAST)];
    const server = await postgres();
    if (!server) return [...findings, skippedFinding('delivery with ledger, PostgreSQL', WITHOUT_POSTGRES)];
    const { ours } = await assessedOnPostgres(bench, server, LEADS);
    for (const connections of [CONNECTIONS, ...MANY_CONNECTIONS]) {
      const name = `delivery with ledger, PostgreSQL, ${connections} connections`;
      findings.push(ratioFinding(name, 'mails/s', await on(server, ours, connections), AT_LEAST));
    }
    return findings;
  } finally {
    sink.process.disconnect();
  }
}
