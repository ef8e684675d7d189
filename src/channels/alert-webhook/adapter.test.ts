import { expect, test } from 'vitest';
import { signature } from './adapter.ts';
import { AlertWebhookSettingsSchema } from './settings.ts';

test('signs as the libraries of the standard do', () => {
  // Source: libraries/javascript/src/webhook.test.ts of standard-webhooks/standard-webhooks.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"test": 2432232314}';
  expect(signature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test.each([
  'whsec_short',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  `whsec_${'A'.repeat(100)}`,
])('refuses the secret %s', (secret) => {
  expect(AlertWebhookSettingsSchema.safeParse({ url: 'https://ops.acme.com/', secret }).success).toBe(false);
});
