/**
 * Secrets as a person hands them over: a line of standard input each, or a variable of the environment. Never words of a command, which
 * lists of processes and histories of shells keep. Owns the reading; never says a value.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';

/** Where secrets are given: names to be read from standard input in this order, and the variables of others. */
export interface SecretPlaces {
  readonly stdin: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The secrets by name. Errors: refusals `secret-missing`, `secret-twice`. */
export async function givenSecrets(engine: Engine, { stdin, env }: SecretPlaces): Promise<Record<string, string>> {
  const twice = stdin.find((name, at) => name in env || stdin.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Refusal('secret-twice', `secret ${twice} is given twice`, 'give it by --stdin or by --env, once');
  const lines = stdin.length === 0 ? [] : await linesOf(engine, stdin.length);
  const secrets: Record<string, string> = {};
  for (const [at, name] of stdin.entries()) {
    secrets[name] = lines[at] ?? missing(name, 'standard input has no line for it', `write it as line ${at + 1}`);
  }
  for (const [name, variable] of Object.entries(env)) {
    const value = engine.parts.environment?.(variable);
    secrets[name] =
      value || missing(name, `the variable ${variable} is not set`, `set ${variable}, or give it by --stdin ${name}`);
  }
  return secrets;
}

async function linesOf({ sources }: Engine, most: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of sources.readLines('-')) {
    lines.push(line);
    if (lines.length === Math.min(most, LIMITS.secretLines)) break;
  }
  return lines.filter((line) => line !== '');
}

function missing(name: string, says: string, remedy: string): never {
  throw new Refusal('secret-missing', `secret ${name}: ${says}`, remedy);
}
