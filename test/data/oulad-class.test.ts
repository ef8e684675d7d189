/**
 * A real class replayed: Open University Learning Analytics (CC BY 4.0), students who hand in assessments day by day. Each goes through
 * the class job; where every student stands on every day is compared with a recount by SQL over the files themselves.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Course } from '../../src/domain/course/course.ts';
import { courseOf } from '../../src/engine/classes/courses.ts';
import { makeLink } from '../../src/engine/classes/links.ts';
import { recordProgress } from '../../src/engine/classes/progress.ts';
import { standingOf } from '../../src/engine/classes/standing.ts';
import type { Learner } from '../../src/engine/store-port.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { THOROUGH } from '../thorough.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(process.env.REKINDLE_DATA ?? join(root, '../shared/data'), 'engagement');
const present = existsSync(join(folder, 'oulad_courses_ABC.csv.gz'));

type Row = Readonly<Record<string, string>>;
const DAY_MS = 86_400_000;
const NOON_MS = DAY_MS / 2;
const DAY_ZERO = Date.parse('2013-10-01T00:00:00Z');
/** The shortest module is replayed always, one presentation of each in the thorough run, all with `OULAD=all`. */
const REPLAYED = process.env.OULAD === 'all' ? /./ : THOROUGH ? /^(AAA 2013J|CCC 2014B)$/ : /^AAA 2013J$/;

function read(name: string): readonly Row[] {
  const text = gunzipSync(readFileSync(join(folder, `oulad_${name}_ABC.csv.gz`))).toString('utf8');
  return Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
}

/** The recount: the files as tables, nothing of ours in between. */
function recountOf(module: string, presentation: string): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`
    CREATE TABLE section (id TEXT PRIMARY KEY, place INTEGER);
    CREATE TABLE student (id TEXT PRIMARY KEY, registered INTEGER);
    CREATE TABLE handed (student TEXT, section TEXT, day INTEGER, score REAL, PRIMARY KEY (student, section));
    CREATE TABLE day (day INTEGER PRIMARY KEY)`);
  const here = (row: Row) => row.code_module === module && row.code_presentation === presentation;
  const sections = read('assessments').filter((row) => here(row) && row.assessment_type !== 'Exam');
  const put = (sql: string, rows: readonly (string | number | null)[][]) => {
    const statement = database.prepare(sql);
    for (const row of rows) statement.run(...row);
  };
  put(
    'INSERT INTO section VALUES (?, ?)',
    sections.map(({ id_assessment: id = '' }, place) => [id, place]),
  );
  put(
    'INSERT INTO student VALUES (?, ?)',
    read('studentRegistration')
      .filter(here)
      .map(({ id_student: id = '', date_registration: day }) => [id, day ? Number(day) : null]),
  );
  const ids = new Set(sections.map(({ id_assessment: id }) => id));
  put(
    'INSERT INTO handed VALUES (?, ?, ?, ?)',
    read('studentAssessment')
      .filter(({ id_assessment: id }) => ids.has(id))
      .map(({ id_student = '', id_assessment = '', date_submitted, score }) => {
        return [id_student, id_assessment, Number(date_submitted), score ? Number(score) : null];
      }),
  );
  const length = read('courses').find(here)?.module_presentation_length;
  put(
    'INSERT INTO day VALUES (?)',
    Array.from({ length: Number(length) + 60 }, (_, i) => [i - 20]),
  );
  return database;
}

/** Where every student stands on every day, by SQL alone. */
const STANDING = `
  WITH total AS (SELECT COUNT(*) AS n FROM section),
  counted AS (
    SELECT d.day, s.id, s.registered IS NOT NULL AND s.registered <= d.day AS invited, COUNT(h.section) AS done,
      MIN(h.day) AS first, MAX(h.day) AS last, AVG(h.score) AS quiz
    FROM day d CROSS JOIN student s LEFT JOIN handed h ON h.student = s.id AND h.day <= d.day GROUP BY d.day, s.id),
  known AS (SELECT c.*, CAST(done AS REAL) / total.n * 100 AS pct, c.day - last AS idle FROM counted c, total),
  scored AS (
    SELECT *, invited AND pct >= 25 AND idle <= 7 AS hot,
      MIN(100, CAST(pct * 40 / 100 AS INTEGER)
        + CASE WHEN idle IS NULL THEN 0 WHEN idle <= 7 THEN 25 WHEN idle <= 14 THEN 18 WHEN idle <= 21 THEN 10
          WHEN idle <= 30 THEN 4 ELSE 0 END
        + CASE WHEN quiz IS NULL THEN 10 ELSE CAST(quiz * 20 / 100 AS INTEGER) END + 7
        + CASE WHEN first IS NULL THEN 5 WHEN pct / MAX(1, day - first) > 5 THEN 10
          WHEN pct / MAX(1, day - first) > 1.5 THEN 6 ELSE 3 END) AS sum FROM known)
  SELECT day, id, done, COALESCE((SELECT h.section FROM handed h JOIN section x ON x.id = h.section
      WHERE h.student = scored.id AND h.day = scored.last ORDER BY x.place DESC LIMIT 1), '') AS current,
    COALESCE(hot, 0) AS hot, CASE WHEN invited THEN sum ELSE MIN(sum, 15) END AS score,
    CASE WHEN NOT invited THEN 'not-invited' WHEN pct >= 100 AND hot THEN 'booking-ready'
      WHEN pct >= 100 AND idle > 14 THEN 'completed-reengage' WHEN pct >= 100 THEN 'completed-warm'
      WHEN done = 0 THEN 'invited-not-started' WHEN idle > 14 THEN 'started-stale' ELSE 'started-active' END AS stage,
    CASE WHEN NOT invited THEN 'send-invite' WHEN hot THEN 'ready-for-booking'
      WHEN pct >= 100 AND idle > 14 THEN 'reengage-completed' WHEN pct >= 100 THEN 'warm-review'
      WHEN done > 0 AND idle > 14 THEN 'reengage-stalled-lead' ELSE 'nudge-progress' END AS action
  FROM scored WHERE day = ? ORDER BY id`;

/** Days on which somebody became hot by what they handed in that day. */
const RISES = `
  WITH total AS (SELECT COUNT(*) AS n FROM section),
  on_day AS (
    SELECT DISTINCT h.student, h.day, (SELECT COUNT(*) FROM handed b WHERE b.student = h.student AND b.day <= h.day) AS done,
      (SELECT COUNT(*) FROM handed b WHERE b.student = h.student AND b.day < h.day) AS was,
      (SELECT MAX(b.day) FROM handed b WHERE b.student = h.student AND b.day < h.day) AS before
    FROM handed h JOIN student s ON s.id = h.student AND s.registered <= h.day)
  SELECT COUNT(*) AS n FROM on_day, total WHERE CAST(done AS REAL) / n * 100 >= 25
    AND NOT (CAST(was AS REAL) / n * 100 >= 25 AND before IS NOT NULL AND day - before <= 7)`;

/** A campaign whose class is this presentation, and its students as leads. */
async function open(name: string, recount: DatabaseSync): Promise<{ stage: Stage; course: Course }> {
  const stage = await openStage({ start: DAY_ZERO - 400 * DAY_MS });
  const ids = recount
    .prepare('SELECT id FROM section ORDER BY place')
    .all()
    .map(({ id }) => `"${id}"`);
  const playbook = writePlaybook(stage.folder, { name: 'oulad' });
  const sections = `link: "https://ou.example", sections: [${ids.join(', ')}]`;
  appendFileSync(join(playbook, 'playbook.yaml'), `class: { id: "${name}", title: Module, ${sections} }\n`);
  const people = recount.prepare('SELECT id FROM student ORDER BY id').all();
  const rows = people.map(({ id }) => `s${id}@ou.example,GB\n`).join('');
  await stage.run('import', { file: stage.file('leads.csv', `Email,Country\n${rows}`), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'oulad', playbook });
  const course = await courseOf(stage.engine, 'main', name);
  if (course === null) throw new Error('the playbook brings no class');
  return { stage, course };
}

describe.skipIf(!present)('a class of the Open University (skipped where its data is not there)', () => {
  const presentations = present
    ? read('courses')
        .map((row) => [row.code_module ?? '', row.code_presentation ?? ''] as const)
        .filter((pair) => REPLAYED.test(pair.join(' ')))
    : [];

  test.each(presentations)(
    '%s %s: states and signals of every day equal a recount by SQL',
    async (module, presentation) => {
      const name = `${module}-${presentation}`;
      const recount = recountOf(module, presentation);
      const { stage, course } = await open(name, recount);
      const { engine, clock } = stage;
      const leadOf = new Map(
        stage.sql('SELECT id, email FROM lead').map(({ id, email }) => [String(email).slice(1, -11), String(id)]),
      );
      const keyOf = (id: string) => ({ workspaceId: 'main', leadId: leadOf.get(id) ?? '', course: name });
      const students = recount.prepare('SELECT id, registered FROM student ORDER BY id').all();
      for (const { id, registered } of students) {
        const sentAt = registered === null ? null : DAY_ZERO + Number(registered) * DAY_MS;
        await makeLink(engine, course, keyOf(String(id)), { sentAt });
      }
      const learners = new Map<string, Learner>();
      const refresh = async (id: string) =>
        learners.set(id, (await engine.store.classes.learner(keyOf(id))) as Learner);
      for (const { id } of students) await refresh(String(id));
      const handedIn = recount.prepare('SELECT * FROM handed WHERE day = ? ORDER BY student, section');
      const standing = recount.prepare(STANDING);
      let compared = 0;
      for (const { day } of recount.prepare('SELECT day FROM day ORDER BY day').all()) {
        clock.moveTo(DAY_ZERO + Number(day) * DAY_MS + NOON_MS);
        for (const row of handedIn.all(day as number)) {
          const id = String(row.student);
          const { leadId } = keyOf(id);
          const quiz = row.score === null ? null : { score: Number(row.score), tries: 1 };
          const told = {
            workspaceId: 'main',
            leadId,
            section: String(row.section),
            at: clock.now(),
            origin: 'oulad',
            quiz,
          };
          const became = await recordProgress(engine, course, { ...told, originId: `${id}:${row.section}` });
          expect(became).toBe('recorded');
          await refresh(id);
        }
        const now = clock.now() + NOON_MS - 1;
        const ours = students.map(({ id }) => {
          const is = standingOf(learners.get(String(id)) as Learner, course, now);
          const { action, hot } = is.recommendation;
          const state = { done: is.state?.done.length ?? 0, current: is.state?.currentSection ?? '' };
          return { day, id, ...state, hot: Number(hot.isHot), score: is.temperature.score, stage: is.stage, action };
        });
        expect(ours).toEqual(standing.all(day as number).map((row) => ({ ...row })));
        compared += ours.length;
      }
      const told = (outcome: string) => stage.count(`SELECT COUNT(*) FROM event WHERE outcome = '${outcome}'`);
      const counted = (sql: string) => Number(Object.values(recount.prepare(sql).get() ?? {})[0]);
      const through = 'SELECT student FROM handed GROUP BY student HAVING COUNT(*) = (SELECT COUNT(*) FROM section)';
      expect([told('section'), told('started')]).toEqual([
        counted('SELECT COUNT(*) FROM handed'),
        counted('SELECT COUNT(DISTINCT student) FROM handed'),
      ]);
      expect([told('completed'), told('hot')]).toEqual([counted(`SELECT COUNT(*) FROM (${through})`), counted(RISES)]);
      expect(stage.count('SELECT COUNT(final_label) FROM class_enrollment')).toBe(told('completed'));
      process.stdout.write(
        `${name}: ${students.length} students, ${told('section')} reports, ${compared} days compared\n`,
      );
      await stage.close();
    },
    600_000,
  );
});
