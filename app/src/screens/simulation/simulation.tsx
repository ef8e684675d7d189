/**
 * Living through a campaign on the virtual clock, for its real audience. Volumes, times and refusals are computed; what people answer is
 * assumed, and said to be. The address names the run, and the one it is compared with.
 */
import { Button } from '@mantine/core';
import { IconChevronLeft, IconGitCompare, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import type { CampaignPage } from '../../api/shapes.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Empty, Failed } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSimulationWords } from '../../words/simulation.ts';
import './simulation.css';
import { Compared } from './compared.tsx';
import { Results } from './results.tsx';
import { callOf, packed, type Run, type RunWords, runOf, unpacked, useRun, wordsOf } from './run.ts';
import { RunForm } from './run-form.tsx';
import { Running } from './running.tsx';
import { setWord } from './set-words.ts';

/** The screen. */
export function SimulationScreen() {
  const { campaign } = useParams({ from: '/campaigns/$campaign/simulation' });
  const words = useSearch({ from: '/campaigns/$campaign/simulation' });
  const navigate = useNavigate();
  const { t } = useSimulationWords();
  const page = useAsk('campaign', { campaign }, (client, how) => client.campaigns.show({ campaign }, how));
  const { name } = (page.data as unknown as CampaignPage | undefined) ?? { name: '' };
  const run = runOf(words);
  const put = (to: RunWords) =>
    void navigate({ to: '/campaigns/$campaign/simulation', params: { campaign }, search: to as never });
  return (
    <Page
      title={t('simulate.title')}
      above={
        <Link to="/campaigns/$campaign" params={{ campaign }} className="back">
          <IconChevronLeft size={14} aria-hidden /> {name || t('nav.campaigns')}
        </Link>
      }
      says={t('simulate.says')}
      acts={run && <RunActs campaign={campaign} run={run} against={words.against} put={put} />}
    >
      {page.error ? (
        <Failed error={page.error} again={() => void page.refetch()} />
      ) : (
        <div className="sim-columns">
          <RunForm
            key={run ? packed(run) : ''}
            campaign={campaign}
            run={run}
            start={(wished) => put({ ...wordsOf(wished), against: words.against })}
          />
          <div className="sim-found">
            {run ? (
              <Lived campaign={campaign} run={run} against={unpacked(words.against)} />
            ) : (
              <Panel title={t('sim.none')}>
                <Empty title={t('sim.noneTitle')} says={t('sim.noneSays')} />
              </Panel>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

interface ActsProps {
  readonly campaign: string;
  readonly run: Run;
  readonly against: string | undefined;
  put(to: RunWords): void;
}

function RunActs({ campaign, run, against, put }: ActsProps) {
  const { t } = useSimulationWords();
  return (
    <>
      <CopyCurl call={callOf(campaign, run)} short />
      <TakeOver campaign={campaign} run={run} />
      {against === undefined ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconGitCompare size={14} />}
          onClick={() => put({ ...wordsOf(run), against: packed(run) })}
        >
          {t('sim.compare')}
        </Button>
      ) : (
        <Button size="xs" variant="default" leftSection={<IconX size={14} />} onClick={() => put(wordsOf(run))}>
          {t('sim.compareEnd')}
        </Button>
      )}
    </>
  );
}

/** What was tried, into a draft of the playbook: there it is looked over, saved and published. */
function TakeOver({ campaign, run: { set } }: Pick<ActsProps, 'campaign' | 'run'>) {
  const { t } = useSimulationWords();
  const { may } = useHere();
  const trials = useAsk('trials', { campaign }, (client, how) => client.trials.list({ campaign }, how)).data;
  const take = setWord(set);
  if (take === undefined || !trials || !may(ROLE.manager)) return null;
  return (
    <Link to="/playbooks/$playbook" params={{ playbook: trials.playbook }} search={{ campaign, take }}>
      {t('trial.take')}
    </Link>
  );
}

interface LivedProps {
  readonly campaign: string;
  readonly run: Run;
  readonly against: Run | null;
}

function Lived({ campaign, run, against }: LivedProps) {
  const { asked: lived, lived: far } = useRun(campaign, run);
  const { asked: other, lived: otherFar } = useRun(campaign, against);
  if (lived.isFetching) return <Running days={run.days} far={far} />;
  if (against && other.isFetching) return <Running days={against.days} far={otherFar} />;
  const failed = lived.error ? lived : other.error ? other : null;
  if (failed?.error) return <Failed error={failed.error} again={() => void failed.refetch()} />;
  if (lived.data === undefined) return <Stopped again={() => void lived.refetch()} />;
  return (
    <>
      {against && other.data && <Compared one={other.data} other={lived.data} />}
      <Results of={lived.data} />
    </>
  );
}

/** A person ended it before its end. */
function Stopped({ again }: { readonly again: () => void }) {
  const { t } = useSimulationWords();
  return (
    <Empty title={t('sim.stopped')} says={t('sim.stoppedSays')}>
      <Button variant="default" onClick={again}>
        {t('simulate.run')}
      </Button>
    </Empty>
  );
}
