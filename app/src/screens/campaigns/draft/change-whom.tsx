/** While a campaign is a draft: whom it judges and who writes are changed, as they were said when it was begun. */
import { useState } from 'react';
import type { RekindleClient } from '../../../api/client.ts';
import type { CampaignPage } from '../../../api/shapes.ts';
import { useDraftWords } from '../../../words/draft.ts';
import { type Audience, AudienceFields, audienceSaid } from './audience-fields.tsx';
import { ChangeForm } from './change-form.tsx';
import { SenderFields, senderSaid, senderTexts } from './sender-fields.tsx';

/** The form, in front of the screen. */
export function ChangeWhom({ of, close }: { readonly of: CampaignPage; close(): void }) {
  const { t } = useDraftWords();
  const [audience, setAudience] = useState<Audience>(of.audience);
  const [who, setWho] = useState(() => senderTexts(of));
  const call = (client: RekindleClient) =>
    client.campaigns.change({ campaign: of.id, ...audienceSaid(audience), ...senderSaid(who) });
  return (
    <ChangeForm title={`${t('draft.redraw')}: ${of.name}`} says={t('draft.redrawSays')} {...{ call, close }}>
      <AudienceFields of={audience} put={setAudience} />
      <SenderFields of={who} put={setWho} />
    </ChangeForm>
  );
}
