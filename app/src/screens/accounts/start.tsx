/** Beginning an account in a campaign. */
import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import type { Question } from '../../parts/confirm.tsx';
import { CopyCurl } from '../../parts/curl.tsx';
import { useAccountWords } from '../../words/accounts.ts';

/** In which campaign; what stands against it there is told before. */
export function Start({ account, close }: { readonly account: string; close(): void }) {
  const { t } = useAccountWords();
  const act = useAct();
  const [campaign, setCampaign] = useState<string | null>(null);
  const rows = (useAsk('campaigns', {}, (client, how) => client.campaigns.list({}, how)).data?.campaigns ??
    []) as unknown as readonly CampaignRow[];
  const check = useAsk(
    'account check',
    { account, campaign },
    (client, how) => client.accounts.check({ account, campaign: campaign ?? '' }, how),
    { enabled: campaign !== null },
  );
  const call: Question['call'] = () => (client) => client.accounts.start({ account, campaign: campaign ?? '' });
  return (
    <Modal opened onClose={close} title={t('account.startIn')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <Select
        label={t('account.campaign')}
        data={rows.filter(({ state }) => state === 'live').map(({ id, name }) => ({ value: id, label: name }))}
        value={campaign}
        onChange={setCampaign}
        error={campaign !== null && check.error ? check.error.message : null}
      />
      {campaign !== null && check.data && !check.error && (
        <div className="line told">
          {t(check.data.goesOn ? 'account.checked' : 'account.checkedPaused')}
          {check.data.conflicts.map(({ kind, says, leadId }) => (
            <span className="dim under" key={`${kind} ${String(leadId)}`}>
              {says}
            </span>
          ))}
        </div>
      )}
      <div className="modal-acts">
        {campaign !== null && <CopyCurl call={call('')} />}
        <Button
          disabled={campaign === null || check.error !== null}
          loading={act.busy}
          onClick={() => act.run({ call: call(''), done: t('account.started'), then: close })}
        >
          {t('account.start')}
        </Button>
      </div>
    </Modal>
  );
}
