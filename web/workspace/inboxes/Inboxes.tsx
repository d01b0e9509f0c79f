// Inboxes: the sites through which customers arrive. Name, sites that may show the widget, its
// language and side, the snippet to paste, and the secret that signs identities.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Confirm,
  EmptyState,
  Select,
  TextArea,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Inbox as InboxIcon, Plus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Copied, Page, ShownOnce } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fieldError, placeInField, sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { languages as tongues } from '../words/language.ts';
import styles from './Inboxes.module.css';
import { say } from './say.ts';

interface Inbox {
  id: string;
  name: string;
  widget_key: string;
  allowed_origins: string[];
  settings: Settings;
}

/** How a visitor meets the widget; what is not changed here goes back as it came. */
interface Settings {
  position: 'left' | 'right';
  locale: string | null;
  [other: string]: unknown;
}

/** What the widget speaks, each in its own words; those of a launcher come with its loader. */
const languages = [
  { id: '', label: say.visitorsOwn },
  ...Object.entries(tongues).map(([id, label]) => ({ id, label })),
];

const sides = [
  { id: 'right', label: say.right },
  { id: 'left', label: say.left },
] as const;

/** What a site pastes: the launcher then stands and speaks as chosen before the chat is loaded. */
export function snippetOf({ widget_key, settings: { locale, position } }: Inbox): string {
  const own = languages.some(({ id }) => id && id !== 'en' && id === locale) ? `-${locale}` : '';
  // The inbox's side is meant as in left-to-right writing, a page's own as it is seen.
  const side = locale === 'ar' ? 'right' : 'left';
  const more = [
    position === 'left' && ` data-side="${side}"`,
    locale && ` data-locale="${locale}"`,
  ].filter(Boolean);
  return `<script async src="${location.origin}/widget/v1/loader${own}.js" data-key="${widget_key}"${more.join('')}></script>`;
}

export default function Inboxes() {
  const [editing, setEditing] = useState<Inbox | 'new' | null>(null);
  return (
    <Page
      title={say.inboxes}
      lead={say.lead}
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          {say.add}
        </Button>
      }
    >
      <Paged<Inbox>
        path="/api/inboxes"
        list="inboxes"
        what={everywhere.listOf.inboxes}
        empty={
          <EmptyState icon={<InboxIcon />} title={say.none}>
            {say.noneYet}
          </EmptyState>
        }
      >
        {(inboxes) =>
          inboxes.map((inbox) => (
            <One key={inbox.id} inbox={inbox} onEdit={() => setEditing(inbox)} />
          ))
        }
      </Paged>
      <Edit
        key={editing === null ? 'closed' : editing === 'new' ? 'new' : editing.id}
        inbox={editing === 'new' ? null : editing}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
      />
    </Page>
  );
}

function One({ inbox, onEdit }: { inbox: Inbox; onEdit: () => void }) {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const rotate = useMutation({
    mutationFn: () =>
      client.request<{ identity_secret: string }>(
        'POST',
        `/api/inboxes/${inbox.id}/identity-secret`,
      ),
    onSuccess: () => setAsking(false),
    onError: (error) => toast({ text: say.notRotated(sentence(error)) }),
  });
  const secret = rotate.data?.identity_secret;

  return (
    <Card title={inbox.name}>
      <div className={styles.part}>
        <h3 className={styles.label}>{say.snippet}</h3>
        <p className={styles.hint}>{say.paste}</p>
        <Copied name={say.snippetFor(inbox.name)} value={snippetOf(inbox)} />
      </div>
      <div className={styles.part}>
        <h3 className={styles.label}>{say.allowedSites}</h3>
        {inbox.allowed_origins.length === 0 ? (
          <p className={styles.hint}>{say.noSites}</p>
        ) : (
          <p className={styles.sites}>
            {inbox.allowed_origins.map((site) => (
              <Badge key={site}>{site}</Badge>
            ))}
          </p>
        )}
      </div>
      {secret ? (
        <ShownOnce name={say.identitySecret} value={secret}>
          {say.copySecret}
        </ShownOnce>
      ) : null}
      <div className={styles.deeds}>
        <Button onPress={onEdit}>{everywhere.edit}</Button>
        <Button onPress={() => setAsking(true)}>{say.askNewSecret}</Button>
      </div>
      <Confirm
        title={say.reallyNew}
        action={say.makeNew}
        isOpen={asking}
        isPending={rotate.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => rotate.mutate()}
      >
        {say.newMeans}
      </Confirm>
    </Card>
  );
}

function Edit({
  inbox,
  isOpen,
  onClose,
}: {
  inbox: Inbox | null;
  isOpen: boolean;
  onClose: () => void;
}) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(inbox?.name ?? '');
  const [sites, setSites] = useState((inbox?.allowed_origins ?? []).join('\n'));
  const [locale, setLocale] = useState(inbox?.settings.locale ?? '');
  const [position, setPosition] = useState(inbox?.settings.position ?? 'right');
  const spoken = languages.some(({ id }) => id === locale)
    ? languages
    : [...languages, { id: locale, label: locale }];
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        allowed_origins: wordsOf(sites),
        settings: { ...inbox?.settings, position, locale: locale || null },
      };
      return inbox
        ? client.request('PATCH', `/api/inboxes/${inbox.id}`, body)
        : client.request('POST', '/api/inboxes', body);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['inboxes'] });
      onClose();
    },
  });

  const place = placeInField(save.error, 'allowed_origins');
  const wrongSite = fieldError(save.error, 'allowed_origins');
  return (
    <FormDialog
      title={inbox ? everywhere.edits(inbox.name) : say.add}
      action={everywhere.save}
      isOpen={isOpen}
      onClose={onClose}
      change={save}
      fields={['name', 'allowed_origins']}
      isDisabled={!name.trim()}
    >
      <TextField
        label={everywhere.name}
        hint={say.nameHint}
        autoFocus
        value={name}
        onChange={setName}
        error={fieldError(save.error, 'name')}
      />
      <TextArea
        label={say.allowedSites}
        hint={say.oneAddress}
        value={sites}
        onChange={(text) => {
          setSites(text);
          // What was said of a line is no longer said of this text.
          if (wrongSite) save.reset();
        }}
        error={
          wrongSite && place !== undefined ? say.line(lineOf(sites, place), wrongSite) : wrongSite
        }
      />
      <Select label={say.widgetLanguage} options={spoken} value={locale} onChange={setLocale} />
      <Select label={say.side} options={[...sides]} value={position} onChange={setPosition} />
    </FormDialog>
  );
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);

/** The line of the field, from 1, on which an entry stands. */
export function lineOf(text: string, place: number): number {
  let before = 0;
  return (
    text.split('\n').findIndex((line) => {
      before += wordsOf(line).length;
      return before > place;
    }) + 1
  );
}
