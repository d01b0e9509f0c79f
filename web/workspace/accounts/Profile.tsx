// One's own profile: the name and the picture that others see. How one signs in is the account's page.
import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, TextField, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Face, sendPicture } from '../files/Face.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { type Me, useSession } from '../shell/session.tsx';
import styles from './Profile.module.css';
import { builtIn } from './permissions.ts';
import { portrait } from './portrait.ts';

export default function Profile() {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const show = (after: Me) => {
    queries.setQueryData(['me'], after);
    void queries.invalidateQueries({ queryKey: ['people'] });
  };
  const rename = (name: string) => client.request<Me>('PATCH', '/api/me', { name });

  const [name, setName] = useState(me.name);
  useEffect(() => setName(me.name), [me.name]);
  const change = useMutation({
    mutationFn: () => rename(name.trim()),
    onSuccess: (after) => {
      const before = me.name;
      show(after);
      toast({
        text: `Others see ${after.name} now.`,
        action: {
          label: 'Undo',
          run: () =>
            void rename(before).then(show, (error) =>
              toast({ text: `Not undone. ${sentence(error)}` }),
            ),
        },
      });
    },
  });
  const look = useMutation({
    mutationFn: async (file: File | null) =>
      file
        ? client.request<Me>('PUT', '/api/me/avatar', { file_id: await sendPicture(file) })
        : client.request<Me>('DELETE', '/api/me/avatar'),
    onSuccess: show,
    onError: (error) => toast({ text: `The picture was not changed. ${sentence(error)}` }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && name.trim() !== me.name) change.mutate();
  };

  return (
    <Page
      title="Your profile"
      lead={
        <>
          What others see of you. How you sign in stands under{' '}
          <Link href="/settings/account">Account</Link>.
        </>
      }
    >
      <Card title="Picture">
        <div className={styles.card}>
          <Face
            name={me.name}
            of={me.id}
            picture={portrait(me)}
            mayChange
            hasOne={Boolean(me.avatar_id)}
            isPending={look.isPending}
            onChange={look.mutate}
          />
          <p className={styles.lead}>
            Colleagues see it. PNG, JPEG, GIF or WebP; without one your initials stand in its place.
          </p>
        </div>
      </Card>
      <Card title="Name">
        <form className={styles.form} onSubmit={submit} noValidate>
          <TextField
            label="Your name"
            hint="Customers see it beside what you write, from the next message on."
            autoComplete="name"
            value={name}
            onChange={setName}
            error={
              change.error
                ? (fieldError(change.error, 'name') ?? sentence(change.error))
                : undefined
            }
          />
          <div>
            <Button
              type="submit"
              look="primary"
              isPending={change.isPending}
              isDisabled={!name.trim() || name.trim() === me.name}
            >
              Save your name
            </Button>
          </div>
        </form>
      </Card>
      <Card title="What colleagues see">
        <dl className={styles.facts}>
          <div>
            <dt>Name</dt>
            <dd>
              <bdi>{me.name}</bdi>
            </dd>
          </div>
          <div>
            <dt>E-mail</dt>
            <dd>
              <bdi>{me.email}</bdi>
            </dd>
          </div>
          <div>
            <dt>Role</dt>
            <dd>{me.role ? <Badge>{builtIn[me.role]}</Badge> : null}</dd>
          </div>
        </dl>
        <p className={styles.lead}>Customers see your name only.</p>
      </Card>
    </Page>
  );
}
