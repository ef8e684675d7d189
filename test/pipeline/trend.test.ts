/** What a score was before it last changed: a list and the page of a lead tell the same. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, SENDER, type Stage } from './stage.ts';

const FILE = [
  'Email,First Name,Last Name,Title,Employees,Country',
  'ann@acme.example,Ann,Lee,Chief Executive Officer,200,US',
  'a.lee@acme.example,Ann,Lee,Intern,2,US',
].join('\n');

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

interface Standing {
  readonly score: number;
  readonly scoreBefore: number | null;
}

async function told(lead: string): Promise<readonly (Standing | undefined)[]> {
  const { leads } = await stage.run('lead list', { campaign: 'spring', limit: 9 });
  const listed = (leads as readonly { id: string; standing: Standing }[]).find(({ id }) => id === lead)?.standing;
  const { campaigns } = await stage.run('lead show', { lead });
  const [page] = campaigns as readonly { score: { value: number }; scoreBefore: number | null }[];
  return [
    listed && { score: listed.score, scoreBefore: listed.scoreBefore },
    page && { score: page.score.value, scoreBefore: page.scoreBefore },
  ];
}

test('it is of this lead alone, also once another was merged into it', async () => {
  await stage.run('import', { file: stage.file('two.csv', FILE), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: 'acquisition' });
  await stage.run('assess', { campaign: 'spring' });
  const { leads } = await stage.run('lead list', { campaign: 'spring', sort: 'email', limit: 9 });
  const [mine, other] = leads as readonly { id: string; standing: Standing }[];
  if (!mine || !other) throw new Error('there are two');
  expect(mine.standing.score).not.toBe(other.standing.score);
  await stage.run('lead merge', { survivor: mine.id, other: other.id });
  await stage.run('assess', { campaign: 'spring' });
  const first = mine.standing.score;
  expect(await told(mine.id)).toEqual(Array(2).fill({ score: first, scoreBefore: null }));
  await stage.run('lead change', { lead: mine.id, set: { title: 'Chief Executive Officer', employees: '200' } });
  await stage.run('assess', { campaign: 'spring' });
  const [listed, page] = await told(mine.id);
  expect(listed).toEqual(page);
  expect(listed?.scoreBefore).toBe(first);
});
