// One's own second step at sign-in: set it up, make fresh recovery codes, switch it off.
import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, Dialog, ErrorPanel, SkeletonLines, TextField, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { CodeField, codeFields, given, nothing } from './CodeField.tsx';
import styles from './Enrol.module.css';
import { Enrol, type Request } from './Enrol.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

export interface SecondFactor {
  on_since: string | null;
  recovery_codes_left: number;
  is_needed: boolean;
  has_password: boolean;
}

export default function TwoStep() {
  const client = useClient();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'enrol' | 'codes' | 'off' | null>(null);
  const mine = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => client.request<SecondFactor>('GET', '/api/me/second-factor'),
  });
  const request: Request = (method, path, body) => client.request(method, path, body);

  function close() {
    setOpen(null);
    void queries.invalidateQueries({ queryKey: ['second-factor'] });
  }

  return (
    <Page
      title="Two-step sign-in"
      lead="Besides your password, sign-in asks for a code that an app on your phone shows. A stolen password alone is worth nothing then."
    >
      {mine.isPending ? (
        <SkeletonLines label="Loading" lines={3} />
      ) : mine.error ? (
        <ErrorPanel title="This could not be loaded" onRetry={() => void mine.refetch()}>
          {sentence(mine.error)}
        </ErrorPanel>
      ) : mine.data.on_since ? (
        <Card title="Your second step">
          <p>
            <Badge tone="green">On</Badge> since{' '}
            <time dateTime={mine.data.on_since}>{fullTime(mine.data.on_since)}</time>.{' '}
            {mine.data.recovery_codes_left === 1
              ? '1 recovery code is left.'
              : `${mine.data.recovery_codes_left} recovery codes are left.`}
          </p>
          <div className={styles.deeds}>
            <Button onPress={() => setOpen('codes')}>New recovery codes…</Button>
            <Button onPress={() => setOpen('off')}>Switch off…</Button>
          </div>
        </Card>
      ) : open === 'enrol' ? (
        <Card title="Set up your second step">
          <Enrol request={request} hasPassword={mine.data.has_password} onDone={close} />
        </Card>
      ) : (
        <Card title="Your second step">
          <p>
            <Badge>Off</Badge> You sign in with your password alone.
          </p>
          <div className={styles.deeds}>
            <Button look="primary" onPress={() => setOpen('enrol')}>
              Set up
            </Button>
          </div>
        </Card>
      )}
      {mine.data ? (
        <>
          <Fresh
            isOpen={open === 'codes'}
            hasPassword={mine.data.has_password}
            request={request}
            onClose={close}
          />
          <Off isOpen={open === 'off'} of={mine.data} request={request} onClose={close} />
        </>
      ) : null}
    </Page>
  );
}

interface DeedProps {
  isOpen: boolean;
  request: Request;
  onClose: () => void;
}

/** Fresh recovery codes in the place of all earlier ones. */
function Fresh({ isOpen, hasPassword, request, onClose }: DeedProps & { hasPassword: boolean }) {
  const both = useBothSteps(hasPassword);
  const renew = useMutation({
    mutationFn: () =>
      request<{ recovery_codes: string[] }>(
        'POST',
        '/api/me/second-factor/recovery-codes',
        both.body,
      ),
  });

  function close() {
    both.clear();
    renew.reset();
    onClose();
  }
  if (renew.data)
    return (
      <Dialog title="Your new recovery codes" isOpen={isOpen} onClose={close}>
        <RecoveryCodes codes={renew.data.recovery_codes} onDone={close} />
      </Dialog>
    );
  return (
    <FormDialog
      title="New recovery codes"
      action="Make new codes"
      isOpen={isOpen}
      onClose={close}
      change={renew}
      fields={['password', ...codeFields]}
      isDisabled={!both.isComplete}
    >
      <p>The codes that you have now end with it.</p>
      {both.fields(renew.error)}
    </FormDialog>
  );
}

function Off({ isOpen, of, request, onClose }: DeedProps & { of: SecondFactor }) {
  const both = useBothSteps(of.has_password);
  const off = useMutation({
    mutationFn: () => request('POST', '/api/me/second-factor/off', both.body),
    onSuccess: () => {
      // The workspace lets nobody on without: what it says of that stands before everything else.
      if (of.is_needed) return window.location.reload();
      toast({ text: 'Your second step is off.' });
      close();
    },
  });

  function close() {
    both.clear();
    off.reset();
    onClose();
  }
  return (
    <FormDialog
      title="Switch off your second step"
      action="Switch off"
      isOpen={isOpen}
      onClose={close}
      change={off}
      fields={['password', ...codeFields]}
      isDisabled={!both.isComplete}
    >
      <p>
        {of.is_needed
          ? 'This workspace wants a second step of everybody: you will have to set up a new one before you can go on.'
          : 'Your password alone lets you in then, and your recovery codes end.'}
      </p>
      {both.fields(off.error)}
    </FormDialog>
  );
}

/** Both steps again, for what must not be done by whoever finds a screen unlocked. */
function useBothSteps(hasPassword: boolean) {
  const [password, setPassword] = useState('');
  const [typed, setTyped] = useState(nothing);
  return {
    body: { ...(hasPassword && { password }), ...given(typed) },
    isComplete: (!hasPassword || password !== '') && typed.text.trim() !== '',
    clear: () => {
      setPassword('');
      setTyped(nothing);
    },
    fields: (error: unknown) => (
      <>
        {hasPassword ? (
          <TextField
            label="Your password"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={setPassword}
            error={fieldError(error, 'password')}
          />
        ) : null}
        <CodeField typed={typed} onChange={setTyped} error={error} autoFocus={!hasPassword} />
      </>
    ),
  };
}
