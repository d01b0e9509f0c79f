// Where the visitor writes: grows with the text, Enter sends (on touch it breaks the line), the up
// arrow in an empty field edits the last own message. The text is kept by the panel, so that
// closing it loses nothing.
import type { Message } from '@antiphon/sdk/core';
import { Component, h, type RefObject } from 'preact';
import type { Words } from '../locales/en.ts';
import type { Tray } from './files/index.tsx';
import { Icon } from './icons.tsx';
import { files, picked } from './later.ts';

interface Props {
  /** The panel moves focus here. */
  field: RefObject<HTMLTextAreaElement>;
  words: Words;
  touch: boolean;
  draft: string;
  /** Files that go along. */
  tray: Tray | undefined;
  /** The own message being changed, if any. */
  editing: Message | null;
  onDraft(text: string): void;
  onSend(text: string): void;
  onTyping(typing: boolean): void;
  onEditLast(): void;
  onCancel(): void;
  onEmoji(): void;
}

const LONGEST = 10_000;

/** By how much it is too long, in characters as the server counts them: an emoji is one. */
const tooMany = (text: string) => [...text.trim()].length - LONGEST;

export class Composer extends Component<Props> {
  override componentDidMount() {
    if (this.props.draft) this.fit();
  }

  override componentDidUpdate(old: Props) {
    // Asking for its height lays out the whole panel.
    if (this.props.draft !== old.draft) this.fit();
    if (this.props.editing && !old.editing) this.props.field.current!.focus();
  }

  private fit() {
    const field = this.props.field.current!;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  private ready() {
    const { draft, tray } = this.props;
    const text = draft.trim();
    // Files that were chosen while what sends them is still on its way do not stay behind.
    const waits = files.here === undefined && picked.length;
    return !waits && (tray ? tray.may(text) : text) && tooMany(draft) <= 0;
  }

  private submit = (event: Event) => {
    event.preventDefault();
    const { onSend, draft, tray } = this.props;
    if (this.ready()) onSend(draft.trim());
    else tray?.wait();
    this.props.field.current!.focus();
  };

  private key = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a word.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !this.props.touch) this.submit(event);
    else if (event.key === 'ArrowUp' && !this.props.draft) {
      event.preventDefault();
      this.props.onEditLast();
    }
  };

  override render({ words, draft, editing, onDraft, onTyping, onCancel, onEmoji }: Props) {
    const over = tooMany(draft);
    return (
      <form class="composer" onSubmit={this.submit}>
        {editing && (
          <p class="hint">
            {words.editing}
            <button type="button" onClick={onCancel}>
              {words.cancel}
            </button>
          </p>
        )}
        {over > 0 && (
          <p class="hint wrong" role="alert">
            {words.tooLong(over)}
          </p>
        )}
        <div class="field">
          <label class="plain">
            <input type="file" multiple aria-label={words.attach} />
            <Icon name="clip" />
          </label>
          <textarea
            ref={this.props.field}
            rows={1}
            // Empty, it reads as the panel does: so its hint does not stand on the wrong side.
            dir={draft ? 'auto' : undefined}
            aria-label={words.compose}
            placeholder={words.compose}
            value={draft}
            onInput={(event) => {
              const text = event.currentTarget.value;
              onDraft(text);
              onTyping(text.trim() !== '');
            }}
            onBlur={() => onTyping(false)}
            onKeyDown={this.key}
          />
          <button type="button" class="plain" aria-label={words.emoji} onClick={onEmoji}>
            <Icon name="smile" />
          </button>
          <button type="submit" class="send" aria-label={words.send} aria-disabled={!this.ready()}>
            <Icon name={editing ? 'check' : 'send'} />
          </button>
        </div>
      </form>
    );
  }
}
