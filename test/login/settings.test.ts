/** What the configuration takes of an identity provider and of Slack, and providers that answer what cannot be taken. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { oidcProvider } from '../../src/resolvers/oidc/adapter.ts';
import { OidcSettingsSchema } from '../../src/resolvers/oidc/settings.ts';
import { CLIENT } from './provider.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-login-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = { REKINDLE_OIDC_CLIENT_SECRET: 'from the environment' };
function read(yaml: string, environment: Record<string, string> = SECRET) {
  const file = join(folder, 'rekindle.yaml');
  writeFileSync(file, yaml);
  return readConfig({ config: file, db: ':memory:', workspace: null }, environment);
}
const oidc = (issuer: string, more = '') =>
  `publicUrl: https://acme.example\noidc: {issuer: "${issuer}", clientId: x${more}}\n`;

describe('the configuration', () => {
  test('takes the secret from the environment, and domains in any letters', () => {
    const config = read(oidc('https://id.acme.example', ', allowedDomains: [ACME.example]'));
    expect(config.oidc).toMatchObject({
      ...{ clientSecret: 'from the environment', allowedDomains: ['acme.example'], passwords: true },
      ...{ trustsAddresses: false, name: 'single sign-on' },
    });
  });

  test.each([
    ['plain HTTP over a network', oidc('http://id.acme.example'), 'must begin with https://'],
    ['the issuer of everybody', oidc('https://login.microsoftonline.com/common/v2.0'), 'your own tenant'],
    ['no address of the instance', oidc('https://id.acme.example').split('\n').slice(1).join('\n'), 'set publicUrl'],
    ['a domain that is none', oidc('https://id.acme.example', ', allowedDomains: [acme]'), 'a domain such as'],
  ])('refuses %s', (_, yaml, says) => {
    expect(() => read(yaml)).toThrow(says);
  });

  test('refuses a provider without a secret', () => {
    expect(() => read(oidc('https://id.acme.example'), {})).toThrow('oidc.clientSecret');
  });

  test('takes Slack from the environment alone', () => {
    const signing = '8f742231b10e8888abcd99yyyzzz85a5';
    const environment = {
      REKINDLE_SLACK_URL: 'https://hooks.slack.com/services/x',
      REKINDLE_SLACK_SIGNING_SECRET: signing,
    };
    expect(read('', environment).slack).toMatchObject({ signingSecret: signing, answersAt: 'https://hooks.slack.com' });
    expect(() => read('', { REKINDLE_SLACK_URL: 'https://hooks.slack.com/services/x' })).toThrow('slack.signingSecret');
  });
});

describe('a provider that describes itself', () => {
  async function lookAt(answer: RequestListener, timeoutMs = 2_000): Promise<string | null> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = OidcSettingsSchema.parse({ issuer, ...CLIENT, timeoutMs });
    const why = await oidcProvider(settings, { now: () => 0 }).look();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    return why;
  }
  const describing =
    (more: object): RequestListener =>
    (request, response) => {
      const issuer = `http://${request.headers.host}`;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/auth`, ...more }));
    };

  test('is taken', async () => {
    expect(await lookAt(describing({}))).toBeNull();
  });

  test('without an end is not read to its end', async () => {
    expect(await lookAt(describing({ filler: 'x'.repeat(1_048_577) }))).toContain('longer than 1048576 bytes');
  });

  test('as somebody else is not believed', async () => {
    expect(await lookAt(describing({ issuer: 'https://evil.example' }))).toContain(
      'does not match the expected issuer',
    );
  });

  test('elsewhere is not followed', async () => {
    let asked = 0;
    const why = await lookAt((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect([why === null, asked]).toEqual([false, 1]);
  });

  test('too late is not waited for', async () => {
    expect(await lookAt(() => undefined, 200)).toContain('timed out');
  });
});
