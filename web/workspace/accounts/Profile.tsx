// One's own profile: the name and the picture that others see. How one signs in is the account's page.
import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, TextField, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { say as pictures } from '../contacts/say.ts';
import { Face, sendPicture } from '../files/Face.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { type Me, useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import styles from './Profile.module.css';
import { builtIn } from './permissions.ts';
import { portrait } from './portrait.ts';
import { say } from './say.ts';

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
        text: say.othersSee(after.name),
        about: `person:${me.id}`,
        action: {
          label: everywhere.undo,
          run: () =>
            void rename(before).then(show, (error) =>
              toast({ text: everywhere.notUndone(sentence(error)) }),
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
    onError: (error) => toast({ text: pictures.pictureNotChanged(sentence(error)) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && name.trim() !== me.name) change.mutate();
  };

  return (
    <Page
      title={say.yourProfile}
      lead={filled(say.profileLead, <Link href="/settings/account">{say.account}</Link>)}
    >
      <Card title={pictures.picture}>
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
          <p className={styles.lead}>{say.pictureMeans}</p>
        </div>
      </Card>
      <Card title={everywhere.name}>
        <form className={styles.form} onSubmit={submit} noValidate>
          <TextField
            label={say.yourName}
            hint={say.yourNameHint}
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
              {say.saveYourName}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={say.colleaguesSee}>
        <dl className={styles.facts}>
          <div>
            <dt>{everywhere.name}</dt>
            <dd>
              <bdi>{me.name}</bdi>
            </dd>
          </div>
          <div>
            <dt>{everywhere.email}</dt>
            <dd>
              <bdi>{me.email}</bdi>
            </dd>
          </div>
          <div>
            <dt>{everywhere.role}</dt>
            <dd>{me.role ? <Badge>{builtIn[me.role]}</Badge> : null}</dd>
          </div>
        </dl>
        <p className={styles.lead}>{say.customersSeeName}</p>
      </Card>
    </Page>
  );
}
