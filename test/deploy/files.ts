/** Files of deploy/ as tests read them: a Dockerfile's stages, a compose file's services, a unit's settings. Runs nothing. */
import { parse } from 'yaml';
import { readText } from '../tidy/tree.ts';

/** A `COPY` of a Dockerfile. */
export interface Copy {
  /** Stage that it is copied from; null = the checkout. */
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly to: string;
}

/** A stage of a Dockerfile: its instructions with their words, continued lines joined. */
export interface Stage {
  readonly base: string;
  readonly lines: readonly { readonly word: string; readonly rest: string }[];
}

/** The stages of our Dockerfile, in order. */
export function stages(): readonly Stage[] {
  const text = readText('deploy/Dockerfile')
    .text.replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ');
  const found: { base: string; lines: { word: string; rest: string }[] }[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') found.push({ base: rest, lines: [] });
    else found.at(-1)?.lines.push({ word, rest });
  }
  return found;
}

/** What a stage copies. */
export function copiesOf(stage: Stage): readonly Copy[] {
  return stage.lines
    .filter(({ word }) => word === 'COPY')
    .map(({ rest }) => {
      const from = /^--from=(\S+)\s+/.exec(rest)?.[1] ?? null;
      const words = rest.replace(/^--from=\S+\s+/, '').split(/\s+/);
      return { from, sources: words.slice(0, -1), to: words.at(-1) as string };
    });
}

/** A service of a compose file, as far as we look at it. */
export interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly read_only?: boolean;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: object;
  readonly network_mode?: string;
}

/** A compose file with what its variables ask for in place. */
export function compose(path: string, values: Readonly<Record<string, string>>) {
  const text = readText(path).text.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path}: no value for ${name}`);
    return value;
  });
  return parse(text, { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: object;
  };
}

/** The settings of a systemd unit; those given more than once in order. */
export function unit(path: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const line of readText(path).text.split('\n')) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) settings.set(name, [...(settings.get(name) ?? []), value ?? '']);
  }
  return settings;
}
