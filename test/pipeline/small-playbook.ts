/** A small playbook as a folder of files, for stories that need exact scores and days. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Parts of a small playbook that a story changes. */
export interface SmallPlaybook {
  readonly name: string;
  /** Days of the sequence `fast`; of `slow` the only day is 0. */
  readonly days?: readonly number[];
  readonly window?: string;
  /** Least time between two messages of `fast`. */
  readonly minGap?: string;
  readonly boost?: boolean;
  /** Body of every template. */
  readonly words?: string;
  /** Steps of `fast` in YAML, instead of those by `days`. */
  readonly steps?: readonly string[];
  readonly qualify?: string;
}

const OPEN = 'days: mon-sun, from: "00:00", to: "24:00", holidays: send, zone: UTC';

/** Writes it below `folder`; its path. Country US earns .72 points of 1, industry Software the rest. */
export function writePlaybook(folder: string, playbook: SmallPlaybook): string {
  const {
    name,
    days = [0],
    window = OPEN,
    boost = true,
    minGap = '20h',
    words = 'Hello {{ lead.firstName | default: "there" }}',
  } = playbook;
  const steps = playbook.steps ?? days.map((day) => `{ kind: email, day: ${day}, template: day-${day} }`);
  const path = join(folder, name);
  mkdirSync(join(path, 'templates'), { recursive: true });
  writeFileSync(
    join(path, 'playbook.yaml'),
    `name: ${name}
title: ${name}
score:
  parts:
    location: { rule: location, weight: 0.72, target: [US] }
    industry: { rule: industry, weight: 0.28, target: { wanted: [Software], related: [] } }
  intentBoost: { enabled: ${boost}, from: 0.5, add: 0.15 }
qualify: ${playbook.qualify ?? '{ minScore: 0, minCoverage: 0 }'}
route: { hot: fast, warm: slow, cool: slow, cold: slow, conflictsWith: ["*"] }
sequences:
  fast:
    title: Fast
    minGap: ${minGap}
    window: { ${window} }
    steps:
${steps.map((step) => `      - ${step}`).join('\n')}
  slow:
    title: Slow
    window: { ${window} }
    steps:
      - { kind: email, day: 0, template: slow-0 }
`,
  );
  const templates = new Set([
    'slow-0',
    ...[...steps.join('\n').matchAll(/template: ([\w-]+)/g)].map(([, id]) => String(id)),
  ]);
  for (const id of templates) {
    // A template is for the channel that its name begins with.
    const channel = /^(sms|voice)-/.exec(id)?.[1];
    const matter = channel === undefined ? `subject: ${id}` : `channel: ${channel}`;
    const body = channel === 'voice' ? 'first_name: {{ lead.firstName | default: "there" }}' : words;
    writeFileSync(join(path, 'templates', `${id}.liquid`), `---\n${matter}\n---\n${body}\n`);
  }
  return path;
}
