// All files of the workspace, whoever sent them, for whoever keeps them: what takes how much room, where each is shown;
// renamed, taken away and given back. A look at one is in the audit trail, so that none is shown unasked.
import { fileSize } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Confirm,
  EmptyState,
  IconButton,
  Menu,
  Select,
  SkeletonLines,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Files, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useStaff } from '../oversight/staff.ts';
import { useSettled } from '../shell/browser.ts';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { fullTime } from '../shell/time.ts';
import styles from './AllFiles.module.css';
import { save } from './download.ts';
import { FileSign } from './FileSign.tsx';

interface Somebody {
  id: string;
  name: string;
}

interface KeptFile {
  id: string;
  name: string;
  mime: string;
  size: number;
  received: number;
  sender: Somebody;
  created_at: string;
  state: 'sent' | 'unsent' | 'removed';
  kept_until: string | null;
  place: {
    conversation_id: string;
    conversation_kind: string;
    conversation_title: string | null;
    contact_name: string | null;
    message_id: string;
  } | null;
  pictured: Somebody | null;
}

interface Room {
  files: number;
  bytes: number;
  removed_bytes: number;
  quota_bytes: number | null;
  max_bytes: number;
}

const states = [
  { id: 'any', label: 'All but taken away' },
  { id: 'sent', label: 'Shown somewhere' },
  { id: 'unsent', label: 'Shown nowhere' },
  { id: 'removed', label: 'Taken away' },
] as const;

const kinds = [
  { id: 'any', label: 'Any kind' },
  { id: 'picture', label: 'Pictures' },
  { id: 'document', label: 'Documents' },
  { id: 'other', label: 'Others' },
] as const;

const sizes = [
  { id: 'any', label: 'Any size' },
  { id: '1048576', label: '1 MB and more' },
  { id: '5242880', label: '5 MB and more' },
] as const;

const orders = [
  { id: 'newest', label: 'Newest first' },
  { id: 'largest', label: 'Largest first' },
] as const;

type Id<Options extends readonly { id: string }[]> = Options[number]['id'];

export default function AllFiles() {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<Id<typeof states>>('any');
  const [kind, setKind] = useState<Id<typeof kinds>>('any');
  const [size, setSize] = useState<Id<typeof sizes>>('any');
  const [order, setOrder] = useState<Id<typeof orders>>('newest');
  const [sender, setSender] = useState<Somebody | null>(null);
  const [words, setWords] = useState('');
  const q = useSettled(words.trim());
  const staff = useStaff();
  const [removing, setRemoving] = useState<KeptFile | null>(null);
  const [renaming, setRenaming] = useState<KeptFile | null>(null);

  const change = useMutation({
    mutationFn: ({ file, deed }: { file: KeptFile; deed: 'remove' | 'restore' }) =>
      client.request<KeptFile>(
        deed === 'remove' ? 'PUT' : 'DELETE',
        `/api/files/${file.id}/removal`,
      ),
    onSuccess: (file, { deed }) => {
      const back = deed === 'remove' ? 'restore' : 'remove';
      toast({
        text: deed === 'remove' ? `${file.name} is taken away.` : `${file.name} is back.`,
        action: { label: 'Undo', run: () => change.mutate({ file, deed: back }) },
      });
      setRemoving(null);
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['files'] }),
  });

  const narrowed = new URLSearchParams();
  if (state !== 'any') narrowed.set('state', state);
  if (kind !== 'any') narrowed.set('kind', kind);
  if (size !== 'any') narrowed.set('min_size', size);
  if (sender) narrowed.set('from', sender.id);
  if (q) narrowed.set('q', q);
  const isNarrowed = narrowed.size > 0;
  if (order !== 'newest') narrowed.set('order', order);
  const senders = [
    { id: 'any', label: 'From anybody' },
    ...staff,
    ...(sender && !staff.some(({ id }) => id === sender.id)
      ? [{ id: sender.id, label: sender.name || 'Visitor' }]
      : []),
  ];

  async function fetchOne(file: KeptFile) {
    try {
      const { url } = await client.request<{ url: string }>('GET', `/api/files/${file.id}/address`);
      save(url, file.name);
    } catch (error) {
      toast({ text: `${file.name} was not downloaded. ${sentence(error)}` });
    }
  }

  return (
    <Page
      title="Files"
      lead="Everything that was sent in this workspace. Each download from here is in the audit trail."
    >
      <RoomLeft />
      <div className={styles.filters}>
        <TextField
          label="A part of the name"
          hideLabel
          type="search"
          placeholder="A part of the name"
          lead={<Search aria-hidden className={styles.glass} />}
          value={words}
          onChange={setWords}
        />
        <Select label="State" hideLabel options={[...states]} value={state} onChange={setState} />
        <Select label="Kind" hideLabel options={[...kinds]} value={kind} onChange={setKind} />
        <Select label="Size" hideLabel options={[...sizes]} value={size} onChange={setSize} />
        <Select
          label="Sent by"
          hideLabel
          options={senders}
          value={sender?.id ?? 'any'}
          onChange={(id) => {
            const chosen = senders.find((one) => one.id === id);
            setSender(id === 'any' || !chosen ? null : { id, name: chosen.label });
          }}
        />
        <Select label="Order" hideLabel options={[...orders]} value={order} onChange={setOrder} />
      </div>
      <Paged<KeptFile>
        path="/api/files"
        query={narrowed}
        list="files"
        what="the files"
        likely={6}
        empty={
          <EmptyState
            icon={<Files />}
            title={
              state === 'removed'
                ? 'Nothing was taken away'
                : isNarrowed
                  ? 'No file fits'
                  : 'No files yet'
            }
          >
            {state === 'removed'
              ? 'What you take away stays here for 30 days.'
              : isNarrowed
                ? 'Choose fewer filters.'
                : 'What is sent with messages appears here.'}
          </EmptyState>
        }
      >
        {(files) => (
          <Table
            name="Files"
            rows={files}
            idOf={(file) => file.id}
            columns={[
              {
                name: 'File',
                cell: (file) => (
                  <span className={styles.file}>
                    <span className={styles.sign}>
                      <FileSign mime={file.mime} />
                    </span>
                    <span className={styles.words}>
                      <bdi className={styles.name}>{file.name}</bdi>
                      <span className={styles.faint}>
                        {file.mime ? fileSize(file.size) : onItsWay(file)}
                      </span>
                    </span>
                  </span>
                ),
              },
              {
                name: 'Sent',
                cell: (file) => (
                  <span className={styles.words}>
                    <bdi>{file.sender.name || 'Visitor'}</bdi>
                    <bdi className={styles.faint}>{fullTime(file.created_at)}</bdi>
                  </span>
                ),
              },
              { name: 'Where', cell: (file) => <Where file={file} /> },
              {
                name: 'What to do',
                quiet: true,
                cell: (file) => (
                  <Menu
                    name={`What to do with ${file.name}`}
                    placement="bottom end"
                    trigger={(open) => (
                      <IconButton {...open} size="s" name={`What to do with ${file.name}`}>
                        <Ellipsis aria-hidden />
                      </IconButton>
                    )}
                    groups={[
                      {
                        deeds: [
                          file.state !== 'removed' &&
                            file.mime !== '' && {
                              label: 'Download',
                              run: () => void fetchOne(file),
                            },
                          { label: 'Rename…', run: () => setRenaming(file) },
                          {
                            label: `Only files of ${file.sender.name || 'this visitor'}`,
                            run: () => setSender(file.sender),
                          },
                        ],
                      },
                      {
                        deeds: [
                          file.state === 'removed'
                            ? {
                                label: 'Give back',
                                run: () => change.mutate({ file, deed: 'restore' }),
                              }
                            : {
                                label: 'Take away…',
                                tone: 'danger',
                                run: () => setRemoving(file),
                              },
                        ],
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </Paged>
      <Confirm
        title="Take this file away?"
        action="Take away"
        isOpen={removing !== null}
        isPending={change.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && change.mutate({ file: removing, deed: 'remove' })}
      >
        Nobody can open <bdi>{removing?.name}</bdi> any more, wherever it is shown. You can give it
        back for 30 days; then it is gone for good.
      </Confirm>
      {renaming ? <Rename file={renaming} onClose={() => setRenaming(null)} /> : null}
    </Page>
  );
}

const onItsWay = (file: KeptFile) =>
  `${Math.floor((file.received / file.size) * 100)} % of ${fileSize(file.size)} is here`;

function Where({ file: { state, place, pictured, kept_until } }: { file: KeptFile }) {
  const mayOversee = useMay('conversations:oversee');
  if (!place && !pictured && state !== 'removed') return <Badge>Shown nowhere</Badge>;
  const name = place && (place.conversation_title || place.contact_name || 'Direct conversation');
  const isSupport = place?.conversation_kind === 'support';
  const to = isSupport
    ? `/conversations/${place.conversation_id}?message=${place.message_id}`
    : `/settings/conversations?id=${place?.conversation_id}`;
  return (
    <span className={styles.words}>
      {place ? (
        isSupport || mayOversee ? (
          <Link href={to} className={styles.link}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>{name}</bdi>
        )
      ) : pictured ? (
        <span>
          Picture of <bdi>{pictured.name}</bdi>
        </span>
      ) : null}
      {kept_until ? (
        <span className={styles.faint}>Taken away; gone on {fullTime(kept_until)}</span>
      ) : null}
    </span>
  );
}

function RoomLeft() {
  const client = useClient();
  const room = useQuery({
    queryKey: ['files', 'room'],
    queryFn: () => client.request<Room>('GET', '/api/files/room'),
  });
  if (room.isPending) return <SkeletonLines label="Counting the files" lines={1} />;
  // The list below says what went wrong; how much room there is can be missed.
  if (!room.data) return null;
  const { files, bytes, removed_bytes, quota_bytes, max_bytes } = room.data;
  const share = quota_bytes ? bytes / quota_bytes : 0;
  return (
    <div className={styles.room}>
      <p>
        <b>{fileSize(bytes)}</b>
        {quota_bytes ? ` of ${fileSize(quota_bytes)}` : ''} in {files.toLocaleString()}{' '}
        {files === 1 ? 'file' : 'files'}
        {removed_bytes ? `, and ${fileSize(removed_bytes)} that were taken away` : ''}. A file may
        have {fileSize(max_bytes)}.
      </p>
      {quota_bytes ? (
        <meter
          aria-label="Room that is taken"
          className={styles.meter}
          value={Math.min(share, 1)}
          high={0.9}
        >
          {Math.round(share * 100)} %
        </meter>
      ) : null}
    </div>
  );
}

function Rename({ file, onClose }: { file: KeptFile; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(file.name);
  const send = (to: string) =>
    client.request<KeptFile>('PUT', `/api/files/${file.id}/name`, { name: to });
  const shown = () => queries.invalidateQueries({ queryKey: ['files'] });
  const rename = useMutation({
    mutationFn: () => send(name.trim()),
    onSuccess: (renamed) => {
      void shown();
      toast({
        text: `It is called ${renamed.name} now.`,
        action: {
          label: 'Undo',
          run: () =>
            void send(file.name).then(shown, (error) =>
              toast({ text: `Not done. ${sentence(error)}` }),
            ),
        },
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Rename the file"
      action="Rename"
      isOpen
      onClose={onClose}
      change={rename}
      fields={['name']}
      isDisabled={!name.trim() || name.trim() === file.name}
    >
      <TextField
        label="Name"
        hint="The ending stays: it says what kind of file it is."
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(rename.error, 'name')}
      />
    </FormDialog>
  );
}
