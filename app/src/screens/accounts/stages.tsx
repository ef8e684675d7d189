/** The nine stages of an account’s campaign, the one it is in lit; and the drawing of the playbook, made from what runs. */
import { useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { CampaignPage, CampaignRow } from '../../api/shapes.ts';
import { Asked } from '../../parts/asked.tsx';
import { Panel } from '../../parts/page.tsx';
import { useAccountWords } from '../../words/accounts.ts';
import type { AccountPage } from './account.tsx';

/** The list; the drawing where it is asked for. */
export function Stages({ of }: { readonly of: AccountPage }) {
  const { t } = useAccountWords();
  const [drawn, setDrawn] = useState(false);
  const { stage: here, stages } = of;
  const at = stages.indexOf(here);
  return (
    <Panel title={t('account.stages')}>
      <ol className="stages">
        {stages.map((stage, n) => (
          <li
            key={stage}
            className={stage === here ? 'stage stage-here' : n < at ? 'stage stage-past' : 'stage'}
            aria-current={stage === here ? 'step' : undefined}
          >
            {t(`stage.${stage}`)}
            {stage === here && <span className="small"> · {t('account.stageHere')}</span>}
          </li>
        ))}
      </ol>
      {of.campaign && !drawn && (
        <button type="button" className="link" onClick={() => setDrawn(true)}>
          {t('account.draw')}
        </button>
      )}
      {of.campaign && drawn && <Drawing campaign={of.campaign} />}
    </Panel>
  );
}

function Drawing({ campaign: name }: { readonly campaign: string }) {
  const { t } = useAccountWords();
  const campaigns = useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how));
  const rows = (campaigns.data?.campaigns ?? []) as unknown as readonly CampaignRow[];
  const id = rows.find((one) => one.name === name)?.id ?? '';
  const page = useAsk('campaign', { campaign: id }, (client, how) => client.campaigns.show({ campaign: id }, how), {
    enabled: id !== '',
  }).data as unknown as CampaignPage | undefined;
  const playbook = page?.playbook.name ?? '';
  const asked = useAsk('drawing', { playbook }, (client, how) => client.playbooks.draw({ playbook, as: 'svg' }, how), {
    enabled: playbook !== '',
  });
  return (
    <Asked of={asked}>
      {({ drawing }) => (
        <div className="scroll-x drawing">
          <img alt={t('account.drawing')} src={`data:image/svg+xml;utf8,${encodeURIComponent(drawing)}`} />
        </div>
      )}
    </Asked>
  );
}
