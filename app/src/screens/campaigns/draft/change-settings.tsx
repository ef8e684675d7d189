/** A campaign gets other settings of its playbook, in place. */
import { useState } from 'react';
import type { RekindleClient } from '../../../api/client.ts';
import type { CampaignPage } from '../../../api/shapes.ts';
import { useDraftWords } from '../../../words/draft.ts';
import { ChangeForm } from './change-form.tsx';
import { SettingFields, type Texts } from './setting-fields.tsx';

/** The form, in front of the screen. */
export function ChangeSettings({ of, close }: { readonly of: CampaignPage; close(): void }) {
  const { t } = useDraftWords();
  const [set, setSet] = useState<Texts>({});
  const call = (client: RekindleClient) => client.campaigns.change({ campaign: of.id, set });
  const idle = Object.keys(set).length === 0;
  return (
    <ChangeForm title={`${t('draft.change')}: ${of.name}`} says={t('draft.changeSays')} {...{ call, close, idle }}>
      <SettingFields settings={of.settings} set={set} put={setSet} />
    </ChangeForm>
  );
}
