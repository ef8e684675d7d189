/** The first run: five steps from an empty instance to a campaign that was lived through, each with how it stands and the screen for it. */
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWelcomeWords } from '../../words/welcome.ts';
import { FIRST_STEPS, type FirstStep, type FirstSteps, skip, useFirstSteps } from './first-steps.ts';
import './welcome.css';

const DraftForm = lazy(() =>
  import('../campaigns/draft/draft-form.tsx').then((found) => ({ default: found.DraftForm })),
);

/** The screen. */
export function WelcomeScreen() {
  const { t } = useWelcomeWords();
  const { may, workspace } = useHere();
  const navigate = useNavigate();
  const steps = useFirstSteps();
  const leave = () => {
    skip(workspace, true);
    void navigate({ to: '/' });
  };
  if (!may(ROLE.admin)) {
    return (
      <Page title={t('welcome.title')}>
        <Empty title={t('state.notAllowed')} says={t('state.notAllowedSays')} />
      </Page>
    );
  }
  const next = FIRST_STEPS.find((step) => !steps.done[step]);
  return (
    <Page
      title={t('welcome.title')}
      says={t('welcome.says')}
      acts={
        <Button size="xs" variant="default" onClick={leave}>
          {t('welcome.skip')}
        </Button>
      }
    >
      {steps.known ? (
        <ol className="first-steps">
          {FIRST_STEPS.map((step, n) => (
            <li key={step} className={step === next ? 'first-step first-step-next' : 'first-step'}>
              <span className={steps.done[step] ? 'first-mark first-mark-done' : 'first-mark'} aria-hidden>
                {steps.done[step] ? <IconCheck size={15} stroke={2.4} /> : n + 1}
              </span>
              <div className="first-body">
                <h2>
                  {t(`welcome.${step}`)}
                  <Tag tone={steps.done[step] ? 'good' : step === next ? 'new' : 'over'}>
                    {t(steps.done[step] ? 'welcome.done' : step === next ? 'welcome.next' : 'welcome.open')}
                  </Tag>
                </h2>
                <p className="dim">{t(`welcome.${step}Says`)}</p>
                <div className="first-acts">
                  <Acts step={step} of={steps} main={step === next} />
                </div>
              </div>
            </li>
          ))}
        </ol>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

interface ActsProps {
  readonly step: FirstStep;
  readonly of: FirstSteps;
  /** It is the step that comes next. */
  readonly main: boolean;
}

function Acts({ step, of, main }: ActsProps) {
  const { t } = useWelcomeWords();
  if (step === 'connect') return <Go to="/settings/connections" main={main} says={t('welcome.toConnections')} />;
  if (step === 'leads') return <LeadActs of={of} main={main} />;
  if (step === 'sender') {
    return (
      <>
        <Go to="/settings" main={main} says={t('welcome.toBrand')} />
        <Go to="/deliverability" says={t('welcome.toDomain')} />
      </>
    );
  }
  return step === 'draft' ? <DraftActs main={main} /> : <LaunchActs of={of} main={main} />;
}

interface GoProps {
  readonly to: '/settings/connections' | '/imports' | '/leads' | '/settings' | '/deliverability' | '/playbooks';
  readonly says: ReactNode;
  readonly main?: boolean;
}

function Go({ to, says, main = false }: GoProps) {
  return (
    <Button size="xs" variant={main ? 'filled' : 'default'} renderRoot={(props) => <Link to={to} {...props} />}>
      {says}
    </Button>
  );
}

function LeadActs({ of: { sample, leads }, main }: Omit<ActsProps, 'step'>) {
  const { t } = useWelcomeWords();
  const act = useAct();
  return (
    <>
      <Go to="/imports" main={main} says={t('welcome.toImports')} />
      {sample ? (
        <Button
          size="xs"
          variant="default"
          loading={act.busy}
          onClick={() =>
            act.run({
              call: (client) => client.sample.remove({}),
              done: ({ removed, kept }) =>
                t(kept > 0 ? 'welcome.removedSome' : 'welcome.removed', { n: removed, kept }),
            })
          }
        >
          {t('welcome.removeSample')}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={act.busy}
          onClick={() =>
            act.run({
              call: (client) => client.sample.load({}),
              undo: (client) => client.sample.remove({}),
              done: ({ people }) => t('welcome.loaded', { n: people }),
            })
          }
        >
          {t('welcome.loadSample')}
        </Button>
      )}
      {leads > 0 && (
        <Link to="/leads" className="among-words small">
          {t('welcome.leadsIn', { n: leads })}
        </Link>
      )}
    </>
  );
}

function DraftActs({ main }: { readonly main: boolean }) {
  const { t } = useWelcomeWords();
  const [making, setMaking] = useState(false);
  return (
    <>
      <Button size="xs" variant={main ? 'filled' : 'default'} onClick={() => setMaking(true)}>
        {t('welcome.makeDraft')}
      </Button>
      <Go to="/playbooks" says={t('welcome.toPlaybooks')} />
      {making && <DraftForm close={() => setMaking(false)} />}
    </>
  );
}

function LaunchActs({ of: { campaign }, main }: Omit<ActsProps, 'step'>) {
  const { t } = useWelcomeWords();
  if (campaign === null) return <span className="dim small">{t('welcome.noCampaign')}</span>;
  const params = { campaign: campaign.id };
  return (
    <>
      <Button
        size="xs"
        variant={main ? 'filled' : 'default'}
        renderRoot={(props) => <Link to="/campaigns/$campaign/simulation" params={params} {...props} />}
      >
        {t('welcome.simulate', { name: campaign.name })}
      </Button>
      <Button
        size="xs"
        variant="default"
        renderRoot={(props) => <Link to="/campaigns/$campaign" params={params} {...props} />}
      >
        {t('welcome.toLaunch')}
      </Button>
    </>
  );
}
