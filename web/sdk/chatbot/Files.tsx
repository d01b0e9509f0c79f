// The files of a message: pictures small, which open in a window of their own, everything else as cards.
// The room of a picture is kept before it comes; one that cannot be had is a card.
import { useEffect, useRef, useState } from 'react';
import type { Words } from '../bot/words.ts';
import type { Attachment, Client, Message } from '../core/index.ts';
import { draw, save } from '../files/browser.ts';
import { type FilePlace, fileKind, fileSize, fit, isPicture } from '../files/index.ts';
import { Icon } from './icons.tsx';

const room = { width: 240, height: 200 };

interface Props {
  files: readonly Attachment[];
  /** null while it is on its way: then there is nothing to fetch. */
  message: Message | null;
  client: Client;
  words: Words;
}

export function Files({ files, message, client, words }: Props) {
  return (
    <ul className="files" aria-label={words.files.attached}>
      {files.map((file) => {
        const place = message && {
          conversation_id: message.conversation_id,
          message_id: message.id,
          file_id: file.id,
        };
        return (
          <li key={file.id}>
            {!place ? (
              <span className="card">
                <What file={file} words={words} />
              </span>
            ) : isPicture(file) ? (
              <Picture file={file} place={place} client={client} words={words} />
            ) : (
              <Card file={file} place={place} client={client} words={words} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface One {
  file: Attachment;
  place: FilePlace;
  client: Client;
  words: Words;
}

const What = ({ file, words }: { file: Attachment; words: Words }) => (
  <>
    <Icon name={fileKind(file.mime)} />
    <span className="what">
      <bdi>{file.name}</bdi>
      <small>{fileSize(file.size, words.locale)}</small>
    </span>
  </>
);

function Card({ file, place, client, words }: One) {
  const [state, setState] = useState<'busy' | 'failed' | null>(null);
  async function get() {
    if (state === 'busy') return;
    setState('busy');
    setState(
      await save(client, place, file.name).then(
        () => null,
        () => 'failed' as const,
      ),
    );
  }
  return (
    <>
      <button
        type="button"
        className="card"
        aria-label={words.files.save(file.name)}
        aria-busy={state === 'busy'}
        onClick={get}
      >
        <What file={file} words={words} />
        <Icon name="save" />
      </button>
      {state === 'failed' && (
        <p className="hint wrong" role="alert">
          {words.files.notSaved}
        </p>
      )}
    </>
  );
}

function Picture(one: One) {
  const { file, place, client, words } = one;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState(false);
  const { conversation_id, message_id, file_id } = place;
  useEffect(() => {
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        const at = { conversation_id, message_id, file_id };
        draw(canvas.current!, client, at, true).catch(() => setFailed(true));
      },
      { rootMargin: '400px' },
    );
    watch.observe(canvas.current!);
    return () => watch.disconnect();
  }, [client, conversation_id, message_id, file_id]);
  if (failed) return <Card {...one} />;
  const { width, height } = fit(file, room);
  return (
    <>
      <button
        type="button"
        className="pic"
        aria-label={words.files.open(file.name)}
        onClick={() => setOpen(true)}
      >
        <canvas
          ref={canvas}
          width={width}
          height={height}
          style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}
        />
      </button>
      {open && <View {...one} onClose={() => setOpen(false)} />}
    </>
  );
}

/** One picture in full, above everything: the browser's own modal, with its focus rules. */
function View({ file, place, client, words, onClose }: One & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [said, setSaid] = useState(words.loading);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once, with what it shows.
  useEffect(() => {
    if (!dialog.current!.open) dialog.current!.showModal();
    draw(canvas.current!, client, place, false).then(
      () => setSaid(''),
      () => setSaid(words.files.notShown),
    );
  }, []);
  return (
    <dialog
      className="view"
      aria-label={file.name}
      ref={dialog}
      onClose={onClose}
      // The panel underneath stays open, and does not move the focus.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="top">
        <bdi>{file.name}</bdi>
        <button
          type="button"
          className="plain"
          aria-label={words.files.save(file.name)}
          onClick={() => save(client, place, file.name).catch(() => setSaid(words.files.notSaved))}
        >
          <Icon name="save" />
        </button>
        <button
          type="button"
          className="plain"
          aria-label={words.files.close}
          onClick={() => dialog.current!.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <p role="status">{said}</p>
      <canvas role="img" aria-label={file.name} ref={canvas} />
    </dialog>
  );
}
