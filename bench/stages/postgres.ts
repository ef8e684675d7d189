/** Assessing and due steps on PostgreSQL, against bare loops on PostgreSQL. */
import { type Finding, ratioFinding, skippedFinding } from '../findings.ts';
import { WITHOUT_POSTGRES } from '../postgres.ts';
import { compare } from '../rounds.ts';
import { assessedOnPostgres, importedOnPostgres, type StageInput } from './prepared.ts';

const ROUNDS = 3;
const LEADS = 30_000;
const AT_LEAST = 0.5;

/** Skipped where there is no server. */
export async function postgresStage({ bench, postgres }: StageInput): Promise<Finding[]> {
  const server = await postgres();
  if (!server) return [skippedFinding('postgres', WITHOUT_POSTGRES)];
  const leads = await importedOnPostgres(bench, server, LEADS);
  const enrolled = await assessedOnPostgres(bench, server, LEADS);
  const sides = (what: string, { floor, ours }: { readonly floor: string; readonly ours: string }) => ({
    floor: { run: `postgres ${what} floor`, from: floor },
    ours: { run: `${what} ours`, from: ours },
  });
  const assess = await compare(server, sides('assess', leads), ROUNDS);
  const steps = await compare(server, sides('steps', enrolled), ROUNDS);
  return [
    ratioFinding('PostgreSQL: assess', 'leads/s', assess, AT_LEAST),
    ratioFinding('PostgreSQL: due steps', 'steps/s', steps, AT_LEAST),
  ];
}
