// Where one writes: an answer to the customer, or a note to colleagues on amber paper. A plain
// text area, and the files that go along. Sending and retrying is the client's; what is unsent is
// kept per conversation.

import { inserted } from '@antiphon/emoji/inserted.ts';
import type { Mention, Message } from '@antiphon/sdk/core';
import { pastedFiles } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { Banner, Button, cx, IconButton, lazilyOpened, Tabs } from '@antiphon/ui';
import { Lock, Paperclip, Reply, SendHorizontal, Smile, X } from 'lucide-react';
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Tray, underway } from '../files/Tray.tsx';
import { trayOf } from '../files/trays.ts';
import { underWay } from '../files/words.ts';
import { usePreferences } from '../shell/preferences.ts';
import { everywhere } from '../words/everywhere.ts';
import { number } from '../words/language.ts';
import styles from './Composer.module.css';
import { type DraftKind, readDraft, writeDraft } from './drafts.ts';
import { useDraftsElsewhere } from './draftsElsewhere.ts';
import { mentionedIn } from './mentioned.ts';
import { Quote } from './Quote.tsx';
import { say } from './say.ts';
import { useCalling } from './useCalling.tsx';

export interface ComposerHandle {
  /** Without a kind it stays what it is: a reply or a note. */
  focus: (kind?: DraftKind) => void;
  /** Adds files to what is being written. */
  attach: (files: Iterable<File>) => void;
  /** What is being written: a reply or a note. */
  kind: DraftKind;
}

export interface ComposerProps {
  id: string;
  me: string;
  /** The name of who will read it. */
  to: string;
  /** Among people of the team: there are no notes behind anybody's back. */
  isDirect: boolean;
  isResolved: boolean;
  isReady: boolean;
  onReopen: () => void;
  /** Up-arrow in an empty reply; false when there is nothing to edit. */
  onEditLast: () => boolean;
  /** Escape: the focus goes back to the messages. */
  onLeave: () => void;
  /** The message that is answered. */
  replying: Message | null;
  /** It is answered, or is not to be. */
  onReplied: () => void;
  /** Whom a message of the team, or of people among themselves, can call by name. */
  people: readonly Mention[];
  ref?: Ref<ComposerHandle>;
}

const Picker = lazilyOpened(() => import('../emoji/Picker.tsx'), say.parts.emoji);

const limit = 10_000;
const warnAt = 9_000;
const modes: { id: DraftKind; label: string; icon: typeof Lock }[] = [
  { id: 'message', label: say.reply, icon: Reply },
  { id: 'note', label: everywhere.note, icon: Lock },
];

export function Composer({
  id,
  me,
  to,
  isDirect,
  isResolved,
  isReady,
  onReopen,
  onEditLast,
  onLeave,
  replying,
  onReplied,
  people,
  ref,
}: ComposerProps) {
  const client = useClient();
  const { enter_sends } = usePreferences();
  const [kind, setKind] = useState<DraftKind>('message');
  const [text, setText] = useState(() => readDraft(me, id, 'message'));
  const field = useRef<HTMLTextAreaElement>(null);
  const isNote = kind === 'note';
  const length = [...text].length;
  const tray = trayOf(client, id, kind);
  const uploads = useSyncExternalStore(tray.subscribe, tray.get);
  const pending = underway(uploads);
  const hasFiles = uploads.some(({ state }) => state === 'done');
  const canSend = isReady && !pending && (text.trim() !== '' || hasFiles) && length <= limit;
  const chooser = useRef<HTMLInputElement>(null);
  const clip = useRef<HTMLButtonElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const [choosing, setChoosing] = useState(false);
  const [said, setSaid] = useState('');
  // A note is answered in notes only.
  const answered = replying?.kind === 'note' && !isNote ? null : replying;
  const callable = isNote || isDirect ? people : [];
  const calling = useCalling(field, text, callable, (next, caret) => {
    change(next);
    requestAnimationFrame(() => field.current?.setSelectionRange(caret, caret));
  });

  const keepElsewhere = useDraftsElsewhere(client, me, id, (of, found) => {
    if (of === kind) setText(found);
  });
  function change(next: string) {
    setText(next);
    writeDraft(me, id, kind, next);
    keepElsewhere(kind);
  }

  const choose = useCallback(
    (next: DraftKind) => {
      setKind(next);
      setText(readDraft(me, id, next));
    },
    [me, id],
  );

  useImperativeHandle(ref, () => ({
    focus: (next) => {
      if (next) choose(next);
      field.current?.focus();
    },
    attach: tray.add,
    kind,
  }));

  // Nobody types any more once this is closed or another conversation is opened.
  useEffect(() => () => client.setTyping(id, false), [client, id]);
  useGrowing(field, text);
  useEffect(() => {
    if (!pending) setSaid('');
  }, [pending]);

  /** At the caret, in place of what is selected. */
  function insert(sign: string) {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    const [next, caret] = inserted(text, sign, selectionStart, selectionEnd);
    change(next);
    // Once the text is drawn and the window has given the focus back.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(caret, caret);
    });
  }

  const audience = isNote ? 'staff' : 'public';

  function send() {
    if (pending) setSaid(underWay(pending));
    if (!canSend) return;
    const attachments = tray.take();
    const mentions = mentionedIn(text, callable);
    client.send(id, text.trim(), {
      kind,
      ...(answered ? { reply_to: answered.id } : {}),
      ...(mentions.length ? { mentions } : {}),
      ...(attachments.length ? { attachments } : {}),
    });
    onReplied();
    client.setTyping(id, false, audience);
    change('');
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // Enter that ends the writing of a word in an input method is not Enter.
    if (event.nativeEvent.isComposing || calling.onKeyDown(event)) return;
    if (event.key === 'Escape' && answered) {
      event.stopPropagation();
      onReplied();
    } else if (event.key === 'Enter') {
      const always = event.ctrlKey || event.metaKey;
      if (!always && (event.shiftKey || !enter_sends || matchMedia('(pointer: coarse)').matches))
        return;
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onLeave();
    } else if (event.key === 'ArrowUp' && text === '' && !isNote) {
      if (onEditLast()) event.preventDefault();
    }
  }

  const paper = (
    <>
      {answered ? (
        <div className={styles.answered}>
          <Quote
            me={me}
            quote={{
              id: answered.id,
              seq: answered.seq,
              sender: answered.sender,
              text:
                (answered.text || answered.attachments?.map((file) => file.name).join(', ')) ?? '',
            }}
          />
          <IconButton name={say.noReply} size="s" onPress={onReplied}>
            <X aria-hidden />
          </IconButton>
        </div>
      ) : null}
      {calling.list}
      <textarea
        ref={field}
        {...calling.field}
        className={styles.field}
        aria-label={isNote ? say.noteTo : (isDirect ? say.messageTo : say.replyTo)(to)}
        placeholder={isNote ? say.writeNote : say.writeTo(to)}
        value={text}
        rows={2}
        // Empty it reads as the page does, as its hint is written.
        dir={text ? 'auto' : undefined}
        aria-keyshortcuts="Enter"
        onChange={(event) => {
          change(event.target.value);
          calling.look();
          client.setTyping(id, event.target.value !== '', audience);
        }}
        onSelect={calling.look}
        onBlur={() => {
          calling.close();
          client.setTyping(id, false, audience);
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = pastedFiles(event.clipboardData);
          if (!files.length) return;
          event.preventDefault();
          tray.add(files);
        }}
      />
      <Tray
        tray={tray}
        uploads={uploads}
        onLeave={() =>
          requestAnimationFrame(() => {
            if (document.activeElement === document.body) clip.current?.focus();
          })
        }
      />
      <div className={styles.foot}>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={say.filesToAttach}
          onChange={({ currentTarget: { files } }) => {
            if (files) tray.add(files);
            // The same file can be chosen again.
            if (chooser.current) chooser.current.value = '';
            field.current?.focus();
          }}
        />
        <IconButton
          ref={clip}
          name={say.attach}
          isDisabled={!isReady}
          onPress={() => chooser.current?.click()}
        >
          <Paperclip aria-hidden />
        </IconButton>
        <IconButton
          ref={smile}
          name={say.emoji}
          aria-haspopup="dialog"
          aria-expanded={choosing}
          onPress={() => setChoosing(!choosing)}
        >
          <Smile aria-hidden />
        </IconButton>
        {choosing ? (
          <Picker triggerRef={smile} onPick={insert} onClose={() => setChoosing(false)} />
        ) : null}
        <span
          className={cx(styles.hint, length > limit && styles.over, pending > 0 && styles.pending)}
        >
          {pending
            ? underWay(pending)
            : length > warnAt
              ? say.ofCharacters(number(length), number(limit))
              : enter_sends
                ? say.enterSends
                : say.ctrlEnterSends}
        </span>
        <IconButton
          name={isNote ? say.addNote : say.send}
          keys={enter_sends ? 'Enter' : 'Ctrl Enter'}
          look="primary"
          isDisabled={!canSend}
          onPress={send}
        >
          <SendHorizontal aria-hidden className="mirrored" />
        </IconButton>
      </div>
      <p role="status" className="unseen">
        {said}
      </p>
    </>
  );
  return (
    // A click beside the field stays in here, where letters are no shortcuts.
    <div className={styles.outer} data-writing tabIndex={-1}>
      {isResolved ? (
        <Banner
          tone="green"
          action={
            <Button size="s" onPress={onReopen}>
              {say.reopen}
            </Button>
          }
        >
          {say.isResolved}
        </Banner>
      ) : null}
      {isDirect ? (
        <div className={cx(styles.box, styles.panel)}>{paper}</div>
      ) : (
        <Tabs
          name={say.whatToWrite}
          tabs={modes.map(({ id: mode, label, icon: Icon }) => ({
            id: mode,
            label,
            icon: <Icon aria-hidden className={styles.sign} />,
          }))}
          value={kind}
          onChange={choose}
          // On the tab the first letters of a note would be shortcuts, and the rest a reply.
          onPick={() => field.current?.focus()}
          className={cx(styles.box, isNote && styles.note)}
          panelClassName={styles.panel}
          aside={isNote ? <span className={styles.who}>{say.onlyStaff}</span> : null}
        >
          {paper}
        </Tabs>
      )}
    </div>
  );
}

/** Grows with its text where the style sheet's field-sizing is not known. */
function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = text === '' ? '' : `${area.scrollHeight}px`;
  }, [field, text]);
}
