/** Who writes: the mailbox, and what stands behind it. */
import { TextInput } from '@mantine/core';
import type { CampaignPage } from '../../../api/shapes.ts';
import { type DraftWord, useDraftWords } from '../../../words/draft.ts';
import type { Texts } from './setting-fields.tsx';

const WHO = ['fromName', 'fromAddress', 'company', 'postalAddress'] as const;

/** The fields. */
export function SenderFields({ of: who, put }: { readonly of: Texts; put(who: Texts): void }) {
  const { t } = useDraftWords();
  return (
    <fieldset className="form-part">
      <legend>{t('draft.who')}</legend>
      <div className="form-fields">
        {WHO.map((field) => (
          <TextInput
            key={field}
            size="xs"
            label={t(`who.${field}` as DraftWord)}
            type={field === 'fromAddress' ? 'email' : 'text'}
            value={who[field] ?? ''}
            onChange={(event) => put({ ...who, [field]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          {...{ size: 'xs', type: 'number', min: 1, max: 100_000, placeholder: '30' }}
          label={t('who.dailyCap')}
          value={who.dailyCap ?? ''}
          onChange={(event) => put({ ...who, dailyCap: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}

/** As they stand in a campaign. */
export function senderTexts({ sender }: CampaignPage): Texts {
  const { name, address, company, postalAddress, dailyCap } = sender;
  return { fromName: name, fromAddress: address, company, postalAddress, dailyCap: String(dailyCap) };
}

/** As they are asked for; what is empty is not said. */
export function senderSaid({ dailyCap = '', ...texts }: Texts) {
  const said = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  return { ...Object.fromEntries(said), ...(dailyCap !== '' && { dailyCap: Number(dailyCap) }) };
}
