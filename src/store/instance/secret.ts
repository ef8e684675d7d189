/** By what the secret that this database was written with can be known again; the secret itself is never here. */
import { first, type Program, run } from '../program.ts';
import { statement } from '../statement.ts';

const PROOF = statement<{ proof: string }>("SELECT proof FROM secret_proof WHERE id = 'this'");
const NOTE = statement("INSERT INTO secret_proof (id, proof) VALUES ('this', :proof) ON CONFLICT (id) DO NOTHING");

/** The proof of the secret it was written with; null = it was never opened with one. */
export function* readSecretProof(): Program<string | null> {
  return (yield* first(PROOF, {}))?.proof ?? null;
}

/** Notes a proof where there is none; the one that stands then. */
export function* noteSecretProof(proof: string): Program<string> {
  yield* run(NOTE, { proof });
  return (yield* readSecretProof()) as string;
}
