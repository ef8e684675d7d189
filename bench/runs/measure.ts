/** What a run is told and what it gives, and how the time of its work is taken. */
import { type Instance, type InstanceOptions, openInstance } from '../ours/instance.ts';

/** What a run is told. */
export interface RunInput {
  readonly csv?: string;
  /** A SQLite file that is copied from. */
  readonly file?: string;
  /** The path or address that is measured. */
  readonly db: string;
  readonly count?: number;
  readonly days?: number;
  /** Of the server that mails are sent to. */
  readonly port?: number;
  readonly connections?: number;
  readonly seconds?: number;
}

/** What a run found: how much in what time, and whatever else it measured. */
export interface RunResult extends Measured {
  /** Largest resident set of the process, MB. */
  readonly rssMb: number;
  /** Time of both cores that the whole process took, ms. */
  readonly cpuMs: number;
}

/** What a run measures by itself. */
export interface Measured {
  readonly items: number;
  readonly ms: number;
  readonly [more: string]: number | string;
}

/** Runs by name. */
export type Runs = Readonly<Record<string, (input: RunInput) => Promise<Measured>>>;

/** Time of `work`, which gives how much it did. */
export async function timed(work: () => number | Promise<number>): Promise<Measured> {
  const start = performance.now();
  const items = await work();
  return { items, ms: performance.now() - start };
}

/** Opens an instance, works with it and closes it. */
export async function onInstance<T>(
  db: string,
  work: (instance: Instance) => Promise<T>,
  options: InstanceOptions = {},
): Promise<T> {
  return closing(await openInstance(db, options), work);
}

/** Closing is timed too, as the floor has it: the last pages of the log are written into the file there. */
export async function timedOnInstance(
  db: string,
  work: (instance: Instance) => Promise<number>,
  options: InstanceOptions = {},
): Promise<Measured> {
  const instance = await openInstance(db, options);
  return timed(() => closing(instance, work));
}

async function closing<T>(instance: Instance, work: (instance: Instance) => Promise<T>): Promise<T> {
  try {
    return await work(instance);
  } finally {
    await instance.engine.close();
  }
}
