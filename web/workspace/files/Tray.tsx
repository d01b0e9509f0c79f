// What is chosen for the message that is being written: one chip per file, with how far it is, a way
// to stop it, and why it was refused. Sending is the composer's.
import { fileSize, type Upload, type Uploads } from '@antiphon/sdk/files';
import { Button, cx, IconButton } from '@antiphon/ui';
import { CircleAlert, X } from 'lucide-react';
import { everywhere } from '../words/everywhere.ts';
import { locale } from '../words/language.ts';
import { FileSign } from './FileSign.tsx';
import { say } from './say.ts';
import styles from './Tray.module.css';
import { allThere } from './words.ts';

export interface TrayProps {
  tray: Uploads;
  uploads: readonly Upload[];
  /** A chip is gone, and the focus perhaps with it. */
  onLeave: () => void;
}

/** On their way, or waiting to be. */
export const underway = (uploads: readonly Upload[]): number =>
  uploads.filter(({ state }) => state === 'waiting' || state === 'sending').length;

export function Tray({ tray, uploads, onLeave }: TrayProps) {
  const there = uploads.filter(({ state }) => state === 'done').length;
  return (
    <>
      {uploads.length ? (
        <ul className={styles.tray} aria-label={say.toSend}>
          {uploads.map((upload) => (
            <Chip
              key={upload.key}
              upload={upload}
              onRetry={() => tray.retry(upload.key)}
              onRemove={() => {
                tray.cancel(upload.key);
                onLeave();
              }}
            />
          ))}
        </ul>
      ) : null}
      <p role="status" className="unseen">
        {there && !underway(uploads) ? allThere(there) : ''}
      </p>
    </>
  );
}

interface ChipProps {
  upload: Upload;
  onRetry: () => void;
  onRemove: () => void;
}

function Chip({ upload, onRetry, onRemove }: ChipProps) {
  const { name, size, mime, state, progress, error, can_retry } = upload;
  const percent = Math.round(progress * 100);
  const isFailed = state === 'failed';
  return (
    <li className={cx(styles.chip, isFailed && styles.failed)}>
      <span className={styles.sign}>
        {isFailed ? <CircleAlert aria-hidden /> : <FileSign mime={mime} />}
      </span>
      <span className={styles.words}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        {isFailed ? (
          <span role="alert" className={styles.why}>
            {say.refused[error?.code ?? ''] ?? error?.message}
          </span>
        ) : (
          <span className={styles.facts}>
            {fileSize(size, locale)}
            {state === 'sending'
              ? ` · ${percent} %`
              : state === 'waiting'
                ? ` · ${say.waiting}`
                : ''}
          </span>
        )}
      </span>
      {isFailed && can_retry ? (
        <Button size="s" onPress={onRetry} aria-label={say.again(name)}>
          {everywhere.tryAgain}
        </Button>
      ) : null}
      <IconButton
        name={state === 'done' || isFailed ? everywhere.removes(name) : say.cancels(name)}
        size="s"
        onPress={onRemove}
      >
        <X aria-hidden className={styles.small} />
      </IconButton>
      {state === 'done' || isFailed ? null : (
        <span
          className={styles.bar}
          role="progressbar"
          aria-label={say.sending(name)}
          aria-valuenow={percent}
        >
          <i style={{ inlineSize: `${percent}%` }} />
        </span>
      )}
    </li>
  );
}
