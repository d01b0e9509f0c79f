// The transcript: role=log, scrolling, paging back, the "new messages" button, read marks. It stays
// at the end while the reader is there and never moves them when they are not.
import css from 'virtual:talk-style';
import type { Client, Thread } from '@antiphon/sdk/core';
import { timeline } from '@antiphon/sdk/timeline';
import { Component, createRef, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { dresses } from '../dress.ts';
import { signs } from '../later.ts';
import { day, MessageLine, type MessageProps } from './message.tsx';

interface Props {
  thread: Thread;
  me: string | null;
  client: Client;
  words: Words;
  touch: boolean;
  say(text: string): void;
}

const dressed = dresses(css);

/** Nearer to the end than this counts as being there. */
const STICK = 100;

interface Own {
  fresh: number;
  settled: boolean;
  /** An emoji is being chosen for a message. */
  pick?: ((sign: string) => void) | undefined;
}

export class Log extends Component<Props, Own> {
  override state: Own = { fresh: 0, settled: false };
  private box = createRef<HTMLDivElement>();
  private atEnd = true;
  /** Height before older messages came in above. */
  private height = 0;

  override componentDidMount() {
    this.toEnd();
    this.box.current!.addEventListener('scroll', this.scrolled, { passive: true });
    document.addEventListener('visibilitychange', this.read);
    // What is here already is not news: only later additions are to be read out.
    setTimeout(() => {
      this.setState({ settled: true });
      signs.want(() => this.setState({}));
    }, 500);
    this.read();
  }

  override componentWillUnmount() {
    document.removeEventListener('visibilitychange', this.read);
  }

  override getSnapshotBeforeUpdate() {
    this.height = this.box.current!.scrollHeight;
    return null;
  }

  override componentDidUpdate(old: Props) {
    const box = this.box.current!;
    const { thread } = this.props;
    const [was, is] = [old.thread, thread];
    if (was.loading_older && was.messages.length < is.messages.length)
      box.scrollTop += box.scrollHeight - this.height;
    const added = is.outgoing.length > was.outgoing.length;
    if (this.atEnd || added) this.toEnd();
    else if (is.messages.at(-1) !== was.messages.at(-1)) {
      const from = was.messages.at(-1)?.seq ?? 0;
      const fresh = is.messages.filter((one) => one.seq > from && one.sender.id !== this.props.me);
      if (fresh.length) this.setState(({ fresh: n }) => ({ fresh: n + fresh.length }));
    }
    this.read();
  }

  private toEnd = () => {
    const box = this.box.current!;
    box.scrollTop = box.scrollHeight;
    this.atEnd = true;
  };

  private scrolled = () => {
    const box = this.box.current!;
    this.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < STICK;
    if (this.atEnd) {
      if (this.state.fresh) this.setState({ fresh: 0 });
      this.read();
    }
    if (box.scrollTop < 60) void this.older();
  };

  private older = async () => {
    const { client, thread, say, words } = this.props;
    if (!thread.has_older || thread.loading_older) return;
    const n = await client.loadOlder(thread.id).catch(() => 0);
    if (n) say(words.olderLoaded(n));
  };

  private more = (pick: Own['pick']) => this.setState({ pick });

  /** Read is what stands before the reader's eyes: at the end, in a page that is looked at. */
  private read = () => {
    const { client, thread } = this.props;
    if (this.atEnd && thread.last_seq && document.visibilityState === 'visible')
      client.markRead(thread.id);
  };

  override render({ thread, me, client, words, touch, say }: Props) {
    // A customer's thread has no other events.
    const lines = timeline(thread, me, day) as MessageProps['line'][];
    const newest = lines.filter((line) => line.own).at(-1);
    const end = lines.filter(({ message }) => message?.text != null).at(-1);
    const { fresh, settled, pick } = this.state;
    const names = new Map(
      [...thread.messages.map(({ sender }) => sender), ...thread.participants].map((one) => [
        one.id,
        one.name,
      ]),
    );
    const byId = new Map(thread.messages.map((one) => [one.id, one]));
    return (
      <div class="body" ref={dressed}>
        <div
          class="log"
          ref={this.box}
          role="log"
          aria-label={words.log}
          aria-live={settled && !thread.loading_older ? 'polite' : 'off'}
          aria-busy={thread.loading_older}
          // A region that scrolls must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
          tabIndex={0}
        >
          <div class="gap" />
          {thread.has_older && (
            <button type="button" class="older" onClick={this.older}>
              {words.older}
            </button>
          )}
          {lines.map((line) => (
            <MessageLine
              key={line.key}
              line={line}
              newest={line === newest}
              end={line === end}
              words={words}
              client={client}
              signs={signs.here}
              me={me}
              quoted={byId.get(line.message?.quote?.id as string)}
              names={names}
              say={say}
              more={this.more}
            />
          ))}
          {thread.typing.length > 0 && (
            <div class="m first last" aria-hidden="true">
              <p class="who">
                <bdi>{thread.typing[0]!.name}</bdi>
              </p>
              <div class="bubble dots">
                <i />
                <i />
                <i />
              </div>
            </div>
          )}
        </div>
        {pick && signs.here && (
          <signs.here.Picker
            words={words}
            touch={touch}
            onPick={(sign) => {
              pick(sign);
              this.more(undefined);
            }}
            onClose={() => this.more(undefined)}
          />
        )}
        {fresh > 0 && (
          <button type="button" class="fresh" onClick={this.toEnd}>
            {words.fresh(fresh)} ↓
          </button>
        )}
      </div>
    );
  }
}
