// Getting a second step, in three moves: the password, the app with its first code, the recovery codes. Stands in the
// settings and, where the workspace wants a second step of all, before everything else.
import { Banner, Button, lazily, SkeletonLines, TextField } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Copied } from '../shell/Page.tsx';
import { fieldError, formError } from '../shell/server.ts';
import { DoorForm } from './Door.tsx';
import styles from './Enrol.module.css';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { say } from './say.ts';

const Qr = lazily(() => import('./Qr.tsx'), <SkeletonLines label={say.drawing} lines={4} />);

export type Request = <T>(method: string, path: string, body?: object) => Promise<T>;

interface NewFactor {
  secret: string;
  uri: string;
}

export interface EnrolProps {
  request: Request;
  hasPassword: boolean;
  /** After the recovery codes were shown. */
  onDone: () => void;
}

export function Enrol({ request, hasPassword, onDone }: EnrolProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({
    mutationFn: () =>
      request<NewFactor>('POST', '/api/me/second-factor', hasPassword ? { password } : {}),
  });
  const confirm = useMutation({
    mutationFn: () =>
      request<{ recovery_codes: string[] }>('POST', '/api/me/second-factor/confirm', {
        code: code.trim(),
      }),
    onError: () => setCode(''),
  });

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onDone={onDone} />;
  if (begin.data)
    return (
      <div className={styles.enrol}>
        <p>{say.scan}</p>
        <Qr text={begin.data.uri} />
        <p className={styles.hint}>{say.orType}</p>
        <Copied name={say.keyForApp} value={spaced(begin.data.secret)} />
        <Refusal of={confirm.error} fields={['code']} />
        <DoorForm
          action={say.switchOn}
          isComplete={code.trim() !== ''}
          isPending={confirm.isPending}
          onSubmit={confirm.mutate}
        >
          <TextField
            label={say.codeNow}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            value={code}
            onChange={setCode}
            error={fieldError(confirm.error, 'code')}
          />
        </DoorForm>
      </div>
    );
  if (!hasPassword)
    return (
      <div className={styles.enrol}>
        <Refusal of={begin.error} fields={[]} />
        <Button look="primary" isPending={begin.isPending} onPress={() => begin.mutate()}>
          {say.setUpStep}
        </Button>
      </div>
    );
  return (
    <div className={styles.enrol}>
      <Refusal of={begin.error} fields={['password']} />
      <DoorForm
        action={say.next}
        isComplete={password !== ''}
        isPending={begin.isPending}
        onSubmit={begin.mutate}
      >
        <TextField
          label={say.yourPassword}
          type="password"
          name="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={setPassword}
          error={fieldError(begin.error, 'password')}
        />
      </DoorForm>
    </div>
  );
}

function Refusal({ of, fields }: { of: unknown; fields: string[] }) {
  const refused = formError(of, fields);
  return refused ? (
    <Banner tone="red" role="alert">
      {refused}
    </Banner>
  ) : null;
}

/** In fours, as people read and type it. */
const spaced = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ');
