/** Logging in. Says no more than the instance does. */
import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { logIn, RekindleError } from '../api/client.ts';
import { Mark } from '../parts/mark.tsx';
import { useWords } from '../words/words.tsx';

/** The form for it. */
export function LoginScreen() {
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
    <main className="login">
      <form className="login-card" onSubmit={submit}>
        <Stack gap="md">
          <div className="login-brand">
            <Mark size={36} />
            <Title order={1}>{t('login.title')}</Title>
            <Text c="dimmed">{t('login.says')}</Text>
          </div>
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
          <Text size="xs" c="dimmed">
            {t('login.first')} <code>rekindle user add you@company.com --role admin --everywhere</code>
          </Text>
        </Stack>
      </form>
    </main>
  );
}

function wordsOf(error: Error): string {
  return error instanceof RekindleError && error.remedy ? `${error.message}. ${error.remedy}` : error.message;
}
