// The files of a message: pictures small, which open in a window of their own, everything else as
// cards. The room of a picture is kept before it comes; one that cannot be had is a card.
import type { Attachment, Client, Message } from '@antiphon/sdk/core';
import { type FilePlace, fileKind, fileSize, fit, isPicture } from '@antiphon/sdk/files';
import { draw, save } from '@antiphon/sdk/files/browser';
import { Component, createRef, Fragment, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { files as english } from '../../locales/en-files.ts';
import { Icon } from '../icons.tsx';
import { dressed, Sign } from './look.ts';

const room = { width: 240, height: 200 };

interface Props {
  files: readonly Attachment[];
  /** null while it is on its way: then there is nothing to fetch. */
  message: Message | null;
  client: Client;
  words: Words;
}

const wordsOf = ({ words }: Pick<Props, 'words'>) => words.files ?? english;

export const Shown = ({ files, message, client, words }: Props) => (
  <ul class="files" aria-label={wordsOf({ words }).attached} ref={dressed}>
    {files.map((file) => {
      const place = message && {
        conversation_id: message.conversation_id,
        message_id: message.id,
        file_id: file.id,
      };
      const one = { file, place: place as FilePlace, client, words };
      return (
        <li key={file.id}>{place && isPicture(file) ? <Picture {...one} /> : <Card {...one} />}</li>
      );
    })}
  </ul>
);

interface One {
  file: Attachment;
  place: FilePlace;
  client: Client;
  words: Words;
}

class Picture extends Component<One, { failed?: boolean; open?: boolean }> {
  private canvas = createRef<HTMLCanvasElement>();
  private watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      this.watch.disconnect();
      const { client, place } = this.props;
      draw(this.canvas.current!, client, place, true).catch(() => this.setState({ failed: true }));
    },
    { rootMargin: '400px' },
  );

  override componentDidMount() {
    this.watch.observe(this.canvas.current!);
  }

  override componentWillUnmount() {
    this.watch.disconnect();
  }

  override render(one: One, { failed, open }: { failed?: boolean; open?: boolean }) {
    if (failed) return <Card {...one} />;
    const { width, height } = fit(one.file, room);
    return (
      <>
        <button
          type="button"
          class="pic"
          aria-label={wordsOf(one).open(one.file.name)}
          onClick={() => this.setState({ open: true })}
        >
          <canvas
            ref={this.canvas}
            width={width}
            height={height}
            style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}
          />
        </button>
        {open && <View {...one} onClose={() => this.setState({ open: false })} />}
      </>
    );
  }
}

type Busy = { state?: 'busy' | 'failed' };

class Card extends Component<One, Busy> {
  private get = async () => {
    const { client, place, file } = this.props;
    if (this.state.state === 'busy') return;
    this.setState({ state: 'busy' });
    const state = await save(client, place, file.name).catch(() => 'failed' as const);
    this.setState({ state: state as Busy['state'] });
  };

  override render(one: One, { state }: Busy) {
    const { file, place } = one;
    const words = wordsOf(one);
    const size = fileSize(file.size, one.words.locale);
    const inside = [
      <Sign of={fileKind(file.mime)} />,
      <span class="what">
        <bdi>{file.name}</bdi>
        <small>{size}</small>
      </span>,
    ];
    if (!place) return <span class="card">{inside}</span>;
    return (
      <>
        <button type="button" class="card" aria-busy={state === 'busy'} onClick={this.get}>
          <span class="quietly">{words.save}</span>
          {inside}
          <Sign of="save" />
        </button>
        {state === 'failed' && (
          <p class="hint wrong" role="alert">
            {words.notSaved}
          </p>
        )}
      </>
    );
  }
}

/** One picture in full, above everything: the browser's own modal, with its focus rules. */
class View extends Component<One & { onClose(): void }, { said: string }> {
  override state = { said: wordsOf(this.props).loading };
  private dialog = createRef<HTMLDialogElement>();
  private canvas = createRef<HTMLCanvasElement>();

  override componentDidMount() {
    this.dialog.current!.showModal();
    const { client, place } = this.props;
    draw(this.canvas.current!, client, place, false).then(
      () => this.setState({ said: '' }),
      () => this.setState({ said: wordsOf(this.props).notShown }),
    );
  }

  private save = () => {
    const { client, place, file } = this.props;
    save(client, place, file.name).catch(() =>
      this.setState({ said: wordsOf(this.props).notSaved }),
    );
  };

  override render(
    { file, words: all, onClose }: One & { onClose(): void },
    { said }: { said: string },
  ) {
    const words = wordsOf({ words: all });
    return (
      <dialog
        class="view"
        aria-label={file.name}
        ref={this.dialog}
        onClose={onClose}
        onKeyDown={(event) => {
          // The panel underneath stays open, and does not move the focus.
          event.stopPropagation();
        }}
      >
        <div class="top">
          <bdi>{file.name}</bdi>
          <button type="button" class="plain" aria-label={words.save} onClick={this.save}>
            <Sign of="save" />
          </button>
          <button
            type="button"
            class="plain"
            aria-label={words.close}
            onClick={() => this.dialog.current!.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <p role="status">{said}</p>
        <canvas role="img" aria-label={file.name} ref={this.canvas} />
      </dialog>
    );
  }
}
