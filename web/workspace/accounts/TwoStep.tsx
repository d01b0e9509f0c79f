// One's own second step at sign-in: set it up, make fresh recovery codes, switch it off.
import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, Dialog, ErrorPanel, SkeletonLines, TextField, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { CodeField, codeFields, given, nothing } from './CodeField.tsx';
import styles from './Enrol.module.css';
import { Enrol, type Request } from './Enrol.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { say } from './say.ts';

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
    <Page title={say.twoStep} lead={say.twoStepLead}>
      {mine.isPending ? (
        <SkeletonLines label={everywhere.underWay} lines={3} />
      ) : mine.error ? (
        <ErrorPanel title={everywhere.thisNotLoaded} onRetry={() => void mine.refetch()}>
          {sentence(mine.error)}
        </ErrorPanel>
      ) : mine.data.on_since ? (
        <Card title={say.yourStep}>
          <p>
            {filled(
              say.onSince,
              <Badge tone="green">{everywhere.on}</Badge>,
              <time dateTime={mine.data.on_since}>{fullTime(mine.data.on_since)}</time>,
              say.codesLeft(mine.data.recovery_codes_left),
            )}
          </p>
          <div className={styles.deeds}>
            <Button onPress={() => setOpen('codes')}>{say.askNewCodes}</Button>
            <Button onPress={() => setOpen('off')}>{say.askSwitchOff}</Button>
          </div>
        </Card>
      ) : open === 'enrol' ? (
        <Card title={say.setUpYourStep}>
          <Enrol request={request} hasPassword={mine.data.has_password} onDone={close} />
        </Card>
      ) : (
        <Card title={say.yourStep}>
          <p>
            <Badge>{everywhere.off}</Badge> {say.passwordAlone}
          </p>
          <div className={styles.deeds}>
            <Button look="primary" onPress={() => setOpen('enrol')}>
              {say.setUpStep}
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
      <Dialog title={say.yourNewCodes} isOpen={isOpen} onClose={close}>
        <RecoveryCodes codes={renew.data.recovery_codes} onDone={close} />
      </Dialog>
    );
  return (
    <FormDialog
      title={say.newCodes}
      action={say.makeCodes}
      isOpen={isOpen}
      onClose={close}
      change={renew}
      fields={['password', ...codeFields]}
      isDisabled={!both.isComplete}
    >
      <p>{say.codesEnd}</p>
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
      toast({ text: say.stepIsOff });
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
      title={say.switchOffStep}
      action={say.switchOff}
      isOpen={isOpen}
      onClose={close}
      change={off}
      fields={['password', ...codeFields]}
      isDisabled={!both.isComplete}
    >
      <p>{of.is_needed ? say.offNeeded : say.offMeans}</p>
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
            label={say.yourPassword}
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
