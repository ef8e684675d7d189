/** Logging in: by the identity provider where there is one, and by password where that is let in. Says no more than the instance does. */
import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type LoginWays, logIn, RekindleError, readWays } from '../api/client.ts';
import { toldOf } from '../api/told.ts';
import { Mark } from '../parts/mark.tsx';
import type { Word } from '../words/en.ts';
import { useWords } from '../words/words.tsx';
import { pageAsked } from './page-asked.ts';

/** What may be done to get in. */
export function LoginScreen() {
  const { t } = useWords();
  const { refused, to } = useSearch({ strict: false }) as { readonly refused?: string; readonly to?: string };
  const { data: ways } = useQuery({ queryKey: ['ways'], queryFn: readWays, staleTime: 60_000 });
  const passwords = ways?.passwords ?? true;
  return (
    <main className="login">
      <div className="login-card">
        <Stack gap="md">
          <div className="login-brand">
            <Mark size={36} />
            <Title order={1}>{t('login.title')}</Title>
            <Text c="dimmed">{t(passwords ? 'login.says' : 'login.only')}</Text>
          </div>
          {refused !== undefined && (
            <Alert color="red" role="alert">
              {t(`login.refused.${refused}` as Word) || t('login.refused.oidc-unproven')}
            </Alert>
          )}
          {ways?.oidc && <Provider oidc={ways.oidc} to={to} />}
          {ways?.oidc && passwords && <Divider label={t('login.or')} />}
          {passwords && <PasswordForm />}
          <Text size="xs" c="dimmed">
            {t('login.first')} <code>rekindle user add you@company.com --role admin --everywhere</code>
          </Text>
        </Stack>
      </div>
    </main>
  );
}

interface ProviderProps {
  readonly oidc: NonNullable<LoginWays['oidc']>;
  readonly to: string | undefined;
}

/** A link, not a request: the browser itself goes there and comes back. */
function Provider({ oidc: { name, address }, to }: ProviderProps) {
  const { t } = useWords();
  const { pathname, search, hash } = location;
  const page = pathname === '/login' ? pageAsked(pathname, to) : `${pathname}${search}${hash}`;
  return (
    <Button component="a" href={`${address}?to=${encodeURIComponent(page)}`} fullWidth>
      {t('login.with', { name })}
    </Button>
  );
}

function PasswordForm() {
  const { t } = useWords();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entry = useMutation({
    mutationFn: () => logIn(email.trim(), password),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entry.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {entry.error && (
          <Alert color="red" role="alert">
            {wordsOf(entry.error)}
          </Alert>
        )}
        <TextInput
          label={t('login.email')}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('login.password')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('login.show') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={entry.isPending} fullWidth>
          {t('login.enter')}
        </Button>
      </Stack>
    </form>
  );
}

function wordsOf(error: Error): string {
  return error instanceof RekindleError ? toldOf(error) : error.message;
}
