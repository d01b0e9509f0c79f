// The files chosen for the message that is being written: a chip for each, with how far it is.
import type { RefObject } from 'react';
import type { Words } from '../bot/words.ts';
import { fileKind, fileSize, type Upload, type Uploads } from '../files/index.ts';
import { Icon } from './icons.tsx';

interface Props {
  list: readonly Upload[];
  uploads: Uploads | null;
  words: Words;
  /** Sending was tried too early. */
  hasty: boolean;
  /** Where the focus goes when its chip is gone. */
  field: RefObject<HTMLElement>;
}

export function Tray({ list, uploads, words, hasty, field }: Props) {
  const there = list.filter((one) => one.state === 'done').length;
  const busy = list.some(({ state }) => state === 'waiting' || state === 'sending');
  return (
    <div className="tray">
      {list.length > 0 && (
        <ul aria-label={words.files.list}>
          {list.map((one) => (
            <Chip
              key={one.key}
              one={one}
              words={words}
              onRetry={() => uploads?.retry(one.key)}
              onRemove={() => {
                uploads?.cancel(one.key);
                field.current?.focus();
              }}
            />
          ))}
        </ul>
      )}
      {hasty && <p className="hint">{words.files.wait}</p>}
      <p className="quietly" role="status">
        {hasty ? words.files.wait : !busy && there > 0 && words.files.ready(there)}
      </p>
    </div>
  );
}

function Chip({
  one,
  words,
  onRetry,
  onRemove,
}: {
  one: Upload;
  words: Words;
  onRetry(): void;
  onRemove(): void;
}) {
  const { name, size, mime, state, progress, error, can_retry } = one;
  const percent = Math.round(progress * 100);
  const failed = state === 'failed';
  const over = failed || state === 'done';
  const stage =
    state === 'waiting'
      ? ` · ${words.files.waiting}`
      : state === 'sending'
        ? ` · ${percent} %`
        : '';
  return (
    <li className={failed ? 'chip no' : 'chip'}>
      <Icon name={failed ? 'alert' : fileKind(mime)} />
      <span className="what">
        <bdi title={name}>{name}</bdi>
        {failed ? (
          <small role="alert">{error!.message}</small>
        ) : (
          <small>
            {fileSize(size, words.locale)}
            {stage}
          </small>
        )}
      </span>
      {failed && can_retry && (
        <button type="button" aria-label={words.files.again(name)} onClick={onRetry}>
          {words.retry}
        </button>
      )}
      <button
        type="button"
        className="plain"
        aria-label={over ? words.files.remove(name) : words.files.cancel(name)}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
      {!over && (
        <i
          role="progressbar"
          aria-label={words.files.sending(name)}
          aria-valuenow={percent}
          style={{ width: `${percent}%` }}
        />
      )}
    </li>
  );
}
