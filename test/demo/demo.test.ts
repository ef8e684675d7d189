/**
 * The demo as a user runs it: a process of its own, in an empty folder, with a temporary folder of its own. It must hold what
 * it claims, end in time, and leave nothing anywhere else.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoFigures } from '../../src/demo/figures.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'bin', 'rekindle.mjs');
const MOST_MS = 60_000;
const run = promisify(execFile);

interface Place {
  readonly cwd: string;
  readonly temporary: string;
}

const base = mkdtempSync(join(tmpdir(), 'rekindle-demo-test-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function place(name: string): Place {
  const made = { cwd: join(base, name, 'here'), temporary: join(base, name, 'temporary') };
  for (const folder of Object.values(made)) mkdirSync(folder, { recursive: true });
  return made;
}

/** Runs the command; a failure rejects with what it printed. */
async function rekindle(words: readonly string[], { cwd, temporary }: Place) {
  const startedAt = performance.now();
  const env = { PATH: process.env.PATH, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const { stdout, stderr } = await run(process.execPath, [COMMAND, ...words], {
    cwd,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { stdout, stderr, ms: performance.now() - startedAt };
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, n) => total + n, 0);

describe('the demo on the example', () => {
  const where = place('example');
  let figures: DemoFigures;
  let ms = 0;
  beforeAll(async () => {
    const done = await rekindle(['demo', '--json'], where);
    figures = JSON.parse(done.stdout) as DemoFigures;
    ms = done.ms;
  }, 2 * MOST_MS);

  it('holds everything it checks, within a minute', () => {
    expect(figures.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(figures.ok).toBe(true);
    expect(ms).toBeLessThan(MOST_MS);
  });

  it('delivers what was foreseen, message by message', () => {
    const { simulated, delivered, equal } = figures.comparison;
    expect(equal).toBe(true);
    expect(delivered).toBe(simulated);
    expect(delivered).toBeGreaterThan(3_000);
  });

  it('has figures that add up', () => {
    const { import: taken, assessed, census, stages, delivered } = figures;
    expect(taken.created + taken.merged + taken.unchanged + taken.rejected).toBe(taken.read);
    expect(assessed.qualified + assessed.review + assessed.rejected).toBe(taken.created);
    expect(sum(assessed.tiers)).toBe(taken.created);
    expect(sum(census.addresses)).toBe(taken.created);
    expect(sum(census.leftOut)).toBe(taken.created - stages.ready);
    expect(sum(delivered.ends)).toBe(delivered.enrolled);
    expect(delivered.arrived).toBe(figures.comparison.delivered);
    expect(sum(figures.rehearsal.byDay)).toBe(figures.rehearsal.messages);
  });

  it('shows what matters: people who come twice, refusals of every kind, every tier, every e-mail, three people', () => {
    expect(figures.import).toMatchObject({ read: 2_013, created: 2_000, merged: 7, unchanged: 6 });
    expect(Object.keys(figures.census.leftOut).length).toBeGreaterThanOrEqual(8);
    for (const { leads, saidYes } of Object.values(figures.census.tiers)) {
      expect(leads).toBeGreaterThan(0);
      expect(saidYes).toBeGreaterThan(0);
    }
    const templates = join(import.meta.dirname, '..', '..', 'playbooks', 'bank-term-deposit', 'templates');
    const written = readdirSync(templates).map((file) => file.replace('.liquid', ''));
    expect(Object.keys(figures.rehearsal.byTemplate).sort()).toEqual(written.sort());
    expect(figures.stories.map(({ kind }) => kind)).toEqual(['sent', 'refused', 'review']);
  });

  it('lives three more jobs on the same instance: all of them write, are answered, and give people something to do', () => {
    const { jobs } = figures;
    expect(jobs.map(({ job }) => job)).toEqual(['cold-class', 'lead-bot-seller', 'lead-bot-buyer', 'account-based']);
    for (const { sent, cameBack, unexplained, afterRefusal, misplaced } of jobs) {
      expect(sent.email).toBeGreaterThan(0);
      expect(sum(cameBack)).toBeGreaterThan(0);
      expect([unexplained, afterRefusal, misplaced]).toEqual([0, 0, 0]);
    }
    const desk = jobs.flatMap(({ handOffs }) => handOffs.map(({ title }) => title));
    expect(desk).toEqual(expect.arrayContaining(['Hand off to sales', 'Call now: qualified and ready']));
    expect(jobs.find(({ job }) => job === 'cold-class')?.cameBack).toMatchObject({ 'class completed': 2 });
  });

  it('writes nothing but its own folder', () => {
    expect(readdirSync(where.cwd)).toEqual([]);
    const [own, ...others] = readdirSync(where.temporary).filter((name) => !/^node-compile-cache$/.test(name));
    expect(own).toMatch(/^rekindle-demo-/);
    expect(others).toEqual([]);
  });
});

describe('the demo told to a person', () => {
  it('is plain text without a terminal, and says that the lists are equal, at another time and seed', {
    timeout: 2 * MOST_MS,
  }, async () => {
    const where = place('told');
    const words = ['demo', '--seed', '7', '--start', '2027-11-25T21:30:00Z', '--for', '6d'];
    const { stdout } = await rekindle(words, where);
    expect(stdout).toContain('✓ The two lists are equal');
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('“$400k” → ask-address (hot)');
    expect(stdout).toContain('Acorn: paused');
    expect(stdout.split('\n').filter((line) => line.length > 100 && !line.includes(where.temporary))).toEqual([]);
    const command = /npx rekindle (lead show .*)/.exec(stdout)?.[1] ?? '';
    const shown = await rekindle(command.split(' '), where);
    expect(shown.stdout).toContain('What happened:');
  });
});

describe('the demo on a file of one’s own', () => {
  const where = place('own');
  const file = join(where.cwd, 'mine.csv');
  const TEXT = [
    'First Name,Email,Title,Company,Industry,# Employees,Country',
    'Ann,ann@northwind.example,VP Sales,Northwind,Software,120,United Kingdom',
    'Bo,bo@fabrikam.example,Sales Manager,Fabrikam,Telecommunications,200,United States',
    'Bo,BO@fabrikam.example,Sales Manager,Fabrikam,Telecommunications,200,United States',
    'Eva,info@adatum.example,Founder,Adatum,Software,30,Ireland',
    'Joe,joe@mailinator.com,Founder,Ray,Software,12,United States',
    '',
  ].join('\n');
  let figures: DemoFigures;
  beforeAll(async () => {
    writeFileSync(file, TEXT);
    const { stdout } = await rekindle(['demo', '--file', file, '--basis', 'legitimate-interest', '--json'], where);
    figures = JSON.parse(stdout) as DemoFigures;
  }, MOST_MS);

  it('writes what was foreseen into a folder, and says where', () => {
    expect(figures.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect([figures.delivered.way, figures.jobs]).toEqual(['outbox', []]);
    const mails = readdirSync(join(figures.folder, 'outbox'), { recursive: true, encoding: 'utf8' });
    expect(mails.filter((name) => name.endsWith('.eml'))).toHaveLength(figures.comparison.delivered);
    expect(figures.comparison.delivered).toBe(10);
  });

  it('shows how its columns were read, and leaves the file alone', () => {
    expect(figures.import.columns.map(({ to }) => to)).toContain('employees');
    expect(figures.import).toMatchObject({ read: 5, created: 4, unchanged: 1 });
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
    expect(readdirSync(where.cwd)).toEqual(['mine.csv']);
  });

  it('ends with 1 and leaves no folder where there is no such file', async () => {
    const nowhere = place('nowhere');
    await expect(rekindle(['demo', '--file', 'nope.csv'], nowhere)).rejects.toMatchObject({ code: 1 });
    expect(readdirSync(nowhere.temporary).filter((name) => name.startsWith('rekindle-demo-'))).toEqual([]);
  });
});
