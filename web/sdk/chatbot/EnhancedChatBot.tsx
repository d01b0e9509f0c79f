// The chat with the bot as one component: launcher and panel in a shadow root of their own. Finds its
// connection, keeps what outlives the panel (what is written, the files), and says which conversation
// it is in. What is drawn of it is Panel.tsx's.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Token } from '../bot/connect.ts';
import { useBotChat, useBotClient } from '../bot/use-bot-chat.ts';
import { english, type Words } from '../bot/words.ts';
import { browserEnvironment } from '../browser.ts';
import type { Client, Environment, WireError } from '../core/index.ts';
import { ClientProvider } from '../react/context.tsx';
import { useUploads } from '../react/use-uploads.ts';
import { Boundary } from './Boundary.tsx';
import { useMedia } from './hooks.ts';
import { Icon } from './icons.tsx';
import { Panel, Shell } from './Panel.tsx';
import { Shadow } from './Shadow.tsx';

export interface EnhancedChatBotProps {
  /** Stands in the header and over its answers. */
  botName?: string;
  /** Where the launcher is; `inline` fills the element around it and has none. */
  position?: 'bottom-right' | 'bottom-left' | 'inline';
  /** The conversation has an id: after its first message, or when an earlier one is taken up. */
  onConversationChange?: (conversationId: string) => void;
  /** Origin of the server; without it the provider's, else the page's own. */
  url?: string;
  /** Who is asking; without it the provider's, else the page's own cookie. */
  token?: Token;
  /** Words of another language, in place of the English ones. */
  words?: Partial<Words>;
}

/** Below this width the panel is the whole screen. */
const PHONE = '(max-width: 479.98px)';

export function EnhancedChatBot(props: EnhancedChatBotProps) {
  const words = { ...english, ...props.words };
  return (
    <Boundary words={words}>
      <Connected {...props} />
    </Boundary>
  );
}

function Connected({
  botName = 'Assistant',
  position = 'bottom-right',
  onConversationChange,
  url,
  token,
  words: given,
}: EnhancedChatBotProps) {
  const words = useMemo(() => ({ ...english, ...given }), [given]);
  const env = useEnvironment();
  const here = typeof location === 'undefined' ? undefined : location.origin;
  const { client, problem } = useBotClient({ url, token }, env, here);
  const [unread, setUnread] = useState(0);
  const frame = { botName, words };
  return (
    <Doors {...frame} position={position} unread={unread}>
      {(door) =>
        client ? (
          <ClientProvider client={client}>
            <Chat
              {...frame}
              {...door}
              client={client}
              onUnread={setUnread}
              onConversationChange={onConversationChange}
            />
          </ClientProvider>
        ) : (
          door.open && <Waiting {...frame} {...door} problem={problem} />
        )
      }
    </Doors>
  );
}

/** Made in the browser only: a server that draws the page has none. */
function useEnvironment(): Environment {
  const [env] = useState(() =>
    typeof window === 'undefined' ? ({} as Environment) : browserEnvironment(),
  );
  return env;
}

interface Frame {
  botName: string;
  words: Words;
}

/** What the panel knows of the launcher. */
interface Door {
  open: boolean;
  /** null where it cannot be closed. */
  close: (() => void) | null;
  phone: boolean;
}

/** Until it is known who is asking. */
function Waiting({
  botName,
  words,
  close,
  phone,
  problem,
}: Frame & Door & { problem: WireError | null }) {
  return (
    <Shell botName={botName} words={words} phone={phone} onClose={close} focus={true}>
      {problem?.code === 'signed_out' || problem?.code === 'unauthenticated' ? (
        <div className="body note" role="alert">
          <Icon name="alert" />
          <p>{words.signedOut}</p>
        </div>
      ) : (
        <div className="body note">
          <p role="status">{problem ? words.reconnecting : words.loading}</p>
        </div>
      )}
    </Shell>
  );
}

/** Also there while the panel is closed: it counts what is unread, and keeps what is being written. */
function Chat({
  client,
  open,
  close,
  onUnread,
  onConversationChange,
  ...frame
}: Frame &
  Door & {
    client: Client;
    onUnread(count: number): void;
    onConversationChange?: (id: string) => void;
  }) {
  const chat = useBotChat(onConversationChange);
  const files = useUploads(client);
  const [draft, setDraft] = useState('');
  useEffect(() => {
    onUnread(chat.unread);
    return () => onUnread(0);
  }, [onUnread, chat.unread]);
  if (!open) return null;
  return (
    <Panel
      {...frame}
      chat={chat}
      client={client}
      files={files}
      draft={draft}
      onDraft={setDraft}
      onClose={close}
    />
  );
}

/** The launcher and what it opens: one of them all along, so that what was opened before there is a
 * connection stays open when it comes. */
function Doors({
  botName,
  position,
  words,
  unread,
  children,
}: Frame & {
  position: NonNullable<EnhancedChatBotProps['position']>;
  unread: number;
  children(door: Door): React.ReactNode;
}) {
  const inline = position === 'inline';
  const phone = useMedia(PHONE) && !inline;
  const [pressed, setPressed] = useState(false);
  const open = inline || pressed;
  const launcher = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    setPressed(false);
    // It was hidden while the panel filled the screen.
    setTimeout(() => launcher.current?.focus());
  }, []);
  const name = words.open(botName);
  return (
    <Shadow
      inline={inline}
      attributes={{
        'data-side': position === 'bottom-left' ? 'left' : inline ? undefined : 'right',
        'data-inline': inline ? '' : undefined,
        'data-open': open ? '' : undefined,
      }}
    >
      {!inline && (
        <button
          type="button"
          className="launcher"
          ref={launcher}
          hidden={open && phone}
          aria-expanded={open}
          aria-label={open ? words.close : unread ? `${name}, ${words.unread(unread)}` : name}
          onClick={open ? close : () => setPressed(true)}
        >
          <Icon name="chat" />
          {!open && unread > 0 && <span className="badge">{unread}</span>}
        </button>
      )}
      {children({ open, close: inline ? null : close, phone })}
    </Shadow>
  );
}
