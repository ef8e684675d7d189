/** What is wrong with a draft, what would change, whose way it changes, what its stories come to; and publishing it. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useAct } from '../../api/act.tsx';
import { Panel } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { useHere } from '../../session/session.tsx';
import { useEditorPartWords } from '../../words/editor-parts.ts';
import type { Desk } from './desk.ts';
import { useMoves } from './sequence/moves.ts';
import { MovesTold } from './sequence/moves-told.tsx';
import type { Check } from './workbench.tsx';

/** The part. */
export function Publish({ desk, check }: { readonly desk: Desk; readonly check: Check | undefined }) {
  const { t } = useEditorPartWords();
  if (!check) return <Loading rows={4} />;
  const { findings, differences, campaign } = check;
  return (
    <div className="halves">
      <Panel title={t('publish.findings')}>
        {findings.length === 0 && <p className="good">{t('publish.clean')}</p>}
        <ul className="reasons">
          {findings.map(({ file, line, column, message, remedy }) => (
            <li key={`${file}:${String(line)}:${String(column)} ${message}`}>
              <code>
                {file}:{line}
              </code>{' '}
              {message} <span className="remedy">{remedy}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Stories desk={desk} count={check.scenarios.length} isSound={check.ok} />
      {campaign ? (
        <Panel title={t('publish.differences', { name: campaign.name })}>
          {check.ok && differences.length === 0 && <p className="dim">{t('publish.same')}</p>}
          <ul className="plain-list">
            {differences.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Panel>
      ) : (
        <Panel title={t('publish.moves')}>
          <p className="dim">{t('publish.noCampaign')}</p>
        </Panel>
      )}
      {campaign && (
        <Panel title={t('publish.moves')}>
          <p>{t('publish.underWay', { n: campaign.underWay })}</p>
          <p>{t('publish.joining', { n: campaign.joining })}</p>
          <ByWay desk={desk} />
        </Panel>
      )}
      {desk.mayEdit && <Release desk={desk} isSound={check.ok} />}
    </div>
  );
}

function ByWay({ desk }: { readonly desk: Desk }) {
  const moves = useMoves(desk);
  return moves && <MovesTold of={moves} />;
}

function Release({ desk, isSound }: { readonly desk: Desk; readonly isSound: boolean }) {
  const { t } = useEditorPartWords();
  const act = useAct();
  const { playbook, campaign, revision, isSaved } = desk;
  const wish = { playbook, revision, ...(campaign && { campaign }) };
  const publish = () => act.run({ call: (client) => client.drafts.publish(wish), done: t('publish.done') });
  const drop = () =>
    act.run({
      call: (client) => client.drafts.drop({ playbook }),
      undo: (client) => client.drafts.save({ playbook, files: desk.files }),
      done: t('editor.dropped'),
      then: () => desk.saved(desk.files, 0),
    });
  return (
    <Group gap="sm" align="center">
      <Button disabled={!isSaved || !isSound} loading={act.busy} onClick={publish}>
        {t('publish.publish')}
      </Button>
      {revision > 0 && (
        <Button variant="default" onClick={drop}>
          {t('editor.drop')}
        </Button>
      )}
      {!isSaved && <span className="dim small">{t('publish.saveFirst')}</span>}
    </Group>
  );
}

interface StoriesProps {
  readonly desk: Desk;
  readonly count: number;
  readonly isSound: boolean;
}

function Stories({ desk: { playbook, files }, count, isSound }: StoriesProps) {
  const { t } = useEditorPartWords();
  const { client } = useHere();
  const run = useMutation({ mutationFn: () => client.drafts.test({ playbook, files }) });
  return (
    <Panel
      title={t('publish.tests')}
      beside={
        <Button
          size="compact-sm"
          variant="default"
          disabled={!isSound || count === 0}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {t('publish.test')}
        </Button>
      }
    >
      {count === 0 && <p className="dim">{t('publish.noTests')}</p>}
      {run.error && <Failed error={run.error} again={() => run.mutate()} />}
      {run.data && (
        <>
          <p className={run.data.failed > 0 ? 'bad line' : 'good line'} role="status">
            {t('publish.passed', { passed: run.data.passed, failed: run.data.failed })}
          </p>
          <ul className="reasons">
            {run.data.scenarios.map(({ file, title, failures }) => (
              <li key={file}>
                <span className={failures.length > 0 ? 'bad' : 'good'}>{failures.length > 0 ? '✗' : '✓'}</span> {title}
                {failures.map((failure) => (
                  <span key={failure} className="remedy">
                    {failure}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
