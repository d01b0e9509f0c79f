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
import { useSettled } from '../shell/browser.ts';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { useStaff } from '../shell/people.ts';
import { fieldError, sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { locale, number } from '../words/language.ts';
import styles from './AllFiles.module.css';
import { save } from './download.ts';
import { FileSign } from './FileSign.tsx';
import { say as thread } from './say.ts';
import { say } from './sayAll.ts';

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
  { id: 'any', label: say.states.any },
  { id: 'sent', label: say.states.sent },
  { id: 'unsent', label: say.states.unsent },
  { id: 'removed', label: say.states.removed },
] as const;

const kinds = [
  { id: 'any', label: say.kinds.any },
  { id: 'picture', label: say.kinds.picture },
  { id: 'document', label: say.kinds.document },
  { id: 'other', label: say.kinds.other },
] as const;

const sizes = [
  { id: 'any', label: say.sizes.any },
  { id: '1048576', label: say.sizes.from(fileSize(1048576, locale)) },
  { id: '5242880', label: say.sizes.from(fileSize(5242880, locale)) },
] as const;

const orders = [
  { id: 'newest', label: say.orders.newest },
  { id: 'largest', label: say.orders.largest },
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
        text: deed === 'remove' ? say.isTaken(file.name) : say.isBack(file.name),
        about: `file:${file.id}`,
        action: { label: everywhere.undo, run: () => change.mutate({ file, deed: back }) },
      });
      setRemoving(null);
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
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
    { id: 'any', label: say.anybody },
    ...staff,
    ...(sender && !staff.some(({ id }) => id === sender.id)
      ? [{ id: sender.id, label: sender.name || everywhere.visitor }]
      : []),
  ];

  async function fetchOne(file: KeptFile) {
    try {
      const { url } = await client.request<{ url: string }>('GET', `/api/files/${file.id}/address`);
      save(url, file.name);
    } catch (error) {
      toast({ text: thread.notDownloaded(file.name, sentence(error)) });
    }
  }

  return (
    <Page title={everywhere.files} lead={say.lead}>
      <RoomLeft />
      <div className={styles.filters}>
        <TextField
          label={say.partOfName}
          hideLabel
          type="search"
          placeholder={say.partOfName}
          lead={<Search aria-hidden className={styles.glass} />}
          value={words}
          onChange={setWords}
        />
        <Select
          label={say.state}
          hideLabel
          options={[...states]}
          value={state}
          onChange={setState}
        />
        <Select
          label={everywhere.kind}
          hideLabel
          options={[...kinds]}
          value={kind}
          onChange={setKind}
        />
        <Select label={say.size} hideLabel options={[...sizes]} value={size} onChange={setSize} />
        <Select
          label={say.sentBy}
          hideLabel
          options={senders}
          value={sender?.id ?? 'any'}
          onChange={(id) => {
            const chosen = senders.find((one) => one.id === id);
            setSender(id === 'any' || !chosen ? null : { id, name: chosen.label });
          }}
        />
        <Select
          label={say.order}
          hideLabel
          options={[...orders]}
          value={order}
          onChange={setOrder}
        />
      </div>
      <Paged<KeptFile>
        path="/api/files"
        query={narrowed}
        list="files"
        what={everywhere.listOf.files}
        likely={6}
        empty={
          <EmptyState
            icon={<Files />}
            title={state === 'removed' ? say.noneTaken : isNarrowed ? say.noneFits : say.noneYet}
          >
            {state === 'removed' ? say.stays : isNarrowed ? say.fewerFilters : say.appears}
          </EmptyState>
        }
      >
        {(files) => (
          <Table
            name={everywhere.files}
            rows={files}
            idOf={(file) => file.id}
            columns={[
              {
                name: say.file,
                cell: (file) => (
                  <span className={styles.file}>
                    <span className={styles.sign}>
                      <FileSign mime={file.mime} />
                    </span>
                    <span className={styles.words}>
                      <bdi className={styles.name} title={file.name}>
                        {file.name}
                      </bdi>
                      <span className={styles.faint}>
                        {file.mime ? fileSize(file.size, locale) : onItsWay(file)}
                      </span>
                    </span>
                  </span>
                ),
              },
              {
                name: say.sent,
                cell: (file) => (
                  <span className={styles.words}>
                    <bdi>{file.sender.name || everywhere.visitor}</bdi>
                    <bdi className={styles.faint}>{fullTime(file.created_at)}</bdi>
                  </span>
                ),
              },
              { name: say.where, cell: (file) => <Where file={file} /> },
              {
                name: everywhere.whatToDo,
                quiet: true,
                cell: (file) => (
                  <Menu
                    name={say.whatToDo(file.name)}
                    placement="bottom end"
                    trigger={(open) => (
                      <IconButton {...open} size="s" name={say.whatToDo(file.name)}>
                        <Ellipsis aria-hidden />
                      </IconButton>
                    )}
                    groups={[
                      {
                        deeds: [
                          file.state !== 'removed' &&
                            file.mime !== '' && {
                              label: everywhere.download,
                              run: () => void fetchOne(file),
                            },
                          { label: say.askRename, run: () => setRenaming(file) },
                          {
                            label: say.onlyOfSender(file.sender.name || say.thisVisitor),
                            run: () => setSender(file.sender),
                          },
                        ],
                      },
                      {
                        deeds: [
                          file.state === 'removed'
                            ? {
                                label: say.giveBack,
                                run: () => change.mutate({ file, deed: 'restore' }),
                              }
                            : {
                                label: say.askTakeAway,
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
        title={say.reallyTake}
        action={say.takeAway}
        isOpen={removing !== null}
        isPending={change.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && change.mutate({ file: removing, deed: 'remove' })}
      >
        {filled(say.takeMeans, <bdi>{removing?.name}</bdi>)}
      </Confirm>
      {renaming ? <Rename file={renaming} onClose={() => setRenaming(null)} /> : null}
    </Page>
  );
}

const onItsWay = (file: KeptFile) =>
  say.onItsWay(number(Math.floor((file.received / file.size) * 100)), fileSize(file.size, locale));

function Where({ file: { state, place, pictured, kept_until } }: { file: KeptFile }) {
  const mayOversee = useMay('conversations:oversee');
  if (!place && !pictured && state !== 'removed') return <Badge>{say.shownNowhere}</Badge>;
  const name = place && (place.conversation_title || place.contact_name || everywhere.direct);
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
        <span>{filled(say.pictureOf, <bdi>{pictured.name}</bdi>)}</span>
      ) : null}
      {kept_until ? <span className={styles.faint}>{say.goneOn(fullTime(kept_until))}</span> : null}
    </span>
  );
}

function RoomLeft() {
  const client = useClient();
  const room = useQuery({
    queryKey: ['files', 'room'],
    queryFn: () => client.request<Room>('GET', '/api/files/room'),
  });
  if (room.isPending) return <SkeletonLines label={say.counting} lines={1} />;
  // The list below says what went wrong; how much room there is can be missed.
  if (!room.data) return null;
  const { files, bytes, removed_bytes, quota_bytes, max_bytes } = room.data;
  const taken = <b>{fileSize(bytes, locale)}</b>;
  const share = quota_bytes ? bytes / quota_bytes : 0;
  return (
    <div className={styles.room}>
      <p>
        {filled(
          say.room,
          quota_bytes ? filled(say.ofRoom, taken, fileSize(quota_bytes, locale)) : taken,
          say.many(files),
          removed_bytes ? say.andRemoved(fileSize(removed_bytes, locale)) : '',
        )}{' '}
        {say.largest(fileSize(max_bytes, locale))}
      </p>
      {quota_bytes ? (
        <meter
          aria-label={say.roomTaken}
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
        text: say.isCalled(renamed.name),
        about: `file:${file.id}`,
        action: {
          label: everywhere.undo,
          run: () =>
            void send(file.name).then(shown, (error) =>
              toast({ text: everywhere.notDone(sentence(error)) }),
            ),
        },
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title={say.renameTitle}
      action={say.rename}
      isOpen
      onClose={onClose}
      change={rename}
      fields={['name']}
      isDisabled={!name.trim() || name.trim() === file.name}
    >
      <TextField
        label={everywhere.name}
        hint={say.renameHint}
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(rename.error, 'name')}
      />
    </FormDialog>
  );
}
