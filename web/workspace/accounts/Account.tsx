// One's own account: the address, the password, and the way out for good.

import { useClient } from '@antiphon/sdk/react';
import { Button, TextField, toast } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { Whose } from './Door.tsx';
import { Password } from './Password.tsx';
import styles from './People.module.css';
import { say } from './say.ts';

export default function Account() {
  const { me } = useSession();
  const [open, setOpen] = useState<'email' | 'password' | 'deletion' | null>(null);
  const close = () => setOpen(null);
  return (
    <Page title={say.account} lead={filled(say.youAre, <bdi>{me.name}</bdi>)}>
      <Card title={everywhere.email}>
        <p>
          {filled(
            say.signInWith,
            <b>
              <bdi>{me.email}</bdi>
            </b>,
          )}
        </p>
        <div>
          <Button onPress={() => setOpen('email')}>{say.askChangeEmail}</Button>
        </div>
      </Card>
      <Card title={say.password}>
        <p>{say.changingSignsOut}</p>
        <div>
          <Button onPress={() => setOpen('password')}>{say.askChangePassword}</Button>
        </div>
      </Card>
      <Card title={say.deleteAccount}>
        <p className={styles.consequences}>{say.deletionMeans}</p>
        <div>
          <Button look="danger" onPress={() => setOpen('deletion')}>
            {say.askDeleteAccount}
          </Button>
        </div>
      </Card>
      <Password isOpen={open === 'password'} onClose={close} />
      {open === 'email' ? <ChangeEmail onClose={close} /> : null}
      {open === 'deletion' ? <Delete onClose={close} /> : null}
    </Page>
  );
}

interface ProvedProps {
  title: string;
  action: string;
  change: { isPending: boolean; error: unknown; mutate: () => void };
  fields: string[];
  isDisabled: boolean;
  password: string;
  onPassword: (password: string) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form that asks for the present password last. */
function Proved(props: ProvedProps) {
  const { title, action, change, fields, isDisabled, password, onPassword, onClose, children } =
    props;
  const { me } = useSession();
  return (
    <FormDialog
      title={title}
      action={action}
      isOpen
      onClose={onClose}
      change={change}
      fields={[...fields, 'current_password']}
      isDisabled={isDisabled || !password}
    >
      {children}
      <Whose email={me.email ?? ''} />
      <TextField
        label={say.currentPassword}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={onPassword}
        error={fieldError(change.error, 'current_password')}
      />
    </FormDialog>
  );
}

function ChangeEmail({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () =>
      client.request('PUT', '/api/me/email', { email: email.trim(), current_password: password }),
    onSuccess: () => {
      toast({ text: say.openLink(email.trim()) });
      onClose();
    },
  });
  return (
    <Proved
      title={say.changeYourEmail}
      action={say.sendLink}
      change={change}
      fields={['email']}
      isDisabled={!email.trim()}
      password={password}
      onPassword={setPassword}
      onClose={onClose}
    >
      <TextField
        label={say.newEmail}
        hint={say.newEmailHint}
        type="email"
        autoComplete="email"
        autoFocus
        value={email}
        onChange={setEmail}
        error={fieldError(change.error, 'email')}
      />
    </Proved>
  );
}

function Delete({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const remove = useMutation({
    mutationFn: () => client.request('POST', '/api/me/deletion', { current_password: password }),
    // Everything of this person goes from this browser; what comes is the sign-in page.
    onSuccess: () => location.assign('/app/sign-in'),
  });
  return (
    <Proved
      title={say.reallyDelete}
      action={say.deleteAccount}
      change={remove}
      fields={[]}
      isDisabled={false}
      password={password}
      onPassword={setPassword}
      onClose={onClose}
    >
      <p className={styles.consequences}>{say.deletionEnds}</p>
    </Proved>
  );
}
