// What is chosen for the message that is being written: a chip for each, above the field, and the
// place that shows where files can be dropped. The uploads outlive the panel, but not the visitor.
import type { Attachment } from '@antiphon/sdk/core';
import { createUploads, fileKind, fileSize, type Upload, type Uploads } from '@antiphon/sdk/files';
import { Component, createRef, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { files as english } from '../../locales/en-files.ts';
import type { Chat } from '../chat.ts';
import { Icon } from '../icons.tsx';
import { why } from '../language.ts';
import { picked } from '../later.ts';
import { dressed, Sign } from './look.ts';

/** What panel and composer ask of it. */
export interface Tray {
  /** Whether a message of these words can go now. */
  may(text: string): boolean;
  /** Sending was tried too early: says why it must wait. */
  wait(): void;
  /** The files for a message; undefined when there are none. */
  take(): Attachment[] | undefined;
  close(): void;
}

interface Full extends Tray {
  uploads: Uploads;
  /** Something is on its way. */
  busy(): boolean;
  hasty: boolean;
}

function createTray(chat: Chat): Full {
  const uploads = createUploads(chat.client()!);
  const has = (...states: string[]) => uploads.get().some(({ state }) => states.includes(state));
  const tray: Full = {
    uploads,
    hasty: false,
    busy: () => has('waiting', 'sending'),
    may: (text) => !tray.busy() && (text !== '' || has('done')),
    wait() {
      tray.hasty = tray.busy();
      chat.changed();
    },
    take() {
      tray.hasty = false;
      const taken = uploads.take();
      return taken.length ? taken : undefined;
    },
    close: uploads.close,
  };
  uploads.subscribe(chat.changed);
  return tray;
}

interface Props {
  chat: Chat;
  words: Words;
}

export class TrayView extends Component<Props, { over?: boolean }> {
  private base_ = createRef<HTMLDivElement>();
  private panel!: HTMLElement;

  override componentDidMount() {
    dressed(this.base_.current);
    this.panel = this.base_.current!.closest<HTMLElement>('.panel')!;
    for (const type of ['dragover', 'dragleave', 'drop'])
      this.panel.addEventListener(type, this.dragged);
    this.fill();
  }

  override componentDidUpdate() {
    this.fill();
  }

  override componentWillUnmount() {
    for (const type of ['dragover', 'dragleave', 'drop'])
      this.panel.removeEventListener(type, this.dragged);
  }

  /** Takes over what was chosen, as soon as there is somebody to send it for. */
  private fill() {
    const { chat } = this.props;
    if (!chat.client() || !picked.length) return;
    chat.tray ??= createTray(chat);
    (chat.tray as Full).uploads.add(picked.splice(0));
  }

  private dragged = (event: Event) => {
    const { type, relatedTarget } = event as DragEvent;
    const stays = type === 'dragleave' && this.panel.contains(relatedTarget as Node | null);
    const over = stays || (type === 'dragover' && event.defaultPrevented);
    if (over !== this.state.over) this.setState({ over });
  };

  private remove(key: string) {
    (this.props.chat.tray as Full).uploads.cancel(key);
    // With the chip the focus went.
    setTimeout(() => {
      const { activeElement } = this.panel.getRootNode() as ShadowRoot;
      if (!activeElement) this.panel.querySelector<HTMLElement>('[type=file]')?.focus();
    });
  }

  override render({ chat, words: all }: Props, { over }: { over?: boolean }) {
    const words = all.files ?? english;
    const tray = chat.tray as Full | undefined;
    const uploads = tray?.uploads.get() ?? [];
    const there = uploads.filter((one) => one.state === 'done').length;
    const busy = tray?.busy();
    return (
      <div class="tray" ref={this.base_}>
        {uploads.length > 0 && (
          <ul aria-label={words.list}>
            {uploads.map((one) => (
              <Chip
                key={one.key}
                one={one}
                words={all}
                onRetry={() => tray!.uploads.retry(one.key)}
                onRemove={() => this.remove(one.key)}
              />
            ))}
          </ul>
        )}
        {busy && tray!.hasty && <p class="hint">{words.wait}</p>}
        <p class="quietly" role="status">
          {busy ? tray!.hasty && words.wait : there > 0 && words.ready(there)}
        </p>
        {over && (
          <p class="drop" aria-hidden="true">
            {words.drop}
          </p>
        )}
      </div>
    );
  }
}

interface ChipProps {
  one: Upload;
  words: Words;
  onRetry(): void;
  onRemove(): void;
}

function Chip({
  one,
  words: { locale, retry, files: words = english, refused },
  onRetry,
  onRemove,
}: ChipProps) {
  const { name, size, mime, state, progress, error, can_retry } = one;
  const percent = Math.round(progress * 100);
  const failed = state === 'failed';
  const over = failed || state === 'done';
  return (
    <li class={failed ? 'chip no' : 'chip'}>
      {failed ? <Icon name="alert" /> : <Sign of={fileKind(mime)} />}
      <span class="what">
        <bdi title={name}>{name}</bdi>
        {failed ? (
          <small role="alert">{words.refused[error!.code] ?? why({ refused }, error)}</small>
        ) : (
          <small>
            {fileSize(size, locale)}
            {state === 'waiting'
              ? ` · ${words.waiting}`
              : state === 'sending' &&
                ` · ${progress.toLocaleString(locale, { style: 'percent' })}`}
          </small>
        )}
      </span>
      {failed && can_retry && (
        <button type="button" aria-label={words.again(name)} onClick={onRetry}>
          {retry}
        </button>
      )}
      <button
        type="button"
        class="plain"
        aria-label={over ? words.remove(name) : words.cancel(name)}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
      {!over && (
        <i
          role="progressbar"
          aria-label={words.sending(name)}
          aria-valuenow={percent}
          style={{ width: `${percent}%` }}
        />
      )}
    </li>
  );
}
