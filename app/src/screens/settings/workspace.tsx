/** This workspace: dry or live, how much and how fast it sends, how often it tries again, under whose name it shows itself. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Tag } from '../../parts/tag.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useSettingWords } from '../../words/settings.ts';
import { Brand, type BrandShown } from './brand.tsx';
import { HoursOfPlace } from './hours.tsx';
import { type Limits, SendLimits } from './limits.tsx';
import { Retries, type RetriesShown } from './retries.tsx';

/** A workspace as its operation shows it. */
interface WorkspaceShown {
  readonly id: string;
  readonly mode: 'dry' | 'live';
  readonly createdAt: string;
  readonly liveAt: string | null;
  readonly liveBy: string | null;
  readonly limits: Limits;
  readonly retries: RetriesShown;
  readonly brand: BrandShown | null;
  readonly artificialVoice: boolean;
}

/** The screen. */
export function WorkspaceScreen() {
  const { t } = useSettingWords();
  const asked = useAsk('workspace', {}, (client, how) => client.workspace.show({}, how));
  return (
    <Page title={t('settings.workspace')} says={t('workspace.says')}>
      <Asked of={asked}>
        {(found) => {
          const shown = found as unknown as WorkspaceShown;
          return (
            <>
              <Mode of={shown} />
              <Brand of={shown.brand} />
              <SendLimits of={shown.limits} />
              <Retries of={shown.retries} />
              <HoursOfPlace />
              <Voice on={shown.artificialVoice} />
            </>
          );
        }}
      </Asked>
    </Page>
  );
}

function Mode({ of: { id, mode, liveAt, liveBy } }: { readonly of: WorkspaceShown }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const question: Question = {
    ...{ title: t('workspace.goLive'), says: t('workspace.goLiveSays'), go: t('workspace.goLive'), typed: id },
    ...{ done: t('workspace.isLive'), grave: true },
    call: () => (client) => client.workspace.goLive({ yes: true }),
    undo: (client) => client.workspace.goDry({}),
  };
  const dry = mode === 'dry';
  return (
    <Panel
      title={t('workspace.mode')}
      beside={<Tag tone={dry ? 'waits' : 'good'}>{t(dry ? 'mode.dry' : 'mode.live')}</Tag>}
    >
      <p className="line">{t(dry ? 'workspace.drySays' : 'workspace.liveSays')}</p>
      {liveAt && (
        <p className="dim small line">
          {t('workspace.lastLive', { by: liveBy ?? '' })} <When at={liveAt} />
        </p>
      )}
      {may(ROLE.admin) &&
        (dry ? (
          <Button size="xs" onClick={() => setAsking(true)}>
            {t('workspace.goLive')}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={act.busy}
            onClick={() => act.run({ call: (client) => client.workspace.goDry({}), done: t('workspace.isDry') })}
          >
            {t('workspace.goDry')}
          </Button>
        ))}
      {asking && <Confirm of={question} close={() => setAsking(false)} />}
    </Panel>
  );
}

function Voice({ on }: { readonly on: boolean }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const act = useAct();
  return (
    <Panel
      title={t('workspace.voice')}
      beside={<Tag tone={on ? 'good' : 'over'}>{t(on ? 'word.on' : 'word.off')}</Tag>}
    >
      <p className="line">{t('workspace.voiceSays')}</p>
      {may(ROLE.admin) && (
        <Button
          size="xs"
          variant="default"
          loading={act.busy}
          onClick={() =>
            act.run({
              call: (client) => client.workspace.setVoice({ on: !on }),
              undo: (client) => client.workspace.setVoice({ on }),
              done: t('word.saved'),
            })
          }
        >
          {t(on ? 'word.switchOff' : 'word.switchOn')}
        </Button>
      )}
    </Panel>
  );
}
