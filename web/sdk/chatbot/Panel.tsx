// The dialog: header, connection bar, greeting with prompts or transcript, composer, and the one status
// region that speaks. Knows focus, Escape, and when it is a modal (phones) and when not.
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { BotChat } from '../bot/use-bot-chat.ts';
import type { Words } from '../bot/words.ts';
import type { Client } from '../core/index.ts';
import { pastedFiles, type Upload, type Uploads } from '../files/index.ts';
import { Composer } from './Composer.tsx';
import { useMedia } from './hooks.ts';
import { Icon } from './icons.tsx';
import { Log } from './Log.tsx';
import { Tray } from './Tray.tsx';

interface ShellProps {
  botName: string;
  words: Words;
  phone: boolean;
  /** null where it cannot be closed. */
  onClose: (() => void) | null;
  /** The heading takes the focus when it opens. */
  focus?: boolean;
  /** More controls in the header. */
  controls?: ReactNode;
  children: ReactNode;
  onFiles?(files: File[]): void;
}

/** Header and frame. */
export function Shell({
  botName,
  words,
  phone,
  onClose,
  focus,
  controls,
  children,
  onFiles,
}: ShellProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (focus && onClose) title.current!.focus();
  }, [focus, onClose]);
  useEffect(() => {
    const resize = () =>
      dialog.current?.style.setProperty(
        '--seen',
        `${window.visualViewport?.height ?? window.innerHeight}px`,
      );
    // A soft keyboard covers the layout viewport: the panel keeps to the part that is seen.
    window.visualViewport?.addEventListener('resize', resize);
    resize();
    return () => window.visualViewport?.removeEventListener('resize', resize);
  }, []);

  function key(event: KeyboardEvent) {
    if (event.key === 'Escape' && onClose) {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Tab' && phone) goRound(event, dialog.current!);
  }

  const kind = onClose
    ? ({ role: 'dialog', 'aria-modal': phone || undefined } as const)
    : ({ role: 'region' } as const);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a dialog or a region, by `kind`.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: as above
    <div
      className="panel"
      {...kind}
      aria-labelledby="title"
      ref={dialog}
      onKeyDown={key}
      onPaste={(event) => {
        const files = pastedFiles(event.clipboardData);
        if (!files.length || !onFiles) return;
        event.preventDefault();
        onFiles(files);
      }}
      onDragOver={(event) => {
        if (!onFiles || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!dialog.current!.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!onFiles || !event.dataTransfer.files.length) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <div className="head">
        <span className="mark" aria-hidden="true">
          {[...botName][0]}
        </span>
        <div className="names">
          <h2 id="title" tabIndex={-1} ref={title}>
            <bdi>{botName}</bdi>
          </h2>
          <p>{words.about}</p>
        </div>
        {controls}
        {onClose && (
          <button type="button" className="plain" aria-label={words.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {children}
      {over && (
        <p className="drop" aria-hidden="true">
          {words.files.drop}
        </p>
      )}
    </div>
  );
}

/** Nothing else is on the screen: focus goes round inside. */
function goRound(event: KeyboardEvent, within: HTMLElement) {
  const all = [
    ...within.querySelectorAll<HTMLElement>('button,textarea,input,a,[tabindex="0"]'),
  ].filter((one) => !one.hidden);
  const now = (within.getRootNode() as ShadowRoot).activeElement as HTMLElement;
  const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (now !== edge && all.includes(now)) return;
  event.preventDefault();
  other?.focus();
}

interface PanelProps {
  botName: string;
  words: Words;
  phone: boolean;
  chat: BotChat;
  client: Client;
  files: { uploads: Uploads | null; list: readonly Upload[] };
  draft: string;
  onDraft(text: string): void;
  onClose: (() => void) | null;
}

export function Panel(props: PanelProps) {
  const { botName, words, phone, chat, client, files, draft, onDraft, onClose } = props;
  const { uploads, list } = files;
  const field = useRef<HTMLTextAreaElement>(null);
  const touch = useMedia('(pointer: coarse)');
  const [said, setSaid] = useState('');
  const [hasty, setHasty] = useState(false);
  const opens = onClose !== null;
  useEffect(() => {
    // On touch the keyboard stays down until it is wanted; an inline chat takes no focus by itself.
    if (opens && !touch) field.current?.focus();
  }, [opens, touch]);

  const { thread, connection, answers, lines } = chat;
  const busy = list.some(({ state }) => state === 'waiting' || state === 'sending');
  const ready = !busy && (draft.trim() !== '' || list.some(({ state }) => state === 'done'));
  const empty = !lines.length && thread.status === 'ready';

  function send() {
    if (!ready) return setHasty(busy);
    const attachments = uploads?.take();
    chat.send(draft.trim(), attachments?.length ? { attachments } : undefined);
    onDraft('');
    setHasty(false);
  }
  const press = useCallback(
    (text: string) => {
      chat.send(text);
      field.current?.focus();
    },
    [chat.send],
  );

  const trouble = troubleOf(chat, words);
  const writes = answers.some((one) => one.state === 'waiting');
  const other = thread.typing[0];
  const status = writes ? words.replying(botName) : other ? words.typing(other.name) : trouble;
  return (
    <Shell
      botName={botName}
      words={words}
      phone={phone}
      onClose={onClose}
      focus={touch}
      onFiles={(chosen) => uploads?.add(chosen)}
      controls={
        lines.length > 0 && (
          <button
            type="button"
            className="plain"
            aria-label={words.anew}
            onClick={() => {
              chat.startAnew();
              field.current?.focus();
            }}
          >
            <Icon name="anew" />
          </button>
        )
      }
    >
      {trouble && (
        <div className="bar">
          <Icon name="alert" />
          <p>{trouble}</p>
          {connection.phase !== 'signed_out' && (
            <button type="button" onClick={client.retryNow}>
              {words.retry}
            </button>
          )}
        </div>
      )}
      {empty ? (
        <Home botName={botName} words={words} chat={chat} onPress={press} />
      ) : thread.status === 'failed' ? (
        <div className="body note" role="alert">
          <Icon name="alert" />
          <p>{words.failed(thread.error!.message)}</p>
        </div>
      ) : lines.length ? (
        <Log chat={chat} client={client} botName={botName} words={words} say={setSaid} />
      ) : (
        <div className="body note">{words.loading}</div>
      )}
      <Tray
        list={list}
        uploads={uploads}
        words={words}
        hasty={hasty && busy}
        field={field as RefObject<HTMLElement>}
      />
      <Composer
        field={field}
        words={words}
        touch={touch}
        draft={draft}
        ready={ready}
        onDraft={(text) => {
          onDraft(text);
          chat.setTyping(text.trim() !== '');
        }}
        onSend={send}
        onStill={() => chat.setTyping(false)}
        onFiles={(chosen) => uploads?.add(chosen)}
      />
      <p className="quietly" role="status">
        {status || said}
      </p>
    </Shell>
  );
}

/** What is wrong with the connection; the styles keep it back until it lasts. */
function troubleOf({ connection }: BotChat, words: Words): string {
  const { phase, retry_at, waiting } = connection;
  if (phase === 'signed_out') return words.signedOut;
  if (phase === 'offline') return words.offline + words.waiting(waiting);
  const lost = phase === 'reconnecting' || (phase === 'connecting' && retry_at !== null);
  return lost ? words.reconnecting + words.waiting(waiting) : '';
}

function Home({
  botName,
  words,
  chat,
  onPress,
}: {
  botName: string;
  words: Words;
  chat: BotChat;
  onPress(text: string): void;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard.
    <div className="body home" tabIndex={0}>
      <h3>{words.greeting(botName)}</h3>
      <p>{chat.prompts.length ? words.invite : words.inviteOnly}</p>
      {chat.prompts.length > 0 && (
        <ul className="prompts" aria-label={words.prompts}>
          {chat.prompts.map(({ id, title, text }) => (
            <li key={id}>
              <button type="button" className="quiet" title={text} onClick={() => onPress(text)}>
                {title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
