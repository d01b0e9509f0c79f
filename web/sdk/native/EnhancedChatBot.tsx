// The chat with the bot for React Native: launcher, and a modal with the conversation. What it knows and
// does is ../bot's, as for pages; files and the clipboard are the app's to give.

import { plain } from '@antiphon/markdown';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  AccessibilityInfo,
  KeyboardAvoidingView,
  Linking,
  Modal,
  type NativeScrollEvent,
  type NativeSyntheticEvent,
  Platform,
  Pressable,
  SafeAreaView,
  ScrollView,
  Text,
  TextInput,
  View,
} from 'react-native';
import type { Token } from '../bot/connect.ts';
import {
  type BotChat,
  type MessageLine,
  nameOf,
  quoteOf,
  useBotChat,
  useBotClient,
} from '../bot/use-bot-chat.ts';
import { dayName, english, timeOf, tooMany, type Words } from '../bot/words.ts';
import type { Client, Message as Said, StorageLike, WireError } from '../core/index.ts';
import { cardsOf } from '../core/previews.ts';
import { createAddresses, type FileLike, fileSize, type Upload } from '../files/index.ts';
import { ClientProvider } from '../react/context.tsx';
import { useUploads } from '../react/use-uploads.ts';
import { nativeEnvironment } from './environment.ts';
import { Reactions } from './Reactions.tsx';
import { Rich } from './Rich.tsx';
import { type Look, useLook } from './theme.ts';

export interface EnhancedChatBotProps {
  /** Stands in the header and over its answers. */
  botName?: string;
  /** Where the launcher is; `inline` fills the view around it and has none. */
  position?: 'bottom-right' | 'bottom-left' | 'inline';
  /** The conversation has an id: after its first message, or when an earlier one is taken up. */
  onConversationChange?: (conversationId: string) => void;
  /** Origin of the server; without it the provider's. */
  url?: string;
  /** Who is asking; without it the provider's. */
  token?: Token;
  /** Words of another language, in place of the English ones. */
  words?: Partial<Words>;
  /** Where unsent messages outlive the app, if it answers at once (such as MMKV). */
  storage?: StorageLike;
  /** Lets the person choose files; without it none can be sent. */
  pickFiles?: () => Promise<readonly FileLike[]>;
  /** Puts a text on the clipboard; without it nothing offers to copy. */
  onCopy?: (text: string) => void;
}

interface Frame {
  botName: string;
  words: Words;
  look: Look;
  onClose?: () => void;
  pickFiles?: () => Promise<readonly FileLike[]>;
  onCopy?: (text: string) => void;
}

export function EnhancedChatBot({
  botName = 'Assistant',
  position = 'bottom-right',
  onConversationChange,
  url,
  token,
  words: given,
  storage,
  pickFiles,
  onCopy,
}: EnhancedChatBotProps) {
  const words = useMemo(() => ({ ...english, ...given }), [given]);
  const env = useMemo(() => nativeEnvironment(storage), [storage]);
  const { client, problem } = useBotClient({ url, token }, env, undefined);
  const look = useLook();
  const [open, setOpen] = useState(false);
  const inline = position === 'inline';
  const frame: Frame = {
    botName,
    words,
    look,
    pickFiles,
    onCopy,
    onClose: inline ? undefined : () => setOpen(false),
  };
  const shown = inline || open;
  const doors = { frame, position, shown, onOpen: () => setOpen(true) };
  if (!client)
    return (
      <Doors {...doors} unread={0}>
        <Shell {...frame}>
          <Waiting problem={problem} {...frame} />
        </Shell>
      </Doors>
    );
  return (
    <ClientProvider client={client}>
      <Chat doors={doors} client={client} onConversationChange={onConversationChange} />
    </ClientProvider>
  );
}

interface DoorsProps {
  frame: Frame;
  position: 'bottom-right' | 'bottom-left' | 'inline';
  shown: boolean;
  onOpen(): void;
}

function Doors({
  frame: { botName, words, look, onClose },
  position,
  shown,
  onOpen,
  unread,
  children,
}: DoorsProps & { unread: number; children: React.ReactNode }) {
  if (position === 'inline') return <View style={look.panel}>{children}</View>;
  const name = words.open(botName);
  return (
    <>
      <Pressable
        style={[look.launcher, position === 'bottom-left' ? look.left : look.right]}
        accessibilityRole="button"
        accessibilityLabel={unread ? `${name}, ${words.unread(unread)}` : name}
        accessibilityState={{ expanded: shown }}
        onPress={onOpen}
      >
        <Text style={look.sign}>{unread || '…'}</Text>
      </Pressable>
      <Modal visible={shown} animationType="slide" onRequestClose={onClose}>
        {shown && <SafeAreaView style={look.panel}>{children}</SafeAreaView>}
      </Modal>
    </>
  );
}

function Shell({
  botName,
  words,
  look,
  onClose,
  onAnew,
  children,
}: Frame & { onAnew?: () => void; children: React.ReactNode }) {
  return (
    <KeyboardAvoidingView
      style={look.body}
      behavior={Platform.OS === 'ios' ? 'padding' : undefined}
    >
      <View style={look.head}>
        <View style={look.names}>
          <Text style={look.title} accessibilityRole="header" numberOfLines={1}>
            {botName}
          </Text>
          <Text style={look.about}>{words.about}</Text>
        </View>
        {onAnew && <Sign sign="+" name={words.anew} look={look} onPress={onAnew} />}
        {onClose && <Sign sign="×" name={words.close} look={look} onPress={onClose} />}
      </View>
      {children}
    </KeyboardAvoidingView>
  );
}

const Sign = ({
  sign,
  name,
  look,
  onPress,
}: {
  sign: string;
  name: string;
  look: Look;
  onPress(): void;
}) => (
  <Pressable
    style={look.touch}
    accessibilityRole="button"
    accessibilityLabel={name}
    onPress={onPress}
  >
    <Text style={look.icon}>{sign}</Text>
  </Pressable>
);

const Action = ({ words, look, onPress }: { words: string; look: Look; onPress(): void }) => (
  <Pressable style={look.touch} accessibilityRole="button" onPress={onPress}>
    <Text style={look.action}>{words}</Text>
  </Pressable>
);

function Waiting({ problem, words, look }: Frame & { problem: WireError | null }) {
  const out = problem?.code === 'signed_out' || problem?.code === 'unauthenticated';
  return (
    <View style={look.note} accessibilityLiveRegion="polite">
      <Text style={look.soft} accessibilityRole={out ? 'alert' : undefined}>
        {out ? words.signedOut : problem ? words.reconnecting : words.loading}
      </Text>
    </View>
  );
}

function Chat({
  doors,
  client,
  onConversationChange,
}: {
  doors: DoorsProps;
  client: Client;
  onConversationChange?: (id: string) => void;
}) {
  const chat = useBotChat(onConversationChange);
  const files = useUploads(client);
  const [draft, setDraft] = useState('');
  const { frame } = doors;
  useAnnounced(chat, frame);
  return (
    <Doors {...doors} unread={chat.unread}>
      <Shell {...frame} onAnew={chat.lines.length ? chat.startAnew : undefined}>
        <Trouble chat={chat} client={client} {...frame} />
        <Talk chat={chat} client={client} {...frame} />
        <Composer chat={chat} files={files} draft={draft} onDraft={setDraft} {...frame} />
      </Shell>
    </Doors>
  );
}

/** Ears are told that an answer is being written, and then the whole of it. */
function useAnnounced({ lines, answers, thread }: BotChat, { botName, words }: Frame) {
  const writes = answers.some((one) => one.state === 'waiting');
  useEffect(() => {
    if (writes) AccessibilityInfo.announceForAccessibility(words.replying(botName));
  }, [writes, words, botName]);
  const newest = lines.at(-1)?.message;
  const said = newest?.sender.kind === 'bot' ? newest : undefined;
  const isReady = thread.status === 'ready';
  const heard = useRef<{ id?: string } | null>(null);
  useEffect(() => {
    if (!isReady) return;
    // What is there already when it is opened is not news.
    if (heard.current && said?.text && heard.current.id !== said.id)
      AccessibilityInfo.announceForAccessibility(said.text);
    heard.current = { id: said?.id };
  }, [said, isReady]);
}

function Trouble({ chat, client, words, look }: Frame & { chat: BotChat; client: Client }) {
  const { phase, retry_at, waiting } = chat.connection;
  const lost = phase === 'reconnecting' || (phase === 'connecting' && retry_at !== null);
  if (phase !== 'signed_out' && !lost) return null;
  return (
    <View style={look.bar} accessibilityLiveRegion="polite">
      <Text style={look.trouble}>
        {lost ? words.reconnecting + words.waiting(waiting) : words.signedOut}
      </Text>
      {lost && <Action words={words.retry} look={look} onPress={client.retryNow} />}
    </View>
  );
}

/** Nearer to the end than this counts as being there. */
const STICK = 100;

function Talk({ chat, client, ...frame }: Frame & { chat: BotChat; client: Client }) {
  const { botName, words, look, onCopy } = frame;
  const { thread, lines, byId, names, me, answers, markRead } = chat;
  const box = useRef<ScrollView>(null);
  const atEnd = useRef(true);
  /** How far down each message stands, by id. */
  const places = useRef(new Map<string, number>());
  const { last_seq } = thread;
  useEffect(() => {
    if (last_seq && atEnd.current) markRead();
  }, [last_seq, markRead]);
  const addresses = useMemo(() => createAddresses(client), [client]);
  const openFile = useCallback(
    async (conversation_id: string, message_id: string, file_id: string) => {
      const { url } = await addresses.of({ conversation_id, message_id, file_id });
      await Linking.openURL(url);
    },
    [addresses],
  );

  if (thread.status === 'failed')
    return (
      <View style={look.note}>
        <Text style={look.soft} accessibilityRole="alert">
          {words.failed(thread.error!.message)}
        </Text>
      </View>
    );
  if (!lines.length)
    return thread.status === 'ready' ? (
      <ScrollView style={look.body} contentContainerStyle={look.home}>
        <Text style={look.greeting}>{words.greeting(botName)}</Text>
        <Text style={look.soft}>{chat.prompts.length ? words.invite : words.inviteOnly}</Text>
        <View style={look.prompts}>
          {chat.prompts.map(({ id, title, text }) => (
            <Pressable
              key={id}
              style={look.prompt}
              accessibilityRole="button"
              accessibilityHint={text}
              onPress={() => chat.send(text)}
            >
              <Text style={look.strong}>{title}</Text>
            </Pressable>
          ))}
        </View>
      </ScrollView>
    ) : (
      <View style={look.note}>
        <Text style={look.soft}>{words.loading}</Text>
      </View>
    );

  function scrolled({
    nativeEvent: { contentOffset, contentSize, layoutMeasurement },
  }: NativeSyntheticEvent<NativeScrollEvent>) {
    atEnd.current = contentSize.height - contentOffset.y - layoutMeasurement.height < STICK;
    if (atEnd.current && last_seq) markRead();
  }
  function goTo({ id, text }: Said) {
    atEnd.current = false;
    box.current?.scrollTo({ y: places.current.get(id) ?? 0, animated: false });
    // Who does not see where it went hears it.
    AccessibilityInfo.announceForAccessibility(text === null ? words.deleted : plain(text));
  }
  const newest = lines.filter((line) => line.own).at(-1);
  return (
    <ScrollView
      ref={box}
      style={look.body}
      contentContainerStyle={look.log}
      accessibilityLabel={words.log}
      keyboardShouldPersistTaps="handled"
      onScroll={scrolled}
      scrollEventThrottle={100}
      onContentSizeChange={() => atEnd.current && box.current?.scrollToEnd({ animated: false })}
    >
      {thread.has_older && (
        <Action words={words.older} look={look} onPress={() => void chat.loadOlder()} />
      )}
      {lines.map((line) => (
        <Message
          key={line.key}
          line={line}
          isNewest={line === newest}
          client={client}
          onFile={openFile}
          me={me}
          names={names}
          quoted={byId.get(line.message?.quote?.id ?? '')}
          onQuote={goTo}
          onPlace={(id, y) => places.current.set(id, y)}
          {...frame}
        />
      ))}
      {answers.map(({ message_id, state, text }) =>
        state === 'failed' ? (
          <View key={message_id} style={look.meta}>
            <Text style={look.wrong} accessibilityRole="alert">
              {words.noAnswer}
            </Text>
            <Action words={words.retry} look={look} onPress={() => chat.retryAnswer(message_id)} />
          </View>
        ) : (
          <View
            key={message_id}
            style={[look.line, look.first]}
            accessibilityElementsHidden
            importantForAccessibility="no-hide-descendants"
          >
            <Text style={look.faintly}>{botName}</Text>
            <View style={look.bubble}>
              <Rich
                text={text || '…'}
                look={look}
                words={words}
                style={look.words}
                onCopy={onCopy}
              />
            </View>
          </View>
        ),
      )}
    </ScrollView>
  );
}

function Message({
  line,
  isNewest,
  client,
  onFile,
  me,
  names,
  quoted,
  onQuote,
  onPlace,
  botName,
  words,
  look,
  onCopy,
}: Frame & {
  line: MessageLine;
  isNewest: boolean;
  client: Client;
  onFile(conversation_id: string, message_id: string, file_id: string): Promise<void>;
  me: string | null;
  names: ReadonlyMap<string, string>;
  /** What it answers, if that is loaded. */
  quoted: Said | undefined;
  onQuote(quoted: Said): void;
  onPlace(id: string, y: number): void;
}) {
  const { message, outgoing, own, state, at } = line;
  const [failed, setFailed] = useState(false);
  const { text, attachments } = message ?? outgoing!;
  const name = nameOf(message?.sender, own, botName, words);
  const quote = quoteOf(message);
  const quotes =
    quote && quote.text !== null && quoted?.text !== null ? plain(quote.text) : words.deleted;
  const told = own && (isNewest || state === 'failed' || state === 'sending') ? state : null;
  const bad = state === 'failed';
  const parts = [
    message?.edited_at && text !== null && words.edited,
    line.last && timeOf(at, words),
    told && words.state[told],
  ];
  return (
    <>
      {line.new_day && <Text style={look.day}>{dayName(at, Date.now(), words)}</Text>}
      <View
        style={[look.line, own && look.own, line.first && look.first]}
        onLayout={(event) => message && onPlace(message.id, event.nativeEvent.layout.y)}
      >
        {!own && line.first && <Text style={look.faintly}>{name}</Text>}
        {quote && (
          <Pressable
            style={look.quote}
            accessibilityRole={quoted ? 'button' : 'text'}
            disabled={!quoted}
            accessibilityLabel={`${words.inReplyTo}${nameOf(quote.sender, quote.sender.id === me, botName, words)}: ${quotes}`}
            onPress={() => quoted && onQuote(quoted)}
          >
            <Text style={look.faintly} numberOfLines={1}>
              <Text style={look.bold}>
                {nameOf(quote.sender, quote.sender.id === me, botName, words)}
              </Text>{' '}
              {quotes}
            </Text>
          </Pressable>
        )}
        {text !== '' && (
          <View style={[look.bubble, own && look.bubbleOwn, bad && look.bubbleBad]}>
            {text === null ? (
              <Text style={[look.words, own && look.wordsOwn, look.italic]}>{words.deleted}</Text>
            ) : (
              <Rich
                text={text}
                look={look}
                words={words}
                style={[look.words, own && look.wordsOwn, bad && look.wordsBad]}
                onCopy={onCopy}
              />
            )}
          </View>
        )}
        {attachments?.map((file) => (
          <Pressable
            key={file.id}
            style={look.file}
            accessibilityRole="button"
            accessibilityLabel={words.files.save(file.name)}
            disabled={!message}
            onPress={() => {
              setFailed(false);
              onFile(message!.conversation_id, message!.id, file.id).catch(() => setFailed(true));
            }}
          >
            <Text style={look.strong}>{file.name} </Text>
            <Text style={look.faintly}>{fileSize(file.size, words.locale)}</Text>
          </Pressable>
        ))}
        {cardsOf(message).map((card) => (
          <Pressable
            key={card.url}
            style={look.card}
            accessibilityRole="link"
            onPress={() => void Linking.openURL(card.url).catch(() => {})}
          >
            <Text style={look.faintly}>{card.place}</Text>
            <Text style={look.strong}>{card.title}</Text>
            {card.description && <Text style={look.faintly}>{card.description}</Text>}
          </Pressable>
        ))}
        {failed && (
          <Text style={look.wrong} accessibilityRole="alert">
            {words.files.notSaved}
          </Text>
        )}
        {me && message && (
          <Reactions
            message={message}
            me={me}
            names={names}
            client={client}
            words={words}
            look={look}
          />
        )}
        <View style={look.meta}>
          <Text style={look.faintly}>{parts.filter(Boolean).join(' · ')}</Text>
          {onCopy && text && (
            <Pressable
              style={look.touch}
              accessibilityRole="button"
              accessibilityLabel={words.copyMessage(name)}
              onPress={() => onCopy(text)}
            >
              <Text style={look.faintly}>{words.copy}</Text>
            </Pressable>
          )}
        </View>
        {outgoing?.state === 'failed' && (
          <View style={look.meta}>
            <Text style={look.wrong} accessibilityRole="alert">
              {outgoing.error?.message}
            </Text>
            <Action
              words={words.retry}
              look={look}
              onPress={() => client.retry(outgoing.client_msg_id)}
            />
            <Action
              words={words.discard}
              look={look}
              onPress={() => client.discard(outgoing.client_msg_id)}
            />
          </View>
        )}
      </View>
    </>
  );
}

function Composer({
  chat,
  files: { uploads, list },
  draft,
  onDraft,
  words,
  look,
  pickFiles,
}: Frame & {
  chat: BotChat;
  files: ReturnType<typeof useUploads>;
  draft: string;
  onDraft(text: string): void;
}) {
  const busy = list.some(({ state }) => state === 'waiting' || state === 'sending');
  const over = tooMany(draft);
  const may =
    !busy && over <= 0 && (draft.trim() !== '' || list.some(({ state }) => state === 'done'));
  function send() {
    if (!may) return;
    const attachments = uploads?.take();
    chat.send(draft.trim(), attachments?.length ? { attachments } : undefined);
    onDraft('');
  }
  return (
    <View>
      {list.map((one) => (
        <Chip key={one.key} one={one} words={words} look={look} uploads={uploads} />
      ))}
      {over > 0 && (
        <Text style={look.wrong} accessibilityRole="alert">
          {words.tooLong(over)}
        </Text>
      )}
      <View style={look.composer}>
        {pickFiles && (
          <Sign
            sign="+"
            name={words.attach}
            look={look}
            onPress={() => {
              // Given up, or refused by the device: the picker has said so itself.
              pickFiles().then(
                (chosen) => void uploads?.add(chosen),
                () => {},
              );
            }}
          />
        )}
        <TextInput
          style={look.field}
          accessibilityLabel={words.compose}
          placeholder={words.compose}
          placeholderTextColor={look.faint}
          multiline
          value={draft}
          onChangeText={(text) => {
            onDraft(text);
            chat.setTyping(text.trim() !== '');
          }}
          onBlur={() => chat.setTyping(false)}
        />
        <Pressable
          style={look.touch}
          accessibilityRole="button"
          accessibilityState={{ disabled: !may }}
          disabled={!may}
          onPress={send}
        >
          <Text style={[look.send, !may && look.off]}>{words.send}</Text>
        </Pressable>
      </View>
    </View>
  );
}

function Chip({
  one: { key, name, state, progress, error, can_retry },
  words,
  look,
  uploads,
}: {
  one: Upload;
  words: Words;
  look: Look;
  uploads: ReturnType<typeof useUploads>['uploads'];
}) {
  const over = state === 'failed' || state === 'done';
  return (
    <View style={look.file}>
      <View style={look.names}>
        <Text style={look.strong} numberOfLines={1}>
          {name}
        </Text>
        {state === 'failed' ? (
          <Text style={look.wrong} accessibilityRole="alert">
            {error!.message}
          </Text>
        ) : (
          state !== 'done' && (
            <Text
              style={look.faintly}
              accessibilityRole="progressbar"
              accessibilityLabel={words.files.sending(name)}
              accessibilityValue={{ min: 0, max: 100, now: Math.round(progress * 100) }}
            >
              {state === 'waiting' ? words.files.waiting : `${Math.round(progress * 100)} %`}
            </Text>
          )
        )}
      </View>
      {can_retry && state === 'failed' && (
        <Action words={words.retry} look={look} onPress={() => uploads?.retry(key)} />
      )}
      <Sign
        sign="×"
        name={over ? words.files.remove(name) : words.files.cancel(name)}
        look={look}
        onPress={() => uploads?.cancel(key)}
      />
    </View>
  );
}
