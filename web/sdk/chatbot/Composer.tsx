// Where one writes: grows with the text; Enter sends, Shift+Enter breaks the line, on touch Enter does.
import { type RefObject, useLayoutEffect } from 'react';
import { tooMany, type Words } from '../bot/words.ts';
import { Icon } from './icons.tsx';

interface Props {
  /** The panel moves focus here. */
  field: RefObject<HTMLTextAreaElement | null>;
  words: Words;
  touch: boolean;
  draft: string;
  ready: boolean;
  onDraft(text: string): void;
  onSend(): void;
  /** No longer typing. */
  onStill(): void;
  onFiles(files: File[]): void;
}

export function Composer(props: Props) {
  const { field, words, touch, draft, ready, onDraft, onSend, onStill, onFiles } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height is that of the text.
  useLayoutEffect(() => {
    const { style, scrollHeight: _ } = field.current!;
    style.height = 'auto';
    style.height = `${field.current!.scrollHeight}px`;
  }, [draft, field]);
  const over = tooMany(draft);
  const may = ready && over <= 0;
  const submit = () => {
    if (over <= 0) onSend();
    field.current!.focus();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {over > 0 && (
        <p className="hint wrong" role="alert">
          {words.tooLong(over)}
        </p>
      )}
      <div className="field">
        <label className="plain">
          <input
            type="file"
            multiple
            aria-label={words.attach}
            onChange={(event) => {
              onFiles([...(event.currentTarget.files ?? [])]);
              // The same one can be chosen again.
              event.currentTarget.value = '';
            }}
          />
          <Icon name="clip" />
        </label>
        <textarea
          ref={field as RefObject<HTMLTextAreaElement>}
          rows={1}
          dir="auto"
          aria-label={words.compose}
          placeholder={words.compose}
          value={draft}
          onChange={(event) => onDraft(event.currentTarget.value)}
          onBlur={onStill}
          onKeyDown={(event) => {
            // While an input method composes, Enter picks a word.
            if (event.nativeEvent.isComposing || event.keyCode === 229) return;
            if (event.key !== 'Enter' || event.shiftKey || touch) return;
            event.preventDefault();
            submit();
          }}
        />
        <button type="submit" className="send" aria-label={words.send} aria-disabled={!may}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
